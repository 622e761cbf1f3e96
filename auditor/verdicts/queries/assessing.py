"""Assessing findings in bulk: what is on record, read once, and dockets that findings share."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final, NamedTuple, Self

from sqlalchemy import ColumnElement, func, select

from auditor.approvals.queries import standing_approvals
from auditor.approvals.rules import Approval
from auditor.days import Day
from auditor.departments.model import Department
from auditor.findings.rules import Facts
from auditor.rulings.queries import standing_rulings
from auditor.rulings.rules import Ruling
from auditor.tools.model import Tool
from auditor.trail.model import Change, Entry
from auditor.verdicts.assessment import (
    UNDATED,
    Assessment,
    ReasonOnKnown,
    Sum,
    conclude,
    reasons_on_known,
    without_days,
)
from auditor.verdicts.docket import Docket
from auditor.verdicts.queries.reading import (
    PORTION,
    Read,
    Reader,
    Row,
    Stated,
    all_units,
    pairs_of,
    rows_of,
    stated,
    units_of,
)
from auditor.verdicts.rules import Verdict
from auditor.verdicts.scopes import NOWHERE
from auditor.verdicts.timelines import Segment, timeline
from auditor.work import Work

_Pair = tuple[int, int]
_Span = tuple[date, date]

_NEVER: Final[Sequence[date]] = ()

#: The records that a run keeps in mind.
_IN_MIND: Final = ("rulings", "approvals", "tools", "assignments")


class Assessed(NamedTuple):
    """A finding with its verdict; what few of many findings are asked for is made when it is.

    Attributes:
        span: from the first possible to the last possible of its known dates.
        total: what its known dates come to, and `since` when each has its status.
        approvals: all those of its tool and department.
    """

    finding_id: int
    department_id: int
    days: Sequence[Day]
    span: _Span | None
    verdict: Verdict
    total: Sum
    since: Sequence[date]
    approvals: Sequence[Approval]
    row: Row
    reader: Reader

    @property
    def reasons_on_known(self) -> Sequence[ReasonOnKnown]:
        """As the assessment says."""
        return reasons_on_known(self.total, self.days) if self.total.holding else ()

    @property
    def assessment(self) -> Assessment:
        """The verdict, with all that belongs to it."""
        return conclude(self.total, self.days, self.since)

    @property
    def facts(self) -> Facts:
        """The finding as the rules see it."""
        return self.reader.facts(self.row)


class Assessor:
    """The rulings and approvals on record, and what was already made of them."""

    def __init__(self, rulings: Iterable[Ruling], approvals: Iterable[Approval]) -> None:
        self._rulings = list(rulings)
        self._approvals: dict[_Pair, list[Approval]] = defaultdict(list)
        for approval in approvals:
            self._approvals[approval.tool_id, approval.department_id].append(approval)
        self._dockets: dict[_Pair, Docket] = {}

    @classmethod
    def of(cls, work: Work, found: Iterable[Stated]) -> Self:
        """An assessor of these findings from what is on record."""
        return cls(standing_rulings(work), approvals_about(work, {each.pair for each in found}))

    def assess(self, found: Stated) -> Assessed:
        """The finding with its verdict; the same as `verdicts.assessment.assess` gives."""
        return self.assess_row(*found)

    def assess_row(self, row: Row, reader: Reader) -> Assessed:
        """As `assess`."""
        id_, tool, department, officer, purposes, _, counted, _, *told = row
        docket = self._dockets.get((tool, department)) or self._docket(reader.facts(row))
        days = _known(told, reader.day)
        span, since = _span(days) if days else None, _NEVER
        total = without_days(reader.stage(row), counted=counted, dated=bool(days))
        if total is None and span is not None:
            spells = docket.spells(
                officer, reader.purposes[purposes], reader.units.get(officer, NOWHERE)
            )
            total, since = docket.assess(days, span, spells)
        total = total or UNDATED
        approvals = docket.approvals
        return Assessed(
            id_, department, days, span, total.verdict, total, since, approvals, row, reader
        )

    def timeline(self, facts: Facts) -> list[Segment]:
        """The statuses of all days of the calendar for such a finding."""
        approvals = self._approvals.get((facts.tool_id, facts.department_id), [])
        return timeline(facts, self._rulings, approvals)

    def _docket(self, facts: Facts) -> Docket:
        pair = facts.tool_id, facts.department_id
        applying = [
            ruling
            for ruling in self._rulings
            if ruling.applies_to(
                facts.tool_id, category=facts.category, department_id=facts.department_id
            )
        ]
        docket = Docket(facts, applying, self._approvals.get(pair, []))
        return self._dockets.setdefault(pair, docket)


def _known(told: Sequence[Any], day: Read[tuple[Any, Any], Day]) -> list[Day]:
    signed_up, signed_up_last, first, first_last, last, last_last = told
    known = []
    if signed_up is not None:
        known.append(day[signed_up, signed_up_last])
    if first is not None:
        known.append(day[first, first_last])
    if last is not None:
        known.append(day[last, last_last])
    return known


def _span(days: Sequence[Day]) -> _Span:
    first, last = days[0].first, days[0].last
    for day in days[1:]:
        first = min(first, day.first)
        last = max(last, day.last)
    return first, last


def approvals_about(work: Work, pairs: Collection[_Pair]) -> list[Approval]:
    """The standing approvals of these tools and departments, a pair of ids each."""
    return standing_approvals(work, {tool for tool, _ in pairs}, {at for _, at in pairs})


class Portion:
    """Findings that were read, to be assessed one after the other.

    That is quicker than to have all of them at once: the objects of each are gone before the next.
    """

    def __init__(self, rows: Sequence[Row], reader: Reader, assessor: Assessor) -> None:
        self.finding_ids = [row[0] for row in rows]
        self._rows = rows
        self._reader = reader
        self._assessor = assessor

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Assessed]:
        reader, assess = self._reader, self._assessor.assess_row
        return (assess(row, reader) for row in self._rows)


def portion(work: Work, condition: ColumnElement[bool], *, after: int = 0) -> Portion:
    """The first 20,000 findings behind an id that meet a condition, by id, to be assessed.

    Args:
        condition: on the columns of `Finding`.
    """
    rows = rows_of(work, condition, after=after, limit=PORTION)
    assessor = Assessor(standing_rulings(work), approvals_about(work, pairs_of(rows)))
    return Portion(rows, Reader(work, units_of(work, rows)), assessor)


def assessed(
    work: Work, condition: ColumnElement[bool], *, after: int = 0, limit: int = PORTION
) -> list[Assessed]:
    """The findings that meet a condition with their verdicts, by id; see `rows_of`."""
    found = stated(work, condition, after=after, limit=limit)
    assessor = Assessor.of(work, found)
    return [assessor.assess(each) for each in found]


class Run:
    """One going-over of many findings, in portions, and in several works if need be.

    What verdicts rest on besides the findings is read once, and again where somebody changed it
    between two portions.
    """

    def __init__(self) -> None:
        self._in_mind: tuple[Reader, Assessor] | None = None
        self._position = -1

    def portion(self, work: Work, condition: ColumnElement[bool], *, after: int) -> Portion:
        """As `portion`."""
        position = _position(work)
        if self._in_mind is None or _changed_since(work, self._position):
            self._in_mind = Reader(work, all_units(work)), _assessor_of_all(work)
        self._position = position
        return Portion(rows_of(work, condition, after=after, limit=PORTION), *self._in_mind)


def _assessor_of_all(work: Work) -> Assessor:
    tools = work.session.scalars(select(Tool.id)).all()
    departments = work.session.scalars(select(Department.id)).all()
    return Assessor(standing_rulings(work), standing_approvals(work, tools, departments))


def _position(work: Work) -> int:
    newest = work.session.scalar(select(func.max(Entry.seq)))
    return -1 if newest is None else newest


def _changed_since(work: Work, position: int) -> bool:
    changed = select(Change.seq).where(Change.seq > position, Change.record.in_(_IN_MIND))
    return work.session.scalar(changed.limit(1)) is not None
