"""Who may decide, and what a request and a decision need before they can be recorded."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from auditor.access import Permission
from auditor.approvals.model import Approval
from auditor.approvals.queries import as_ruled, asked_for
from auditor.approvals.rules import Approval as RuledApproval
from auditor.approvals.rules import Decision
from auditor.concern import concerning_approvals
from auditor.days import business_days_after, city_day
from auditor.departments.model import Department
from auditor.errors import IllegalMove, NotAllowed
from auditor.officers.model import Officer
from auditor.people.model import User
from auditor.people.queries import names_of_users
from auditor.tools.model import Tool
from auditor.work import Work

#: Business days after a decision on which it can be marked as entered in error.
DAYS_TO_MARK: Final = 5


def wrong_request(
    work: Work,
    tool_id: int,
    department_id: int,
    *,
    officer_id: int | None,
    term: tuple[date, date | None],
) -> dict[str, str]:
    """What is wrong with a request, by field; empty if nothing is.

    Args:
        term: its first and its last day.
    """
    wrong = {}
    tool, department = work.session.get(Tool, tool_id), work.session.get(Department, department_id)
    if tool is None or tool.withdrawn_at is not None:
        wrong["tool"] = "There is no such tool on record: choose another."
    if department is None or department.withdrawn_at is not None:
        wrong["department"] = "There is no such department on record: choose another."
    officer = work.session.get(Officer, officer_id) if officer_id is not None else None
    if officer_id is not None and (officer is None or officer.department_id != department_id):
        wrong["officer"] = "This officer is not of that department: name one of its officers."
    valid_from, valid_until = term
    if valid_until is not None and valid_until < valid_from:
        wrong["valid_until"] = (
            f"The last day, {valid_until}, lies before the first, {valid_from}: correct one."
        )
    return wrong


def wrong_decision(
    decision: Decision,
    reason: str | None,
    *,
    has_document: bool,
    document_on: date | None,
    today: date,
) -> dict[str, str]:
    """What is wrong with a decision, by field; empty if nothing is.

    Args:
        has_document: whether a document is attached to this very step.
        document_on: the date it bears.
        today: the city's day.
    """
    wrong = {}
    if decision is Decision.DENIED and not reason:
        wrong["reason"] = "Say why it is denied: who asked will want to know."
    return wrong | wrong_document(document_on, has_document=has_document, today=today)


def wrong_revocation(
    approval: RuledApproval,
    reason: str | None,
    *,
    has_document: bool,
    document_on: date | None,
    today: date,
) -> dict[str, str]:
    """What is wrong with a revocation, by field; empty if nothing is.

    Args:
        approval: as it stands, confirmed.
        has_document: whether a document is attached to this very step.
        document_on: the date it bears.
        today: the city's day.
    """
    wrong = {}
    if not reason:
        wrong["reason"] = "Say why it is revoked: whoever relied on it will want to know."
    wrong |= wrong_document(document_on, has_document=has_document, today=today)
    confirmed_on = approval.decided_on
    if "document_on" not in wrong and document_on and confirmed_on and document_on < confirmed_on:
        wrong["document_on"] = (
            f"The document’s date, {document_on}, lies before the approval was confirmed, on "
            f"{confirmed_on}: nothing was there to revoke. Give the date of a later document, or "
            "attach none."
        )
    return wrong


def wrong_document(document_on: date | None, *, has_document: bool, today: date) -> dict[str, str]:
    """What is wrong with the document of a step and its date, by field; empty if nothing is."""
    if document_on is None:
        return {}
    if not has_document:
        return {
            "document_on": "A date alone shows nothing: attach the document that bears it, or "
            "leave it empty."
        }
    if document_on > today:
        return {
            "document_on": f"The document’s date, {document_on}, lies in the future: give a day "
            f"up to today, {today}."
        }
    return {}


def refuse_to_decide(work: Work, approval: Approval) -> None:
    """Refuse whoever may not decide about this request, and whatever can not be decided any more.

    Raises:
        NotAllowed: see `_refuse_whom_it_is_not_for`.
        IllegalMove: it was withdrawn or decided; the message says by whom and when.
    """
    _refuse_whom_it_is_not_for(work, approval)
    if approval.withdrawn_at is not None or approval.in_error_at is not None:
        raise IllegalMove(f"Approval {approval.id} was withdrawn: nothing is left to decide.")
    if approval.decision is not None:
        who = _name_of(work, approval.decided_by_id)
        raise IllegalMove(
            f"Approval {approval.id} is decided already: {who} {approval.decision} it on "
            f"{_day(work, approval.decided_at)}. A decided approval is not changed; ask for "
            "another."
        )


def refuse_to_revoke(work: Work, approval: Approval) -> None:
    """Refuse whoever may not revoke this approval, and whatever is not there to be revoked.

    Raises:
        NotAllowed: see `_refuse_whom_it_is_not_for`.
        IllegalMove: it was never confirmed, does not count, or was revoked; the message says by
            whom and when.
    """
    _refuse_whom_it_is_not_for(work, approval)
    if approval.revoked_at is not None:
        who = _name_of(work, approval.revoked_by_id)
        raise IllegalMove(
            f"Approval {approval.id} is revoked already: {who} revoked it on "
            f"{_day(work, approval.revoked_at)}. It is not revoked twice."
        )
    counts = approval.withdrawn_at is None and approval.in_error_at is None
    if approval.decision is not Decision.CONFIRMED or not counts:
        raise IllegalMove(
            f"Approval {approval.id} gives no leave that could be revoked: only a confirmed "
            "approval is revoked. Its page says where it stands."
        )


def refuse_to_withdraw(work: Work, approval: Approval) -> None:
    """Refuse whoever did not ask for it or is concerned, and what is decided or withdrawn.

    Raises:
        NotAllowed, IllegalMove: the message says which.
    """
    work.require(Permission.APPROVAL_REQUEST, in_department=approval.department_id)
    if not asked_for(work, approval, work.actor):
        raise NotAllowed("A request is withdrawn by whoever made it, and you did not.")
    if not _holds_office(work) or concerning_approvals(work, [as_ruled(approval, work.zone)]):
        raise NotAllowed("This approval concerns you, or your account was changed meanwhile.")
    if approval.withdrawn_at is not None or approval.decision is not None:
        raise IllegalMove(
            f"Approval {approval.id} is decided or withdrawn already: only a request that waits "
            "is withdrawn. Its page says where it stands."
        )


def refuse_to_mark(work: Work, approval: Approval, *, holidays: Collection[date]) -> None:
    """Refuse whoever did not take this decision, and one that was taken too long ago.

    Args:
        holidays: days that are no business days.

    Raises:
        NotAllowed, IllegalMove: the message says which.
    """
    _refuse_whom_it_is_not_for(work, approval)
    if approval.decided_at is None or approval.in_error_at is not None:
        raise IllegalMove(
            f"Approval {approval.id} has no decision that counts: none is there to be in error."
        )
    if approval.decided_by_id != work.actor.user_id:
        raise NotAllowed("A decision is marked as entered in error by whoever took it.")
    decided_on = city_day(approval.decided_at, work.zone)
    last = business_days_after(decided_on, DAYS_TO_MARK, holidays)
    if last < work.today:
        raise IllegalMove(
            f"Approval {approval.id} was decided on {decided_on}, and could be marked as entered "
            f"in error until {last}. A confirmed one can be revoked; else ask for another."
        )


def _refuse_whom_it_is_not_for(work: Work, approval: Approval) -> None:
    """The one path by which every decision about an approval passes.

    Raises:
        NotAllowed: the actor is of another department or no supervisor any more, asked for it
            themselves, or is concerned.
    """
    work.require(Permission.APPROVAL_DECIDE, in_department=approval.department_id)
    if not _holds_office(work):
        raise NotAllowed("Your account was changed meanwhile, and does not allow this any more.")
    if asked_for(work, approval, work.actor):
        raise NotAllowed(
            "You asked for this approval yourself: somebody else of the department has to decide."
        )
    if concerning_approvals(work, [as_ruled(approval, work.zone)]):
        raise NotAllowed(
            "This approval concerns you: somebody else of the department has to decide about it."
        )


def _holds_office(work: Work) -> bool:
    """Whether the account is still what it was when the actor came in."""
    user = work.session.get(User, work.actor.user_id, populate_existing=True)
    return (
        user is not None
        and user.closed_at is None
        and (user.role, user.department_id) == (work.actor.role, work.actor.department_id)
    )


def _name_of(work: Work, user_id: int | None) -> str:
    return names_of_users(work, [user_id]).get(user_id or 0, "Somebody")


def _day(work: Work, at: datetime | None) -> str:
    return f"{at.astimezone(work.zone):%Y-%m-%d at %H:%M}" if at else "an unknown day"
