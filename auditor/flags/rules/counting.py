"""The rules that look at many findings at once: what they hold, and the sentences they raise."""

from collections.abc import Mapping, Sequence
from typing import Final

from auditor.flags.rules.rule import Raised, Rule, numbered
from auditor.flags.rules.states import Severity

CASE_REUSED: Final = Rule(
    "case-reused",
    1,
    Severity.NOTICE,
    "One case number stands on findings of more officers of one department, for one tool, than "
    "is usual.",
)
HIGH_VOLUME: Final = Rule(
    "high-volume",
    1,
    Severity.NOTICE,
    "More searches are recorded than on nearly all findings of the tool that give a number.",
)

#: The rules that no finding alone decides.
COUNTING: Final = (CASE_REUSED, HIGH_VOLUME)

#: So many findings are named in a sentence.
_NAMED: Final = 10


def rank_of(count: int, percent: int) -> int:
    """The rank, from 1 on, of the value that is still usual: `ceil(percent / 100 * count)`.

    Args:
        count: how many values there are, at least one.
        percent: from 1 to 100.
    """
    return -(-count * percent // 100)


def case_reused(by_officer: Mapping[int, Sequence[int]]) -> Raised:
    """The flag on each finding with a case number that too many officers share.

    Args:
        by_officer: the ids of the findings with that number, by officer.
    """
    ids = sorted({finding for found in by_officer.values() for finding in found})
    named = numbered("finding", ids[:_NAMED])
    more = f" and {len(ids) - _NAMED:,} more" if len(ids) > _NAMED else ""
    says = f"A case number of it is shared by {len(by_officer)} officers: {named}{more}."
    return Raised(CASE_REUSED, says)


def high_volume(searches_low: int, percent: int) -> Raised:
    """The flag on a finding with more searches than the value at the rank of `percent`."""
    says = (
        f"At least {searches_low:,} searches are recorded, more than on {percent} of 100 findings "
        "of the tool that give a number."
    )
    return Raised(HIGH_VOLUME, says)
