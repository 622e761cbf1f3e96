"""A process killed while it takes a file in: all of the file is in the register, or nothing is."""

import os
import random
import signal
import time
import warnings
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import func, select

from auditor.access import Actor
from auditor.db import make_engine, make_sessions
from auditor.findings.model import Finding
from auditor.flags.model import Flag
from auditor.settings import Settings
from auditor.store import FileStore
from auditor.trail.replay import faults
from auditor.uploads.kinds import KINDS
from auditor.uploads.model import Upload
from auditor.uploads.planning import Sent
from auditor.uploads.rules import UploadState
from auditor.uploads.service import apply
from auditor.verdicts.model import StoredVerdict
from auditor.work import Work, open_work
from tests.conftest import MORNING, ZONE, OpenWork
from tests.findings.factory import Desk, make_city

#: How often the process is killed, and how many rows each of its files has.
KILLS = 30
ROWS = 200


def test_a_file_is_taken_whole_or_not_at_all_whenever_the_process_is_killed(
    settings: Settings, work: OpenWork, tmp_path: Path
) -> None:
    clerk = make_city(work).ines
    chance = random.Random(20_200_205)  # noqa: S311 - moments, not secrets
    began = time.perf_counter()
    assert _taken_by_a_child(settings, tmp_path, clerk, 0) == ROWS
    takes = time.perf_counter() - began
    taken = []
    for number in range(1, KILLS + 1):
        after = 0 if number == 1 else chance.uniform(0, 1.2 * takes)
        taken.append(_taken_by_a_child(settings, tmp_path, clerk, number, kill_after=after))

    assert set(taken) <= {0, ROWS}
    assert taken[0] == 0
    whole = taken.count(ROWS) + 1
    print(f"{KILLS} kills within {1.2 * takes:.2f} s: {taken.count(0)} files left nothing")  # noqa: T201
    with work(reading=True) as w:
        assert not list(faults(w.session.connection()))
        assert w.session.scalar(select(func.count()).select_from(Finding)) == whole * ROWS
        assert w.session.scalar(select(func.count()).select_from(StoredVerdict)) == whole * ROWS
        flagged = w.session.scalar(select(func.count(Flag.finding_id.distinct())))
        assert flagged == whole * ROWS
        states = list(w.session.scalars(select(Upload.state)))
    assert states.count(UploadState.APPLIED) == whole


def _taken_by_a_child(
    settings: Settings,
    folder: Path,
    clerk: Actor,
    number: int,
    *,
    kill_after: float | None = None,
) -> int:
    """How many findings of a file are there once its process ended, or was killed after seconds."""
    with warnings.catch_warnings():
        # Of threads that a test runner may have: the child uses nothing that they could hold.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        _take_in_and_end(settings, folder, clerk, number)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    engine = make_engine(settings.database_url)
    with open_work(make_sessions(engine), clerk, ZONE, MORNING, reading=True) as w:
        mine = Finding.source_reference.startswith(f"{number}-")
        found = w.session.scalar(select(func.count()).where(mine))
    engine.dispose()
    return found or 0


def _take_in_and_end(settings: Settings, folder: Path, clerk: Actor, number: int) -> None:
    """What the child does; it has connections of its own, and never comes back."""
    try:
        sessions = make_sessions(make_engine(settings.database_url))

        def opened(actor: Actor, *, reading: bool = False) -> AbstractContextManager[Work]:
            return open_work(sessions, actor, ZONE, MORNING, reading=reading)

        lines = (f"HPD,Somebody {n},FaceFinder,2020-02-05,{number}-{n}" for n in range(ROWS))
        heading = "Department,Name as received,Tool,Signed up on,Source reference"
        content = "\n".join((heading, *lines)).encode()
        desk = Desk(opened, clerk, FileStore(folder / "files"))
        apply(desk, desk.files, Sent(KINDS["findings"], "log.csv", content))
    finally:
        os._exit(0)
