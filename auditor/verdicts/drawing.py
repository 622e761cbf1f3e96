"""A finding's span as it is drawn: where on it segments, known dates, rulings and approvals lie."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from auditor.approvals.rules import Approval, concerns, is_confirmed, might_cover, would_cover
from auditor.days import Day
from auditor.findings.rules import Facts
from auditor.rulings.rules import Ruling
from auditor.verdicts.assessment import known_dates
from auditor.verdicts.rules import Status
from auditor.verdicts.timelines import Segment, break_points

_DAY: Final = timedelta(days=1)

#: So many approvals are told of; the list of approvals has the others.
MOST_APPROVALS: Final = 20

#: A segment narrower than so many percent of the span has no room for its number.
_ROOM: Final = 8

#: What ends later than this after all else is not drawn to its end.
_AHEAD: Final = timedelta(days=365)

#: So many years are named under a drawing at most, and none nearer to its ends than this percent.
_YEARS: Final = 5
_EDGE: Final = 6


class Scope(StrEnum):
    """How an approval of the finding's tool and department stands to the finding, in words."""

    COVERS = "would cover it"
    MIGHT = "might cover it: the finding does not tell enough"
    ELSEWHERE = "for another unit, officer or purpose"


class Bar(NamedTuple):
    """Days of the span in a row, and where they lie on it, in percent of its length."""

    from_on: date
    until_on: date
    start: float
    width: float

    @property
    def middle(self) -> float:
        """In percent, where what belongs to all of them is drawn."""
        return round(self.start + self.width / 2, 3)


class Piece(NamedTuple):
    """A segment, numbered from 1 on, so that drawing and table name it alike."""

    number: int
    bar: Bar
    status: Status

    @property
    def has_room(self) -> bool:
        """Whether its number fits into it."""
        return self.bar.width >= _ROOM


class Point(NamedTuple):
    """A known date; of a month the bar is the whole of it."""

    field: str
    day: Day
    bar: Bar


class RulingRow(NamedTuple):
    """A ruling that was in effect on days of the span, and these."""

    ruling: Ruling
    bar: Bar


class ApprovalRow(NamedTuple):
    """An approval of the tool and department.

    Attributes:
        scope: the nearest it comes to the finding on any day of the span.
        on_some_days: whether it comes less near on others.
        term: its term within the span; None where they do not meet.
        leave: the days of the span on which it had been confirmed and was in its term.
    """

    approval: Approval
    scope: Scope
    on_some_days: bool
    term: Bar | None
    leave: Bar | None


@dataclass(frozen=True, slots=True)
class Span:
    """From the first possible to the last possible of a finding's known dates.

    Attributes:
        years: those that begin within it and are named, each with its place in percent.
        approvals: at most `MOST_APPROVALS`, those that come nearest first.
        left_out: how many more there are.
    """

    from_on: date
    until_on: date
    pieces: Sequence[Piece]
    points: Sequence[Point]
    years: Sequence[tuple[int, float]]
    rulings: Sequence[RulingRow]
    approvals: Sequence[ApprovalRow]
    left_out: int


class Scale(NamedTuple):
    """The days of a drawing, from its left end to its right end."""

    from_on: date
    until_on: date

    def bar(self, from_on: date, until_on: date | None) -> Bar | None:
        """The part of these days, both inclusive, that lies within it; None where none does."""
        first = max(self.from_on, from_on)
        last = min(self.until_on, until_on or self.until_on)
        if last < first:
            return None
        days = (self.until_on - self.from_on).days + 1
        return Bar(
            first,
            last,
            round(100 * (first - self.from_on).days / days, 3),
            round(100 * ((last - first).days + 1) / days, 3),
        )


def scale_over(days: Collection[date], ends: Iterable[date | None]) -> Scale:
    """A drawing of all these days, and for a year more at most of what ends later.

    Args:
        days: at least one.
        ends: None where something runs on.
    """
    last = max(days)
    ahead = last + min(_AHEAD, date.max - last)
    return Scale(min(days), max([last, *(min(end or date.max, ahead) for end in ends)]))


