"""The ten questions: what each counts, how it is answered, and what the records do not tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Asked(StrEnum):
    """Findings that answer a question, as an address of their list names them."""

    BEFORE_APPROVAL = "used-before-approval"
    RULE_BROKEN = "used-against-a-rule"
    NO_RULE = "used-without-a-rule"
    FOLLOWED = "used-and-followed"
    EXPLAINED = "explained"
    UNEXPLAINED = "unexplained"
    OPEN = "open-and-not-approved"
    LEFT = "open-after-departure"
    STATE_UNKNOWN = "state-not-known"
    RATIFIED = "confirmed-afterwards"
    LEADS = "in-a-case-unapproved"
    OUTSIDE = "for-an-outside-agency"
    OUTSIDE_PROHIBITED = "for-an-outside-agency-prohibited"
    PROHIBITED = "used-though-prohibited"
    COUNCIL_MISSING = "council-approval-missing"
    OUTCOME = "with-an-outcome"
    NO_OUTCOME = "unapproved-without-outcome"
    ADDED = "added-since-report"


class Told(StrEnum):
    """Statements that answer a question."""

    DENIED = "denied"
    CONFIRMED = "confirmed"
    PARTLY = "partly confirmed"
    DECLINED = "declined"
    WAITING = "waiting"


#: What each part counts; withdrawn, disproved and duplicate findings count nowhere.
READS: Final[Mapping[Asked | Told, str]] = {
    Asked.BEFORE_APPROVAL: "face recognition used before any approval that covers it",
    Asked.RULE_BROKEN: "face recognition used against a ruling, a decision or its scope",
    Asked.NO_RULE: "face recognition used when no rule was on record for that day",
    Asked.FOLLOWED: "face recognition used without approval, and an outcome is on record",
    Asked.EXPLAINED: "used, with a case number and a purpose",
    Asked.UNEXPLAINED: "used, without a case number or without a purpose",
    Asked.OPEN: "account open, and the finding not approved",
    Asked.LEFT: "account open after its officer left, by a flag that stands",
    Asked.STATE_UNKNOWN: "signed up, and whether the account is open is not known",
    Asked.RATIFIED: "confirmed only after the use or sign-up",
    Asked.LEADS: "used in a case, with no approval on record",
    Asked.OUTSIDE: "on behalf of an outside agency",
    Asked.OUTSIDE_PROHIBITED: "on behalf of an outside agency while prohibited",
    Asked.PROHIBITED: "used while prohibited, for whomever",
    Asked.COUNCIL_MISSING: "the council’s own approval was required and is missing",
    Asked.OUTCOME: "an outcome of a follow-up is on record",
    Asked.NO_OUTCOME: "no approval on record, and no outcome of a follow-up yet",
    Asked.ADDED: "recorded since the newest report to the council",
    Told.DENIED: "denied",
    Told.CONFIRMED: "confirmed",
    Told.PARTLY: "partly confirmed",
    Told.DECLINED: "declined",
    Told.WAITING: "asked, and still without an answer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question.

    Attributes:
        says: the answer; {0} and so on stand for the counts of `parts`, as words.
        lists: further lists that tell more, by the name in their address.
        missing: what the records cannot answer.
    """

    asks: str
    says: str
    parts: tuple[Asked | Told, ...] = ()
    lists: tuple[str, ...] = ()
    missing: str


QUESTIONS: Final = (
    Question(
        asks="Who used a face-recognition tool before any approval existed, and what followed?",
        says="On record: {0} of use before any approval, {1} of use against a rule or decision, "
        "and {2} of use when no rule was on record. For {3} of those without approval an outcome "
        "stands.",
        parts=(Asked.BEFORE_APPROVAL, Asked.RULE_BROKEN, Asked.NO_RULE, Asked.FOLLOWED),
        missing="Uses whose day is not known, or for which the facts of an approval are unclear, "
        "are in none of the lines.",
    ),
    Question(
        asks="Which share of the use can be explained by a case number and a purpose?",
        says="Both a case number and a purpose are on record for {0} of use; for {1} one of them, "
        "or both, is missing.",
        parts=(Asked.EXPLAINED, Asked.UNEXPLAINED),
        missing="Case numbers and purposes are recorded for a finding, not for each search. The "
        "department of each row owns what is not explained; a person who answers for it is not "
        "recorded.",
    ),
    Question(
        asks="What did departments tell us, when, on what basis, and when did it change?",
        says="{0} denied, {1} confirmed, {2} partly confirmed, {3} declined, and {4} without "
        "an answer yet.",
        parts=(Told.DENIED, Told.CONFIRMED, Told.PARTLY, Told.DECLINED, Told.WAITING),
        lists=("statements",),
        missing="Who at which rank knew before that is not recorded: only whether the department "
        "was aware before it was asked.",
    ),
    Question(
        asks="Which accounts are live without a valid approval?",
        says="The account is open, and the finding not approved, for {0}; it is still open after "
        "its officer left for {1}. Whether it is open is not known for {2}.",
        parts=(Asked.OPEN, Asked.LEFT, Asked.STATE_UNKNOWN),
        missing="Whether an approval covers an account today is told for a tool and a department: "
        "where it names a unit, an officer or purposes, look at each. Nobody logs in to look: an "
        "account is open if the newest source said so.",
    ),
    Question(
        asks="Which supervisors confirmed use after the fact, outside policy, or for themselves?",
        says="Confirmed only after the use or sign-up: {0}.",
        parts=(Asked.RATIFIED,),
        lists=("approvals",),
        missing="A policy is known as far as it stands in rulings. The register refuses decisions "
        "on what concerns whoever decides; of those from before it was kept, it knows who recorded "
        "them.",
    ),
    Question(
        asks="Which cases rest on unapproved use, so that prosecutor and defence must be told?",
        says="Use in a case with no approval on record: {0}.",
        parts=(Asked.LEADS,),
        missing="Arrests, and whether a search led to one, are not recorded: only that the tool "
        "was used in a case.",
    ),
    Question(
        asks="Which use was for outside agencies, around a ban or stop order?",
        says="Use on behalf of an outside agency: {0}; of these, while the tool was prohibited: "
        "{1}. In all, use while prohibited: {2}.",
        parts=(Asked.OUTSIDE, Asked.OUTSIDE_PROHIBITED, Asked.PROHIBITED),
        missing="Searches that outside agencies ran for a department are not recorded.",
    ),
    Question(
        asks="Each tool: approved by whom, on what conditions, and what is late or broken?",
        says="Without the council’s own approval where one was required: {0}.",
        parts=(Asked.COUNCIL_MISSING,),
        lists=("rulings", "approvals"),
        missing="Votes, costs, reports that are due, and whether a condition is kept are not "
        "recorded. Conditions stand as text with each approval; use must stop when a ruling says "
        "so, or an approval ends.",
    ),
    Question(
        asks="Did like conduct get like outcome?",
        says="An outcome is on record for {0}; none yet for {1} without approval.",
        parts=(Asked.OUTCOME, Asked.NO_OUTCOME),
        missing="How grave a conduct was beyond its flag, and what is in personnel files, is not "
        "recorded; a rank or unit is known as far as the rosters tell it for that day.",
    ),
    Question(
        asks="What did we know on the day of a vote or denial, and what came since?",
        says="Recorded since the newest report that was issued to the council: {0}.",
        parts=(Asked.ADDED,),
        lists=("reports",),
        missing="Days of votes are not recorded. What was known on a day stands in the reports "
        "issued until then, and what changed after each in the sheet Changes of the next.",
    ),
)
