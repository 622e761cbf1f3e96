"""How the approvals of one tool in one department stand to a finding, and from which day on."""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final, NamedTuple, Self

from auditor.approvals.rules import Approval, might_cover, would_cover
from auditor.findings.rules import Assignment, Facts

_DAY: Final = timedelta(days=1)

#: Places in `Scopes`.
COVERING, PERHAPS, ELSEWHERE = range(3)

#: What an approval can be limited to: places in what `_limited` gives.
_OFFICER, _PURPOSES, _UNIT = range(3)

#: Stands for every officer whom no approval names: to the rules they are all alike.
_NOT_NAMED: Final = 0


class Scopes(NamedTuple):
    """Which approvals would cover a finding, which only might, and which do not: a bit for each."""

    covering: int
    perhaps: int
    elsewhere: int


class Spells(NamedTuple):
    """The scopes that hold from each of these days on, the calendar's first among them.

    Attributes:
        always: the scopes, if they are the same on all days.
    """

    starts: Sequence[Any]
    scopes: Sequence[Scopes]
    always: Scopes | None

    def on(self, day: Any) -> Scopes:
        """The scopes that hold on a day."""
        return self.always or self.scopes[bisect_right(self.starts, day) - 1]


class Place(NamedTuple):
    """Where an officer was: under a number, which officers with the same assignments share.

    Attributes:
        starts: days from which on they may have been elsewhere, the calendar's first among them.
        units: in which they were from each of these days on.
        told: the assignments as a text that is the same whenever they are.
    """

    number: int
    assignments: tuple[Assignment, ...]
    starts: Sequence[date]
    units: Sequence[tuple[str, ...]]
    told: str

    @classmethod
    def of(cls, assignments: tuple[Assignment, ...], number: int) -> Self:
        """The place with these assignments."""
        began = {each.since for each in assignments if each.since is not None}
        ended = {each.until for each in assignments if each.until is not None}
        after = {until + _DAY for until in ended if until < date.max}
        starts = sorted({date.min} | began | after)
        units = [
            tuple([each.unit for each in assignments if _holds(each, start)]) for start in starts
        ]
        return cls(number, assignments, starts, units, repr(assignments))


NOWHERE: Final = Place.of((), 0)


class Scoping:
    """The approvals of one tool in one department, each with its bit in this order.

    An approval covers a finding if its officer, its purposes and its unit do, each by itself; that
    each of them does is asked of `would_cover` and `might_cover`, which stay the definition.

    Args:
        facts: the tool and the department, and nothing else.
        day: what stands for a day in what is asked and given; see `Docket`.
    """

    def __init__(
        self, facts: Facts, approvals: Sequence[Approval], day: Callable[[date], Any]
    ) -> None:
        self._facts = facts
        self._day = day
        self._named = {approval.officer_id for approval in approvals} - {None}
        self._names_purposes = any(approval.purposes for approval in approvals)
        self._names_units = any(approval.unit for approval in approvals)
        self._limited = list(zip(*map(_limited, approvals), strict=True)) or [(), (), ()]
        self._every = (1 << len(approvals)) - 1
        self._fits: dict[tuple[int, Hashable], tuple[int, int]] = {}
        self._drawn: dict[Hashable, Spells] = {}

    def spells(self, officer_id: int | None, purposes: Sequence[str], place: Place) -> Spells:
        """How the approvals stand to a finding; findings alike in what they look at share it.

        Args:
            purposes: as recorded.
            place: where the officer was.
        """
        is_told = officer_id is None or officer_id in self._named
        key = (
            officer_id if is_told and self._named else _NOT_NAMED,
            purposes if self._names_purposes else (),
            place.number if self._names_units else 0,
        )
        found = self._drawn.get(key)
        if found is None:
            drawn = self._draw(key[0], key[1], place if self._names_units else NOWHERE)
            found = self._drawn.setdefault(key, drawn)
        return found

    def _draw(self, officer_id: int | None, purposes: Sequence[str], place: Place) -> Spells:
        officer = self._fit(_OFFICER, officer_id)
        purpose = self._fit(_PURPOSES, purposes)
        scopes = []
        for units in place.units:
            unit = self._fit(_UNIT, units)
            covering = officer[0] & purpose[0] & unit[0]
            possible = officer[1] & purpose[1] & unit[1]
            scopes.append(Scopes(covering, possible & ~covering, self._every & ~possible))
        always = scopes[0] if len(set(scopes)) == 1 else None
        return Spells([self._day(start) for start in place.starts], scopes, always)

    def _fit(self, limit: int, told: Any) -> tuple[int, int]:
        """Which approvals would cover, and which at least might, if they had this limit alone."""
        found = self._fits.get((limit, told))
        if found is None:
            facts = _telling(self._facts, limit, told)
            covering = possible = self._every
            for n, each in enumerate(self._limited[limit]):
                if each is not None and not would_cover(each, facts, date.min):
                    covering &= ~(1 << n)
                    if not might_cover(each, facts, date.min):
                        possible &= ~(1 << n)
            found = self._fits[limit, told] = covering, possible
        return found


def _limited(approval: Approval) -> tuple[Approval | None, Approval | None, Approval | None]:
    """The approval as if it were limited to its officer, its purposes or its unit alone.

    None where it is not limited to one: then it covers whatever there is.
    """
    officer, purposes, unit = approval.officer_id, approval.purposes, approval.unit
    return (
        replace(approval, purposes=frozenset(), unit=None) if officer is not None else None,
        replace(approval, officer_id=None, unit=None) if purposes else None,
        replace(approval, officer_id=None, purposes=frozenset()) if unit is not None else None,
    )


def _telling(facts: Facts, limit: int, told: Any) -> Facts:
    if limit == _OFFICER:
        return replace(facts, officer_id=told)
    if limit == _PURPOSES:
        return replace(facts, purposes=frozenset(told))
    return replace(facts, assignments=tuple(Assignment(unit) for unit in told))


def _holds(assignment: Assignment, day: date) -> bool:
    since, until = assignment.since, assignment.until
    return (since is None or since <= day) and (until is None or day <= until)
