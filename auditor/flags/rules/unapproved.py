"""The rules on known dates without approval: one for each reason."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from auditor.flags.rules.rule import Raised, Rule, Seen, days_in_words, numbered
from auditor.flags.rules.states import Severity
from auditor.verdicts.assessment import ReasonOnKnown, Sum
from auditor.verdicts.rules import Reason

#: A reason's sentence from: its days in words; what it rests on, with its approvals or rulings.
_Sentence = Callable[[str, ReasonOnKnown], str]


def _approvals(found: ReasonOnKnown) -> str:
    return numbered("approval", found.approval_ids)


def _had(found: ReasonOnKnown) -> str:
    return "had" if len(found.approval_ids) == 1 else "each had"


def _rulings(found: ReasonOnKnown) -> str:
    return numbered("ruling", found.ruling_ids) if found.ruling_ids else "a ruling"


_NOTICE, _SERIOUS, _GRAVE = Severity.NOTICE, Severity.SERIOUS, Severity.GRAVE

_TABLE: Final[tuple[tuple[Reason, Severity, str, _Sentence], ...]] = (
    (
        Reason.PROHIBITED,
        _GRAVE,
        "A ruling prohibited the tool on a known date.",
        lambda days, found: f"On {days} the tool was prohibited by {_rulings(found)}.",
    ),
    (
        Reason.COUNCIL_APPROVAL_MISSING,
        _GRAVE,
        "A ruling required the council’s approval on a known date, and none is on record.",
        lambda days, found: (
            f"On {days} the council’s approval was required by {_rulings(found)}, and no ruling "
            "that permits the tool is on record; a department’s approval does not answer it."
        ),
    ),
    (
        Reason.DENIED,
        _SERIOUS,
        "A request that would cover it had been denied by a known date.",
        lambda days, found: (
            f"On {days} {_approvals(found)} {_had(found)} been denied, and nothing that would "
            "cover it had been confirmed after that."
        ),
    ),
    (
        Reason.REVOKED,
        _SERIOUS,
        "The approval that would cover it had been revoked by a known date.",
        lambda days, found: f"On {days} {_approvals(found)} {_had(found)} been revoked.",
    ),
    (
        Reason.OUTSIDE_SCOPE,
        _SERIOUS,
        "On a known date only an approval for another unit, officer or purpose was in its term.",
        lambda days, found: (
            f"On {days} {_approvals(found)} covered another unit, officer or purpose, "
            "and nothing covered this one."
        ),
    ),
    (
        Reason.EXPIRED,
        _SERIOUS,
        "The approval that would cover it had ended before a known date.",
        lambda days, found: f"On {days} {_approvals(found)} {_had(found)} ended.",
    ),
    (
        Reason.NO_APPROVAL,
        _SERIOUS,
        "An approval was required on a known date, and none is on record.",
        lambda days, found: (
            f"On {days} an approval was required by {_rulings(found)}, and none is on record."
        ),
    ),
    (
        Reason.BEFORE_APPROVAL,
        _SERIOUS,
        "The approval that would cover it begins only after a known date.",
        lambda days, found: f"On {days} the term of {_approvals(found)} had not begun.",
    ),
    (
        Reason.RATIFIED,
        _NOTICE,
        "The approval that covers it was confirmed only after a known date.",
        lambda days, found: (
            f"On {days} {_approvals(found)} {_had(found)} not been confirmed yet; no document "
            "shows that it was so already then."
        ),
    ),
)

#: Stands for the days in a sentence until they are known; no sentence holds it.
_DAYS: Final = "\0"

_SENTENCES: Final = {reason: sentence for reason, _, _, sentence in _TABLE}

BY_REASON: Final = {
    reason: Rule(reason.value, 1, severity, explains) for reason, severity, explains, _ in _TABLE
}


def on_known_dates(seen: Seen) -> Sequence[Raised]:
    """A flag for every reason without approval that holds on a known date, worst first."""
    return [
        Raised(BY_REASON[found.reason], _SENTENCES[found.reason](days_in_words(found.days), found))
        for found in seen.reasons_on_known
    ]


class Frame(NamedTuple):
    """A flag of findings that differ in their days alone, with its sentence around the days.

    Attributes:
        places: those of the known dates on which its rule holds.
    """

    rule: Rule
    before: str
    after: str
    places: tuple[int, ...]

    def around(self, days: str) -> str:
        """The sentence with these days."""
        return f"{self.before}{days}{self.after}"


def frames(total: Sum) -> list[Frame]:
    """The flags of `on_known_dates` for all findings whose known dates come to this."""
    found = []
    for reason, places, approval_ids, ruling_ids in total.holding:
        sentence = _SENTENCES[reason](_DAYS, ReasonOnKnown(reason, (), approval_ids, ruling_ids))
        before, after = sentence.split(_DAYS)
        found.append(Frame(BY_REASON[reason], before, after, places))
    return found
