"""Reviewing an approval that something changed about, by one path for page and command line."""

from auditor.approvals.checks import refuse_to_revoke
from auditor.approvals.model import Approval, ApprovalReview
from auditor.approvals.queries import get_approval
from auditor.approvals.stale import Stale, why_to_review
from auditor.approvals.staleness import ReviewOutcome
from auditor.approvals.telling import tell_if_by_command
from auditor.errors import FieldsRefused, IllegalMove
from auditor.people.deputies import id_of_whose_place
from auditor.trail.acts import Act
from auditor.work import Work


def what_to_review(work: Work, approval: Approval) -> Stale:
    """Why this approval is to be reviewed, for whoever may review it.

    Raises:
        NotAllowed, IllegalMove: who may not revoke it does not keep it either, and what is not
            there to be revoked is not kept, see `refuse_to_revoke`; or nothing has changed.
    """
    refuse_to_revoke(work, approval)
    found = why_to_review(work, approval.id)
    if found is None:
        raise IllegalMove(
            f"Nothing is left to be reviewed about approval {approval.id}: nothing has changed "
            "about it since it was decided or last reviewed, or its term has ended."
        )
    return found


def keep_approval(work: Work, approval: Approval, *, reason: str | None, seen: int) -> None:
    """Say that an approval stays as it is, whatever changed about it.

    Args:
        reason: why; needed.
        seen: the newest place in the trail among the reasons that whoever decides was shown.

    Raises:
        NotAllowed, IllegalMove: see `what_to_review`.
        FieldsRefused: a reason is missing, or something more changed than was shown.
    """
    # The writers' turn is held: as it is read here it stays until it is written.
    approval = get_approval(work, approval.id)
    found = what_to_review(work, approval)
    if not reason:
        raise FieldsRefused({"reason": "Say why it is kept: others will ask what was looked at."})
    if found.newest > seen:
        raise FieldsRefused(
            {"seen": "More changed about it meanwhile: look at what is told now, and decide again."}
        )
    add_review(work, approval, ReviewOutcome.KEPT, reason=reason)
    work.record(Act.APPROVAL_KEPT)
    tell_if_by_command(work, approval, "kept after a review")


def add_review(
    work: Work,
    approval: Approval,
    outcome: ReviewOutcome,
    *,
    reason: str,
    successor_id: int | None = None,
) -> None:
    """Add what a review came to, under no act yet."""
    review = ApprovalReview(
        approval_id=approval.id,
        outcome=outcome,
        successor_id=successor_id,
        reason=reason,
        reviewed_by_id=work.actor.user_id,
        reviewed_for_id=id_of_whose_place(work),
        reviewed_at=work.now,
        reviewed_through=work.actor.through,
    )
    work.session.add(review)
