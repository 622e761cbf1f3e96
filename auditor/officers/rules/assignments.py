"""What a roster changes in an officer's dated assignments."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from auditor.officers.rules.names import fold

ONE_DAY: Final = timedelta(days=1)

PAST_STANDS: Final = (
    "On {day} the officer’s assignment on record is another one, and later ones are on record "
    "too; nothing was changed. Give earlier assignments with From and Until."
)
SEVERAL_RUN: Final = (
    "On {day} several assignments of the officer are on record, none of them this one; nothing "
    "was changed. Give the assignments with From and Until."
)


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where an officer was; without `since` from always, without `until` it runs on.

    Both days belong to it. None for badge, rank or unit: not known.
    """

    badge: str | None
    rank: str | None
    unit: str | None
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the day lies within it."""
        return first_day(self) <= day <= last_day(self)


NOTHING_KNOWN: Final = Assignment(None, None, None)


@dataclass(frozen=True, slots=True)
class Seen:
    """What one row says of an officer's place: None says nothing, "" that there is none."""

    badge: str | None = None
    rank: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """`assignment` in the place of the standing one at `position`; None: a further assignment."""

    position: int | None
    assignment: Assignment


@dataclass(frozen=True, slots=True)
class RosterOutcome:
    """What a roster changes, or the remark that says why it changes nothing."""

    changes: tuple[Change, ...] = ()
    remark: str = ""


def changed(standing: Sequence[Assignment], changes: Sequence[Change]) -> list[Assignment]:
    """The assignments after the changes; further ones come last."""
    after = list(standing)
    for change in changes:
        if change.position is None:
            after.append(change.assignment)
        else:
            after[change.position] = change.assignment
    return after


def assignments_after_roster(
    standing: Sequence[Assignment], seen: Seen, *, on: date
) -> RosterOutcome:
    """What a roster without From changes, which says where the officer was on the day `on`.

    The first assignment counts from always. Another badge, rank or unit ends the assignment that
    held on the day before and starts a new one; on the very day it began it is corrected. A
    roster of the past, before assignments on record, changes nothing and says so.
    """
    holding = [at for at, one in enumerate(standing) if one.holds_on(on)]
    if any(agrees(standing[at], seen) for at in holding):
        return RosterOutcome()
    if remark := _why_nothing(standing, holding, on):
        return RosterOutcome(remark=remark)
    if not holding:
        first = taken_over(NOTHING_KNOWN, seen)
        if standing:
            return RosterOutcome((Change(None, replace(first, since=on)),))
        return RosterOutcome(() if first == NOTHING_KNOWN else (Change(None, first),))
    at = holding[0]
    after = taken_over(standing[at], seen)
    if first_day(standing[at]) == on:
        return RosterOutcome((Change(at, after),))
    ended = replace(standing[at], until=on - ONE_DAY)
    return RosterOutcome((Change(at, ended), Change(None, replace(after, since=on))))


def _why_nothing(standing: Sequence[Assignment], holding: Sequence[int], on: date) -> str:
    if any(first_day(one) > on for one in standing):
        return PAST_STANDS.format(day=on)
    return SEVERAL_RUN.format(day=on) if len(holding) > 1 else ""


def agrees(assignment: Assignment, seen: Seen) -> bool:
    """Whether what was seen is on record already, compared without case, accents and blanks."""
    pairs = (
        (assignment.badge, seen.badge),
        (assignment.rank, seen.rank),
        (assignment.unit, seen.unit),
    )
    return all(said is None or _bare(said) == _bare(held) for held, said in pairs)


def _bare(text: str | None) -> str:
    return fold(text).replace(" ", "")


def taken_over(assignment: Assignment, seen: Seen) -> Assignment:
    """The assignment with what was seen in the place of what it said."""
    return replace(
        assignment,
        badge=assignment.badge if seen.badge is None else seen.badge or None,
        rank=assignment.rank if seen.rank is None else seen.rank or None,
        unit=assignment.unit if seen.unit is None else seen.unit or None,
    )


def first_day(assignment: Assignment) -> date:
    """Its first day; the first there is for one that counts from always."""
    return assignment.since or date.min


def last_day(assignment: Assignment) -> date:
    """Its last day; the last there is for one that runs on."""
    return assignment.until or date.max
