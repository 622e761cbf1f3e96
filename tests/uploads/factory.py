"""Files for tests: written as text, handed in as the office hands them in."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from auditor.access import Actor
from auditor.store import FileStore
from auditor.uploads import service
from auditor.uploads.drafts import Fate, Plan
from auditor.uploads.kinds import KINDS
from auditor.uploads.planning import Sent
from auditor.uploads.taking import Outcome
from auditor.work import Work
from tests.conftest import OpenWork
from tests.departments.factory import OVERSIGHT

DEPARTMENTS = """Code,Name,Kind,City,State
HPD,Harbor Police,police,Harbor,NY
CSO,County Sheriff,sheriff,Harbor,NY
"""


@dataclass(frozen=True)
class Desk:
    """Where files are handed in: opens works on the test's register."""

    work: OpenWork
    files: FileStore
    actor: Actor = OVERSIGHT

    def reading(self) -> AbstractContextManager[Work]:
        return self.work(self.actor, reading=True)

    def writing(self) -> AbstractContextManager[Work]:
        return self.work(self.actor)

    def preview(self, kind: str, text: str, *, overwrite: bool = False, **said: Any) -> Outcome:
        return service.preview(self, self.files, sent(kind, text, **said), overwrite=overwrite)

    def apply(self, kind: str, text: str, *, overwrite: bool = False, **said: Any) -> Outcome:
        return service.apply(self, self.files, sent(kind, text, **said), overwrite=overwrite)


def sent(kind: str, text: str, **said: Any) -> Sent:
    return Sent(KINDS[kind], f"{kind}.csv", text.encode(), **said)


def plan_of(outcome: Outcome) -> Plan:
    assert outcome.plan is not None
    return outcome.plan


def counts(outcome: Outcome) -> tuple[int, ...]:
    """New, changed, unchanged, refused."""
    return tuple(plan_of(outcome).count(fate) for fate in Fate)


def reasons(outcome: Outcome) -> list[tuple[int, str, str]]:
    """Row, column and value of each refused cell."""
    return [(one.row, one.column, one.value) for one in plan_of(outcome).refused]


def changes(outcome: Outcome) -> dict[int, tuple[tuple[str, Any, Any], ...]]:
    """By row, what the file changes."""
    return {row.number: row.changes for row in plan_of(outcome).rows if row.changes}


def table(*rows: Iterable[str]) -> str:
    return "".join(",".join(cells) + "\n" for cells in rows)
