"""Pages about findings, flags and rulings: what they show to whom, and at what price."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from auditor.access import Role
from auditor.days import Day
from auditor.findings.rules import Stage
from auditor.findings.sought import Sought, findings
from auditor.rulings.rules import Outcome
from auditor.verdicts.rules import Reason, Verdict
from auditor.wiring import Wiring
from tests.browser import Browser
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, City, make_city, make_finding
from tests.people.factory import make_user
from tests.rulings.factory import make_ruling


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_city(work)


@pytest.fixture
def used(work: OpenWork, city: City) -> int:
    with work(city.ines) as w:
        return make_finding(
            w,
            city.tool,
            city.hpd,
            officer_id=city.vega,
            signed_up_on=Day.of_month(2020, 1),
            first_used_on=FEB_5,
            case_numbers=("C-1",),
            source_kind="vendor's log",
            source_reference="ROW-99",
            notes="Seen on a slide.",
            recorded_by_id=city.ines.user_id,
        )


@contextmanager
def statements(engine: Engine) -> Iterator[Callable[[], int]]:
    """How many SELECTs were sent."""
    sent: list[str] = []

    def hear(*told: object) -> None:
        sent.append(str(told[2]))

    event.listen(engine, "before_cursor_execute", hear)
    yield lambda: sum(text.lstrip().upper().startswith("SELECT") for text in sent)
    event.remove(engine, "before_cursor_execute", hear)


def test_a_finding_is_shown_with_its_status_dates_flags_and_history(
    used: int, browser: Browser
) -> None:
    browser.sign_in("ines@city.example")
    page = browser.get(f"/findings/{used}")
    assert page.texts("h2")[:3] == ["Approval status", "Day by day", "Flags"]
    assert page.texts("section:first-of-type .tag")[0] == "No approval on record"
    assert page.texts("section:first-of-type tbody td:nth-child(2)") == [
        "January 2020",
        "5 February 2020",
    ]
    assert page.texts("section:first-of-type tbody a") == ["Ruling 1", "Ruling 1"]
    for told in ("Vega, Ana", "ROW-99", "Seen on a slide.", "Ines Ortega", "no-approval"):
        assert told in page.text
    assert "2020-01" in " ".join(page.texts(".history-changes"))


def test_a_supervisor_sees_the_departments_columns_and_no_others(
    used: int, browser: Browser
) -> None:
    browser.sign_in("sam@city.example")
    page = browser.get(f"/findings/{used}")
    assert "Vega, Ana" in page.text
    assert "C-1" in page.text
    for hidden in ("ROW-99", "Seen on a slide.", "vendor's log", "Recorded by", "Notes", "Source"):
        assert hidden not in page.text


def test_the_list_is_searched_without_case_and_accents_and_filtered_by_stored_words(
    work: OpenWork, city: City, used: int
) -> None:
    with work(city.ines) as w:
        unknown = make_finding(
            w, city.tool, city.rvs, name_as_received="Luis MUÑOZ", stage=Stage.OFFERED
        )
        account = make_finding(w, city.tool, city.rvs, account_email="night.owl@mail.example")
    sought = {
        used: [
            Sought(q="ANA vega"),
            Sought(verdict=Verdict.UNAPPROVED),
            Sought(reason=Reason.NO_APPROVAL),
            Sought(department_id=city.hpd),
            Sought(officer_id=city.vega),
        ],
        unknown: [Sought(q="munoz"), Sought(stage=Stage.OFFERED), Sought(verdict=Verdict.NOT_USED)],
        account: [Sought(q="night.owl"), Sought(verdict=Verdict.UNDATED)],
    }
    with work(city.ines, reading=True) as w:
        for finding_id, each in sought.items():
            for one in each:
                assert [row.id for row in findings(w, one).rows] == [finding_id], one
        assert findings(w, Sought(q="50%")).total == 0
        assert findings(w, Sought(tool_id=city.tool)).total == 3


def test_lists_page_by_key_and_ask_few_questions(
    app: Flask, work: OpenWork, city: City, browser: Browser
) -> None:
    with work(city.ines) as w:
        for _ in range(60):
            make_finding(w, city.tool, city.hpd, officer_id=city.vega, first_used_on=FEB_5)
    wiring: Wiring = app.extensions["auditor"]
    browser.sign_in("ines@city.example")
    for path in ("/findings", "/flags", "/approvals", "/rulings"):
        with statements(wiring.engine) as count:
            page = browser.get(path)
            # One of them is the sign-in's.
            assert count() <= 7, path
        assert page.status == 200
    page = browser.get("/findings?tool=1")
    assert page.texts(".count") == ["60 findings"]
    assert len(page.texts("tbody tr")) == 50
    older = browser.get(str(page.html.select("a[rel=next]")[0]["href"]))
    assert len(older.texts("tbody tr")) == 10
    with work(city.ines, reading=True) as w, statements(wiring.engine):
        assert findings(w, Sought()).total == 60


def test_rulings_are_listed_for_what_they_apply_to(
    work: OpenWork, city: City, browser: Browser
) -> None:
    with work(city.ines) as w:
        make_ruling(w, Outcome.PROHIBITED, FEB_5, department_id=city.rvs, document="Order 7")
    browser.sign_in("sam@city.example")
    assert browser.get("/rulings").texts("tbody th") == ["Ruling 2", "Ruling 1"]
    assert browser.get(f"/rulings?department={city.hpd}").texts("tbody th") == ["Ruling 1"]
    assert browser.get(f"/rulings?tool={city.tool}&outcome=prohibited").texts("tbody th") == [
        "Ruling 2"
    ]
    page = browser.get("/rulings/2")
    assert "Order 7" in page.text
    assert browser.get("/rulings/3").status == 404


def test_a_flag_is_shown_with_its_rule_and_filtered(used: int, browser: Browser) -> None:
    assert used
    browser.sign_in("sam@city.example")
    assert browser.get("/flags?severity=serious&state=open").texts(".count") == ["1 flag"]
    assert browser.get("/flags?rule=prohibited").texts(".count") == ["0 flags"]
    page = browser.get("/flags/1")
    assert "An approval was required on a known date, and none is on record." in page.text
    assert "Assessed the flags" in page.text


def test_the_council_and_an_administrator_open_none_of_them(
    work: OpenWork, used: int, app: Flask
) -> None:
    assert used
    with work() as w:
        make_user(w, Role.COUNCIL)
        make_user(w, Role.ADMINISTRATOR)
    for role in ("council", "administrator"):
        browser = Browser(app)
        browser.sign_in(f"{role}@city.example")
        for path in ("/findings", "/findings/1", "/flags", "/approvals", "/rulings", "/files/1"):
            assert browser.get(path).status == 403, (role, path)


def test_assessing_on_the_command_line_prints_every_rule(app: Flask, used: int) -> None:
    assert used
    run = app.test_cli_runner().invoke
    answer = run(args=["flags", "assess", "--json"])
    assert answer.exit_code == 0
    assert '"no-approval": {\n      "raised": 0,\n      "cleared": 0,\n      "standing": 1' in (
        answer.output
    )
    assert run(args=["flags", "assess", "--as", "sam@city.example"]).exit_code == 1
    plain = run(args=["flags", "assess", "--as", "ines@city.example"])
    assert plain.output.startswith("no-approval: 0 raised, 0 cleared, 1 standing")
