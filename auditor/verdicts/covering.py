"""What one approval covers, and what it does not: drawn, and told finding by finding."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from auditor.approvals.rules import Approval
from auditor.findings.rules import Facts
from auditor.rulings.rules import Ruling
from auditor.tools.rules import Category
from auditor.verdicts.drawing import (
    Bar,
    Piece,
    RulingRow,
    Scale,
    leave_within,
    rulings_within,
    scale_over,
    years_in,
)
from auditor.verdicts.leave import Answered, answers, days_answered, facts_about
from auditor.verdicts.points import Group, Point, grouped
from auditor.verdicts.rules import Reason

#: Of the findings it covers, and of those it does not, so many are named.
NAMED: Final = 10

#: Rows of the drawing's points.
_COVERED, _NOT_COVERED = range(2)


@dataclass(frozen=True, slots=True)
class Coverage:
    """All that is drawn and told of what an approval covers.

    Attributes:
        pieces: the days of the drawing by what the approval says of them.
        term: its first to its last day, within the drawing; None where they do not meet.
        leave: the days on which it had been confirmed and was in its term, within the drawing.
        groups: the known dates of the findings: those covered, and those not.
        covered: the findings with a covered known date, the latest first.
        others: those without one, likewise; `reasons` counts them by why.
        undated: how many findings have no known date.
    """

    from_on: date
    until_on: date
    years: Sequence[tuple[int, float]]
    pieces: Sequence[Piece]
    term: Bar | None
    leave: Bar | None
    rulings: Sequence[RulingRow]
    groups: Sequence[Group]
    covered: Sequence[Answered]
    others: Sequence[Answered]
    reasons: Sequence[tuple[Reason, int]]
    undated: int

    @property
    def named(self) -> Sequence[int]:
        """The ids of the findings that are told one by one."""
        return [each.finding_id for each in (*self.covered[:NAMED], *self.others[:NAMED])]

    @property
    def partly(self) -> int:
        """How many of those covered have a known date that is not."""
        return sum(not all(one.covers for one in each.answers) for each in self.covered)


def coverage(
    approval: Approval,
    findings: Iterable[tuple[int, Facts]],
    *,
    category: Category | None,
    rulings: Sequence[Ruling],
) -> Coverage:
    """What an approval covers, and what it does not.

    Args:
        approval: neither withdrawn nor entered in error.
        findings: of its tool and department, each with its id.
        category: the tool's.
        rulings: any standing ones; those about something else are passed over.
    """
    said = days_answered(approval, category, rulings)
    told = [Answered(number, answers(approval, facts, said)) for number, facts in findings]
    dated = sorted(
        (each for each in told if each.answers),
        key=lambda each: (each.last_on, each.finding_id),
        reverse=True,
    )
    scale = _scale(approval, dated)
    held = [(bar, each.status) for each in said if (bar := scale.bar(each.from_on, each.until_on))]
    facts = facts_about(approval.tool_id, category, approval.department_id)
    others = [each for each in dated if not each.covers]
    return Coverage(
        *scale,
        years=list(years_in(scale)),
        pieces=[Piece(number, *each) for number, each in enumerate(held, 1)],
        term=scale.bar(approval.valid_from, approval.valid_until),
        leave=leave_within(approval, scale),
        rulings=list(rulings_within(facts, scale, rulings)),
        groups=grouped(_points(dated), scale, rows=2),
        covered=[each for each in dated if each.covers],
        others=others,
        reasons=Counter(each.why for each in others).most_common(),
        undated=len(told) - len(dated),
    )


def _points(dated: Iterable[Answered]) -> Iterator[Point]:
    for each in dated:
        for one in each.answers:
            yield Point(_COVERED if one.covers else _NOT_COVERED, one.day)


def _scale(approval: Approval, dated: Iterable[Answered]) -> Scale:
    steps = (approval.requested_on, approval.decided_on, approval.revoked_on)
    days = {approval.valid_from, *(day for day in steps if day is not None)}
    for each in dated:
        days |= {one.day.first for one in each.answers} | {each.last_on}
    return scale_over(days, [approval.valid_until])
