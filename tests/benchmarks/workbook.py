"""A report of 100,000 findings to the office: how long it takes, and how much room.

Beside it the same rows by XlsxWriter in constant-memory mode, where that package is installed: the
usual choice of a fast writer. Each runs in a process of its own, so that its memory is its own.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from auditor.access import SYSTEM, Actor, Role
from auditor.columns import Audience
from auditor.db import make_engine, make_sessions
from auditor.departments.model import Department
from auditor.findings.model import Finding
from auditor.findings.rules import Stage
from auditor.flags.service import assess_next
from auditor.officers.model import Officer
from auditor.people.model import User
from auditor.reports.rules import Order
from auditor.reports.service import issue
from auditor.reports.verifying import compare
from auditor.rulings.model import Ruling
from auditor.rulings.rules import Body, Outcome
from auditor.schema.migrating import upgrade
from auditor.sheets.bounds import MADE_HERE
from auditor.sheets.streaming import StreamedWorkbook
from auditor.store import FileStore
from auditor.tools.model import Tool
from auditor.trail.acts import Act
from auditor.work import open_work
from tests.conftest import ZONE, make_settings

FINDINGS = 100_000
OFFICERS = 20_000
DEPARTMENTS = 20
TOOLS = 10
NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)
DAY = date(2020, 1, 1)


def finding(k: int) -> dict[str, Any]:
    """As a hand-over gives it: some columns filled, some empty."""
    signed_up, used = DAY + timedelta(days=k % 900), k % 3 > 0
    first_used = signed_up + timedelta(days=2) if used else None
    identified = k % 10 > 0
    return {
        "tool_id": 1 + k % TOOLS,
        "department_id": 1 + k % DEPARTMENTS,
        "officer_id": 1 + k % OFFICERS if identified else None,
        "name_as_received": None if identified else f"Family{k % 7919}, Given{k % 977}",
        "account_email": f"officer{k}@police{k % DEPARTMENTS}.example",
        "stage": Stage.USED if used else Stage.SIGNED_UP,
        "signed_up_on": signed_up,
        "signed_up_on_last": signed_up,
        "first_used_on": first_used,
        "first_used_on_last": first_used,
        "searches_low": k % 50 if used else None,
        "searches_high": k % 50 if used else None,
        "source_kind": "vendor’s list",
        "source_reference": f"row {k}",
        "notes": f"As the vendor’s list of users gives it in its row {k}, without a remark.",
        "recorded_at": NOW,
    }


def fill(folder: Path) -> None:
    """A register with so many findings, each assessed, and with flags on most."""
    settings = make_settings(folder)
    engine = make_engine(settings.database_url)
    upgrade(engine, settings)
    sessions = make_sessions(engine)
    with open_work(sessions, SYSTEM, ZONE, NOW) as work:
        work.session.add(
            User(email="o@city.example", name="O", role=Role.OVERSIGHT, password_hash="")
        )
        work.record(Act.USER_ADDED)
        for k in range(DEPARTMENTS):
            work.session.add(Department(code=f"D{k}", name=f"Department {k}", folded=f"d{k}"))
        work.record(Act.DEPARTMENT_ADDED)
        for k in range(TOOLS):
            work.session.add(Tool(name=f"Tool {k}", folded=f"tool {k}"))
        work.record(Act.TOOL_ADDED)
        work.session.add(
            Ruling(
                body=Body.COUNCIL,
                outcome=Outcome.APPROVAL_REQUIRED,
                adopted_on=DAY,
                effective_from=DAY,
                recorded_at=NOW,
            )
        )
        work.record(Act.RULING_ADDED)
        work.add_many(
            Officer,
            [
                {
                    "department_id": 1 + k % DEPARTMENTS,
                    "given_name": f"Given{k % 977}",
                    "family_name": f"Family{k % 7919}",
                    "folded": f"family{k % 7919}",
                }
                for k in range(OFFICERS)
            ],
        )
        work.add_many(Finding, [finding(k) for k in range(FINDINGS)])
        work.record(Act.UPLOAD_APPLIED)
    after: int | None = 0
    while after is not None:
        with open_work(sessions, SYSTEM, ZONE, NOW) as work:
            after, _ = assess_next(work, after)
    engine.dispose()


class Turns:
    """Opens works as a page does."""

    def __init__(self, folder: Path, actor: Actor) -> None:
        engine = make_engine(make_settings(folder).database_url)
        self._sessions, self._actor = make_sessions(engine), actor

    def reading(self) -> Any:
        return open_work(self._sessions, self._actor, ZONE, NOW, reading=True)

    def writing(self) -> Any:
        return open_work(self._sessions, self._actor, ZONE, NOW)


def issue_report(folder: Path) -> None:
    turns = Turns(folder, Actor("O", Role.OVERSIGHT, user_id=1))
    order = Order(audience=Audience.INTERNAL)
    issued = issue(turns, FileStore(folder / "files"), order, office="The Office")
    (folder / "report.xlsx").write_bytes(issued.content)


def change_cell(folder: Path) -> None:
    """A copy in which one cell says something else, so that all cells are compared."""
    with ZipFile(folder / "report.xlsx") as issued, ZipFile(folder / "copy.xlsx", "w") as copy:
        for name in issued.namelist():
            part = issued.read(name).replace(b">row 77<", b">row 78<")
            copy.writestr(name, part, ZIP_DEFLATED, compresslevel=1)


def verify_copy(folder: Path) -> None:
    content = (folder / "copy.xlsx").read_bytes()
    turns = Turns(folder, Actor("Operator", Role.SYSTEM))
    found = compare(turns, FileStore(folder / "files"), content, bounds=MADE_HERE)
    (one,) = found.differences
    assert (one.row, one.column, found.more) == ("Finding 78", "Source reference", 0)


def write_by_xlsxwriter(folder: Path) -> None:
    """The same cells as the report has, with nothing of their looks; only the writing is timed."""
    import xlsxwriter

    source = StreamedWorkbook((folder / "report.xlsx").read_bytes(), MADE_HERE)
    book = xlsxwriter.Workbook(
        folder / "other.xlsx", {"constant_memory": True, "strings_to_formulas": False}
    )
    for at, title in enumerate(source.titles):
        sheet = book.add_worksheet(title)
        for number, cells in enumerate(source.rows(at)):
            for column, value in enumerate(cells):
                if value is not None:
                    sheet.write(number, column, str(value) if isinstance(value, date) else value)
    book.close()


STEPS: dict[str, Callable[[Path], None]] = {
    "fill": fill,
    "issue": issue_report,
    "change": change_cell,
    "verify": verify_copy,
    "xlsxwriter": write_by_xlsxwriter,
}


def measured(step: str, folder: Path) -> tuple[float, float]:
    """Seconds and megabytes of a process that does nothing else."""
    told = subprocess.run(  # noqa: S603 - this very program
        [sys.executable, "-m", "tests.benchmarks.workbook", step, str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, megabytes = json.loads(told.stdout)
    return seconds, megabytes


def run(step: str, folder: Path) -> None:
    began = time.perf_counter()
    STEPS[step](folder)
    taken = time.perf_counter() - began
    print(json.dumps([taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Filled by a process of its own, too: one begins with the most that its parent ever took.
        measured("fill", folder)
        print(f"\n{'what':46} {'s':>7} {'MB':>6}")
        print(f"{f'issuing {FINDINGS:,} findings to the office':46}", end="", flush=True)
        print("{:8.1f} {:6.0f}".format(*measured("issue", folder)))
        measured("change", folder)
        print(f"{'naming the one cell that a copy has changed':46}", end="", flush=True)
        print("{:8.1f} {:6.0f}".format(*measured("verify", folder)))
        what = "the same cells, read and written by XlsxWriter"
        if find_spec("xlsxwriter") is None:
            print(f"{what:46} not measured: XlsxWriter is not installed here")
            return
        print(f"{what:46}", end="", flush=True)
        print("{:8.1f} {:6.0f}".format(*measured("xlsxwriter", folder)))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        run(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
