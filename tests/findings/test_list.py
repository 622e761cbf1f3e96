"""The list of findings: a filter for every field, and what it costs."""

from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask

from auditor.days import Day
from auditor.findings.marking import mark_duplicate, withdraw_finding
from auditor.findings.queries import finding_row
from auditor.findings.rules import (
    AccountKind,
    AccountState,
    Certainty,
    Licence,
    ObtainedThrough,
    Stage,
)
from tests.browser import Browser
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, City, make_city, make_finding
from tests.findings.test_views import statements
from tests.tools.factory import make_tool


@pytest.fixture
def city(work: OpenWork) -> City:
    city = make_city(work)
    plain: dict[str, Any] = {"name_as_received": "X", "stage": Stage.OFFERED}
    with work(city.ines) as w:
        make_finding(w, city.tool, city.hpd, **plain)
        told: dict[str, Any] = {
            "officer_id": city.vega,
            "licence": Licence.TRIAL,
            "obtained_through": ObtainedThrough.CONFERENCE,
            "account_kind": AccountKind.PERSONAL,
            "account_state": AccountState.OPEN,
            "certainty": Certainty.CONTESTED,
            "source_kind": "A vendor’s log",
            "signed_up_on": Day.of_month(2020, 1),
            "first_used_on": FEB_5,
        }
        make_finding(w, make_tool(w, "Plate Reader").id, city.rvs, **told)
        for _ in range(2):
            make_finding(w, city.tool, city.hpd, **plain)
        make_finding(w, city.tool, city.hpd, **plain | {"certainty": Certainty.DISPROVED})
        withdraw_finding(w, finding_row(w, 3), "Entered twice.")
        mark_duplicate(w, finding_row(w, 4), 1)
    return city


#: What the address says, and which findings are then listed.
NARROWED: list[tuple[dict[str, str], list[int]]] = [
    ({"tool": "2"}, [2]),
    ({"department": "2"}, [2]),
    ({"officer": "1"}, [2]),
    ({"verdict": "no rule"}, []),
    ({"verdict": "unapproved"}, [2]),
    ({"reason": "no-approval"}, [2]),
    ({"rule": "no-approval"}, [2]),
    ({"rule": "prohibited"}, []),
    ({"stage": "used"}, [2]),
    ({"licence": "trial"}, [2]),
    ({"obtained_through": "conference"}, [2]),
    ({"account_kind": "personal"}, [2]),
    ({"account_state": "open"}, [2]),
    ({"certainty": "contested"}, [2]),
    ({"source_kind": "VENDOR"}, [2]),
    ({"source_kind": "%"}, []),
    ({"identified": "yes"}, [2]),
    ({"identified": "no"}, [5, 4, 3, 1]),
    ({"counted": "yes"}, [2, 1]),
    ({"counted": "withdrawn"}, [3]),
    ({"counted": "duplicate"}, [4]),
    ({"counted": "disproved"}, [5]),
    ({"signed_up_from": "2020-01-31"}, [2]),
    ({"signed_up_from": "2020-02"}, []),
    ({"signed_up_until": "2020-01-01"}, [2]),
    ({"signed_up_until": "2019-12"}, []),
    ({"first_used_from": "2020-02-05", "first_used_until": "2020-02-05"}, [2]),
    ({"first_used_from": "2020-02-06"}, []),
    ({"first_used_until": "2020-02-04"}, []),
    ({"q": "vega", "licence": "trial", "counted": "yes"}, [2]),
    ({"licence": "nonsense", "counted": "nonsense", "rule": "nonsense"}, [5, 4, 3, 2, 1]),
]

#: Among the filters that are shown on request.
ON_REQUEST = {"licence", "counted", "rule", "identified", "source_kind", "first_used_from"}


def test_the_list_is_narrowed_by_every_field(city: City, browser: Browser) -> None:
    browser.sign_in("ines@city.example")
    for sought, found in NARROWED:
        page = browser.get(f"/findings?{urlencode(sought)}")
        numbers = [int(text.split()[1]) for text in page.texts("tbody th")]
        assert numbers == found, sought
        if set(sought) & ON_REQUEST:
            assert page.html.select_one("details[open]"), sought


def test_a_day_that_is_none_is_said_so_and_narrows_nothing(city: City, browser: Browser) -> None:
    browser.sign_in("ines@city.example")
    page = browser.get("/findings?signed_up_from=May&stage=used")
    assert "“May” is neither a day such as 2020-02-05" in page.text
    assert page.texts(".count") == ["1 finding"]
    assert page.html.select_one("details[open] #signed_up_from[value=May]")


def test_a_supervisor_cannot_find_out_a_source_by_searching(city: City, browser: Browser) -> None:
    browser.sign_in("ruth@city.example")
    for source in ("vendor", "nothing"):
        page = browser.get(f"/findings?source_kind={source}")
        assert page.texts(".count") == ["1 finding"]
        assert not page.html.select("[name=source_kind], [name=department]")


def test_the_list_costs_six_questions_at_most_whatever_is_sought(
    app: Flask, work: OpenWork, city: City, browser: Browser
) -> None:
    with work(city.ines) as w:
        for _ in range(110):
            make_finding(w, city.tool, city.hpd, name_as_received="Xaver", stage=Stage.OFFERED)
    browser.sign_in("ines@city.example")
    engine = app.extensions["auditor"].engine
    everything = {"q": "x", "tool": "1", "stage": "offered", "counted": "yes", "identified": "no"}
    page = browser.get(f"/findings?{urlencode(everything)}")
    middle = str(page.html.select("a[rel=next]")[0]["href"])
    assert "q=x" in middle
    assert "identified=no" in middle
    with statements(engine) as count:
        page = browser.get(middle)
        assert count() <= 6 + 1  # One of them is the sign-in's.
    assert page.html.select("a[rel=prev]")
    assert page.html.select("a[rel=next]")
    assert page.texts(".count") == ["111 findings"]


def test_findings_are_ticked_by_whoever_may_ask_for_approvals(city: City, browser: Browser) -> None:
    browser.sign_in("ines@city.example")
    page = browser.get("/findings")
    ticks = [str(tick["value"]) for tick in page.html.select("input[name=finding]")]
    assert ticks == ["5", "4", "3", "2", "1"]
    assert "Ask for approvals" in page.text
