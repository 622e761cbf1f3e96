"""Assessing findings in bulk: what is on record, read once, and timelines that findings share."""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from datetime import date
from typing import Any, Final, NamedTuple, Self

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from auditor.approvals.queries import standing_approvals
from auditor.approvals.rules import Approval
from auditor.days import Day
from auditor.findings.model import Finding
from auditor.findings.rules import Assignment, Certainty, Facts
from auditor.officers.model import Assignment as AssignmentRow
from auditor.rulings.queries import standing_rulings
from auditor.rulings.rules import Ruling
from auditor.tools.model import Tool
from auditor.verdicts.assessment import Assessment, Segment, judge, timeline
from auditor.verdicts.rules import Reason, Verdict
from auditor.work import Work

#: How many findings are read, assessed and written at once: it holds the writers' turn for less
#: than a second.
PORTION: Final = 20_000

#: Stands for every officer whom no approval names: to the rules they are all alike.
_NOT_NAMED: Final = -1

_Pair = tuple[int, int]


class Stated(NamedTuple):
    """A finding as the rules see it."""

    finding_id: int
    facts: Facts


class Assessed(NamedTuple):
    """A finding with its verdict, and the approvals of its tool and department."""

    finding_id: int
    facts: Facts
    assessment: Assessment
    approvals: Sequence[Approval]


class Assessor:
    """The rulings and approvals on record, and the timelines already drawn from them.

    Findings whose differences no approval of their tool and department looks at share a timeline;
    `verdicts.assessment` says why that is the same as assessing each alone.
    """

    def __init__(self, rulings: Iterable[Ruling], approvals: Iterable[Approval]) -> None:
        self._rulings = list(rulings)
        self._approvals: dict[_Pair, list[Approval]] = defaultdict(list)
        for approval in approvals:
            self._approvals[approval.tool_id, approval.department_id].append(approval)
        self._applying: dict[_Pair, list[Ruling]] = {}
        self._drawn: dict[Hashable, list[Segment]] = {}

    @classmethod
    def of(cls, work: Work, found: Iterable[Stated]) -> Self:
        """An assessor of these findings from what is on record."""
        return cls(standing_rulings(work), approvals_about(work, found))

    def assess(self, stated: Stated) -> Assessed:
        """The finding with its verdict; the same as `verdicts.assessment.assess` gives."""
        facts = stated.facts
        approvals = self._approvals.get((facts.tool_id, facts.department_id), [])
        return Assessed(*stated, judge(facts, self.timeline(facts)), approvals)

    def timeline(self, facts: Facts) -> list[Segment]:
        """The statuses of all days of the calendar for such a finding."""
        pair = facts.tool_id, facts.department_id
        approvals = self._approvals.get(pair, [])
        key = (pair, *_looked_at(facts, approvals))
        if key not in self._drawn:
            self._drawn[key] = timeline(facts, self._applicable(facts), approvals)
        return self._drawn[key]

    def _applicable(self, facts: Facts) -> list[Ruling]:
        pair = facts.tool_id, facts.department_id
        if pair not in self._applying:
            self._applying[pair] = [
                ruling
                for ruling in self._rulings
                if ruling.applies_to(
                    facts.tool_id, category=facts.category, department_id=facts.department_id
                )
            ]
        return self._applying[pair]


def _looked_at(facts: Facts, approvals: Sequence[Approval]) -> tuple[Hashable, ...]:
    """What of a finding the approvals of its tool and department look at, and nothing else."""
    named = {approval.officer_id for approval in approvals} - {None}
    officer = facts.officer_id if facts.officer_id in {None, *named} else _NOT_NAMED
    return (
        officer if named else _NOT_NAMED,
        facts.purposes if any(approval.purposes for approval in approvals) else None,
        facts.assignments if any(approval.unit for approval in approvals) else None,
    )


def approvals_about(work: Work, found: Iterable[Stated]) -> list[Approval]:
    """The standing approvals of the tools and departments of these findings."""
    pairs = {(stated.facts.tool_id, stated.facts.department_id) for stated in found}
    return standing_approvals(work, {tool for tool, _ in pairs}, {at for _, at in pairs})


def assessed(
    work: Work, condition: ColumnElement[bool], *, after: int = 0, limit: int = PORTION
) -> list[Assessed]:
    """The findings that meet a condition with their verdicts, by id, from `after` on.

    Args:
        condition: on the columns of `Finding`.
        after: only findings with a greater id.
        limit: at most so many.
    """
    found = stated(work, condition, after=after, limit=limit)
    assessor = Assessor.of(work, found)
    return [assessor.assess(each) for each in found]


