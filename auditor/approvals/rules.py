"""What an approval covers, when it is in its term, and what was decided about it by a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from auditor.findings.rules import Facts


class Purpose(StrEnum):
    """What a tool is used for."""

    CRIMINAL_INVESTIGATION = "criminal investigation"
    VICTIM_IDENTIFICATION = "victim identification"
    MISSING_PERSON = "missing person"
    DECEASED_PERSON = "deceased person"
    WARRANT = "warrant"
    TRAINING = "training"
    TESTING = "testing"
    DEMONSTRATION = "demonstration"
    PERSONAL = "personal"
    OTHER = "other"
    UNKNOWN = "unknown"


class Decision(StrEnum):
    """What a department decided about a request."""

    CONFIRMED = "confirmed"
    DENIED = "denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A request and what became of it, as the rules see it.

    Days of steps are days they were **made on** (`made_on`), not days they were recorded. One
    that was withdrawn or entered in error is not handed to the rules at all.

    Attributes:
        unit: None for any.
        officer_id: None for any.
        purposes: empty for any.
        valid_from: the first whole day of its term.
        valid_until: the last day of its term, or None while it runs on.
        revoked_on: the day its revocation takes effect (`revocation_takes_effect_on`). A revoked
            approval is a confirmed one.

    Raises:
        ValueError: a decision without its day, a day without a decision, or a revocation of what
            was not confirmed.
    """

    id: int
    tool_id: int
    department_id: int
    unit: str | None = None
    officer_id: int | None = None
    purposes: frozenset[str] = frozenset()
    valid_from: date
    valid_until: date | None = None
    requested_on: date
    decision: Decision | None = None
    decided_on: date | None = None
    revoked_on: date | None = None

    def __post_init__(self) -> None:
        if (self.decision is None) != (self.decided_on is None):
            raise ValueError(f"Approval {self.id}: a decision and its day belong together.")
        if self.revoked_on is not None and self.decision is not Decision.CONFIRMED:
            raise ValueError(f"Approval {self.id}: only what was confirmed can be revoked.")


def scope_sought(
    *,
    tool_id: int,
    department_id: int,
    unit: str | None,
    officer_id: int | None,
    purposes: Iterable[str],
) -> Approval:
    """A request that is not on record yet, for what only looks at its scope, not at its days."""
    return Approval(
        id=0,
        tool_id=tool_id,
        department_id=department_id,
        unit=unit,
        officer_id=officer_id,
        purposes=frozenset(purposes),
        valid_from=date.min,
        requested_on=date.max,
    )


def made_on(recorded_on: date, document_on: date | None) -> date:
    """The day a step was made on: its document's date, else the day it was recorded here.

    Args:
        recorded_on: the city's day when the step was recorded.
        document_on: the date of the document attached to that very step and to no other. That it
            does not lie after `recorded_on` is for whoever records the step to see to.
    """
    return recorded_on if document_on is None else document_on


def revocation_takes_effect_on(effective_on: date, revocation_made_on: date) -> date:
    """The first whole day without the approval: the later of the two, for nobody revokes the past.

    Args:
        effective_on: the first whole day the revocation names.
        revocation_made_on: see `made_on`.
    """
    return max(effective_on, revocation_made_on)


def first_day_without(approval: Approval, revocation_made_on: date) -> date:
    """The first whole day without it where none is named: the day after, or its first day."""
    return max(approval.valid_from, revocation_made_on + timedelta(days=1))


@lru_cache(maxsize=4096)
def bare(word: str) -> str:
    """A unit's or purpose's name without case and blanks, to be compared and never shown."""
    return "".join(word.split()).casefold()


def is_confirmed(approval: Approval) -> bool:
    """Whether it was confirmed, on whatever day, and whether or not it was revoked since."""
    return approval.decision is Decision.CONFIRMED


