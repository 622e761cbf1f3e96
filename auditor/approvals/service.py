"""Deciding about an approval, by one path for page and command line."""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from auditor.approvals.checks import Bound, refuse_to_decide
from auditor.approvals.model import Approval
from auditor.approvals.needs import wrong_decision
from auditor.approvals.queries import as_ruled, get_approval
from auditor.approvals.rules import Decision, made_on
from auditor.approvals.telling import tell_if_by_command
from auditor.errors import FieldsRefused
from auditor.evidence.service import Document, hand_in, keep_document
from auditor.findings.model import Finding
from auditor.flags.service import assess
from auditor.people.deputies import id_of_whose_place
from auditor.store import FileStore
from auditor.trail.acts import Act
from auditor.verdicts.queries import Says, changes_with
from auditor.work import Work


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
        decision=Decision.CONFIRMED,
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
        work,
        approval,
        decision=Decision.DENIED,
        reason=reason,
        document=document,
        document_on=document_on,
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
    take_step(
        opened,
        files,
        approval_id,
        attached=attached,
        refuse=refuse_to_decide,
        step=partial(_decide, decision=decision, reason=reason, document_on=document_on),
    )


def take_step(
    opened: Callable[..., AbstractContextManager[Work]],
    files: FileStore,
    approval_id: int,
    *,
    attached: tuple[bytes, str] | None,
    refuse: Callable[[Work, Approval], None],
    step: Callable[..., object],
) -> None:
    """Keep what is attached and take one step about an approval: the path of every decision.

    Args:
        refuse: asked before anything is kept, so that nobody fills the disk who may not decide.
        step: takes it in the writers' turn, with the `document`, and asks again.
    """
    with opened(reading=True) as work:
        refuse(work, get_approval(work, approval_id))
    document = keep_document(files, *attached) if attached is not None else None
    with opened() as work:
        step(work, get_approval(work, approval_id), document=document)


def effect_of(
    work: Work, approval: Approval, decision: Decision, *, document_on: date | None = None
) -> Counter[tuple[Says, Says]]:
    """What deciding so today would make of the findings of its tool and department.

    Args:
        document_on: the date of the document that would be attached.

    Returns:
        How many findings, by what is said of them now and would be said then.
    """
    return effect_together(work, [approval], decision, document_on=document_on)


def effect_together(
    work: Work, approvals: Iterable[Any], decision: Decision, *, document_on: date | None = None
) -> Counter[tuple[Says, Says]]:
    """As `effect_of`, of deciding several so in one step.

    Args:
        approvals: records, or rows with their columns.
    """
    decided_on = made_on(work.today, document_on)
    ruled = (as_ruled(approval, work.zone) for approval in approvals)
    then = [replace(each, decision=decision, decided_on=decided_on) for each in ruled]
    return changes_with(work, *then)


def _decide(work: Work, approval: Approval, *, decision: Decision, **said: Any) -> None:
    """Decide one request and assess what it is about; see `record_decision`."""
    record_decision(work, approval, Bound.of(work), decision=decision, **said)
    assess_about(work, approval, f"approval {approval.id} was {decision}")


def record_decision(
    work: Work,
    approval: Approval,
    bound: Bound,
    *,
    decision: Decision,
    reason: str | None,
    document: Document | None,
    document_on: date | None,
) -> None:
    """Decide a request and name the act, be it one of one or of several; see `put_decision`.

    What follows for the findings is for the caller to assess.
    """
    approval = put_decision(
        work,
        approval,
        bound,
        decision=decision,
        reason=reason,
        document=document,
        document_on=document_on,
    )
    confirmed = decision is Decision.CONFIRMED
    work.record(Act.APPROVAL_CONFIRMED if confirmed else Act.APPROVAL_DENIED)
    tell_if_by_command(work, approval, decision)


def put_decision(
    work: Work,
    approval: Approval,
    bound: Bound,
    *,
    decision: Decision,
    reason: str | None,
    document: Document | None = None,
    document_on: date | None = None,
) -> Approval:
    """Put a decision on a request, under no act yet: the one path of every decision there is.

    Args:
        bound: of this very work.
        reason: needed to deny.
        document: attached to this decision, and kept already.
        document_on: the document's date: the decision was made on that day, not today.

    Raises:
        NotAllowed, IllegalMove: see `refuse_to_decide`.
        FieldsRefused: a reason is missing, or the document's date cannot be.
    """
    # The writers' turn is held: as it is read here it stays until it is written.
    approval = get_approval(work, approval.id)
    refuse_to_decide(work, approval, bound)
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
    approval.decided_for_id = id_of_whose_place(work)
    approval.decided_at = work.now
    approval.decided_through = work.actor.through
    approval.decision_reason = reason
    approval.decision_document_on = document_on
    return approval


def assess_about(work: Work, approval: Approval, because: str) -> None:
    """Assess every finding of the approval's tool and department, in the work that changed it."""
    # Some lines of the table look beyond an approval's scope and term: all findings are assessed.
    pair = (Finding.tool_id == approval.tool_id) & (Finding.department_id == approval.department_id)
    assess(work, pair, because=because)
