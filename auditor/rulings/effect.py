"""What a step on a ruling would do to the findings, shown before it is taken."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final, TypeVar

from auditor.rulings.model import Ruling
from auditor.rulings.queries import categories_of_tools, standing_rulings
from auditor.rulings.rules import Days, days_of, remark_on, stricter_than, winning_over
from auditor.rulings.rules import Ruling as Ruled
from auditor.rulings.service import RulingFacts, facts_of, refuse, ruled
from auditor.trail.queries import position
from auditor.verdicts.effects import changes_in_words, changes_with_rulings
from auditor.work import Work

T = TypeVar("T")

#: Opens a work of whoever acts; with `reading=True` one for reading.
Opened = Callable[..., AbstractContextManager[Work]]

#: What is told where only words of a ruling differ.
_MATTERS_TO_NONE: Final = "No approval status depends on what you changed."


@dataclass(frozen=True, slots=True)
class Effect:
    """What a step would do, as it is shown before it is taken.

    Attributes:
        sentences: how many findings change from which verdict to which.
        remarks: what is odd about the ruling.
        winning: the ids of rulings of the same body that count instead of it in their scopes.
        stricter: the ids of rulings of other bodies that are stricter.
        nothing: whether the ruling would stay as it is in every field.
        seen: equal for two steps that would do the same.
    """

    sentences: tuple[str, ...]
    remarks: tuple[str, ...]
    winning: tuple[int, ...]
    stricter: tuple[int, ...]
    nothing: bool
    seen: str


def effect_of(work: Work, ruling: Ruling | None, facts: RulingFacts | None) -> Effect:
    """What saving, ending or withdrawing would do.

    Args:
        ruling: the one on record; None to enter a new one.
        facts: what would be said of it; None to withdraw it.

    Raises:
        NotAllowed, IllegalMove, FieldsRefused: as the step itself would.
    """
    refuse(work, ruling, facts)
    was, standing = None if ruling is None else facts_of(ruling), standing_rulings(work)
    # A new one is recorded after all others.
    number = max((each.id for each in standing), default=0) + 1 if ruling is None else ruling.id
    others = [each for each in standing if each.id != number]
    now = None if was is None else ruled(was, number)
    then = None if facts is None else ruled(facts, number)
    changes = changes_with_rulings(work, [*others, then] if then else others)
    sentences = changes_in_words(changes) if then != now else [_MATTERS_TO_NONE]
    meant = then or now
    if meant is None:
        raise AssertionError("A step is taken on a ruling, or enters one.")
    days, categories = _days(now, then), categories_of_tools(work)
    winning = winning_over(meant, others, days=days, categories=categories)
    stricter = stricter_than(meant, others, days=days, categories=categories)
    return Effect(
        tuple(sentences),
        tuple(_remarks(then, others)) if then else (),
        tuple(each.id for each in winning),
        tuple(each.id for each in stricter),
        facts is not None and facts == was,
        _digest(was, facts, sorted(map(repr, changes.items())), winning, stricter),
    )


def once_seen(
    opened: Opened, effect: Callable[[Work], Effect], act: Callable[[Work], T], *, seen: str
) -> Effect | T:
    """Act once the effect was seen that it has now; else give the effect, and do nothing.

    It is told in a work for reading, and again within the turn only if somebody wrote meanwhile.

    Args:
        seen: of the effect that was shown; empty where none was.
    """
    with opened(reading=True) as work:
        at, shown = position(work), effect(work)
    if shown.nothing or shown.seen != seen:
        return shown
    with opened() as work:
        if position(work) != at:
            shown = effect(work)
            if shown.seen != seen:
                return shown
        return act(work)


def _days(now: Ruled | None, then: Ruled | None) -> Days:
    """On which days others matter: those of the ruling, or those that fall away as it ends."""
    if now is None or then is None:
        meant = then or now
        if meant is None:
            raise AssertionError("A step is taken on a ruling, or enters one.")
        return days_of(meant)
    ends = replace(now, effective_until=then.effective_until) == then
    if ends and then.effective_until and days_of(then)[1] < days_of(now)[1]:
        return then.effective_until + timedelta(days=1), days_of(now)[1]
    return days_of(then)


def _remarks(then: Ruled, others: Iterable[Ruled]) -> Iterator[str]:
    if remark := remark_on(then):
        yield remark
    for other in others:
        if _what_it_is_about(other) == _what_it_is_about(then):
            yield (
                f"Ruling {other.id} of the same body is about the same, from the same day. If both "
                "are one ruling, keep only one of them."
            )


def _what_it_is_about(ruling: Ruled) -> tuple[object, ...]:
    """By this an upload recognises a ruling again."""
    scope = ruling.tool_id, ruling.category, ruling.department_id
    return (*scope, ruling.body, ruling.effective_from)


def _digest(*told: object) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()
