"""A long list of findings: it says that it is long, and who it was is found in it all the same."""

from typing import Any

from auditor.findings.model import Finding
from auditor.findings.rules import Stage
from auditor.findings.sought import Sought, findings
from auditor.trail.acts import Act
from auditor.work import Work
from tests.browser import Browser
from tests.conftest import MORNING, OpenWork
from tests.findings.factory import City, make_city, make_finding


def add_accounts(work: Work, city: City, count: int) -> None:
    """So many accounts of nobody who was identified, each with an address of its own."""
    alike = {
        "tool_id": city.tool,
        "department_id": city.rvs,
        "stage": Stage.SIGNED_UP,
        "recorded_at": MORNING,
    }
    work.add_many(
        Finding, [{**alike, "account_email": f"flock{n}@mail.example"} for n in range(count)]
    )
    work.record(Act.UPLOAD_APPLIED)


def test_a_list_of_more_than_1_000_says_so_and_is_counted_no_further(
    work: OpenWork, browser: Browser
) -> None:
    city = make_city(work)
    with work(city.ines) as w:
        add_accounts(w, city, 1_000)
    browser.sign_in("ines@city.example")
    assert browser.get("/findings").texts(".count") == ["1,000 findings"]
    with work(city.ines) as w:
        add_accounts(w, city, 1)
    page = browser.get("/findings")
    assert page.texts(".count") == ["More than 1,000 findings"]
    assert len(page.texts("tbody tr")) == 50
    assert browser.get("/findings?q=flock999").texts(".count") == ["1 finding"]


def test_who_it_was_is_found_among_few_and_among_many(work: OpenWork) -> None:
    city = make_city(work)
    with work(city.ines) as w:
        private: dict[str, Any] = {
            "officer_id": city.vega,
            "account_email": "night.private@mail.example",
        }
        vega = make_finding(w, city.tool, city.hpd, **private)
        ada = make_finding(w, city.tool, city.hpd, officer_id=city.okafor)
        owl = make_finding(w, city.tool, city.rvs, account_email="owl@mail.example")
        received: dict[str, Any] = {"officer_id": city.vega, "name_as_received": "Múñoz, A."}
        named = make_finding(w, city.tool, city.hpd, **received)
    met = {
        "VEGA": [named, vega],
        "ada@hpd": [ada],
        "owl": [owl],
        "munoz": [named],
        "vega munoz": [named],
        "night.private@mail.example": [vega],
        # Of an account whose officer is named, part of the address tells nothing more.
        "private": [],
        "mail.example": [owl],
    }
    with work(city.ines, reading=True) as w:
        assert {q: [row.id for row in findings(w, Sought(q=q)).rows] for q in met} == met
    with work(city.ines) as w:
        add_accounts(w, city, 201)
    with work(city.ines, reading=True) as w:
        common = findings(w, Sought(q="mail.example"))
        assert (len(common.rows), common.total, common.has_more) == (50, 202, False)
        last = findings(w, Sought(q="mail.example"), after=named + 2).rows
        assert [row.id for row in last] == [named + 1, owl]
        # A word that is common and one that is rare.
        assert [row.id for row in findings(w, Sought(q="mail.example owl")).rows] == [owl]
        met.pop("mail.example")
        assert {q: [row.id for row in findings(w, Sought(q=q)).rows] for q in met} == met
