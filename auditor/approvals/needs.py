"""What a request, a decision and a revocation need before they can be recorded."""

from datetime import date

from auditor.approvals.rules import Approval as RuledApproval
from auditor.approvals.rules import (
    Decision,
    first_day_without,
    made_on,
    revocation_takes_effect_on,
)
from auditor.departments.model import Department
from auditor.officers.model import Officer
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
    return wrong | wrong_document(document_on, has_document=has_document, today=today)


def wrong_revocation(
    approval: RuledApproval,
    reason: str | None,
    *,
    revoked_from: date | None,
    has_document: bool,
    document_on: date | None,
    today: date,
) -> dict[str, str]:
    """What is wrong with a revocation, by field; empty if nothing is.

    Args:
        approval: as it stands, confirmed.
        revoked_from: the first whole day without it, where one is named.
        has_document: whether a document is attached to this very step.
        document_on: the date it bears.
        today: the city's day.
    """
    wrong = {}
    if not reason:
        wrong["reason"] = "Say why it is revoked: whoever relied on it will want to know."
    return wrong | wrong_days(
        approval,
        revoked_from,
        has_document=has_document,
        document_on=document_on,
        today=today,
    )


def wrong_days(
    approval: RuledApproval,
    revoked_from: date | None,
    *,
    has_document: bool,
    document_on: date | None,
    today: date,
) -> dict[str, str]:
    """What is wrong with the days of a revocation, by field; see `wrong_revocation`."""
    wrong = wrong_document(document_on, has_document=has_document, today=today)
    confirmed_on = approval.decided_on
    if "document_on" not in wrong and document_on and confirmed_on and document_on < confirmed_on:
        wrong["document_on"] = (
            f"The document’s date, {document_on}, lies before the approval was confirmed, on "
            f"{confirmed_on}: nothing was there to revoke. Give the date of a later document, or "
            "attach none."
        )
    if "document_on" not in wrong:
        wrong |= _wrong_first_day(approval, revoked_from, made=made_on(today, document_on))
    return wrong


def _wrong_first_day(
    approval: RuledApproval, revoked_from: date | None, *, made: date
) -> dict[str, str]:
    """What is wrong with the first day without an approval, for its term."""
    begins, ends = approval.valid_from, approval.valid_until
    if revoked_from is not None and revoked_from < begins:
        return {
            "revoked_from": f"The first day without it, {revoked_from}, lies before its term "
            f"begins, on {begins}: there is no leave to take away before. Give {begins}, from "
            "which on it would give none on any day, or a later day."
        }
    first = revocation_takes_effect_on(revoked_from or first_day_without(approval, made), made)
    if ends is not None and first > ends:
        return {
            "revoked_from": f"Its term ends on {ends} anyway: revoked from {first} on, it would "
            "lose no day. Leave it to end; or give a day of its term, and attach the document if "
            "it was revoked before today."
        }
    return {}


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


def wrong_for_oneself(*, is_own: bool, document_on: date | None) -> dict[str, str]:
    """What is wrong with a request that concerns whoever makes it; empty if nothing is.

    Anybody may ask for themselves from today on; that it was asked for on an earlier day would
    change the status of their own findings, and is for others to record.
    """
    if not is_own or document_on is None:
        return {}
    return {
        "document_on": "This request would concern you, so that for you it counts from today: "
        "leave the document’s date out, or let somebody else record the request."
    }
