"""Revoking an approval, by one path for page and command line."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from functools import partial

from auditor.approvals.checks import refuse_to_revoke
from auditor.approvals.model import Approval
from auditor.approvals.needs import wrong_revocation
from auditor.approvals.queries import as_ruled, get_approval
from auditor.approvals.rules import first_day_without, made_on, revocation_takes_effect_on
from auditor.approvals.service import assess_about, take_step
from auditor.approvals.telling import tell_if_by_command
from auditor.errors import FieldsRefused
from auditor.evidence.service import Document, hand_in
from auditor.people.deputies import id_of_whose_place
from auditor.store import FileStore
from auditor.trail.acts import Act
from auditor.verdicts.queries import Says, changes_with
from auditor.work import Work


def first_day_named(
    work: Work, approval: Approval, revoked_from: date | None, document_on: date | None
) -> date:
    """The first whole day without it, for page and command: the one named, else the default.

    The default is the later of the first day of its term and the day after the revocation was
    made, see `rules.first_day_without`.
    """
    made = made_on(work.today, document_on)
    return revoked_from or first_day_without(as_ruled(approval, work.zone), made)


def revoke(
    opened: Callable[..., AbstractContextManager[Work]],
    files: FileStore,
    approval_id: int,
    *,
    reason: str | None,
    revoked_from: date | None,
    attached: tuple[bytes, str] | None,
    document_on: date | None,
) -> None:
    """Keep what is attached and revoke, from page or command line.

    Args:
        opened: opens a work of whoever revokes; with `reading=True` one for reading.
        revoked_from: see `revoke_approval`.
        attached: the document's bytes and its name.

    Raises:
        NotFound: there is no such approval within reach.
        NotAllowed, IllegalMove, FieldsRefused: see `revoke_approval`.
    """
    step = partial(
        revoke_approval, reason=reason, revoked_from=revoked_from, document_on=document_on
    )
    take_step(opened, files, approval_id, attached=attached, refuse=refuse_to_revoke, step=step)


def revoke_approval(
    work: Work,
    approval: Approval,
    *,
    reason: str | None,
    revoked_from: date | None = None,
    document: Document | None = None,
    document_on: date | None = None,
) -> None:
    """Revoke what one's own department confirmed, and assess what follows; see `put_revocation`."""
    approval = put_revocation(
        work,
        approval,
        reason=reason,
        revoked_from=revoked_from,
        document=document,
        document_on=document_on,
    )
    work.record(Act.APPROVAL_REVOKED)
    tell_if_by_command(work, approval, "revoked")
    assess_about(work, approval, f"approval {approval.id} was revoked")


def put_revocation(
    work: Work,
    approval: Approval,
    *,
    reason: str | None,
    revoked_from: date | None = None,
    document: Document | None = None,
    document_on: date | None = None,
) -> Approval:
    """Put a revocation on an approval, under no act yet: the one path of every revocation.

    It takes effect on no day before it was made.

    Args:
        revoked_from: the first whole day without it; None for the later of the first day of its
            term and the day after the revocation was made.
        document: attached to the revocation, and kept already.
        document_on: the document's date: the revocation was made on that day, not today.

    Raises:
        NotAllowed, IllegalMove: see `refuse_to_revoke`.
        FieldsRefused: a reason is missing, or the document's date or the first day cannot be.
    """
    # The writers' turn is held: as it is read here it stays until it is written.
    approval = get_approval(work, approval.id)
    refuse_to_revoke(work, approval)
    if wrong := wrong_revocation(
        as_ruled(approval, work.zone),
        reason,
        revoked_from=revoked_from,
        has_document=document is not None,
        document_on=document_on,
        today=work.today,
    ):
        raise FieldsRefused(wrong)
    if document is not None:
        shows = f"that approval {approval.id} was revoked"
        evidence = hand_in(work, document, department_id=approval.department_id, shows=shows)
        approval.revocation_evidence_id = evidence.id
    approval.revoked_by_id = work.actor.user_id
    approval.revoked_for_id = id_of_whose_place(work)
    approval.revoked_at = work.now
    approval.revoked_through = work.actor.through
    approval.revoked_from = first_day_named(work, approval, revoked_from, document_on)
    approval.revocation_reason = reason
    approval.revocation_document_on = document_on
    return approval


def effect_of_revoking(
    work: Work, approval: Approval, *, revoked_from: date, document_on: date | None = None
) -> Counter[tuple[Says, Says]]:
    """What revoking it today would make of the findings of its tool and department.

    Args:
        revoked_from: the first whole day without it.
        document_on: the date of the document that would be attached.

    Returns:
        How many findings, by what is said of them now and would be said then.
    """
    takes_effect_on = revocation_takes_effect_on(revoked_from, made_on(work.today, document_on))
    return changes_with(work, replace(as_ruled(approval, work.zone), revoked_on=takes_effect_on))
