"""What the trail costs: rows through the bulk door, beside Core's `insert()` of the same rows.

Run by `make bench`; prints ratios taken in one run, and never fails.
"""

import resource
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from auditor.access import SYSTEM
from auditor.db import make_engine, make_sessions
from auditor.departments.model import Department
from auditor.officers.model import Officer
from auditor.schema.migrating import upgrade
from auditor.store import FileStore
from auditor.trail.acts import Act
from auditor.trail.queries import all_faults
from auditor.work import open_work
from tests.conftest import ZONE, make_settings

OFFICERS = 100_000
NOW = datetime(2026, 3, 2, tzinfo=UTC)

#: As an upload gives them: every column of the table that a roster fills.
ROWS: list[dict[str, Any]] = [
    {
        "department_id": 1,
        "employee_id": f"{k:06}",
        "given_name": f"Given{k % 977}",
        "middle_name": None,
        "family_name": f"Family{k % 7919}",
        "former_names": (),
        "email": f"officer{k}@police.example",
        "is_sworn": True,
        "same_person_id": None,
        "folded": f"given{k % 977} family{k % 7919} {k:06}",
    }
    for k in range(OFFICERS)
]


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def by_core(folder: Path) -> float:
    """The same rows by Core, in one transaction, past the trail."""
    settings = make_settings(folder)
    engine = make_engine(settings.database_url)
    upgrade(engine, settings)
    department = {"code": "D", "name": "D", "aliases": (), "email_domains": (), "folded": "d"}
    with engine.begin() as connection:
        connection.execute(insert(Department), department)

    def add() -> None:
        with engine.begin() as connection:
            connection.execute(insert(Officer.__table__), ROWS)  # type: ignore[arg-type]

    taken = timed(add)
    engine.dispose()
    return taken


def by_door(folder: Path) -> tuple[float, Callable[[], object]]:
    """Through the door; also gives what verifies the register afterwards."""
    settings = make_settings(folder)
    engine = make_engine(settings.database_url)
    upgrade(engine, settings)
    sessions = make_sessions(engine)
    with open_work(sessions, SYSTEM, ZONE, NOW) as work:
        work.session.add(Department(code="D", name="D", folded="d"))
        work.record(Act.DEPARTMENT_ADDED)

    def add() -> None:
        with open_work(sessions, SYSTEM, ZONE, NOW) as work:
            work.add_many(Officer, ROWS)
            work.record(Act.UPLOAD_APPLIED)

    def change() -> None:
        with open_work(sessions, SYSTEM, ZONE, NOW) as work:
            work.change_many(Officer, [{"id": k, "email": None} for k in range(1, OFFICERS + 1)])
            work.record(Act.UPLOAD_APPLIED)

    def verify() -> None:
        with open_work(sessions, SYSTEM, ZONE, NOW, reading=True) as work:
            assert all_faults(work, FileStore(folder)) == []

    taken = timed(add)
    change()
    return taken, verify


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "core").mkdir()
        (folder / "door").mkdir()
        core = by_core(folder / "core")
        door, verify = by_door(folder / "door")
        print(f"{'what':46} {'s':>7} {'ratio':>6}")
        print(f"{f'Core insert() of {OFFICERS:,} officers':46} {core:7.2f} {1:6.2f}")
        print(f"{'the same through the door, with their trail':46} {door:7.2f} {door / core:6.2f}")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        taken = timed(verify)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        print(f"{f'verifying {2 * OFFICERS:,} changes':46} {taken:7.2f}   + {grown:.0f} MB at most")


if __name__ == "__main__":
    main()
