"""The rule on statements: a department denies what findings on record show."""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from auditor.days import Day
from auditor.findings.rules import Certainty, Stage
from auditor.flags.rules.rule import Raised, Rule, numbered
from auditor.flags.rules.states import Severity
from auditor.statements.rules import Answer

CONTRADICTS: Final = Rule(
    "contradicts-statement",
    1,
    Severity.SERIOUS,
    "A department denied it, and a finding, documented or confirmed, shows that somebody there had "
    "signed up or gone further by the day of that answer. Raised on the statement.",
)

#: Only a finding that is known so well speaks against what a department says.
CERTAIN: Final = (Certainty.DOCUMENTED, Certainty.CONFIRMED)

#: How many findings the sentence names before it says how many more there are.
_NAMED: Final = 500


class Shown(NamedTuple):
    """A finding of the statement's department and tool, as the rule sees it.

    Attributes:
        days: those that are known of signing up and of use.
        counted: False once it is withdrawn, disproved or marked a duplicate.
    """

    finding_id: int
    stage: Stage
    certainty: Certainty
    days: tuple[Day, ...]
    counted: bool = True


def contradicting(answered_on: date, found: Iterable[Shown]) -> list[int]:
    """The ids of those findings that speak against a denial of that day, in order.

    A day that is known to the month counts by its last day: before that it need not have been.
    """
    return sorted(
        one.finding_id
        for one in found
        if one.counted
        and one.certainty in CERTAIN
        and one.stage.reaches(Stage.SIGNED_UP)
        and any(day.last <= answered_on for day in one.days)
    )


def contradicted(answer: Answer, answered_on: date | None, found: Iterable[Shown]) -> Raised | None:
    """The flag on a statement that findings contradict; None where none does, or it denies nothing.

    Args:
        found: the findings of its department and tool.
    """
    if answer is not Answer.DENIED or answered_on is None:
        return None
    ids = contradicting(answered_on, found)
    if not ids:
        return None
    more = f", and {len(ids) - _NAMED:,} more," if len(ids) > _NAMED else ""
    verb = "shows" if len(ids) == 1 else "show"
    return Raised(
        CONTRADICTS,
        f"It was denied on {answered_on}, and {numbered('finding', ids[:_NAMED])}{more} {verb} "
        "that somebody had signed up by that day.",
    )
