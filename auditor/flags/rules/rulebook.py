"""Every flag rule, and what those on its approval say of one finding."""

from typing import Final

from auditor.flags.rules.contradiction import CONTRADICTS
from auditor.flags.rules.counting import CASE_REUSED, HIGH_VOLUME
from auditor.flags.rules.rule import Raised, Rule, Seen
from auditor.flags.rules.told import (
    FREE_TRIAL,
    NO_CASE,
    OPEN_AFTER_DEPARTURE,
    OUTSIDE_AGENCY,
    PERSONAL_ADDRESS,
    UNCONFIRMED,
)
from auditor.flags.rules.unapproved import BY_REASON, Frame, frames, on_known_dates
from auditor.flags.rules.untold import UNCLEAR, UNDATED, unclear, undated
from auditor.verdicts.assessment import Sum
from auditor.verdicts.rules import Verdict

RULES: Final[tuple[Rule, ...]] = (
    *BY_REASON.values(),
    UNCLEAR,
    UNDATED,
    UNCONFIRMED,
    FREE_TRIAL,
    PERSONAL_ADDRESS,
    NO_CASE,
    CASE_REUSED,
    HIGH_VOLUME,
    OUTSIDE_AGENCY,
    OPEN_AFTER_DEPARTURE,
    CONTRADICTS,
)

BY_ID: Final = {rule.id: rule for rule in RULES}

_FAMILIES: Final = (on_known_dates, unclear, undated)


#: The rules on findings with these verdicts look at more than what their known dates come to.
_LOOKED_AT: Final = frozenset({Verdict.UNCLEAR, Verdict.UNDATED})


def frames_of(total: Sum) -> list[Frame] | None:
    """The flags of `flags_on` for all findings whose known dates come to this.

    None where the rules look at more of each, so that `flags_on` has to be asked.
    """
    return None if total.verdict in _LOOKED_AT else frames(total)


def flags_on(seen: Seen) -> list[Raised]:
    """Every rule on its approval that holds for a finding; none for one that is not counted."""
    if seen.verdict is Verdict.NOT_COUNTED:
        return []
    return [raised for family in _FAMILIES for raised in family(seen)]
