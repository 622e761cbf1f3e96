"""What tables of findings have in common: how they are read, counted, and led to their rows."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, distinct, func, not_, select

from auditor.access import Actor, Permission
from auditor.approvals.queries import concerning
from auditor.concern import Own
from auditor.departments.model import Department
from auditor.findings.asked import answering
from auditor.findings.model import Finding
from auditor.questions.rules import Asked
from auditor.questions.rules.tables import Cell, Heading, Row
from auditor.reach import within_reach
from auditor.rulings.queries import standing_rulings
from auditor.rulings.rules import Ruling
from auditor.tools.model import Tool
from auditor.verdicts.model import StoredVerdict
from auditor.work import Work

T = TypeVar("T")

#: By which most tables are divided.
PLACE: Final = (
    Finding.tool_id,
    Tool.name.label("tool"),
    Finding.department_id,
    Department.name.label("department"),
)


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, and what they are in the register: what concerns them is counted nowhere."""

    work: Work
    own: Own
    kept: dict[Any, Any] = field(default_factory=dict)

    def once(self, read: "Callable[[Asking], T]") -> T:
        """What was read before for another table of the page, or is read now."""
        if read not in self.kept:
            self.kept[read] = read(self)
        found: T = self.kept[read]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A table as it is declared: what it is called, and how its rows are read.

    Attributes:
        question: its number.
        tells: how it is counted, where the headings do not say it.
        permission: needed besides that to read figures.
        for_confined: whether a supervisor may read what it is divided by.
    """

    question: int
    name: str
    heading: str
    columns: tuple[Heading, ...]
    rows: Callable[[Asking], Iterable[Row]]
    tells: str = ""
    permission: Permission = Permission.FIGURES_READ
    for_confined: bool = True

    def is_for(self, actor: Actor) -> bool:
        """Whether this reader may see the table."""
        return actor.may(self.permission) and (self.for_confined or not actor.is_confined)


def rulings_of(asking: Asking) -> list[Ruling]:
    """Every ruling that stands, read once for all tables of a page."""
    return asking.once(_rulings)


def concerning_of(asking: Asking) -> frozenset[int]:
    """The approvals that concern the reader, read once for all tables of a page."""
    return asking.once(_concerning)


def _rulings(asking: Asking) -> list[Ruling]:
    return standing_rulings(asking.work)


def _concerning(asking: Asking) -> frozenset[int]:
    is_any = asking.own.officer_ids or asking.own.emails
    return concerning(asking.work) if is_any else frozenset()


def counted(
    asking: Asking,
    met: ColumnElement[bool],
    *,
    by: Collection[Any] = PLACE,
    counts: Iterable[ColumnElement[Any]] = (),
) -> Sequence[Any]:
    """The findings within reach that meet a condition, counted by these columns."""
    wanted = (
        select(*by, *counts)
        .select_from(Finding)
        .join(StoredVerdict, StoredVerdict.finding_id == Finding.id)
        .join(Tool, Tool.id == Finding.tool_id)
        .join(Department, Department.id == Finding.department_id)
        .where(met, within_reach(asking.work.actor, Finding.department_id))
        .where(not_(asking.own.findings()))
    )
    return asking.work.session.execute(wanted.group_by(*by)).all()


def findings_of(asked: Asked, name: str) -> ColumnElement[Any]:
    """How many findings answer it."""
    return func.count().filter(answering(asked)).label(name)


def officers_of(met: ColumnElement[bool], name: str) -> ColumnElement[Any]:
    """How many officers are identified in those that meet a condition."""
    return func.count(distinct(Finding.officer_id)).filter(met).label(name)


def searches_of(met: ColumnElement[bool], name: str) -> ColumnElement[Any]:
    """How many searches at least stand in those that meet a condition."""
    return func.coalesce(func.sum(Finding.searches_low).filter(met), 0).label(name)


def place_of(row: Any) -> dict[str, str]:
    """What the list of findings is asked for a row divided by `PLACE`."""
    return {"tool": str(row.tool_id), "department": str(row.department_id)}


def by_name(rows: Iterable[Any]) -> list[Any]:
    """Rows divided by `PLACE`: by tool, then department."""
    return sorted(rows, key=lambda row: (row.tool.casefold(), row.department.casefold()))


def findings_cell(number: int, sought: Mapping[str, str], asked: Asked | None = None) -> Cell:
    """A number of findings, and the list of them: it is asked for `sought`, and what answers."""
    narrowed = {"asked": asked.value} if asked else {}
    return Cell(number, "findings", narrowed | dict(sought))
