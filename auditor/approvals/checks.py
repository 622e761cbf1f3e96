"""Who may decide, revoke, withdraw or mark, and about what."""

from datetime import datetime
from typing import Final

from auditor.access import Permission
from auditor.approvals.model import Approval
from auditor.approvals.queries import as_ruled, asked_for
from auditor.approvals.rules import Decision
from auditor.concern import binding_approvals, bound_together, concerning_approvals
from auditor.days import business_days_after, city_day
from auditor.errors import IllegalMove, NotAllowed
from auditor.people.model import User
from auditor.people.queries import names_of_users
from auditor.work import Work

#: Business days after a decision on which it can be marked as entered in error.
DAYS_TO_MARK: Final = 5


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


def refuse_to_mark(work: Work, approval: Approval) -> None:
    """Refuse whoever did not take this decision, and one that was taken too long ago.

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
    if approval.revoked_at is not None and approval.revoked_by_id != work.actor.user_id:
        who, day = _name_of(work, approval.revoked_by_id), _day(work, approval.revoked_at)
        raise IllegalMove(
            f"Approval {approval.id} was revoked meanwhile: {who} revoked it on {day}, and that "
            f"rests on its confirmation. It gives no leave from {approval.revoked_from} on. If it "
            "should not have counted before that day either, tell the oversight office, which "
            "notes it with the findings; whoever needs a decision asks for another approval."
        )
    decided_on = city_day(approval.decided_at, work.zone)
    last = business_days_after(decided_on, DAYS_TO_MARK, work.parameters.holidays)
    if last < work.today:
        raise IllegalMove(
            f"Approval {approval.id} was decided on {decided_on}, and could be marked as entered "
            f"in error until {last}. A confirmed one can be revoked; else ask for another."
        )


def _refuse_whom_it_is_not_for(work: Work, approval: Approval) -> None:
    """The one path by which every decision about an approval passes.

    Raises:
        NotAllowed: the actor is of another department or no supervisor any more, asked for it
            themselves, or is concerned; or whom they stand in for today did or is.
    """
    work.require(Permission.APPROVAL_DECIDE, in_department=approval.department_id)
    if not _holds_office(work):
        raise NotAllowed("Your account was changed meanwhile, and does not allow this any more.")
    if any(asked_for(work, approval, each) for each in bound_together(work)):
        raise NotAllowed(
            "You asked for this approval yourself, or whom you stand in for today did: somebody "
            "else of the department has to decide."
        )
    if binding_approvals(work, [as_ruled(approval, work.zone)]):
        raise NotAllowed(
            "This approval concerns you, or whom you stand in for today: somebody else of the "
            "department has to decide about it."
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
