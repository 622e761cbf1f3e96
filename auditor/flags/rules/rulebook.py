"""Every flag rule, and what they say of one finding."""

from typing import Final

from auditor.flags.rules.rule import Raised, Rule, Seen
from auditor.flags.rules.unapproved import BY_REASON, on_known_dates
from auditor.flags.rules.untold import UNCLEAR, UNDATED, unclear, undated
from auditor.verdicts.rules import Verdict

RULES: Final[tuple[Rule, ...]] = (*BY_REASON.values(), UNCLEAR, UNDATED)

BY_ID: Final = {rule.id: rule for rule in RULES}

_FAMILIES: Final = (on_known_dates, unclear, undated)


def flags_on(seen: Seen) -> list[Raised]:
    """Every rule that holds for a finding; none for one that is not counted."""
    if seen.verdict is Verdict.NOT_COUNTED:
        return []
    return [raised for family in _FAMILIES for raised in family(seen)]
