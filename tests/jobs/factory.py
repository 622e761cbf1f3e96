"""The clock of a test, and the runs it left."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime

from auditor.access import SYSTEM, Actor
from auditor.jobs.queries import runs
from auditor.jobs.rules import Run
from auditor.jobs.runner import run_due
from auditor.store import FileStore
from auditor.work import Work
from tests.conftest import OpenWork


@dataclass
class At:
    """Opens works as the clock does, at a moment that the test says.

    The writing work of that number finds the disk full, once.
    """

    work: OpenWork
    now: datetime
    full_at: int = 0
    written: list[datetime] = field(default_factory=list)
    actor: Actor = SYSTEM
    office: str = "Office of Police Oversight"

    def acting_as(self, actor: Actor) -> "At":
        return replace(self, actor=actor)

    def reading(self) -> AbstractContextManager[Work]:
        return self.work(self.actor, self.now, reading=True)

    def writing(self) -> AbstractContextManager[Work]:
        self.written.append(self.now)
        if len(self.written) == self.full_at:
            raise OSError("No space left on device")
        return self.work(self.actor, self.now)


def tick(work: OpenWork, files: FileStore, now: datetime) -> None:
    """What the clock does each minute."""
    run_due(At(work, now), files)


def all_runs(work: OpenWork) -> list[Run]:
    """The newest fifty runs, in the order in which they began."""
    with work(reading=True) as w:
        return [Run(*row) for row in reversed(runs(w).rows)]
