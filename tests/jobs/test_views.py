"""What the administrator, and a monitor, see of the jobs."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from auditor.access import Role
from auditor.db import make_engine
from auditor.jobs.model import JobRun
from auditor.jobs.registry import JOBS, MOST_NAMED
from auditor.settings import Settings
from auditor.store import FileStore
from tests.browser import Browser, Page
from tests.conftest import MORNING, OpenWork
from tests.jobs.factory import tick
from tests.people.factory import make_department, make_user

WHOLE = "The trail is whole: 2 entries."
FAULT = "differs: departments 1: It differs from its history in name."


@pytest.fixture
def ada(work: OpenWork, browser: Browser) -> Browser:
    """An administrator who is signed in, of a register with one department."""
    with work() as w:
        make_department(w)
        make_user(w, Role.ADMINISTRATOR)
    return browser


def sign_in(ada: Browser) -> Page:
    return ada.sign_in("administrator@city.example")


def behind_our_back(settings: Settings, name: str) -> None:
    engine = make_engine(settings.database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE departments SET name = :name"), {"name": name})
    engine.dispose()


def test_a_fault_in_the_trail_shows_on_the_first_page_and_to_a_monitor(
    app: Flask, ada: Browser, settings: Settings
) -> None:
    verify = ["jobs", "run", "trail-verify"]
    run, monitor = app.test_cli_runner(), app.test_client()
    assert run.invoke(args=verify).output == f"{WHOLE}\n"
    well = monitor.get("/healthz")
    assert (well.status_code, well.get_json()["trail"]["state"]) == (200, "whole")
    assert well.get_json()["trail"]["says"] == WHOLE
    assert well.get_json()["jobs"]["trail-verify"]["state"] == "done"

    behind_our_back(settings, "Another Name")
    told = run.invoke(args=verify)
    says = "The trail is not whole: 2 entries, 1 fault."
    assert (told.exit_code, told.output.splitlines()) == (1, [says, FAULT])
    ill = monitor.get("/healthz")
    assert ill.status_code == 503
    assert (ill.get_json()["status"], ill.get_json()["says"]) == ("not ok", [says])
    assert ill.get_json()["trail"]["state"] == "not whole"
    assert "departments" not in ill.get_data(as_text=True)  # Which faults is not for everybody.
    first = sign_in(ada)
    assert says in first.texts(".notice")
    assert FAULT in first.texts(".panel li")
    assert FAULT in ada.get("/jobs").text

    behind_our_back(settings, "Port Halden Police")
    assert run.invoke(args=verify).exit_code == 0
    assert monitor.get("/healthz").status_code == 200
    assert "Whole" in ada.get("/").texts(".panel dd .tag")


def test_a_verification_that_has_not_been_made_for_two_days_is_late(
    app: Flask, work: OpenWork, settings: Settings
) -> None:
    tick(work, FileStore(settings.var / "files"), MORNING - timedelta(days=400))

    answer = app.test_client().get("/healthz")

    assert answer.status_code == 503
    assert answer.get_json()["trail"] == {
        "state": "late",
        "verified_at": "2025-01-26T14:00:00Z",
        "says": "The trail was last verified more than 2 days ago: see that flask jobs keep runs.",
    }


def test_a_trail_with_many_faults_names_some_and_says_how_to_see_all(
    app: Flask, ada: Browser, work: OpenWork, settings: Settings
) -> None:
    with work() as w:
        for number in range(MOST_NAMED + 1):
            make_department(w, f"D{number}", f"Department {number}")
    behind_our_back(settings, "The Same")

    lines = app.test_cli_runner().invoke(args=["jobs", "run", "trail-verify"]).output.splitlines()

    assert len(lines) == 1 + MOST_NAMED + 1
    assert lines[-1] == "2 more, which flask trail verify names."


def test_the_page_lists_jobs_and_runs_and_says_how_to_run_one(ada: Browser, work: OpenWork) -> None:
    sign_in(ada)
    empty = ada.get("/jobs")
    assert "No job has run yet." in empty.text
    assert empty.texts("tbody td[data-label='Newest run']") == [
        *["Has not run yet"] * 3,
        "Each order says what became of it",
    ]

    days = [MORNING + timedelta(days=day) for day in range(30)]
    with work() as w:
        w.session.add_all(
            JobRun(job=job, ran_for=day.date(), attempt=2, started_at=day)
            for day in days
            for job in JOBS
        )
    page = ada.get("/jobs")

    assert "flask jobs run trail-verify" in page.text
    assert page.texts(".count") == ["90 runs"]
    assert len(page.html.select("tbody tr")) == 4 + 50
    older = ada.get(str(page.html.select_one("a[rel=next]")["href"]))  # type: ignore[index]
    assert older.texts("tbody td[data-label=For]")[-1] == "2 March 2026, run 2 of that day"
    assert set(older.texts("tbody td[data-label='How it went']")) == {"Did not end"}
