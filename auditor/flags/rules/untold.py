"""The rules on what a finding does not tell: they say what to ask for."""

from collections.abc import Sequence
from typing import Final

from auditor.approvals.rules import Purpose, bare
from auditor.flags.rules.rule import Raised, Rule, Seen, numbered
from auditor.flags.rules.states import Severity
from auditor.verdicts.rules import Reason, Verdict

UNCLEAR: Final = Rule(
    "unclear",
    1,
    Severity.NOTICE,
    "Whether it was approved depends on what the finding does not tell.",
)

UNDATED: Final = Rule(
    "undated",
    1,
    Severity.NOTICE,
    "Somebody signed up or went further, and no day of it is recorded.",
)


def unclear(seen: Seen) -> Sequence[Raised]:
    """A flag on a finding whose verdict is *unclear*; it says what would make it clear."""
    if seen.verdict is not Verdict.UNCLEAR or (span := seen.facts.span()) is None:
        return ()
    found = seen.assessment
    if found.reason is Reason.DAYS_UNKNOWN:
        says = (
            f"No known date is without approval, but some day from {span[0]} to {span[1]} is: "
            "ask for the exact days of use."
        )
    else:
        says = (
            f"Whether {numbered('approval', found.approval_ids)} covered {found.since} is not "
            f"told: ask for {' and for '.join(_missing(seen))}."
        )
    return (Raised(UNCLEAR, says),)


def undated(seen: Seen) -> Sequence[Raised]:
    """A flag on a finding at *signed up* or beyond without any known date."""
    if seen.verdict is not Verdict.UNDATED:
        return ()
    says = (
        f"The stage is “{seen.facts.stage}”, and no day of signing up or of use is recorded: "
        "ask for the dates."
    )
    return (Raised(UNDATED, says),)


def _missing(seen: Seen) -> list[str]:
    """What the approvals behind the verdict name, and the finding does not tell."""
    facts = seen.facts
    behind = [each for each in seen.approvals if each.id in seen.assessment.approval_ids]
    told = {bare(purpose) for purpose in facts.purposes}
    missing = []
    if facts.officer_id is None and any(each.officer_id or each.unit for each in behind):
        missing.append("the officer")
    if facts.officer_id is not None and any(each.unit for each in behind):
        missing.append("the officer’s unit on that day")
    if (not told or bare(Purpose.UNKNOWN) in told) and any(each.purposes for each in behind):
        missing.append("the purposes")
    return missing or ["the officer, the unit on that day and the purposes"]
