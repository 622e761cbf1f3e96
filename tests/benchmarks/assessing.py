"""What assessing a large register costs: beside the driver, for one decision, and for a list.

Run by `make bench`; prints ratios taken in one run, turn by turn, and never fails. It takes some
minutes. `AUDITOR_BENCH_FINDINGS` makes the register smaller, and `AUDITOR_BENCH_DATABASES` names
other databases than SQLite.
"""

import gc
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, Final

from sqlalchemy import Column, Engine, MetaData, Table, func, insert, select

from auditor.access import SYSTEM, Role
from auditor.approvals.model import Approval
from auditor.approvals.queries import get_approval
from auditor.approvals.service import confirm_approval
from auditor.db import Sessions, make_engine, make_sessions
from auditor.departments.model import Department
from auditor.findings.model import Finding
from auditor.findings.rules import Stage
from auditor.findings.sought import Sought, findings
from auditor.flags.making import Making, Tally
from auditor.flags.service import assess, assess_next
from auditor.schema.migrating import upgrade
from auditor.trail.model import Change, Entry
from auditor.verdicts.queries import PORTION, Run
from auditor.verdicts.rules import Reason, Verdict
from auditor.work import open_work
from tests import postgres
from tests.benchmarks.driver import Driver, columns
from tests.benchmarks.large_register import FINDINGS, OFFICERS, TOOLS, fill
from tests.conftest import ZONE, make_settings
from tests.people.factory import make_user

NOW: Final = datetime(2026, 3, 2, tzinfo=UTC)
DECISIONS: Final = 40
LISTS: Final = 40

#: What an assessment reads of each table, or writes to it.
FINDING: Final = [
    *("id", "tool_id", "department_id", "officer_id", "purposes", "stage"),
    *("certainty", "duplicate_of_id", "withdrawn_at", "signed_up_on", "signed_up_on_last"),
    *("first_used_on", "first_used_on_last", "last_used_on", "last_used_on_last"),
    *("licence", "account_email", "account_state", "case_numbers", "on_behalf_of"),
]
FLAG: Final = ["finding_id", "rule", "id", "rule_version", "reason", "state", "state_reason"]


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def told(what: str, taken: float, against: float | None = None) -> None:
    ratio = f"{taken / against:6.2f}" if against else ""
    print(f"{what:72} {taken:8.2f} {ratio}")


class Turns:
    """A complete assessment, turn by turn, with what `beside` it each turn is compared."""

    def __init__(self, sessions: Sessions, beside: Callable[[int, int], Sequence[float]]) -> None:
        self.tally, self.taken, self.longest = Tally(), 0.0, 0.0
        self.beside: list[float] = []
        run, after = Run(), 0
        while after is not None:
            began = time.perf_counter()
            with open_work(sessions, SYSTEM, ZONE, NOW) as work:
                reached, tally = assess_next(work, after, run)
            taken = time.perf_counter() - began
            self.taken, self.longest = self.taken + taken, max(self.longest, taken)
            self.tally.add(tally)
            if reached is None:
                break
            gc.disable()  # Or the driver's rows would have all of ours searched for rubbish.
            spent = beside(after + 1, reached)
            gc.enable()
            self.beside = [a + b for a, b in zip(self.beside or [0.0] * 9, spent, strict=False)]
            after = reached


