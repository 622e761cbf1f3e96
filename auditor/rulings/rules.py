"""What bodies lay down, and which of their rulings is in force on a day."""

from collections.abc import Iterable, Mapping
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

#: Years that a ruling can be about; others are slips of the keyboard, or stand for no end.
_YEARS: Final = range(1900, 2200)


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
    return _rank(ruling), -ruling.id


def wrong_in(ruling: Ruling) -> dict[str, str]:
    """A sentence for each field of a ruling that cannot be; empty when all can."""
    wrong: dict[str, str] = {}
    if ruling.tool_id is not None and ruling.category is not None:
        wrong["category"] = (
            "A ruling is about one tool or about a category, not both. Leave one of the two empty."
        )
    if ruling.effective_until is not None and ruling.effective_until < ruling.takes_effect_on:
        wrong["effective_until"] = (
            f"It would end on {ruling.effective_until}, before it takes effect on "
            f"{ruling.takes_effect_on}. Correct one of the two."
        )
    for field in ("adopted_on", "effective_from", "effective_until"):
        day: date | None = getattr(ruling, field)
        if day is not None and day.year not in _YEARS:
            remedy = "Leave it empty while it runs on." if field == "effective_until" else ""
            wrong[field] = f"{day} is no day that a ruling can name. {remedy}".rstrip()
    return wrong


def remark_on(ruling: Ruling) -> str:
    """What is odd about a ruling and yet can be; empty when nothing is."""
    if ruling.effective_from < ruling.adopted_on:
        return (
            f"It was adopted on {ruling.adopted_on}, after {ruling.effective_from}: nothing is in "
            f"effect before it was adopted, so that it takes effect on {ruling.takes_effect_on}."
        )
    return ""


#: The first and the last of some days in a row.
Days = tuple[date, date]


def days_of(ruling: Ruling) -> Days:
    """The days on which it is in effect; the last is the calendar's where it runs on."""
    return ruling.takes_effect_on, ruling.effective_until or date.max


def winning_over(
    ruling: Ruling,
    others: Iterable[Ruling],
    *,
    days: Days,
    categories: Mapping[int, Category],
) -> list[Ruling]:
    """The rulings of the same body that count instead of it, each within its own scope.

    They are narrower, or as wide and took effect later; see `ruling_in_force`.

    Args:
        others: any; itself is passed over.
        days: only those in effect on one of these.
        categories: by id of a tool, its category.
    """
    return [
        other
        for other in _beside(ruling, others, days, categories)
        if other.body is ruling.body and _precedence(other) > _precedence(ruling)
    ]


def stricter_than(
    ruling: Ruling,
    others: Iterable[Ruling],
    *,
    days: Days,
    categories: Mapping[int, Category],
) -> list[Ruling]:
    """The rulings of other bodies that are stricter where both apply; see `winning_over`."""
    return [
        other
        for other in _beside(ruling, others, days, categories)
        if other.body is not ruling.body and _rank(other) > _rank(ruling)
    ]


def _beside(
    ruling: Ruling, others: Iterable[Ruling], days: Days, categories: Mapping[int, Category]
) -> list[Ruling]:
    """Those that are in effect on one of the days, and about a tool and a department of its."""
    first, last = days
    return [
        other
        for other in others
        if other.id != ruling.id
        and days_of(other)[0] <= last
        and first <= days_of(other)[1]
        and _meet(ruling, other, categories)
    ]


def _meet(one: Ruling, other: Ruling, categories: Mapping[int, Category]) -> bool:
    bound = {one.department_id, other.department_id} - {None}
    tools = {one.tool_id, other.tool_id} - {None}
    about = {categories.get(each) for each in tools if each is not None} | {
        each.category for each in (one, other) if each.tool_id is None and each.category is not None
    }
    return len(bound) <= 1 and len(tools) <= 1 and len(about) <= 1


def _rank(ruling: Ruling) -> int:
    return _MILDEST_FIRST.index(ruling.outcome)
