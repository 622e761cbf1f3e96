"""Approval is a question about a moment: the status of one finding on one day, by a table.

**What is decided today never changes the verdict of an earlier day.** The table is read so that
this holds, as follows:

- “Undecided” in line 8 means undecided *on that day*. Read as “undecided until now”, confirming a
  request would turn the days spent waiting for it from *awaiting* into *unapproved*: a decision of
  today would change an earlier day.
- Lines 10 to 12 do look at later confirmations, since `ratified` and `before-approval` say nothing
  else. They only tell kinds of *unapproved* apart, as do 13 and 14: a later confirmation may
  change the reason of an earlier day from one of lines 10 to 14 to another, never its verdict.
- In line 5 “confirmed after that denial” means on a later day. Days have no hours here, so that of
  a denial and a confirmation made on one day the denial stands, and nothing is excused wrongly.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum, auto
from typing import Final

from auditor.approvals.rules import (
    Approval,
    concerns,
    confirmed_by,
    decided_before,
    denied_by,
    ended_by,
    gives_leave_on,
    in_term,
    is_confirmed,
    might_cover,
    pending_on,
    revoked_by,
    within_dates,
    would_cover,
)
from auditor.findings.rules import Facts
from auditor.rulings.rules import Outcome, Ruling, ruling_in_force


class Verdict(StrEnum):
    """What can be said of a finding; the last three only of a finding, never of a day."""

    APPROVED = "approved"
    UNAPPROVED = "unapproved"
    NO_RULE = "no rule"
    AWAITING = "awaiting"
    UNCLEAR = "unclear"
    NOT_USED = "not used"
    UNDATED = "undated"
    NOT_COUNTED = "not counted"


class Reason(StrEnum):
    """Why; each belongs to one verdict. `DAYS_UNKNOWN` is only said of a finding."""

    PROHIBITED = "prohibited"
    COUNCIL_APPROVAL_MISSING = "council-approval-missing"
    APPROVED = "approved"
    PERMITTED = "permitted"
    DENIED = "denied"
    REVOKED = "revoked"
    NO_RULE = "no-rule"
    AWAITING = "awaiting"
    SCOPE_UNKNOWN = "scope-unknown"
    RATIFIED = "ratified"
    EXPIRED = "expired"
    BEFORE_APPROVAL = "before-approval"
    OUTSIDE_SCOPE = "outside-scope"
    NO_APPROVAL = "no-approval"
    DAYS_UNKNOWN = "days-unknown"


@dataclass(frozen=True, slots=True)
class Status:
    """What holds on one day.

    Attributes:
        line: of the table, 1 to 14.
        approval_ids: every approval that makes the line true, in order of their ids.
        ruling_id: the ruling in force, where the line rests on it: lines 1, 2, 4, and 14, whose
            ruling asks for the approval that is missing.
    """

    line: int
    verdict: Verdict
    reason: Reason
    approval_ids: tuple[int, ...] = ()
    ruling_id: int | None = None


class _Scope(Enum):
    """How an approval of the finding's tool and department stands to the finding on a day."""

    COVERING = auto()
    PERHAPS = auto()
    ELSEWHERE = auto()


@dataclass(frozen=True, slots=True)
class _Moment:
    """One day, the ruling in force on it, and the approvals by their scope on it."""

    day: date
    ruling: Ruling | None
    approvals: Mapping[_Scope, Sequence[Approval]]


