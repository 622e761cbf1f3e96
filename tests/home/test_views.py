"""Each role’s own first page."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from auditor.access import PERSONS, Role
from auditor.approvals.rules import Decision
from auditor.columns import Audience
from auditor.flags.rules.states import Severity
from auditor.verdicts.rules import Verdict
from auditor.wiring import current_wiring
from tests.browser import Browser, Page
from tests.conftest import MORNING, OpenWork
from tests.home.factory import (
    make_file,
    make_finding,
    make_report,
    make_request,
    make_tool,
    make_upload,
)
from tests.people.factory import make_department, make_user


@pytest.fixture
def register(work: OpenWork) -> None:
    """Two departments with findings, flags, requests and reports, and an account for each role."""
    with work() as w:
        own, foreign = make_department(w), make_department(w, "HHPD", "Harrow Hill Police")
        users = {
            role: make_user(w, role, department=own if role is Role.SUPERVISOR else None)
            for role in PERSONS
        }
        tool = make_tool(w)
        make_finding(w, tool, own.id, Verdict.UNAPPROVED, Severity.SERIOUS)
        make_finding(w, tool, own.id, Verdict.NO_RULE, Severity.NOTICE)
        make_finding(w, tool, foreign.id, Verdict.UNAPPROVED, Severity.GRAVE)
        make_request(w, tool, own.id, users[Role.OVERSIGHT].id)
        make_request(w, tool, own.id, users[Role.SUPERVISOR].id)
        make_request(w, tool, foreign.id, users[Role.OVERSIGHT].id)
        make_request(w, tool, own.id, users[Role.OVERSIGHT].id, Decision.CONFIRMED)
        file = make_file(w)
        make_upload(w, file)
        for audience in Audience:
            make_report(w, file, audience)


def first_page(app: Flask, role: Role) -> Page:
    browser = Browser(app)
    browser.sign_in(f"{role.value}@city.example")
    return browser.get("/")


def led_to(page: Page) -> dict[str, str]:
    """Each figure on the page, by the address behind it."""
    shown: dict[str, str] = {}
    for link in page.html.select("main a"):
        row = link.find_parent(["tr", "div"])
        shown[str(link["href"])] = " ".join(row.get_text(" ").split()) if row else ""
    return shown


def test_oversight_sees_what_waits_and_what_stands(app: Flask, register: None) -> None:
    shown = led_to(first_page(app, Role.OVERSIGHT))

    assert shown["/approvals?state=requested"].endswith(" 3")
    assert shown["/uploads?state=previewed"].endswith(" 1")
    assert shown["/findings?verdict=unapproved"] == "No approval on record 2 2"
    assert shown["/findings?verdict=no+rule"] == "No rule 1 1"
    assert shown["/findings?flagged=yes&counting=figures"].endswith(" 3")
    assert shown["/flags?severity=grave&state=open"] == "Grave 1"
    assert shown["/flags?severity=serious&state=open"] == "Serious 1"


def test_a_supervisor_sees_their_own_department_and_what_waits_for_them(
    app: Flask, register: None
) -> None:
    page = first_page(app, Role.SUPERVISOR)
    shown = led_to(page)

    waiting = {address for address in shown if address.startswith("/approvals/")}
    assert waiting == {"/approvals/1", "/approvals/waiting"}
    assert shown["/approvals/1"].startswith("Request 1 Facefinder 5 January 2026")
    assert shown["/findings?verdict=unapproved"] == "No approval on record 1"
    assert not any("grave" in address for address in shown)


def test_the_council_sees_reports_that_are_for_it_and_nothing_else(
    app: Flask, register: None
) -> None:
    page = first_page(app, Role.COUNCIL)

    assert page.texts("tbody td[data-label=For]") == ["public", "council"]
    reports = {f"/reports/{number}{step}" for number in (3, 4) for step in ("", "/download")}
    assert set(led_to(page)) == {"/figures", "/reports", *reports}


def test_an_administrator_sees_accounts_and_whether_all_is_well(app: Flask, register: None) -> None:
    page = first_page(app, Role.ADMINISTRATOR)

    assert page.texts(".figures dt") == ["Administrator", "Council", "Oversight", "Supervisor"]
    assert "the triggers that guard the trail stand" in page.text
    assert "The trail has not been verified yet; flask jobs keep does it each night." in page.text
    assert set(led_to(page)) == {"/users", "/jobs"}


@contextmanager
def counted_statements(app: Flask) -> Iterator[list[str]]:
    seen: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN", "SET", "SHOW")):
            seen.append(statement)

    with app.app_context():
        engine = current_wiring().engine
    event.listen(engine, "before_cursor_execute", count)
    yield seen
    event.remove(engine, "before_cursor_execute", count)


@pytest.mark.parametrize("role", PERSONS)
def test_a_first_page_asks_the_database_little(app: Flask, register: None, role: Role) -> None:
    browser = Browser(app)
    browser.sign_in(f"{role.value}@city.example")
    with counted_statements(app) as seen:
        browser.get("/")

    # A supervisor's also says which follow-ups wait, and none of them that concerns the reader.
    # Each of its three lists asks in whose place the reader acts today: of an index on few rows.
    # Two more say which approvals are to be reviewed, however many there are.
    assert len(seen) <= (14 if role is Role.SUPERVISOR else 7), "\n".join(seen)


@pytest.mark.parametrize("role", [Role.OVERSIGHT, Role.SUPERVISOR, Role.COUNCIL])
def test_the_figures_ask_the_database_little(app: Flask, register: None, role: Role) -> None:
    browser = Browser(app)
    browser.sign_in(f"{role.value}@city.example")
    with counted_statements(app) as seen:
        assert browser.get("/figures").status == 200

    assert len(seen) <= 7, "\n".join(seen)


def test_an_empty_register_has_first_pages_too(app: Flask, work: OpenWork) -> None:
    with work(now=MORNING) as w:
        department = make_department(w)
        for role in PERSONS:
            make_user(w, role, department=department if role is Role.SUPERVISOR else None)
    for role in PERSONS:
        assert first_page(app, role).status == 200


#: What anybody is told of a register in which no job has run yet.
FRESH = {
    "status": "ok",
    "says": [],
    "database": "ready",
    "trail": {
        "state": "not verified yet",
        "verified_at": None,
        "says": "The trail has not been verified yet; flask jobs keep does it each night.",
    },
    "mail": "off",
    "jobs": {"flags-assess": None, "trail-verify": None, "notices-digest": None},
}


def test_the_health_page_says_what_is_wrong_and_needs_no_account(app: Flask) -> None:
    well = app.test_client().get("/healthz")
    assert (well.status_code, well.get_json()) == (200, FRESH)

    with app.app_context():
        engine = current_wiring().engine
    on_table = " ON trail_entries" if engine.dialect.name == "postgresql" else ""
    name = "entries_kept" if on_table else "entries_no_delete"
    with engine.begin() as connection:
        told = connection.exec_driver_sql(
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'entries_kept'"
            if on_table
            else "SELECT sql FROM sqlite_master WHERE name = 'entries_no_delete'"
        ).scalar_one()
        connection.exec_driver_sql(f"DROP TRIGGER {name}{on_table}")
    ill = app.test_client().get("/healthz")
    with engine.begin() as connection:
        connection.exec_driver_sql(told)
        if on_table:
            connection.exec_driver_sql(
                "ALTER TABLE trail_entries ENABLE ALWAYS TRIGGER entries_kept"
            )

    assert ill.status_code == 503
    assert ill.get_json() == {
        "status": "not ok",
        "says": [f"The trigger {name}, which guards the trail, is missing."],
        "database": "not ready",
        "trail": None,
        "mail": "off",
        "jobs": {"flags-assess": None, "trail-verify": None, "notices-digest": None},
    }
