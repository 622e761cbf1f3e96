"""Approvals and rulings of a tool in a department as they are drawn, with points of findings."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from auditor.approvals.rules import Approval
from auditor.findings.rules import Facts
from auditor.rulings.rules import Ruling
from auditor.verdicts.drawing import (
    Bar,
    RulingRow,
    leave_within,
    rulings_within,
    scale_over,
    years_in,
)
from auditor.verdicts.points import Group, Point, grouped

#: So many rulings, and so many approvals, are drawn and told; their lists have the others.
MOST_BARS: Final = 30

#: The known dates, each with its row of points.
ROWS: Final = ("signed_up_on", "first_used_on", "last_used_on")


class ApprovalBars(NamedTuple):
    """An approval: its term, and within it the days on which it gave leave; None where on none."""

    approval: Approval
    term: Bar | None
    leave: Bar | None


@dataclass(frozen=True, slots=True)
class OverTime:
    """All that is drawn of a tool in a department.

    Attributes:
        rulings, approvals: the latest to begin, in the order in which they begin.
        left_out: how many more rulings and how many more approvals there are.
        groups: the known dates of the findings, by `ROWS`.
    """

    from_on: date
    until_on: date
    years: Sequence[tuple[int, float]]
    rulings: Sequence[RulingRow]
    approvals: Sequence[ApprovalBars]
    left_out: tuple[int, int]
    groups: Sequence[Group]


def over_time(
    facts: Facts,
    rulings: Iterable[Ruling],
    approvals: Iterable[Approval],
    points: Sequence[Point],
) -> OverTime | None:
    """What is drawn of a tool in a department; None where nothing is on record.

    Args:
        facts: of any finding about the two.
        rulings: any standing ones; those about something else are passed over.
        approvals: those of the two that are to be drawn.
        points: of the known dates of the findings, by `ROWS`.
    """
    applying = [
        ruling
        for ruling in rulings
        if ruling.applies_to(
            facts.tool_id, category=facts.category, department_id=facts.department_id
        )
    ]
    asked = sorted(approvals, key=lambda each: (each.valid_from, each.id))
    days = {
        *_days(applying, asked),
        *(day for each in points for day in (each.day.first, each.day.last)),
    }
    if not days:
        return None
    ends = [each.valid_until for each in asked] + [each.effective_until for each in applying]
    scale = scale_over(days, ends)
    laws = sorted(rulings_within(facts, scale, applying), key=lambda row: row.bar.from_on)
    return OverTime(
        *scale,
        years=list(years_in(scale)),
        rulings=laws[-MOST_BARS:],
        approvals=[
            ApprovalBars(
                each, scale.bar(each.valid_from, each.valid_until), leave_within(each, scale)
            )
            for each in asked[-MOST_BARS:]
        ],
        left_out=(max(0, len(laws) - MOST_BARS), max(0, len(asked) - MOST_BARS)),
        groups=grouped(points, scale, rows=len(ROWS)),
    )


def _days(rulings: Iterable[Ruling], approvals: Iterable[Approval]) -> Iterator[date]:
    for ruling in rulings:
        yield ruling.takes_effect_on
    for approval in approvals:
        yield approval.valid_from
        yield approval.requested_on
        yield from (day for day in (approval.decided_on, approval.revoked_on) if day is not None)
