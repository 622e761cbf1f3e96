"""What rows with From and Until change in an officer's dated assignments."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from auditor.errors import FieldsRefused
from auditor.officers.rules.assignments import (
    NOTHING_KNOWN,
    ONE_DAY,
    Assignment,
    Change,
    Seen,
    agrees,
    changed,
    first_day,
    last_day,
    taken_over,
)


@dataclass(frozen=True, slots=True)
class DatedRow:
    """One row with From: that and until when; a missing until says nothing."""

    number: int
    seen: Seen
    since: date | None
    until: date | None = None


def assignments_after_rows(
    standing: Sequence[Assignment], rows: Sequence[DatedRow]
) -> list[Change]:
    """What rows with From change: they are the officer's assignments, told apart by that day.

    A row that begins on a day on record changes that assignment, another adds one. One that counts
    from always, as a roster without From left it, now begins with the row that agrees with it.
    Without Until an assignment ends the day before the next; with one it is taken as it stands.

    Raises:
        FieldsRefused: a row ends before it begins, or two rows begin on one day.
    """
    _refuse_impossible(rows)
    after = list(standing)
    begun: set[int] = set()
    ended: set[int] = set()
    for row in sorted(rows, key=_day):
        at = _place(after, row, rows)
        if at is None:
            at = len(after)
            after.append(replace(NOTHING_KNOWN, since=row.since))
        if at >= len(standing) or after[at].since != row.since:
            begun.add(at)
        until = row.until or after[at].until
        after[at] = replace(taken_over(after[at], row.seen), since=row.since, until=until)
        ended |= {at} if row.until else set()
    _end_before_the_next(after, begun=begun, ended=ended)
    changes = [Change(at, after[at]) for at, old in enumerate(standing) if old != after[at]]
    return changes + [Change(None, new) for new in after[len(standing) :]]


def assignments_from_rows(rows: Sequence[DatedRow]) -> list[Assignment]:
    """The assignments that rows with From tell of an officer of whom none are on record.

    Raises:
        FieldsRefused: a row ends before it begins, or two rows begin on one day.
    """
    return changed((), assignments_after_rows((), rows))


def _refuse_impossible(rows: Sequence[DatedRow]) -> None:
    for row in rows:
        if row.since and row.until and row.until < row.since:
            raise FieldsRefused(
                {
                    "until": f"Row {row.number} ends on {row.until}, before it begins on "
                    f"{row.since}: correct From or Until."
                }
            )
    ordered = sorted(rows, key=lambda row: (_day(row), row.number))
    for one, other in pairwise(ordered):
        if one.since == other.since and (one.seen, one.until) != (other.seen, other.until):
            day = f"on {one.since}" if one.since else "without From"
            raise FieldsRefused(
                {
                    "since": f"Rows {one.number} and {other.number} both begin {day}, and differ: "
                    "leave one of them out, or correct its From."
                }
            )


def _place(after: Sequence[Assignment], row: DatedRow, rows: Sequence[DatedRow]) -> int | None:
    """Where the assignment stands that a row tells of; None: nowhere yet."""
    for at, one in enumerate(after):
        if one.since == row.since:
            return at
    if any(other.since is None for other in rows):
        return None
    for at, one in enumerate(after):
        if one.since is None and last_day(one) >= _day(row) and agrees(one, row.seen):
            return at
    return None


def _end_before_the_next(after: list[Assignment], *, begun: set[int], ended: set[int]) -> None:
    """Ends what would run into the next, but for what the file itself has `ended`.

    What was on record is ended only by what has `begun` with this file, so that assignments
    which were entered side by side stay so.
    """
    starts = sorted({(first_day(one), at in begun) for at, one in enumerate(after)})
    for at, one in enumerate(after):
        next_on = [day for day, new in starts if day > first_day(one) and (new or at in begun)]
        if at not in ended and next_on and last_day(one) >= next_on[0]:
            after[at] = replace(one, until=next_on[0] - ONE_DAY)


def _day(row: DatedRow) -> date:
    return row.since or date.min
