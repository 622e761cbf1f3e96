"""What makes a confirmed approval stale: what was known then, held against what stands now.

Nothing that was changed and changed back makes one stale, and nothing that ends before what is
left of its term.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple

from auditor.approvals.rules import bare
from auditor.findings.rules import Assignment
from auditor.rulings.rules import Days

#: A record's values by field, as the trail holds them: days as text, words as they are stored.
Values = Mapping[str, Any]


class ReviewOutcome(StrEnum):
    """What a review came to. One that is revoked says so itself, and needs no review beside it."""

    KEPT = "kept"
    NARROWED = "narrowed"


class Change(NamedTuple):
    """One change of a record.

    Attributes:
        seq: its place in the trail.
        on: the city's day on which it was recorded.
        what: add, change or remove.
        after: the fields that it set.
    """

    seq: int
    on: date
    what: str
    after: Values


class Reason(NamedTuple):
    """Why an approval is to be reviewed, and the place in the trail of what is behind it."""

    seq: int
    says: str


#: Of a tool: the fields that matter, and what they are called.
_OF_TOOL: Final = {"risk_level": "risk level", "domains": "domains"}


def stood(changes: Iterable[Change], at: int | None = None) -> Values | None:
    """A record as it stood at a place in the trail; None where it was not there.

    Args:
        changes: all of the record's, in their order.
        at: None for now.
    """
    values: dict[str, Any] | None = None
    for change in changes:
        if at is not None and change.seq > at:
            break
        values = None if change.what == "remove" else {**(values or {}), **change.after}
    return values


def tool_reasons(called: str, changes: Sequence[Change], since: int) -> Iterator[Reason]:
    """Whether a tool's risk level or domains are others than they were.

    Args:
        called: the tool's name.
        changes: all of the tool's, in their order.
        since: the place in the trail of the decision, or of the last review.
    """
    then, now = stood(changes, since), stood(changes)
    if then is None or now is None:
        return
    for field, label in _OF_TOOL.items():
        was, became = _in_words(then.get(field)), _in_words(now.get(field))
        if was != became:
            last = [each for each in changes if field in each.after][-1]
            yield Reason(
                last.seq,
                f"The {label} of {called} went from {was} to {became} on {shown(last.on)}.",
            )


def unit_reasons(
    assignments: Iterable[Sequence[Change]], since: int, *, rest: Days
) -> Iterator[Reason]:
    """Whether an officer is in another unit on some day than was known; the first such day.

    That a unit came to be known, or is not known any more, makes none.

    Args:
        assignments: of each of the officer's, all changes.
        since: see `tool_reasons`.
        rest: what is left of the term.
    """
    histories = list(assignments)
    then = [one for each in histories if (one := _place(stood(each, since)))]
    now = [one for each in histories if (one := _place(stood(each)))]
    starts = {max(one.since or date.min, rest[0]) for one in (*then, *now)}
    for day in sorted(start for start in starts if start <= rest[1]):
        places = _holding(now, day)
        known = _holding(then, day) or _latest_before(then, day)
        if known and places and _units(known) != _units(places):
            last = max((each[-1] for each in histories), key=lambda change: change.seq)
            became, was = _named(places), _named(known)
            begins = next((one.since for one in places if one.since), None)
            yield Reason(
                last.seq,
                f"From {shown(begins)} on the officer’s unit is {became}, not {was}."
                if begins
                else f"The officer’s unit is {became}, not {was}, as {shown(last.on)} brought.",
            )
            return


def _place(values: Values | None) -> Assignment | None:
    """The assignment, where it tells a unit."""
    if values is None or not bare(values.get("unit") or ""):
        return None
    return Assignment(values["unit"], read(values.get("since")), read(values.get("until")))


def _holding(places: Iterable[Assignment], day: date) -> list[Assignment]:
    return [
        one
        for one in places
        if (one.since or date.min) <= day and (one.until is None or day <= one.until)
    ]


def _latest_before(places: Iterable[Assignment], day: date) -> list[Assignment]:
    """Where an officer was last, of whom nothing was known for the day itself."""
    ended = [one for one in places if one.until is not None and one.until < day]
    latest = max((one.until or date.min for one in ended), default=None)
    return [one for one in ended if one.until == latest]


def _units(places: Iterable[Assignment]) -> set[str]:
    return {bare(one.unit) for one in places}


def _named(places: Iterable[Assignment]) -> str:
    return " and ".join(dict.fromkeys(one.unit for one in places))


def read(written: str | None) -> date | None:
    """A day as the trail holds it; None for none."""
    return date.fromisoformat(written) if written else None


def _in_words(value: Any) -> str:
    return ", ".join(sorted(value)) or "none" if isinstance(value, list) else value or "none"


def shown(day: date) -> str:
    """1 December 2026."""
    return f"{day.day} {day:%B %Y}"
