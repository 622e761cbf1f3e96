"""Asking a department for its approval."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from auditor.access import Permission
from auditor.approvals.model import Approval
from auditor.approvals.needs import wrong_document, wrong_for_oneself, wrong_request
from auditor.approvals.rules import Purpose, scope_sought
from auditor.approvals.service import assess_about
from auditor.concern import concern_of
from auditor.errors import FieldsRefused
from auditor.evidence.service import Document, hand_in, keep_document
from auditor.findings.choosing import officers_meant
from auditor.store import FileStore
from auditor.trail.acts import Act
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
        FieldsRefused: the term ends before it begins, the officer is of another department, or it
            concerns the actor and is to count from an earlier day.
    """
    work.require(Permission.APPROVAL_REQUEST, in_department=department_id)
    scope = _Scope(tool_id, department_id, unit, officer_id, _words(purposes))
    _refuse_wrong(work, scope, (valid_from, valid_until), paper=paper, document_on=document_on)
    approval = Approval(
        **scope._asdict(),
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


def _words(purposes: Collection[Purpose]) -> tuple[str, ...]:
    return tuple(purpose.value for purpose in dict.fromkeys(purposes))


class _Scope(NamedTuple):
    """What a request is for, named as the record's columns."""

    tool_id: int
    department_id: int
    unit: str | None
    officer_id: int | None
    purposes: tuple[str, ...]


def _refuse_wrong(
    work: Work,
    scope: _Scope,
    term: tuple[date, date | None],
    *,
    paper: Document | None,
    document_on: date | None,
) -> None:
    wrong = wrong_request(
        work, scope.tool_id, scope.department_id, officer_id=scope.officer_id, term=term
    )
    wrong |= wrong_document(document_on, has_document=paper is not None, today=work.today)
    is_own = document_on is not None and concern_of(work).holds(scope_sought(**scope._asdict()))
    if wrong := wrong or wrong_for_oneself(is_own=is_own, document_on=document_on):
        raise FieldsRefused(wrong)


def officer_named(work: Work, department_id: int, text: str | None) -> int | None:
    """The officer of that department whom a text means; None for no text.

    An employee id, a badge, an address or a name is enough, a family name alone where only one
    officer of the department bears it.

    Raises:
        FieldsRefused: nobody is meant, or several may be; the sentence lists them.
    """
    if not text:
        return None
    meant = officers_meant(work, text, department_id=department_id)
    if len(meant.told) == 1 and not meant.more:
        return next(iter(meant.told))
    if not meant.told:
        raise FieldsRefused(
            {"officer": f"No officer of it is known as “{text}”: give the employee id."}
        )
    listed = "; ".join(meant.told.values())
    more = "; and others" if meant.more else ""
    raise FieldsRefused(
        {
            "officer": f"Several officers of that department fit “{text}”: {listed}{more}. Give "
            "the employee id or badge of one, or the whole name."
        }
    )


def _handed_in(work: Work, paper: Document | None, department_id: int) -> int | None:
    if paper is None:
        return None
    evidence = hand_in(work, paper, department_id=department_id, shows="what was asked for")
    evidence.shared_at = work.now  # Whoever is to decide reads what is asked.
    return evidence.id
