"""Who may decide, and what a request and a decision need before they can be recorded."""

from datetime import date

from auditor.access import Permission
from auditor.approvals.model import Approval
from auditor.approvals.queries import as_ruled, asked_for
from auditor.approvals.rules import Decision
from auditor.concern import concerning_approvals
from auditor.departments.model import Department
from auditor.errors import IllegalMove, NotAllowed
from auditor.officers.model import Officer
from auditor.people.model import User
from auditor.people.queries import names_of_users
from auditor.tools.model import Tool
from auditor.work import Work


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
    if document_on is not None and not has_document:
        wrong["document_on"] = (
            "A date alone shows nothing: attach the document that bears it, or leave it empty."
        )
    elif document_on is not None and document_on > today:
        wrong["document_on"] = (
            f"The document’s date, {document_on}, lies in the future: give a day up to today, "
            f"{today}."
        )
    return wrong


def refuse_to_decide(work: Work, approval: Approval) -> None:
    """Refuse whoever may not decide about this request, and whatever can not be decided any more.

    Raises:
        NotAllowed: the actor is of another department or no supervisor any more, asked for it
            themselves, or is concerned.
        IllegalMove: it was withdrawn or decided; the message says by whom and when.
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
    if approval.withdrawn_at is not None or approval.in_error_at is not None:
        raise IllegalMove(f"Approval {approval.id} was withdrawn: nothing is left to decide.")
    if approval.decision is not None:
        names = names_of_users(work, [approval.decided_by_id])
        who = names.get(approval.decided_by_id or 0, "Somebody")
        raise IllegalMove(
            f"Approval {approval.id} is decided already: {who} {approval.decision} it on "
            f"{_day(work, approval)}. A decided approval is not changed; ask for another."
        )


def _holds_office(work: Work) -> bool:
    """Whether the account is still what it was when the actor came in."""
    user = work.session.get(User, work.actor.user_id, populate_existing=True)
    return (
        user is not None
        and user.closed_at is None
        and (user.role, user.department_id) == (work.actor.role, work.actor.department_id)
    )


def _day(work: Work, approval: Approval) -> str:
    at = approval.decided_at
    return f"{at.astimezone(work.zone):%Y-%m-%d at %H:%M}" if at else "an unknown day"
