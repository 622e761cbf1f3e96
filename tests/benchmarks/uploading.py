"""What 10,000 findings in one file take: read, looked at, taken in with verdicts, flags and trail.

Run by `make bench`; prints seconds beside those of reading the same file alone, and never fails.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from auditor.access import Actor, Role
from auditor.db import Sessions, make_engine, make_sessions
from auditor.schema.migrating import upgrade
from auditor.sheets.reading import read_table
from auditor.store import FileStore
from auditor.trail.replay import faults
from auditor.uploads import service
from auditor.uploads.kinds import KINDS
from auditor.uploads.planning import Sent
from auditor.uploads.taking import Outcome
from auditor.uploads.undoing import undo
from auditor.work import Work, open_work
from tests.conftest import ZONE, make_settings

FINDINGS, OFFICERS = 10_000, 3_000
NOW = datetime(2026, 3, 2, tzinfo=UTC)
CLERK = Actor("Clerk", Role.OVERSIGHT)

_BEFORE = {
    "departments": "Code,Name,Email domains\nHPD,Harbor Police,hpd.example\n",
    "tools": "Name,Category\nFaceFinder,face recognition\nHoneycomb,data broker\n",
    "rulings": "Department,Body,Outcome,Adopted on,Effective from\n"
    ",chief,approval required,2018-06-01,2018-06-01\n",
    "approvals": "Tool,Department,Unit,Valid from,Valid until,Document,Document date\n"
    + "".join(
        f"Honeycomb,HPD,Unit {unit},2019-01-01,2019-12-31,Memo {unit},2018-12-01\n"
        for unit in range(20)
    ),
    "officers": "Department,Employee id,Family name,Given name,Badge,Unit,From\n"
    + "".join(
        f"HPD,{n:06},Family{n},Given{n % 97},B{n},Unit {n % 30},2015-01-01\n"
        for n in range(OFFICERS)
    ),
}


def _findings(low: int) -> str:
    heading = (
        "Department,Officer,Account email,Tool,Stage,Signed up on,First used on,Last used on,"
        "Searches low,Purposes,Case numbers,Licence,Source reference,Notes\n"
    )
    return heading + "".join(
        f"HPD,{n % OFFICERS:06},user{n}@hpd.example,{('FaceFinder', 'Honeycomb')[n % 2]},used,"
        f"2019-{n % 12 + 1:02}-{n % 28 + 1:02},2020-01-{n % 28 + 1:02},2020-02-{n % 28 + 1:02},"
        f"{low + n % 90},{('training', 'criminal investigation')[n % 2]},,trial,r{n},From a file\n"
        for n in range(FINDINGS)
    )


@dataclass(frozen=True)
class Desk:
    sessions: Sessions
    files: FileStore
    actor: Actor

    @contextmanager
    def reading(self) -> Iterator[Work]:
        with open_work(self.sessions, self.actor, ZONE, NOW, reading=True) as work:
            yield work

    @contextmanager
    def writing(self) -> Iterator[Work]:
        with open_work(self.sessions, self.actor, ZONE, NOW) as work:
            yield work

    def apply(self, kind: str, text: str) -> Outcome:
        return service.apply(self, self.files, _sent(kind, text))


def _sent(kind: str, text: str) -> Sent:
    return Sent(KINDS[kind], f"{kind}.csv", text.encode())


def timed(what: str, act: Callable[[], object], beside: float | None = None) -> float:
    """Print wall and CPU seconds, and how many times what stands `beside` it; gives the latter."""
    began, worked = time.perf_counter(), time.process_time()
    act()
    taken, worked = time.perf_counter() - began, time.process_time() - worked
    print(f"{what:50} {taken:7.2f} {worked:7.2f} {worked / beside if beside else 1:6.1f}")
    return worked


def measure(url: str, folder: Path) -> None:
    """Print what each step takes on this database, which is to be empty."""
    settings = make_settings(folder, url)
    engine = make_engine(settings.database_url)
    upgrade(engine, settings)
    desk = Desk(make_sessions(engine), FileStore(folder / "files"), CLERK)
    for kind, text in _BEFORE.items():
        desk.apply(kind, text)
    text, changed = _findings(1), _findings(2)
    read = timed("reading the file alone", lambda: read_table(text.encode(), "findings.csv"))
    preview = timed(
        f"preview of {FINDINGS:,} findings",
        lambda: service.preview(desk, desk.files, _sent("findings", text)),
        read,
    )
    applied: list[Outcome] = []
    take = timed(
        "apply, with verdicts, flags and trail",
        lambda: applied.append(desk.apply("findings", text)),
        read,
    )
    print(f"{'preview and apply together':50} {'':7} {preview + take:7.2f}")
    timed("the same file again, unchanged", lambda: desk.apply("findings", text), read)
    later: list[Outcome] = []
    timed(
        "a file that changes each of them",
        lambda: later.append(desk.apply("findings", changed)),
        read,
    )
    timed("undoing that", lambda: undo(desk, later[0].upload_id), read)
    timed("undoing the first", lambda: undo(desk, applied[0].upload_id), read)
    with desk.reading() as work:
        timed("checking the trail", lambda: list(faults(work.session.connection())), read)
    engine.dispose()


def main() -> None:
    print(f"{'what':50} {'s':>7} {'CPU s':>7} {'ratio':>6}")
    with tempfile.TemporaryDirectory() as name:
        measure(f"sqlite:///{name}/auditor.db", Path(name))


if __name__ == "__main__":
    main()
