"""Assessing findings in bulk: what is on record, read once, and dockets that findings share."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Final, NamedTuple, Self, TypeVar, cast

from sqlalchemy import ColumnElement

from auditor.approvals.queries import standing_approvals
from auditor.approvals.rules import Approval
from auditor.findings.rules import Facts
from auditor.rulings.queries import standing_rulings
from auditor.rulings.rules import Ruling
from auditor.verdicts.assessment import (
    UNDATED,
    Assessment,
    ReasonOnKnown,
    Sum,
    conclude,
)
from auditor.verdicts.docket import Docket
from auditor.verdicts.queries.reading import (
    PORTION,
    Ends,
    Read,
    Reader,
    Row,
    Stated,
    stated,
)
from auditor.verdicts.rules import Verdict
from auditor.verdicts.scopes import NOWHERE
from auditor.verdicts.timelines import Segment, timeline
from auditor.work import Work

_Pair = tuple[int, int]

T = TypeVar("T")

_NEVER: Final[Sequence[Any]] = ()


class Assessed(NamedTuple):
    """A finding with its verdict; what few of many findings are asked for is made when it is.

    Attributes:
        total: what its known dates come to.
        days: its known dates in the order of the fields, each by its first and last day, as stored.
        since: the day, as stored, since when each of them has its status.
        span: from the first possible to the last possible of its known dates, as stored.
        approvals: all those of its tool and department.
    """

    finding_id: int
    department_id: int
    total: Sum
    days: Sequence[Ends]
    since: Sequence[Any]
    span: Ends | None
    approvals: Sequence[Approval]
    row: Row
    reader: Reader

    @property
    def verdict(self) -> Verdict:
        """As the assessment says."""
        return self.total.verdict

    @property
    def reasons_on_known(self) -> Sequence[ReasonOnKnown]:
        """As the assessment says."""
        return self.assessment.reasons_on_known if self.total.holding else ()

    @property
    def assessment(self) -> Assessment:
        """The verdict, with all that belongs to it."""
        reader = self.reader
        days = [reader.day[ends] for ends in self.days]
        return conclude(self.total, days, [reader.date[each] for each in self.since])

    @property
    def facts(self) -> Facts:
        """The finding as the rules see it."""
        return self.reader.facts(self.row)


class Assessor:
    """The rulings and approvals on record, and what was already made of them."""

    def __init__(self, rulings: Iterable[Ruling], approvals: Iterable[Approval]) -> None:
        self.rulings = list(rulings)
        self._approvals: dict[_Pair, list[Approval]] = defaultdict(list)
        for approval in approvals:
            self._approvals[approval.tool_id, approval.department_id].append(approval)
        self._dockets: dict[_Pair, Docket] = {}
        self._made: dict[str, Read[Sum, Any]] = {}
        self._once: dict[str, Any] = {}

    @classmethod
    def of(cls, work: Work, found: Iterable[Stated]) -> Self:
        """An assessor of these findings from what is on record."""
        return cls(standing_rulings(work), approvals_about(work, {each.pair for each in found}))

    def assess(self, found: Stated) -> Assessed:
        """The finding with its verdict; the same as `verdicts.assessment.assess` gives."""
        return self.assess_row(*found)

    def assess_row(self, row: Row, reader: Reader) -> Assessed:
        """As `assess`."""
        id_, tool, department, officer, purposes, stage, counted, _, *told = row
        docket = self._dockets.get((tool, department)) or self._docket(row, reader)
        days = _known(*told)
        span, since = _span(days) if days else None, _NEVER
        total = reader.without_days[stage, counted, span is not None]
        if total is None and span is not None:
            place = reader.units.get(officer, NOWHERE)
            spells = docket.spells(officer, reader.purposes[purposes], place)
            total, since = docket.assess(days, span, spells)
        total = total or UNDATED
        return Assessed(id_, department, total, days, since, span, docket.approvals, row, reader)

    def made_of_sums(self, name: str, make: Callable[[Sum], T]) -> Read[Sum, T]:
        """What a function makes of sums, made once of each as long as findings share them.

        Args:
            name: the same for the same function, and for no other.
        """
        return self._made.setdefault(name, Read(make))

    def made_once(self, name: str, make: Callable[[], T]) -> T:
        """What is made once, and holds as long as what is on record is this.

        Args:
            name: the same for the same thing, and for no other.
        """
        if name not in self._once:
            self._once[name] = make()
        return cast(T, self._once[name])

    def approvals_of(self, pair: _Pair) -> Sequence[Approval]:
        """The approvals of a tool and a department, a pair of ids."""
        return self._approvals.get(pair, ())

    def timeline(self, facts: Facts) -> list[Segment]:
        """The statuses of all days of the calendar for such a finding."""
        approvals = self._approvals.get((facts.tool_id, facts.department_id), [])
        return timeline(facts, self.rulings, approvals)

    def _docket(self, row: Row, reader: Reader) -> Docket:
        facts = reader.facts(row)
        pair = facts.tool_id, facts.department_id
        applying = [
            ruling
            for ruling in self.rulings
            if ruling.applies_to(
                facts.tool_id, category=facts.category, department_id=facts.department_id
            )
        ]
        approvals = self._approvals.get(pair, [])
        docket = Docket(facts, applying, approvals, day=reader.stored_day.__getitem__)
        return self._dockets.setdefault(pair, docket)


def _known(  # noqa: PLR0917 - as a row has them
    signed_up: Any, signed_up_last: Any, first: Any, first_last: Any, last: Any, last_last: Any
) -> list[Ends]:
    known = []
    if signed_up is not None:
        known.append((signed_up, signed_up_last or signed_up))
    if first is not None:
        known.append((first, first_last or first))
    if last is not None:
        known.append((last, last_last or last))
    return known


def _span(days: Sequence[Ends]) -> Ends:
    first, last = days[0]
    for begins, ends in days[1:]:
        first = min(first, begins)
        last = max(last, ends)
    return first, last


def approvals_about(work: Work, pairs: Collection[_Pair]) -> list[Approval]:
    """The standing approvals of these tools and departments, a pair of ids each."""
    return standing_approvals(work, {tool for tool, _ in pairs}, {at for _, at in pairs})


def assessed(
    work: Work, condition: ColumnElement[bool], *, after: int = 0, limit: int = PORTION
) -> list[Assessed]:
    """The findings that meet a condition with their verdicts, by id; see `rows_of`."""
    found = stated(work, condition, after=after, limit=limit)
    assessor = Assessor.of(work, found)
    return [assessor.assess(each) for each in found]
