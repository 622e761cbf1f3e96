"""`flask jobs …`, and the clock as a process."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from auditor.jobs.rules import Outcome
from auditor.jobs.scheduler import kept
from auditor.settings import Settings
from auditor.wiring import current_wiring
from tests.conftest import ROOT, OpenWork
from tests.jobs.factory import all_runs

#: How long something that comes by itself is waited for, in seconds.
PATIENCE = 60


def wait_for(come: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not come():
        assert time.monotonic() < until, "It did not come."
        time.sleep(0.05)


def have_run(work: OpenWork) -> bool:
    return [run.outcome for run in all_runs(work)] == [Outcome.DONE] * 3


def test_one_job_is_run_now_as_often_as_it_is_told(app: Flask, work: OpenWork) -> None:
    run = app.test_cli_runner()

    for _ in range(2):
        told = run.invoke(args=["jobs", "run", "trail-verify"])
        assert (told.exit_code, told.output) == (0, "The trail is whole: 0 entries.\n")
    assert [each.attempt for each in all_runs(work)] == [1, 2]
    assert run.invoke(args=["jobs", "run", "nothing"]).exit_code == 2


def test_jobs_are_listed_with_how_their_newest_run_went(app: Flask) -> None:
    run = app.test_cli_runner()
    run.invoke(args=["jobs", "run", "flags-assess"])

    lines = run.invoke(args=["jobs", "list"]).output.splitlines()
    told = json.loads(run.invoke(args=["jobs", "list", "--json"]).output)["jobs"]

    assert lines[0].startswith("flags-assess  00:30  ")
    assert lines[0].endswith(": done. Flags: 0 raised, 0 cleared, 0 standing.")
    assert lines[1] == "trail-verify  03:30  has not run yet"
    assert lines[2] == "notices-digest  16:00  has not run yet"
    assert (told["flags-assess"]["state"], told["trail-verify"]) == ("done", None)


def test_the_clock_beside_the_pages_begins_at_once_and_ends_with_them(
    app: Flask, work: OpenWork
) -> None:
    with app.app_context(), kept(current_wiring()):
        wait_for(lambda: have_run(work))
    assert have_run(work)


@pytest.fixture
def keeper(settings: Settings) -> Iterator[subprocess.Popen[str]]:
    """`flask jobs keep`, as whoever runs the machine starts it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "keep"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONUNBUFFERED": "1",
            "AUDITOR_VAR": str(settings.var),
            "AUDITOR_DATABASE_URL": settings.database_url,
            "AUDITOR_SECRET_KEY": settings.secret_key,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


def test_the_clock_as_a_process_runs_what_is_due_and_ends_when_it_is_told_to(
    keeper: subprocess.Popen[str], work: OpenWork
) -> None:
    wait_for(lambda: have_run(work))
    assert keeper.poll() is None

    told_at = time.monotonic()
    keeper.send_signal(signal.SIGTERM)
    out, err = keeper.communicate(timeout=PATIENCE)

    assert time.monotonic() - told_at < 10  # A second, where nothing else is going on.
    assert keeper.returncode == 0
    assert out == "Keeping the clock; Ctrl-C ends it.\n"
    assert [line.split(" ", 2)[2] for line in err.splitlines()] == [
        "flags-assess: Flags: 0 raised, 0 cleared, 0 standing.",
        "trail-verify: The trail is whole: 0 entries.",
        "notices-digest: 0 notices of what waits written.",
    ]
