"""How verdicts and reasons read on pages and in sheets; stored words and addresses stay."""

from collections.abc import Mapping
from typing import Final

from auditor.verdicts.rules import Reason, Verdict

#: What a verdict is called where people read it.
LABEL: Final = "Approval status"

#: A stored verdict in words: only one of them reads otherwise than it is stored.
VERDICT_READS: Final[Mapping[Verdict, str]] = {
    verdict: "No approval on record" if verdict is Verdict.UNAPPROVED else verdict.capitalize()
    for verdict in Verdict
}

#: A stored reason in words, to be read after its verdict.
REASON_READS: Final[Mapping[Reason, str]] = {
    Reason.PROHIBITED: "a ruling prohibited it",
    Reason.COUNCIL_APPROVAL_MISSING: "the council’s approval was required and is not on record",
    Reason.APPROVED: "a confirmed approval covers it",
    Reason.PERMITTED: "a ruling permits it",
    Reason.DENIED: "the request had been denied",
    Reason.REVOKED: "the approval had been revoked",
    Reason.NO_RULE: "no rule is on record for that day",
    Reason.AWAITING: "a request was not decided yet",
    Reason.SCOPE_UNKNOWN: "whether an approval covers it depends on what is not told",
    Reason.RATIFIED: "confirmed only afterwards",
    Reason.EXPIRED: "the approval had ended",
    Reason.BEFORE_APPROVAL: "the approval began only later",
    Reason.OUTSIDE_SCOPE: "the approval is for another unit, officer or purpose",
    Reason.NO_APPROVAL: "no approval would cover it",
    Reason.DAYS_UNKNOWN: "it depends on days that are not known",
}

#: What an approval by itself says of a day or a finding, to be read after whether it gives leave.
COVERING_READS: Final[Mapping[Reason, str]] = {
    Reason.PROHIBITED: "a ruling prohibits it, which no approval answers",
    Reason.COUNCIL_APPROVAL_MISSING: "the council’s approval is required, and this is not one",
    Reason.APPROVED: "it was confirmed by then, and in its term",
    Reason.DENIED: "it had been denied",
    Reason.REVOKED: "it had been revoked",
    Reason.AWAITING: "it was not decided yet",
    Reason.SCOPE_UNKNOWN: "it depends on what the finding does not tell",
    Reason.RATIFIED: "it was confirmed only afterwards",
    Reason.EXPIRED: "its term had ended",
    Reason.BEFORE_APPROVAL: "its term began only later",
    Reason.OUTSIDE_SCOPE: "it is for another unit, officer or purpose",
    Reason.NO_APPROVAL: "it was not asked for by then, or not for that day",
}