#: The ids of the approvals and of the ruling that make a line true; None where it does not hold.
_Grounds = tuple[tuple[int, ...], int | None] | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what it says, and what makes it true of a moment."""

    number: int
    verdict: Verdict
    reason: Reason
    grounds: Callable[[_Moment], _Grounds]


def _ruled(outcome: Outcome) -> Callable[[_Moment], _Grounds]:
    def grounds(moment: _Moment) -> _Grounds:
        ruling = moment.ruling
        return ((), ruling.id) if ruling is not None and ruling.outcome is outcome else None

    return grounds


def _some(scope: _Scope, holds: Callable[[Approval, date], bool]) -> Callable[[_Moment], _Grounds]:
    def grounds(moment: _Moment) -> _Grounds:
        return _ids(each for each in moment.approvals[scope] if holds(each, moment.day))

    return grounds


def _ids(approvals: Iterable[Approval]) -> _Grounds:
    ids = tuple(sorted(approval.id for approval in approvals))
    return (ids, None) if ids else None


def _denied(moment: _Moment) -> _Grounds:
    day, covering = moment.day, moment.approvals[_Scope.COVERING]
    confirmed = [each for each in covering if confirmed_by(each, day)]
    return _ids(
        each
        for each in covering
        if denied_by(each, day)
        and not ended_by(each, day)
        # Only a confirmation on a later day answers a denial; see the top of this module.
        and not any(decided_before(each, other) for other in confirmed)
    )


def _was_revoked(approval: Approval, day: date) -> bool:
    return within_dates(approval, day) and revoked_by(approval, day)


def _is_pending(approval: Approval, day: date) -> bool:
    return within_dates(approval, day) and pending_on(approval, day)


def _ratifies(approval: Approval, day: date) -> bool:
    # One confirmed on or before the day has made line 3 true.
    return is_confirmed(approval) and in_term(approval, day)


def _had_ended(approval: Approval, day: date) -> bool:
    return is_confirmed(approval) and ended_by(approval, day)


def _had_not_begun(approval: Approval, day: date) -> bool:
    return is_confirmed(approval) and day < approval.valid_from


def _no_ruling(moment: _Moment) -> _Grounds:
    return ((), None) if moment.ruling is None else None


def _otherwise(moment: _Moment) -> _Grounds:
    return (), moment.ruling.id if moment.ruling is not None else None


_V, _R, _S = Verdict, Reason, _Scope

#: The table. The status of a day is the first line that holds.
LINES: Final = (
    Line(1, _V.UNAPPROVED, _R.PROHIBITED, _ruled(Outcome.PROHIBITED)),
    Line(2, _V.UNAPPROVED, _R.COUNCIL_APPROVAL_MISSING, _ruled(Outcome.COUNCIL_APPROVAL_REQUIRED)),
    Line(3, _V.APPROVED, _R.APPROVED, _some(_S.COVERING, gives_leave_on)),
    Line(4, _V.APPROVED, _R.PERMITTED, _ruled(Outcome.PERMITTED)),
    Line(5, _V.UNAPPROVED, _R.DENIED, _denied),
    Line(6, _V.UNAPPROVED, _R.REVOKED, _some(_S.COVERING, _was_revoked)),
    Line(7, _V.NO_RULE, _R.NO_RULE, _no_ruling),
    Line(8, _V.AWAITING, _R.AWAITING, _some(_S.COVERING, _is_pending)),
    Line(9, _V.UNCLEAR, _R.SCOPE_UNKNOWN, _some(_S.PERHAPS, gives_leave_on)),
    Line(10, _V.UNAPPROVED, _R.RATIFIED, _some(_S.COVERING, _ratifies)),
    Line(11, _V.UNAPPROVED, _R.EXPIRED, _some(_S.COVERING, _had_ended)),
    Line(12, _V.UNAPPROVED, _R.BEFORE_APPROVAL, _some(_S.COVERING, _had_not_begun)),
    # What perhaps covers the finding and gives leave has made line 9 true.
    Line(13, _V.UNAPPROVED, _R.OUTSIDE_SCOPE, _some(_S.ELSEWHERE, gives_leave_on)),
    Line(14, _V.UNAPPROVED, _R.NO_APPROVAL, _otherwise),
)


def status(
    day: date, facts: Facts, rulings: Iterable[Ruling], approvals: Iterable[Approval]
) -> Status:
    """What holds for a finding on one day: the definition of every verdict.

    Whether the finding counts, its stage and its own days are not looked at: it is asked what
    would hold for a use on `day`.

    Args:
        day: a city day.
        facts: the finding's tool, department, officer, units and purposes.
        rulings: any standing ones, in any order; those about something else are passed over.
        approvals: any that were neither withdrawn nor entered in error; likewise.
    """
    moment = _moment(day, facts, rulings, approvals)
    for line in LINES:
        grounds = line.grounds(moment)
        if grounds is not None:
            return Status(line.number, line.verdict, line.reason, *grounds)
    raise AssertionError("The last line of the table holds always.")


def _moment(
    day: date, facts: Facts, rulings: Iterable[Ruling], approvals: Iterable[Approval]
) -> _Moment:
    ruling = ruling_in_force(
        day,
        rulings,
        tool_id=facts.tool_id,
        category=facts.category,
        department_id=facts.department_id,
    )
    scoped: dict[_Scope, list[Approval]] = {scope: [] for scope in _Scope}
    for approval in approvals:
        if would_cover(approval, facts, day):
            scoped[_Scope.COVERING].append(approval)
        elif might_cover(approval, facts, day):
            scoped[_Scope.PERHAPS].append(approval)
        elif concerns(approval, facts):
            scoped[_Scope.ELSEWHERE].append(approval)
    return _Moment(day, ruling, scoped)
