"""Withdrawing one's own request, and marking one's own decision as entered in error."""

from collections import Counter
from dataclasses import replace
from datetime import date

from auditor.approvals.checks import refuse_to_mark, refuse_to_withdraw
from auditor.approvals.model import Approval
from auditor.approvals.queries import as_ruled, get_approval
from auditor.approvals.service import assess_about
from auditor.errors import FieldsRefused
from auditor.trail.acts import Act
from auditor.verdicts.queries import Says, changes_with
from auditor.work import Work


def withdraw_request(work: Work, approval: Approval, *, reason: str | None) -> None:
    """Withdraw a request that the actor made and nobody decided; it then counts nowhere.

    Raises:
        NotAllowed, IllegalMove: see `refuse_to_withdraw`.
        FieldsRefused: a reason is missing.
    """
    approval = get_approval(work, approval.id)
    refuse_to_withdraw(work, approval)
    if not reason:
        raise FieldsRefused({"reason": "Say why it is withdrawn: who was asked will want to know."})
    approval.withdrawn_at = work.now
    approval.withdrawn_by_id = work.actor.user_id
    approval.withdrawn_reason = reason
    work.record(Act.APPROVAL_WITHDRAWN)
    assess_about(work, approval, f"the request for approval {approval.id} was withdrawn")


def mark_in_error(work: Work, approval: Approval, *, reason: str | None) -> None:
    """Mark a decision that the actor took as entered in error: it counts as never taken.

    The approval then counts nowhere; whoever needs it decided asks again.

    Raises:
        NotAllowed, IllegalMove: see `refuse_to_mark`.
        FieldsRefused: a reason is missing.
    """
    approval = get_approval(work, approval.id)
    refuse_to_mark(work, approval)
    if not reason:
        raise FieldsRefused({"reason": "Say what was entered in error: others relied on it."})
    approval.in_error_at = work.now
    approval.in_error_by_id = work.actor.user_id
    approval.in_error_reason = reason
    work.record(Act.APPROVAL_IN_ERROR)
    assess_about(work, approval, f"approval {approval.id} was marked as entered in error")


def effect_without(work: Work, approval: Approval) -> Counter[tuple[Says, Says]]:
    """What it would make of the findings of its tool and department if it counted nowhere.

    Returns:
        How many findings, by what is said of them now and would be said then.
    """
    # An undecided request of which no day is within its term answers for no finding.
    nowhere = replace(
        as_ruled(approval, work.zone),
        decision=None,
        decided_on=None,
        revoked_on=None,
        requested_on=date.max,
        valid_from=date.max,
        valid_until=date.max,
    )
    return changes_with(work, nowhere)
