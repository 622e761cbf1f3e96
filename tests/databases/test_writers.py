"""Many writers at once: every edit is in the history, and nobody is told that it is locked."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime

import orjson
from sqlalchemy import select

from auditor.access import SYSTEM
from auditor.db import make_engine, make_sessions
from auditor.departments.model import Department
from auditor.settings import Settings
from auditor.store import FileStore
from auditor.trail.acts import Act
from auditor.trail.model import Change
from auditor.trail.queries import all_faults
from auditor.work import open_work
from tests.conftest import ZONE, OpenWork

WRITERS, EDITS = 8, 50


def edit_one_row(url: str) -> int:
    """Read what stands, add one, save; a lost update would repeat a number."""
    engine = make_engine(url)
    sessions = make_sessions(engine)
    for _ in range(EDITS):
        with open_work(sessions, SYSTEM, ZONE, datetime(2026, 3, 2, tzinfo=UTC)) as work:
            department = work.session.get_one(Department, 1)
            department.name = str(int(department.name) + 1)
            work.record(Act.DEPARTMENT_EDITED)
    engine.dispose()
    return EDITS


def test_eight_writers_of_one_row_lose_nothing(settings: Settings, work: OpenWork) -> None:
    with work() as w:
        w.session.add(Department(code="D", name="0", folded="d"))
        w.record(Act.DEPARTMENT_ADDED)

    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WRITERS, mp_context=spawn) as writers:
        done = sum(writers.map(edit_one_row, [settings.database_url] * WRITERS))

    assert done == WRITERS * EDITS
    with work(reading=True) as w:
        assert w.session.get_one(Department, 1).name == str(done)
        bodies = w.session.scalars(
            select(Change.body).where(Change.what == "change").order_by(Change.seq)
        ).all()
        told = [orjson.loads(body or b"")[1]["name"] for body in bodies]
        assert told == [str(k) for k in range(1, done + 1)]
        assert all_faults(w, FileStore(settings.var)) == []