def first_time(engine: Engine, sessions: Sessions, copy: Engine) -> None:
    """All verdicts and flags are new; beside it, the same rows go into a copy by `executemany`."""
    reading, writing = Driver(engine), Driver(copy)
    seq = 0

    def beside(first: int, last: int) -> Sequence[float]:
        nonlocal seq
        verdicts = reading.whole_rows("verdicts", (first, last), by="finding_id")
        flags = reading.whole_rows("flags", (first, last), by="finding_id")
        changes = reading.whole_rows("trail_changes", (seq, seq), by="seq")
        entry = reading.whole_rows("trail_entries", (seq, seq), by="seq")
        reading.end()
        seq += 1
        rows = [dict(zip(columns(flags[0]), row, strict=True)) for row in flags[1]]
        return (
            by_core(copy, rows),  # First, as what it writes is taken back.
            timed(lambda: writing.write(verdicts)),
            timed(lambda: writing.write(flags)),
            timed(lambda: writing.write(changes, entry)),
        )

    with raising() as raised_in:
        turns = Turns(sessions, beside)
    core, verdicts, flags, changes = turns.beside
    told("executemany of the same verdicts", verdicts)
    told("executemany of the same flags", flags)
    told("executemany of the same changes in the trail", changes)
    told("first assessment, against all three", turns.taken, verdicts + flags + changes)
    told("first assessment, against verdicts and flags", turns.taken, verdicts + flags)
    told("Core insert() of the same flags alone", core)
    told("raising them, with the trail", sum(raised_in), core)
    told("first assessment, with verdicts and the trail in it", turns.taken, core)
    told(f"  longest turn of {PORTION:,}", turns.longest)
    raised = sum(count.raised for count in turns.tally.rules.values())
    print(f"  {raised:,} flags raised")


@contextmanager
def raising() -> Iterator[list[float]]:
    """What it takes to write flags, and to name them in the trail, portion by portion."""
    taken: list[float] = []
    write = Making.write

    def timed_write(making: Making) -> None:
        taken.append(timed(lambda: write(making)))

    Making.write = timed_write  # type: ignore[assignment, method-assign]
    try:
        yield taken
    finally:
        Making.write = write  # type: ignore[method-assign]


def by_core(engine: Engine, rows: Sequence[dict[str, Any]]) -> float:
    """What `insert()` of Core takes for these rows, stored as they are; nothing is kept."""
    table = Table("flags", MetaData(), *(Column(name) for name in columns("flags")))
    with engine.connect() as connection:
        began = time.perf_counter()
        connection.execute(insert(table), rows)
        taken = time.perf_counter() - began
        connection.rollback()
    return taken


