"""What bodies lay down, and which of their rulings is in force on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from auditor.tools.rules import Category


class Body(StrEnum):
    """Who laid it down; no body loosens what another laid down."""

    STATE_LAW = "state law"
    COUNCIL = "council"
    COURT = "court"
    MAYOR = "mayor"
    PRIVACY_OFFICE = "privacy office"
    CHIEF = "chief"
    PROSECUTOR = "prosecutor"
    OTHER = "other"


class Outcome(StrEnum):
    """What was laid down, from the mildest to the strictest."""

    PERMITTED = "permitted"
    APPROVAL_REQUIRED = "approval required"
    COUNCIL_APPROVAL_REQUIRED = "council approval required"
    PROHIBITED = "prohibited"


_MILDEST_FIRST: Final = tuple(Outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A standing ruling as the rules see it; a withdrawn one is not handed to them.

    Attributes:
        id: of two, the later recorded has the greater one.
        tool_id: the one tool it is about; with a tool, the category does not matter.
        category: the category it is about; without tool and category it is about every tool.
        department_id: None for all departments.
        effective_from: the first whole day.
        effective_until: the last day, or None while it runs on.
    """

    id: int
    tool_id: int | None = None
    category: Category | None = None
    department_id: int | None = None
    body: Body
    outcome: Outcome
    adopted_on: date
    effective_from: date
    effective_until: date | None = None

    @property
    def takes_effect_on(self) -> date:
        """The first day it is in effect: nothing is in effect before it was adopted."""
        return max(self.effective_from, self.adopted_on)

    def in_effect_on(self, day: date) -> bool:
        """Whether it has taken effect by `day` and has not ended before."""
        return self.takes_effect_on <= day and (
            self.effective_until is None or day <= self.effective_until
        )

    def applies_to(self, tool_id: int, *, category: Category | None, department_id: int) -> bool:
        """Whether it is about this tool in this department, whatever the day."""
        if self.department_id not in (None, department_id):
            return False
        if self.tool_id is not None:
            return self.tool_id == tool_id
        return self.category in (None, category)

    @property
    def specificity(self) -> tuple[bool, bool, bool]:
        """Greater is more specific: a tool beats a category, either beats a department alone."""
        about_tool = self.tool_id is not None
        about_category = self.category is not None and not about_tool
        return about_tool, about_category, self.department_id is not None


def ruling_in_force(
    day: date,
    rulings: Iterable[Ruling],
    *,
    tool_id: int,
    category: Category | None,
    department_id: int,
) -> Ruling | None:
    """The one ruling that says what holds for a tool in a department on a day; None without any.

    Of each body only its most specific ruling counts; of equally specific ones the one that took
    effect later, then the later recorded. Between bodies the strictest is in force; where two
    bodies say the same, the ruling recorded first is named.

    Args:
        day: a city day.
        rulings: any, in any order; those about something else are passed over.
    """
    spoken: dict[Body, Ruling] = {}
    for ruling in rulings:
        if not ruling.in_effect_on(day) or not ruling.applies_to(
            tool_id, category=category, department_id=department_id
        ):
            continue
        rival = spoken.get(ruling.body)
        if rival is None or _precedence(ruling) > _precedence(rival):
            spoken[ruling.body] = ruling
    return max(spoken.values(), key=_strictness, default=None)


def _precedence(ruling: Ruling) -> tuple[tuple[bool, bool, bool], date, int]:
    return ruling.specificity, ruling.takes_effect_on, ruling.id


def _strictness(ruling: Ruling) -> tuple[int, int]:
    return _MILDEST_FIRST.index(ruling.outcome), -ruling.id
