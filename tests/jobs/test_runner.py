"""Jobs run once a day, whoever keeps time, and whatever becomes of them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier

import pytest

from auditor.access import SYSTEM, Actor, Role
from auditor.db import make_engine, make_sessions
from auditor.errors import IllegalMove, NotAllowed
from auditor.jobs.registry import JOBS
from auditor.jobs.rules import VERIFY, Outcome, Result
from auditor.jobs.runner import run_due, run_now
from auditor.jobs.service import claim, conclude
from auditor.settings import Settings
from auditor.store import FileStore
from auditor.wiring import Turns, Wiring
from tests.conftest import MORNING, ZONE, OpenWork
from tests.jobs.factory import At, all_runs, tick

KEEPERS = 8
MINUTE = timedelta(minutes=1)
ASSESS = "flags-assess"

#: The jobs that are due between midnight and noon.
NIGHTLY = {name: job for name, job in JOBS.items() if job.at < time(12)}


@pytest.fixture
def files(settings: Settings) -> FileStore:
    return FileStore(settings.var / "files")


def test_of_eight_that_keep_time_at_once_one_runs_each_job(
    settings: Settings, work: OpenWork, files: FileStore
) -> None:
    start = Barrier(KEEPERS)

    def keep_time(_number: int) -> None:
        engine = make_engine(settings.database_url)
        wiring = Wiring(settings, engine, make_sessions(engine), files, recheck=lambda _work: None)
        start.wait()
        run_due(Turns(wiring, SYSTEM), files)
        engine.dispose()

    with ThreadPoolExecutor(KEEPERS) as keepers:
        list(keepers.map(keep_time, range(KEEPERS)))

    assert [(run.job, run.attempt, run.outcome) for run in all_runs(work)] == [
        (name, 1, Outcome.DONE) for name in JOBS
    ]


def test_a_day_is_run_once_and_days_that_were_missed_are_run_once(
    work: OpenWork, files: FileStore
) -> None:
    for _ in range(3):
        tick(work, files, MORNING)
    tick(work, files, MORNING + timedelta(hours=12))
    tick(work, files, MORNING + timedelta(days=5))
    tick(work, files, MORNING + timedelta(days=5, minutes=1))

    ran = [run.ran_for for run in all_runs(work) if run.job == VERIFY]
    assert ran == [date(2026, 3, 2), date(2026, 3, 7)]


@pytest.mark.parametrize("sunday", [date(2026, 3, 8), date(2026, 11, 1)], ids=["forward", "back"])
def test_the_night_when_clocks_change_has_one_run_of_each_job(
    work: OpenWork, files: FileStore, sunday: date
) -> None:
    noon = datetime(sunday.year, sunday.month, sunday.day, 17, 0, tzinfo=UTC)
    tick(work, files, noon - timedelta(days=1))
    before = len(all_runs(work))
    for step in range(60):  # From Saturday evening to Sunday noon, each quarter of an hour.
        tick(work, files, noon - timedelta(hours=15) + step * 15 * MINUTE)

    night = [run for run in all_runs(work)[before:] if run.job in NIGHTLY]
    began = {run.job: f"{run.started_at.astimezone(ZONE):%m-%d %H:%M}" for run in night}
    assert len(night) == len(NIGHTLY)
    assert {run.ran_for for run in night} == {sunday}
    assert began == {name: f"{sunday:%m-%d} {job.at:%H:%M}" for name, job in NIGHTLY.items()}


def test_a_run_whose_process_was_killed_is_taken_up_after_an_hour(
    work: OpenWork, files: FileStore
) -> None:
    at = JOBS[VERIFY].at
    with work() as w:
        killed = claim(w, VERIFY, at)
        assert killed
        assert claim(w, VERIFY, at) is None
    tick(work, files, MORNING + 59 * MINUTE)
    with pytest.raises(IllegalMove, match="running since 09:00"):
        run_now(At(work, MORNING + 59 * MINUTE), files, VERIFY)
    assert [run.finished_at for run in all_runs(work) if run.job == VERIFY] == [None]

    later = MORNING + 60 * MINUTE
    tick(work, files, later)
    left, taken_up = [run for run in all_runs(work) if run.job == VERIFY]
    assert left.state(later) == "did not end"
    assert (taken_up.ran_for, taken_up.attempt) == (left.ran_for, 2)
    assert taken_up.says == ("The trail is whole: 0 entries.",)

    # It was not dead, but slow: what it says is noted as its own, and the other's stays.
    with work(now=later + MINUTE) as w:
        conclude(w, killed, Result(Outcome.FAILED, ("Too slow.",)))
    told = [run.says for run in all_runs(work) if run.job == VERIFY]
    assert told == [("Too slow.",), ("The trail is whole: 0 entries.",)]


def test_what_failed_says_why_and_is_run_again_after_an_hour_or_by_hand(
    work: OpenWork, files: FileStore
) -> None:
    run_due(At(work, MORNING, full_at=2), files)  # Once the run is claimed, the disk is full.

    failed, verified, _ = all_runs(work)
    assert (failed.job, failed.outcome) == (ASSESS, Outcome.FAILED)
    assert failed.says
    assert failed.says[0].startswith("It broke off with OSError;")
    assert verified.outcome is Outcome.DONE

    tick(work, files, MORNING + 59 * MINUTE)
    assert len(all_runs(work)) == 3
    assert run_now(At(work, MORNING + 59 * MINUTE), files, ASSESS).outcome is Outcome.DONE
    run_due(At(work, MORNING + 2 * 60 * MINUTE), files)
    assert [run.attempt for run in all_runs(work) if run.job == ASSESS] == [1, 2]


def test_a_job_is_for_the_clock_and_whoever_runs_the_machine(
    work: OpenWork, files: FileStore
) -> None:
    for role in set(Role) - {Role.SYSTEM}:
        with work(Actor("Somebody", role)) as w:
            with pytest.raises(NotAllowed):
                claim(w, VERIFY, JOBS[VERIFY].at)
            with pytest.raises(NotAllowed):
                conclude(w, 1, Result(Outcome.DONE, ("Done.",)))
