"""Whether a ruling came, changed or was withdrawn since an approval was last looked at."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from auditor.approvals.staleness import Change, Reason, Values, read, shown, stood
from auditor.rulings.rules import Body, Days, Outcome, Ruling, days_of
from auditor.tools.rules import Category

#: Of a ruling: the fields that are told with their values, and what they are called.
_OF_RULING: Final = {
    "body": "body",
    "outcome": "outcome",
    "adopted_on": "adopted on",
    "effective_from": "in effect from",
    "effective_until": "in effect until",
}


class Ruled(NamedTuple):
    """How a ruling stood from a place in the trail on; none where it had been withdrawn."""

    seq: int
    on: date
    ruling: Ruling | None


def as_it_stood(ruling_id: int, changes: Sequence[Change]) -> list[Ruled]:
    """How a ruling stood after each of its changes, in their order: told once for all approvals."""
    return [
        Ruled(each.seq, each.on, _ruling(ruling_id, stood(changes, each.seq))) for each in changes
    ]


def ruling_reasons(
    past: Sequence[Ruled],
    since: int,
    *,
    rest: Days,
    tool_id: int,
    category: Category | None,
    department_id: int,
) -> Iterator[Reason]:
    """Whether a ruling on the tool in the department came, changed or was withdrawn.

    It counts where it is, or was, in effect on some day of what is left of the term.

    Args:
        past: of one ruling, see `as_it_stood`.
        since: see `tool_reasons`.
    """
    last = past[-1]
    if last.seq <= since:
        return
    then, now = (
        next((each.ruling for each in reversed(past) if each.seq <= since), None),
        last.ruling,
    )
    about = [
        each
        for each in (then, now)
        if each is not None
        and each.applies_to(tool_id, category=category, department_id=department_id)
        and days_of(each)[0] <= rest[1]
        and rest[0] <= days_of(each)[1]
    ]
    if then != now and about:
        yield Reason(last.seq, _of_ruling(then, now, shown(last.on)))


@lru_cache(maxsize=4096)
def _of_ruling(then: Ruling | None, now: Ruling | None, on: str) -> str:
    told = now or then
    if told is None:
        raise AssertionError("A ruling stood before, or stands now.")
    if then is None or now is None:
        until = f" to {shown(told.effective_until)}" if told.effective_until else " on"
        days = f"in effect from {shown(told.takes_effect_on)}{until}"
        done = "entered" if now else "withdrawn"
        return f"Ruling {told.id} ({told.body}: {told.outcome}, {days}) was {done} on {on}."
    moved = [
        f"{label} from {_value(getattr(then, field))} to {_value(getattr(now, field))}"
        for field, label in _OF_RULING.items()
        if getattr(then, field) != getattr(now, field)
    ]
    if (then.tool_id, then.category, then.department_id) != (
        *(now.tool_id, now.category, now.department_id),
    ):
        moved.append("what it is about")
    return f"Ruling {told.id} ({told.body}) was changed on {on}: {'; '.join(moved)}."


def _ruling(ruling_id: int, values: Values | None) -> Ruling | None:
    """The ruling as the rules see it; none where it was not there, or was withdrawn."""
    # Of one whose values were erased by law nothing can be told.
    if values is None or values.get("withdrawn_at") is not None or "outcome" not in values:
        return None
    return Ruling(
        id=ruling_id,
        tool_id=values.get("tool_id"),
        category=Category(values["category"]) if values.get("category") else None,
        department_id=values.get("department_id"),
        body=Body(values["body"]),
        outcome=Outcome(values["outcome"]),
        adopted_on=date.fromisoformat(values["adopted_on"]),
        effective_from=date.fromisoformat(values["effective_from"]),
        effective_until=read(values.get("effective_until")),
    )


def _value(value: Any) -> str:
    return shown(value) if isinstance(value, date) else str(value or "none")
