"""Asking for an approval and deciding about it, by one path for page and command line."""

from collections import Counter
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date

from auditor.access import Permission
from auditor.approvals.checks import refuse_to_decide, wrong_decision, wrong_request
from auditor.approvals.model import Approval
from auditor.approvals.queries import as_ruled, get_approval
from auditor.approvals.rules import Decision, Purpose, made_on
from auditor.errors import FieldsRefused
from auditor.evidence.service import Document, hand_in, keep_document
from auditor.findings.model import Finding
from auditor.flags.service import assess
from auditor.store import FileStore
from auditor.trail.acts import Act
from auditor.uploads.lookups import Lookups
from auditor.verdicts.queries import Says, changes_with
from auditor.work import Work


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
) -> Approval:
    """Ask a department for its approval; the request is made today.

    Args:
        valid_from: the first whole day of its term; it may lie in the past.
        valid_until: the last day of its term; None while it runs on.
        unit, officer_id, purposes: what it is limited to; none of them means any.
        document: what the request is called where it was written.

    Raises:
        NotAllowed: the actor may not ask for that department.
        FieldsRefused: the term ends before it begins, or the officer is of another department.
    """
    work.require(Permission.APPROVAL_REQUEST, in_department=department_id)
    if wrong := wrong_request(
        work, tool_id, department_id, officer_id=officer_id, term=(valid_from, valid_until)
    ):
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
        requested_by_id=work.actor.user_id,
        requested_at=work.now,
        requested_through=work.actor.through,
    )
    work.session.add(approval)
    work.record(Act.APPROVAL_REQUESTED)
    _assess_about(work, approval, f"approval {approval.id} was asked for")
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


def confirm_approval(
    work: Work,
    approval: Approval,
    *,
    reason: str | None = None,
    document: Document | None = None,
    document_on: date | None = None,
) -> None:
    """Confirm a request for one's own department; see `_decide`."""
    _decide(
        work,
        approval,
        Decision.CONFIRMED,
        reason=reason,
        document=document,
        document_on=document_on,
    )


def deny_approval(
    work: Work,
    approval: Approval,
    *,
    reason: str | None,
    document: Document | None = None,
    document_on: date | None = None,
) -> None:
    """Deny a request for one's own department; see `_decide`."""
    _decide(
        work, approval, Decision.DENIED, reason=reason, document=document, document_on=document_on
    )


def decide(
    opened: Callable[..., AbstractContextManager[Work]],
    files: FileStore,
    approval_id: int,
    *,
    decision: Decision,
    reason: str | None,
    attached: tuple[bytes, str] | None,
    document_on: date | None,
) -> None:
    """Keep what is attached and decide, in a turn as short as can be, from page or command line.

    Args:
        opened: opens a work of whoever decides; with `reading=True` one for reading.
        attached: the document's bytes and its name.

    Raises:
        NotFound: there is no such approval within reach.
        NotAllowed, IllegalMove, FieldsRefused: see `_decide`.
    """
    with opened(reading=True) as work:
        # Asked before as well, so that nobody fills the disk who may not decide.
        refuse_to_decide(work, get_approval(work, approval_id))
    document = keep_document(files, *attached) if attached is not None else None
    with opened() as work:
        _decide(
            work,
            get_approval(work, approval_id),
            decision,
            reason=reason,
            document=document,
            document_on=document_on,
        )


def effect_of(
    work: Work, approval: Approval, decision: Decision, *, document_on: date | None = None
) -> Counter[tuple[Says, Says]]:
    """What deciding so today would make of the findings of its tool and department.

    Args:
        document_on: the date of the document that would be attached.

    Returns:
        How many findings, by what is said of them now and would be said then.
    """
    decided_on = made_on(work.today, document_on)
    ruled = as_ruled(approval, work.zone)
    return changes_with(work, replace(ruled, decision=decision, decided_on=decided_on))


def _decide(
    work: Work,
    approval: Approval,
    decision: Decision,
    *,
    reason: str | None,
    document: Document | None,
    document_on: date | None,
) -> None:
    """Decide a request: the one path for page and command line.

    Args:
        reason: needed to deny.
        document: attached to this decision, and kept already.
        document_on: the document's date: the decision was made on that day, not today.

    Raises:
        NotAllowed, IllegalMove: see `refuse_to_decide`.
        FieldsRefused: a reason is missing, or the document's date cannot be.
    """
    # The writers' turn is held: as it is read here it stays until it is written.
    approval = get_approval(work, approval.id)
    refuse_to_decide(work, approval)
    if wrong := wrong_decision(
        decision,
        reason,
        has_document=document is not None,
        document_on=document_on,
        today=work.today,
    ):
        raise FieldsRefused(wrong)
    if document is not None:
        shows = f"that approval {approval.id} was {decision}"
        evidence = hand_in(work, document, department_id=approval.department_id, shows=shows)
        approval.decision_evidence_id = evidence.id
    approval.decision = decision
    approval.decided_by_id = work.actor.user_id
    approval.decided_at = work.now
    approval.decided_through = work.actor.through
    approval.decision_reason = reason
    approval.decision_document_on = document_on
    confirmed = decision is Decision.CONFIRMED
    work.record(Act.APPROVAL_CONFIRMED if confirmed else Act.APPROVAL_DENIED)
    _assess_about(work, approval, f"approval {approval.id} was {decision}")


def _assess_about(work: Work, approval: Approval, because: str) -> None:
    # Some lines of the table look beyond an approval's scope and term: all findings are assessed.
    pair = (Finding.tool_id == approval.tool_id) & (Finding.department_id == approval.department_id)
    assess(work, pair, because=because)