def stated(
    work: Work, condition: ColumnElement[bool], *, after: int = 0, limit: int | None = None
) -> list[Stated]:
    """The findings that meet a condition, as the rules see them, by id; see `assessed`."""
    wanted = (
        select(
            Finding.id,
            Finding.tool_id,
            Tool.category,
            Finding.department_id,
            Finding.officer_id,
            Finding.purposes,
            Finding.stage,
            Finding.signed_up_on,
            Finding.signed_up_on_last,
            Finding.first_used_on,
            Finding.first_used_on_last,
            Finding.last_used_on,
            Finding.last_used_on_last,
            Finding.certainty,
            Finding.duplicate_of_id,
            Finding.withdrawn_at,
        )
        .join(Tool, Tool.id == Finding.tool_id)
        .where(condition, Finding.id > after)
        .order_by(Finding.id)
        .limit(limit)
    )
    rows = work.session.execute(wanted).all()
    units = _units(work, condition, rows)
    return [Stated(row.id, _facts(row, units.get(row.officer_id, ()))) for row in rows]


def _facts(row: Any, assignments: tuple[Assignment, ...]) -> Facts:
    return Facts(
        tool_id=row.tool_id,
        category=row.category,
        department_id=row.department_id,
        officer_id=row.officer_id,
        assignments=assignments,
        purposes=frozenset(row.purposes),
        stage=row.stage,
        signed_up_on=_day(row.signed_up_on, row.signed_up_on_last),
        first_used_on=_day(row.first_used_on, row.first_used_on_last),
        last_used_on=_day(row.last_used_on, row.last_used_on_last),
        counted=row.withdrawn_at is None
        and row.duplicate_of_id is None
        and row.certainty is not Certainty.DISPROVED,
    )


def _day(first: date | None, last: date | None) -> Day | None:
    return None if first is None else Day(first, last or first)


def _units(
    work: Work, condition: ColumnElement[bool], rows: Sequence[Any]
) -> dict[int | None, tuple[Assignment, ...]]:
    """By officer, where and when they were assigned; only a unit's approval looks at it."""
    if not rows:
        return {}
    officers = select(Finding.officer_id).where(
        condition, Finding.id.between(rows[0].id, rows[-1].id), Finding.officer_id.is_not(None)
    )
    wanted = select(
        AssignmentRow.officer_id, AssignmentRow.unit, AssignmentRow.since, AssignmentRow.until
    ).where(AssignmentRow.officer_id.in_(officers), AssignmentRow.unit.is_not(None))
    found: dict[int | None, list[Assignment]] = defaultdict(list)
    for officer_id, unit, since, until in work.session.execute(wanted.order_by(AssignmentRow.id)):
        found[officer_id].append(Assignment(unit or "", since, until))
    return {officer_id: tuple(units) for officer_id, units in found.items()}


def among(
    portion: Sequence[Assessed], finding_id: InstrumentedAttribute[int]
) -> ColumnElement[bool]:
    """The condition that holds for what belongs to these findings, at least one of them."""
    first, last = portion[0].finding_id, portion[-1].finding_id
    if last - first < 2 * len(portion):
        return finding_id.between(first, last)
    return finding_id.in_([each.finding_id for each in portion])


def ids_in(ids: Collection[int]) -> Iterable[ColumnElement[bool]]:
    """Conditions that meet these findings, a few thousand each: no statement takes a million."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), PORTION):
        yield Finding.id.in_(ordered[start : start + PORTION])


class Says(NamedTuple):
    """What a verdict says, as a figure counts it."""

    verdict: Verdict
    reason: Reason | None


def changes_with(work: Work, approval: Approval) -> Counter[tuple[Says, Says]]:
    """How many findings would change from which verdict to which if an approval were as given.

    Args:
        approval: one on record as it would be after a step, or one that is to be recorded.

    Returns:
        By what is said now and what would be said; findings of which the same is said count too.
    """
    pair = (Finding.tool_id == approval.tool_id) & (Finding.department_id == approval.department_id)
    found = stated(work, pair)
    rulings, present = standing_rulings(work), approvals_about(work, found)
    others = [each for each in present if each.id != approval.id]
    now, then = Assessor(rulings, present), Assessor(rulings, [*others, approval])
    return Counter((_says(now, each), _says(then, each)) for each in found)


def _says(assessor: Assessor, each: Stated) -> Says:
    assessment = assessor.assess(each).assessment
    return Says(assessment.verdict, assessment.reason)