def unchanged(engine: Engine, sessions: Sessions, count: int) -> None:
    """Nothing to change; beside it, the driver reads the same columns in the same portions."""
    driver = Driver(engine)

    def beside(first: int, last: int) -> Sequence[float]:
        def read() -> None:
            driver.rows("findings", FINDING, (first, last), by="id")
            driver.rows("verdicts", columns("verdicts"), (first, last), by="finding_id")
            driver.rows("flags", FLAG, (first, last), by="finding_id")

        spent = timed(read)
        driver.end()
        return (spent,)

    gc.collect()
    whole = timed(lambda: [beside(k, k + PORTION - 1) for k in range(1, count, PORTION)])
    turns = Turns(sessions, beside)
    told("reading the same columns in one go", whole)
    told("  against that, the complete assessment below", turns.taken, whole)
    told("reading the same columns of findings, verdicts and flags", turns.beside[0])
    told("complete assessment with nothing to change", turns.taken, turns.beside[0])
    told(f"  longest turn of {PORTION:,}", turns.longest)
    changed = sum(count.raised + count.cleared for count in turns.tally.rules.values())
    print(f"  {changed:,} flags raised or cleared")
    print(f"  memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def decisions(sessions: Sessions) -> None:
    """One request confirmed; and its findings assessed again, which changes nothing."""
    with open_work(sessions, SYSTEM, ZONE, NOW) as work:
        undecided = select(Approval.id, Approval.tool_id, Approval.department_id).where(
            Approval.decision.is_(None)
        )
        pairs = list(work.session.execute(undecided.limit(DECISIONS)))
        deciding = {
            place: make_user(
                work,
                Role.SUPERVISOR,
                f"supervisor{place}@city.example",
                department=work.session.get_one(Department, place),
            ).as_actor()
            for place in {department_id for _, _, department_id in pairs}
        }
    spent, again, changed, found = [], [], [], []
    for approval_id, tool_id, department_id in pairs:
        supervisor = deciding[department_id]
        with open_work(sessions, SYSTEM, ZONE, NOW, reading=True) as work:
            last = work.session.scalar(select(func.max(Entry.seq))) or 0
        began = time.perf_counter()
        with open_work(sessions, supervisor, ZONE, NOW) as work:
            confirm_approval(work, get_approval(work, approval_id))
        spent.append(1000 * (time.perf_counter() - began))
        pair = (Finding.tool_id == tool_id) & (Finding.department_id == department_id)
        began = time.perf_counter()
        with open_work(sessions, SYSTEM, ZONE, NOW) as work:
            assess(work, pair)
        again.append(1000 * (time.perf_counter() - began))
        with open_work(sessions, SYSTEM, ZONE, NOW, reading=True) as work:
            new = select(func.count()).select_from(Change).where(Change.seq > last)
            changed.append(work.session.scalar(new) or 0)
            found.append(work.session.scalar(select(func.count(Finding.id)).where(pair)) or 0)
    print(
        f"one decision, ms: median {median(spent):.0f}, at most {max(spent):.0f}; assessing its "
        f"findings with nothing to change: median {median(again):.0f}, at most {max(again):.0f}"
    )
    print(
        f"  findings of its tool and department: median {median(found):.0f}, at most {max(found)}; "
        f"rows changed: median {median(changed):.0f}, at most {max(changed)}"
    )


def lists(sessions: Sessions) -> None:
    """The first page of findings and a page further down, by several filters."""
    sought = {
        "all": Sought(),
        "a tool": Sought(tool_id=3),
        "a rare tool": Sought(tool_id=TOOLS),
        "a department": Sought(department_id=2),
        "an officer": Sought(officer_id=OFFICERS // 2),
        "tool, department": Sought(tool_id=3, department_id=2),
        "a verdict": Sought(verdict=Verdict.UNAPPROVED),
        "department, verdict": Sought(department_id=2, verdict=Verdict.UNCLEAR),
        "a reason": Sought(reason=Reason.RATIFIED),
        "a stage": Sought(stage=Stage.USED_IN_A_CASE),
        "a name": Sought(q="f123"),
    }
    for name, each in sought.items():
        spent = []
        for after in (None, None, 500_000, None, 500_000):
            with open_work(sessions, SYSTEM, ZONE, NOW, reading=True) as work:
                spent.append(1000 * timed(partial(findings, work, each, after=after)))
        print(f"list of findings by {name:24} ms: {median(spent):8.0f}, at most {max(spent):8.0f}")


@contextmanager
def registers(database: str, folder: Path, count: int) -> Iterator[list[Engine]]:
    """Two large registers, alike and not assessed yet, on this kind of database."""
    with ExitStack() as stack:
        server = None
        if database == "postgresql":
            server = stack.enter_context(postgres.server())
        engines = []
        for part in ("register", "copy"):
            settings = make_settings(folder / f"{database}-{part}")
            settings.var.mkdir()
            if server is not None:
                url = postgres.make_database(server, f"bench_{part}")
                settings = make_settings(settings.var, url)
            engine = make_engine(settings.database_url)
            stack.callback(engine.dispose)
            upgrade(engine, settings)
            fill(engine, count)
            engines.append(engine)
        yield engines


def main() -> None:
    count = int(os.environ.get("AUDITOR_BENCH_FINDINGS", FINDINGS))
    for database in os.environ.get("AUDITOR_BENCH_DATABASES", "sqlite").split(","):
        print(f"{f'{count:,} findings, {database}':72} {'s':>8} {'ratio':>6}")
        with (
            tempfile.TemporaryDirectory() as name,
            registers(database, Path(name), count) as (register, copy),
        ):
            sessions = make_sessions(register)
            first_time(register, sessions, copy)
            unchanged(register, sessions, count)
            decisions(sessions)
            lists(sessions)


if __name__ == "__main__":
    main()
