"""From the statuses of days to the verdict of a finding: its known dates, its span, its reasons."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from auditor.approvals.rules import Approval
from auditor.days import Day
from auditor.findings.rules import Facts, Stage
from auditor.rulings.rules import Ruling
from auditor.verdicts.rules import LINES, Reason, Status, Verdict
from auditor.verdicts.timelines import Segment, segments

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

#: Everything a day can be, worst first. Of approved and permitted only the naming depends on it.
_WORST_FIRST: Final = (
    *UNAPPROVED_REASONS,
    Reason.SCOPE_UNKNOWN,
    Reason.AWAITING,
    Reason.NO_RULE,
    Reason.APPROVED,
    Reason.PERMITTED,
)

#: By line of the table how bad its reason is, 0 the worst; *unapproved* stands below `_BEARABLE`.
_RANK: Final = {line.number: _WORST_FIRST.index(line.reason) for line in LINES}
_BEARABLE: Final = len(UNAPPROVED_REASONS)


class KnownDate(NamedTuple):
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


class ReasonOnKnown(NamedTuple):
    """A reason of *unapproved* that holds on known dates, and what is behind it on any of them."""

    reason: Reason
    days: tuple[Day, ...]
    approval_ids: tuple[int, ...]
    ruling_ids: tuple[int, ...]


class Assessment(NamedTuple):
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


@dataclass(frozen=True, slots=True, eq=False)
class Sum:
    """What known dates of certain statuses come to, whatever their days.

    It is equal to itself alone: many findings share one, and what follows from it is looked up.

    Attributes:
        worst: the known dates whose reason is the worst, each by its place and with its status.
        holding: the reasons of *unapproved*, worst first: the places of the known dates on which
            each holds, and the approvals and rulings behind it on any of them.
        is_settled: whether the other days of the span do not matter.
    """

    verdict: Verdict
    reason: Reason | None = None
    others: tuple[Reason, ...] = ()
    worst: tuple[tuple[int, Status], ...] = ()
    holding: tuple[tuple[Reason, tuple[int, ...], tuple[int, ...], tuple[int, ...]], ...] = ()
    is_settled: bool = True


NOT_COUNTED: Final = Sum(Verdict.NOT_COUNTED)
NOT_USED: Final = Sum(Verdict.NOT_USED)
UNDATED: Final = Sum(Verdict.UNDATED)
DAYS_UNKNOWN: Final = Sum(Verdict.UNCLEAR, Reason.DAYS_UNKNOWN)


def assess(facts: Facts, rulings: Sequence[Ruling], approvals: Sequence[Approval]) -> Assessment:
    """The verdict on a finding, from records alone and never from today; see `status`."""
    return judge(facts, segments(facts, rulings, approvals))


def judge(facts: Facts, drawn: Sequence[Segment]) -> Assessment:
    """The verdict on a finding whose statuses are known already.

    Args:
        facts: its known dates, stage and whether it counts.
        drawn: `segments` of it, or a `timeline` of alike findings that reaches as far.
    """
    known = known_dates(facts, drawn)
    total = without_days(facts.stage, counted=facts.counted, dated=bool(known))
    if total is None:
        first, last = facts.span() or (date.min, date.max)
        total = summed([each.status for each in known])
        if not total.is_settled and any(
            is_unapproved(each.status) for each in _within(drawn, first, last)
        ):
            total = DAYS_UNKNOWN
    return conclude(total, [each.day for each in known], [each.since for each in known])


def without_days(stage: Stage, *, counted: bool, dated: bool) -> Sum | None:
    """The verdict on a finding of which no day is looked at; None for every other finding."""
    if not counted:
        return NOT_COUNTED
    if stage is Stage.OFFERED:
        return NOT_USED
    return None if dated else UNDATED


def summed(statuses: Sequence[Status]) -> Sum:
    """What known dates of these statuses come to; there is at least one."""
    by_rank: dict[int, list[tuple[int, Status]]] = {}
    for place, status in enumerate(statuses):
        by_rank.setdefault(_RANK[status.line], []).append((place, status))
    worst = tuple(by_rank[min(by_rank)])
    holding = tuple([_held(by_rank[each]) for each in sorted(by_rank) if each < _BEARABLE])
    status = worst[0][1]
    return Sum(
        status.verdict,
        status.reason,
        tuple(reason for reason, *_ in holding[1:]),
        worst,
        holding,
        is_settled=bool(holding) or status.verdict is Verdict.UNCLEAR,
    )


def _held(
    on: Sequence[tuple[int, Status]],
) -> tuple[Reason, tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    rulings = {status.ruling_id for _, status in on}
    return (
        on[0][1].reason,
        tuple([place for place, _ in on]),
        tuple(sorted({id_ for _, status in on for id_ in status.approval_ids})),
        tuple(sorted(filter(None, rulings))),
    )


def conclude(total: Sum, days: Sequence[Day], since: Sequence[date]) -> Assessment:
    """The verdict on a finding with these known dates, in the order of the fields.

    Args:
        since: of each the first day that has its status.
    """
    since_on, approval_ids, ruling_id = behind(total, since)
    return Assessment(
        total.verdict,
        total.reason,
        since_on,
        total.others,
        approval_ids,
        ruling_id,
        reasons_on_known(total, days),
    )


def behind(total: Sum, since: Sequence[date]) -> tuple[date | None, tuple[int, ...], int | None]:
    """Since when the reason of a verdict holds, and the approvals and the ruling behind it then."""
    if not total.worst:
        return None, (), None
    place, status = total.worst[0]
    for other, also in total.worst[1:]:
        if since[other] < since[place]:
            place, status = other, also
    return since[place], status.approval_ids, status.ruling_id


def reasons_on_known(total: Sum, days: Sequence[Day]) -> tuple[ReasonOnKnown, ...]:
    """The reasons of *unapproved*, each with the known dates on which it holds."""
    return tuple(
        [
            ReasonOnKnown(reason, _distinct(days, places), approvals, rulings)
            for reason, places, approvals, rulings in total.holding
        ]
    )


def _distinct(days: Sequence[Day], places: Sequence[int]) -> tuple[Day, ...]:
    if len(places) == 1:
        return (days[places[0]],)
    return tuple(dict.fromkeys([days[place] for place in places]))


def rank(status: Status) -> int:
    """How bad a status is: 0 is the worst, and of a month the greatest counts."""
    return _RANK[status.line]


def is_unapproved(status: Status) -> bool:
    """Whether the days that have this status are days without approval."""
    return _RANK[status.line] < _BEARABLE


def known_dates(facts: Facts, drawn: Sequence[Segment]) -> list[KnownDate]:
    """Each known date of a finding with its status, in the order of the fields; see `judge`."""
    found = []
    for field, day in facts.known_dates():
        # The later rank is the milder; of equals, `max` keeps the first, which is the earliest.
        mildest = max(_within(drawn, day.first, day.last), key=lambda segment: rank(segment.status))
        found.append(KnownDate(field, day, mildest.from_on, mildest.status))
    return found


def _within(drawn: Iterable[Segment], from_on: date, until_on: date) -> Iterator[Segment]:
    """The parts of the segments that lie between two days, both inclusive."""
    for segment in drawn:
        if segment.from_on <= until_on and from_on <= segment.until_on:
            yield Segment(
                max(segment.from_on, from_on), min(segment.until_on, until_on), segment.status
            )
