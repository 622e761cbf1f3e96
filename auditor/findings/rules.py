"""What a finding may say: its vocabularies, the checks of its stage and days, and its facts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from auditor.days import Day
from auditor.tools.rules import Category


class Stage(StrEnum):
    """How far it went, least first: four different counts, never mixed."""

    OFFERED = "offered"
    SIGNED_UP = "signed up"
    USED = "used"
    USED_IN_A_CASE = "used in a case"

    def reaches(self, other: "Stage") -> bool:
        """Whether it is `other` or beyond; the words themselves are not to be compared."""
        return _STAGES.index(self) >= _STAGES.index(other)


_STAGES: Final = tuple(Stage)


class Certainty(StrEnum):
    """How well a finding is known; a disproved one counts nowhere."""

    DOCUMENTED = "documented"
    CONFIRMED = "confirmed"
    CONTESTED = "contested"
    UNVERIFIED = "unverified"
    DISPROVED = "disproved"


class Counted(StrEnum):
    """Whether a finding counts, or why it counts nowhere."""

    YES = "yes"
    WITHDRAWN = "withdrawn"
    DISPROVED = "disproved"
    DUPLICATE = "duplicate"


class AccountKind(StrEnum):
    """Whose account it is."""

    WORK = "work"
    PERSONAL = "personal"
    SHARED = "shared"
    VENDOR_ISSUED = "vendor-issued"
    UNKNOWN = "unknown"


class AccountState(StrEnum):
    """Whether the account can still be used."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Licence(StrEnum):
    """On what terms the tool was had."""

    TRIAL = "trial"
    PAID = "paid"
    DEMO = "demo"
    BORROWED = "borrowed"
    UNKNOWN = "unknown"


class ObtainedThrough(StrEnum):
    """How the officer came by it."""

    VENDOR_OUTREACH = "vendor outreach"
    COLLEAGUE = "colleague"
    CONFERENCE = "conference"
    PROCUREMENT = "procurement"
    UNKNOWN = "unknown"


class Assignment(NamedTuple):
    """A unit an officer was assigned to.

    `since` is None when it counts from always, `until` (inclusive) when it runs on. A blank unit
    tells nothing and counts as no assignment.
    """

    unit: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a verdict may look at, and nothing else of a finding.

    Attributes:
        officer_id: None for an account that is not yet identified.
        assignments: the officer's, whatever their days; empty without an officer.
        purposes: as recorded; none of them, or *unknown* among them, means that they are not told.
        counted: False once the finding is withdrawn, disproved or marked a duplicate.
    """

    tool_id: int
    category: Category | None
    department_id: int
    officer_id: int | None = None
    assignments: tuple[Assignment, ...] = ()
    purposes: frozenset[str] = frozenset()
    stage: Stage
    signed_up_on: Day | None = None
    first_used_on: Day | None = None
    last_used_on: Day | None = None
    counted: bool = True

    def known_dates(self) -> tuple[tuple[str, Day], ...]:
        """The days its verdict rests on, each under its field's name; none, and it is undated."""
        named = (
            ("signed_up_on", self.signed_up_on),
            ("first_used_on", self.first_used_on),
            ("last_used_on", self.last_used_on),
        )
        return tuple((name, day) for name, day in named if day is not None)

    def span(self) -> tuple[date, date] | None:
        """From the first possible to the last possible of the known dates; None without any."""
        days = [day for _, day in self.known_dates()]
        if not days:
            return None
        return min(day.first for day in days), max(day.last for day in days)


#: The days of a finding under their fields' names, with what a form calls them.
DAY_LABELS: Final[Mapping[str, str]] = {
    "offered_on": "Offered on",
    "signed_up_on": "Signed up on",
    "first_used_on": "First used on",
    "last_used_on": "Last used on",
    "closed_on": "Closed on",
}


def fitting_stage(
    days: Mapping[str, Day | None], *, searches_low: int | None, case_numbers: Collection[str]
) -> tuple[Stage, str]:
    """The least stage that fits what is recorded, and what of it asks for that stage.

    Args:
        days: by field name, as in `DAY_LABELS`; others and missing ones do not matter.
        searches_low: only what is surely above 0 asks for *used*, so “0-10” does not.
        case_numbers: blank ones do not count.
    """
    used = next((name for name in ("first_used_on", "last_used_on") if days.get(name)), None)
    if any(number.strip() for number in case_numbers):
        return Stage.USED_IN_A_CASE, "a case number is recorded"
    if used is not None:
        return Stage.USED, f"“{DAY_LABELS[used]}” is {days[used]}"
    if searches_low is not None and searches_low > 0:
        return Stage.USED, f"searches above 0 are recorded ({searches_low})"
    if days.get("signed_up_on"):
        return Stage.SIGNED_UP, f"“{DAY_LABELS['signed_up_on']}” is {days['signed_up_on']}"
    return Stage.OFFERED, "nothing beyond an offer is recorded"


def stage_sentences(
    stage: Stage,
    days: Mapping[str, Day | None],
    *,
    searches_low: int | None = None,
    case_numbers: Collection[str] = (),
) -> dict[str, str]:
    """What is wrong with the stage, under `stage`, naming the one that would fit; empty if it fits.

    Args:
        stage: as entered or uploaded.
        days: by field name; see `fitting_stage` for the rest.
    """
    least, because = fitting_stage(days, searches_low=searches_low, case_numbers=case_numbers)
    if stage.reaches(least):
        return {}
    sentence = f"The stage “{stage}” is less than what is recorded: {because}."
    return {"stage": f"{sentence} “{least}” would fit."}


def day_sentences(days: Mapping[str, Day | None], today: date) -> dict[str, str]:
    """What is wrong with the days, by field name; empty if nothing is.

    A month is refused only if none of its days would do: the running month is not in the future,
    and a first use known to a month does not lie after a last use within that month.

    Args:
        days: by field name, as in `DAY_LABELS`; missing ones are not known.
        today: the city's day.
    """
    sentences = {}
    first, last = days.get("first_used_on"), days.get("last_used_on")
    if first is not None and last is not None and first.first > last.last:
        sentences["last_used_on"] = (
            f"“{DAY_LABELS['last_used_on']}” ({last}) lies before"
            f" “{DAY_LABELS['first_used_on']}” ({first}): correct one of the two."
        )
    for name, label in DAY_LABELS.items():
        day = days.get(name)
        if day is not None and day.first > today:
            sentences[name] = (
                f"“{label}” ({day}) lies in the future: give a day up to today, {today}."
            )
    return sentences


def searches_sentences(low: int | None, high: int | None) -> dict[str, str]:
    """What is wrong with the numbers of searches, under `searches_high`; empty if nothing is.

    Args:
        low: the least number that is certain; None if nobody knows one.
        high: the greatest there can have been; None if nobody knows one.
    """
    if high is None or (low is not None and low <= high):
        return {}
    least = "no least number" if low is None else f"at least {low}"
    return {
        "searches_high": f"There cannot be {least} and at most {high} searches. Correct one of"
        " the two."
    }
