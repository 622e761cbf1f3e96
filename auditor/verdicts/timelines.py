"""Which days in a row share a status: what is drawn of a finding, and what its verdict rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from auditor.approvals.rules import Approval, concerns
from auditor.findings.rules import Facts
from auditor.rulings.rules import Ruling
from auditor.verdicts.rules import Status, status

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Segment:
    """Days in a row, `until_on` among them, on which one status holds."""

    from_on: date
    until_on: date
    status: Status


def break_points(
    facts: Facts, rulings: Iterable[Ruling], approvals: Iterable[Approval]
) -> list[date]:
    """The days on which the finding's status can differ from that of the day before, in order.

    They are the first day and the day after the last one of every ruling, approval and assignment
    that concerns the finding, and the days on which an approval was asked for, decided and
    revoked. A day that the calendar does not reach is left out.
    """
    starts: list[date | None] = []
    ends: list[date | None] = []
    for ruling in rulings:
        if ruling.applies_to(
            facts.tool_id, category=facts.category, department_id=facts.department_id
        ):
            starts.append(ruling.takes_effect_on)
            ends.append(ruling.effective_until)
    for approval in approvals:
        if concerns(approval, facts):
            starts += (approval.valid_from, approval.requested_on)
            starts += (approval.decided_on, approval.revoked_on)
            ends.append(approval.valid_until)
    for assignment in facts.assignments:
        starts.append(assignment.since)
        ends.append(assignment.until)
    after = {end + _DAY for end in ends if end is not None and end < date.max}
    return sorted({start for start in starts if start is not None} | after)


def timeline(
    facts: Facts,
    rulings: Sequence[Ruling],
    approvals: Sequence[Approval],
    *,
    from_on: date = date.min,
    until_on: date = date.max,
) -> list[Segment]:
    """The statuses of all days between two, both inclusive, without gap; neighbours differ.

    Args:
        facts: as for `status`: the finding's own days, stage and `counted` do not matter, so that
            findings alike in the rest share one timeline.
        rulings: as for `status`, and so are the approvals.
        from_on: the first day; by default the calendar's first.
        until_on: the last day, not before `from_on`; by default the calendar's last.
    """
    points = break_points(facts, rulings, approvals)
    segments: list[Segment] = []
    for start in [from_on, *(point for point in points if from_on < point <= until_on)]:
        found = status(start, facts, rulings, approvals)
        if segments and segments[-1].status == found:
            continue
        if segments:
            before = segments.pop()
            segments.append(Segment(before.from_on, start - _DAY, before.status))
        segments.append(Segment(start, until_on, found))
    return segments


def segments(
    facts: Facts, rulings: Sequence[Ruling], approvals: Sequence[Approval]
) -> list[Segment]:
    """The timeline of the finding's span, to be drawn; empty without any known date.

    It is given whether or not the finding counts, and at any stage.
    """
    span = facts.span()
    if span is None:
        return []
    return timeline(facts, rulings, approvals, from_on=span[0], until_on=span[1])
