"""Asking a department for its approval."""

from collections.abc import Collection
from datetime import date

from auditor.access import Permission
from auditor.approvals.checks import wrong_document, wrong_request
from auditor.approvals.model import Approval
from auditor.approvals.rules import Purpose
from auditor.approvals.service import assess_about
from auditor.errors import FieldsRefused
from auditor.evidence.service import Document, hand_in, keep_document
from auditor.store import FileStore
from auditor.trail.acts import Act
from auditor.uploads.lookups import Lookups
from auditor.work import Work


def keep_paper(files: FileStore, attached: tuple[bytes, str] | None) -> Document | None:
    """Put the request's paper on disk, outside of any writing work; None where none is attached.

    Raises:
        FieldsRefused: it is none that is kept; the sentence stands under `paper`.
    """
    if attached is None:
        return None
    try:
        return keep_document(files, *attached)
    except FieldsRefused as refusal:
        raise FieldsRefused({"paper": str(refusal.fields["document"])}) from None


def request_approval(
    work: Work,
    *,
    tool_id: int,
    department_id: int,
    valid_from: date,
    valid_until: date | None = None,
    unit: str | None = None,
    officer_id: int | None = None,
    purposes: Collection[Purpose] = (),
    conditions: str | None = None,
    document: str | None = None,
    paper: Document | None = None,
    document_on: date | None = None,
) -> Approval:
    """Ask a department for its approval; the request is made today, or on its paper's date.

    Args:
        valid_from: the first whole day of its term; it may lie in the past.
        valid_until: the last day of its term; None while it runs on.
        unit, officer_id, purposes: what it is limited to; none of them means any.
        document: what the request is called where it was written.
        paper: the request as it was written, kept already; who is asked may open it.
        document_on: the date the paper bears.

    Raises:
        NotAllowed: the actor may not ask for that department.
        FieldsRefused: the term ends before it begins, or the officer is of another department.
    """
    work.require(Permission.APPROVAL_REQUEST, in_department=department_id)
    term, has_paper = (valid_from, valid_until), paper is not None
    wrong = wrong_request(work, tool_id, department_id, officer_id=officer_id, term=term)
    wrong |= wrong_document(document_on, has_document=has_paper, today=work.today)
    if wrong:
        raise FieldsRefused(wrong)
    approval = Approval(
        tool_id=tool_id,
        department_id=department_id,
        unit=unit,
        officer_id=officer_id,
        purposes=tuple(purpose.value for purpose in dict.fromkeys(purposes)),
        valid_from=valid_from,
        valid_until=valid_until,
        conditions=conditions,
        document=document,
        document_on=document_on,
        evidence_id=_handed_in(work, paper, department_id),
        requested_by_id=work.actor.user_id,
        requested_at=work.now,
        requested_through=work.actor.through,
    )
    work.session.add(approval)
    work.record(Act.APPROVAL_REQUESTED)
    assess_about(work, approval, f"approval {approval.id} was asked for")
    return approval


def officer_named(work: Work, department_id: int, text: str | None) -> int | None:
    """The officer of that department whom a text means; None for no text.

    Raises:
        FieldsRefused: nobody is meant, or several may be.
    """
    if not text:
        return None
    found = Lookups(work).officers(department_id, text)
    if len(found) == 1:
        return found[0]
    which = "Several officers of that department are" if found else "No officer of it is"
    raise FieldsRefused({"officer": f"{which} known as “{text}”: give the employee id."})


def _handed_in(work: Work, paper: Document | None, department_id: int) -> int | None:
    if paper is None:
        return None
    evidence = hand_in(work, paper, department_id=department_id, shows="what was asked for")
    evidence.shared_at = work.now  # Whoever is to decide reads what is asked.
    return evidence.id
