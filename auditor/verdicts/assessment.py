"""From the statuses of days to the verdict of a finding: its known dates, its span, its reasons."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from auditor.approvals.rules import Approval, concerns
from auditor.days import Day
from auditor.findings.rules import Facts, Stage
from auditor.rulings.rules import Ruling
from auditor.verdicts.rules import Reason, Status, Verdict, status

_DAY: Final = timedelta(days=1)

#: The reasons of *unapproved*, worst first.
UNAPPROVED_REASONS: Final = (
    Reason.PROHIBITED,
    Reason.COUNCIL_APPROVAL_MISSING,
    Reason.DENIED,
    Reason.REVOKED,
    Reason.OUTSIDE_SCOPE,
    Reason.EXPIRED,
    Reason.NO_APPROVAL,
    Reason.BEFORE_APPROVAL,
    Reason.RATIFIED,
)

#: Everything a day can be, worst first. What a body permitted is taken for milder than what a
#: department approved: nothing depends on it but which of the two is named.
_WORST_FIRST: Final = (
    *UNAPPROVED_REASONS,
    Reason.SCOPE_UNKNOWN,
    Reason.AWAITING,
    Reason.NO_RULE,
    Reason.APPROVED,
    Reason.PERMITTED,
)
_RANK: Final = {reason: rank for rank, reason in enumerate(_WORST_FIRST)}


@dataclass(frozen=True, slots=True)
class Segment:
    """Days in a row, `until_on` among them, on which one status holds."""

    from_on: date
    until_on: date
    status: Status


@dataclass(frozen=True, slots=True)
class KnownDate:
    """A known date of a finding and its status.

    Attributes:
        field: the finding's field, such as `signed_up_on`.
        day: as it is known.
        since: the first of its days that has the status; the day itself if it is known exactly.
        status: the day's; of a month, that of its mildest day, the earliest among equals.
    """

    field: str
    day: Day
    since: date
    status: Status


@dataclass(frozen=True, slots=True)
class ReasonOnKnown:
    """A reason of *unapproved* that holds on known dates, and what is behind it on any of them."""

    reason: Reason
    days: tuple[Day, ...]
    approval_ids: tuple[int, ...]
    ruling_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdict on a finding.

    Attributes:
        reason: None if the verdict is *not used*, *undated* or *not counted*.
        since: the first known date with that verdict and reason (of a month: its first such day);
            None without a reason and with *days-unknown*, which holds on no known date.
        other_reasons: the other reasons of *unapproved* that hold on a known date, worst first.
        approval_ids: behind the reason on the day `since`; `ruling_id` likewise.
        reasons_on_known: every reason of *unapproved* that holds on a known date, worst first.
    """

    verdict: Verdict
    reason: Reason | None = None
    since: date | None = None
    other_reasons: tuple[Reason, ...] = ()
    approval_ids: tuple[int, ...] = ()
    ruling_id: int | None = None
    reasons_on_known: tuple[ReasonOnKnown, ...] = ()


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


def assess(facts: Facts, rulings: Sequence[Ruling], approvals: Sequence[Approval]) -> Assessment:
    """The verdict on a finding, from records alone and never from today; see `status`."""
    return judge(facts, segments(facts, rulings, approvals))


def judge(facts: Facts, drawn: Sequence[Segment]) -> Assessment:
    """The verdict on a finding whose statuses are known already.

    Args:
        facts: its known dates, stage and whether it counts.
        drawn: `segments` of it, or a `timeline` of alike findings that reaches as far.
    """
    if not facts.counted:
        return Assessment(Verdict.NOT_COUNTED)
    if facts.stage is Stage.OFFERED:
        return Assessment(Verdict.NOT_USED)
    span, known = facts.span(), known_dates(facts, drawn)
    if span is None:
        return Assessment(Verdict.UNDATED)
    worst = min(known, key=lambda each: (_RANK[each.status.reason], each.since))
    if worst.status.verdict not in (Verdict.UNAPPROVED, Verdict.UNCLEAR) and any(
        segment.status.verdict is Verdict.UNAPPROVED for segment in _within(drawn, *span)
    ):
        return Assessment(Verdict.UNCLEAR, Reason.DAYS_UNKNOWN)
    holding = tuple(_reasons_on(known))
    return Assessment(
        worst.status.verdict,
        worst.status.reason,
        worst.since,
        tuple(each.reason for each in holding if each.reason is not worst.status.reason),
        worst.status.approval_ids,
        worst.status.ruling_id,
        holding,
    )


def known_dates(facts: Facts, drawn: Sequence[Segment]) -> list[KnownDate]:
    """Each known date of a finding with its status, in the order of the fields; see `judge`."""
    found = []
    for field, day in facts.known_dates():
        # The later rank is the milder; of equals, `max` keeps the first, which is the earliest.
        mildest = max(
            _within(drawn, day.first, day.last), key=lambda segment: _RANK[segment.status.reason]
        )
        found.append(KnownDate(field, day, mildest.from_on, mildest.status))
    return found


def _within(drawn: Iterable[Segment], from_on: date, until_on: date) -> Iterator[Segment]:
    """The parts of the segments that lie between two days, both inclusive."""
    for segment in drawn:
        if segment.from_on <= until_on and from_on <= segment.until_on:
            yield Segment(
                max(segment.from_on, from_on), min(segment.until_on, until_on), segment.status
            )


def _reasons_on(known: Sequence[KnownDate]) -> Iterator[ReasonOnKnown]:
    for reason in UNAPPROVED_REASONS:
        on = [each for each in known if each.status.reason is reason]
        if on:
            yield ReasonOnKnown(
                reason,
                tuple(dict.fromkeys(each.day for each in on)),
                tuple(sorted({id_ for each in on for id_ in each.status.approval_ids})),
                tuple(
                    sorted(
                        {each.status.ruling_id for each in on if each.status.ruling_id is not None}
                    )
                ),
            )