def drawn_span(
    facts: Facts,
    drawn: Sequence[Segment],
    rulings: Iterable[Ruling],
    approvals: Iterable[Approval],
) -> Span | None:
    """All that is drawn of a finding's span; None without any known date.

    Args:
        drawn: `segments` of the finding, or a `timeline` that reaches as far.
        rulings: any standing ones; those about something else are passed over.
        approvals: any that were neither withdrawn nor entered in error; likewise.
    """
    ends = facts.span()
    if ends is None:
        return None
    scale = Scale(*ends)
    held = [(bar, each.status) for each in drawn if (bar := scale.bar(each.from_on, each.until_on))]
    told = _approvals(facts, scale, approvals, behind=_behind(held))
    return Span(
        *ends,
        pieces=[Piece(number, *each) for number, each in enumerate(held, 1)],
        points=list(_points(facts, drawn, scale)),
        years=list(years_in(scale)),
        rulings=list(rulings_within(facts, scale, rulings)),
        approvals=told[:MOST_APPROVALS],
        left_out=max(0, len(told) - MOST_APPROVALS),
    )


def _behind(held: Iterable[tuple[Bar, Status]]) -> set[int]:
    return {approval_id for _, status in held for approval_id in status.approval_ids}


def _points(facts: Facts, drawn: Sequence[Segment], scale: Scale) -> Iterator[Point]:
    for known in known_dates(facts, drawn):
        bar = scale.bar(known.day.first, known.day.last)
        if bar is not None:
            yield Point(known.field, known.day, bar)


def years_in(scale: Scale) -> Iterator[tuple[int, float]]:
    """The years that begin within it and are named, each with its place in percent."""
    first, last = scale.from_on.year + 1, scale.until_on.year
    step = max(1, -(-(last - first + 1) // _YEARS))
    for year in range(first, last + 1, step):
        bar = scale.bar(date(year, 1, 1), date(year, 1, 1))
        if bar is not None and _EDGE <= bar.start <= 100 - _EDGE:
            yield year, bar.start


def rulings_within(facts: Facts, scale: Scale, rulings: Iterable[Ruling]) -> Iterator[RulingRow]:
    """The rulings about such a finding that were in effect on days of the drawing."""
    for ruling in rulings:
        applies = ruling.applies_to(
            facts.tool_id, category=facts.category, department_id=facts.department_id
        )
        bar = scale.bar(ruling.takes_effect_on, ruling.effective_until) if applies else None
        if bar is not None:
            yield RulingRow(ruling, bar)


def _approvals(
    facts: Facts, scale: Scale, approvals: Iterable[Approval], *, behind: set[int]
) -> list[ApprovalRow]:
    """Those that the verdict of a day rests on, or whose term meets the span; the nearest first."""
    # Where an officer was assigned changes on these days at the earliest, and with it the scope.
    days = [scale.from_on, *(d for d in break_points(facts, (), ()) if scale.bar(d, d))]
    found = []
    for approval in approvals:
        if concerns(approval, facts):
            term = scale.bar(approval.valid_from, approval.valid_until)
            if term is not None or approval.id in behind:
                scopes = [scope_on(approval, facts, day) for day in days]
                nearest = min(scopes, key=tuple(Scope).index)
                leave = leave_within(approval, scale)
                found.append(ApprovalRow(approval, nearest, len(set(scopes)) > 1, term, leave))
    return sorted(found, key=lambda row: (tuple(Scope).index(row.scope), row.approval.id))


def scope_on(approval: Approval, facts: Facts, day: date) -> Scope:
    """How an approval of the finding’s tool and department stands to it on a day."""
    if would_cover(approval, facts, day):
        return Scope.COVERS
    return Scope.MIGHT if might_cover(approval, facts, day) else Scope.ELSEWHERE


def leave_within(approval: Approval, scale: Scale) -> Bar | None:
    """The days of `gives_leave_on`, which are in a row, as far as they are drawn."""
    if not is_confirmed(approval) or approval.decided_on is None:
        return None
    ends = [approval.valid_until or date.max, date.max]
    if approval.revoked_on is not None:
        ends.append(approval.revoked_on - _DAY)
    return scale.bar(max(approval.valid_from, approval.decided_on), min(ends))