def confirmed_by(approval: Approval, day: date) -> bool:
    """Whether it was confirmed on or before `day`."""
    return is_confirmed(approval) and approval.decided_on is not None and approval.decided_on <= day


def denied_by(approval: Approval, day: date) -> bool:
    """Whether it was denied on or before `day`."""
    return (
        approval.decision is Decision.DENIED
        and approval.decided_on is not None
        and approval.decided_on <= day
    )


def decided_before(approval: Approval, other: Approval) -> bool:
    """Whether both were decided, this one on an earlier day; of one day neither is before."""
    return (
        approval.decided_on is not None
        and other.decided_on is not None
        and approval.decided_on < other.decided_on
    )


def pending_on(approval: Approval, day: date) -> bool:
    """Whether on `day` it had been asked for and nothing was decided yet, whatever came later."""
    return approval.requested_on <= day and (
        approval.decided_on is None or day < approval.decided_on
    )


def ended_by(approval: Approval, day: date) -> bool:
    """Whether its last day lies before `day`; never without a last day."""
    return approval.valid_until is not None and approval.valid_until < day


def revoked_by(approval: Approval, day: date) -> bool:
    """Whether its revocation has taken effect by `day`."""
    return approval.revoked_on is not None and approval.revoked_on <= day


def within_dates(approval: Approval, day: date) -> bool:
    """Whether `day` lies between its first and last day, both inclusive, revoked or not."""
    return approval.valid_from <= day and not ended_by(approval, day)


def in_term(approval: Approval, day: date) -> bool:
    """Whether `day` lies within its dates and no revocation has taken effect by then."""
    return within_dates(approval, day) and not revoked_by(approval, day)


def gives_leave_on(approval: Approval, day: date) -> bool:
    """Whether on `day` it had been confirmed and was in its term; its scope is not looked at."""
    return confirmed_by(approval, day) and in_term(approval, day)


def concerns(approval: Approval, facts: Facts) -> bool:
    """Whether both are about the same tool in the same department."""
    return (approval.tool_id, approval.department_id) == (facts.tool_id, facts.department_id)


def would_cover(approval: Approval, facts: Facts, day: date) -> bool:
    """Whether its scope holds the finding on `day`; its term and decision are not looked at.

    Unit, officer and purposes must each be unset or match: any unit assigned on that day; the
    officer; every purpose, where there is at least one and none is *unknown*.
    """
    return (
        concerns(approval, facts)
        and approval.officer_id in (None, facts.officer_id)
        and (approval.unit is None or bare(approval.unit) in _units_on(facts, day))
        and (
            not approval.purposes
            or (
                _tells_purposes(facts) and _bare_all(facts.purposes) <= _bare_all(approval.purposes)
            )
        )
    )


def might_cover(approval: Approval, facts: Facts, day: date) -> bool:
    """Whether `would_cover` would hold if what the finding does not tell matched.

    Not told are: the officer of an unidentified account; the unit on a day without assignment;
    all purposes together, where there are none or *unknown* is among them.
    """
    units = _units_on(facts, day)
    return (
        concerns(approval, facts)
        and (facts.officer_id is None or approval.officer_id in (None, facts.officer_id))
        and (approval.unit is None or not units or bare(approval.unit) in units)
        and (
            not approval.purposes
            or not _tells_purposes(facts)
            or _bare_all(facts.purposes) <= _bare_all(approval.purposes)
        )
    )


def _units_on(facts: Facts, day: date) -> set[str]:
    """The units assigned on a day; a blank one tells nothing and is left out."""
    holding = {
        bare(unit)
        for unit, since, until in facts.assignments
        if (since is None or since <= day) and (until is None or day <= until)
    }
    return holding - {""}


def _tells_purposes(facts: Facts) -> bool:
    told = _bare_all(facts.purposes)
    return bool(told) and bare(Purpose.UNKNOWN) not in told


def _bare_all(words: frozenset[str]) -> set[str]:
    return {bare(word) for word in words}
