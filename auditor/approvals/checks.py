"""Who may decide, revoke, withdraw or mark, and about what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self

from sqlalchemy import or_, select

from auditor.access import Permission
from auditor.approvals.model import Approval
from auditor.approvals.queries import as_ruled, asked_for
from auditor.approvals.rules import Decision
from auditor.concern import Concern, bound_together, concern_of, concerning_approvals
from auditor.days import business_days_after, city_day
from auditor.errors import IllegalMove, NotAllowed
from auditor.people.model import User
from auditor.people.queries import names_of_users
from auditor.work import Work

#: Business days after a decision on which it can be marked as entered in error.
DAYS_TO_MARK: Final = 5


@dataclass(frozen=True, slots=True)
class Bound:
    """What keeps the actor from deciding today, read once to be asked about many approvals.

    Attributes:
        holds_office: whether the account is still what it was when the actor came in.
        account_ids: theirs, and on days on which they are a deputy that of whom they stand in for;
            with every other account of the same persons.
        concerns: theirs, and of whom they stand in for.
    """

    holds_office: bool
    account_ids: frozenset[int]
    concerns: tuple[Concern, ...]

    @classmethod
    def of(cls, work: Work) -> Self:
        """What binds the actor of this work, for as long as the work lasts."""
        together = bound_together(work)
        concerns = tuple(concern_of(work, each) for each in together)
        persons = {officer_id for each in concerns for officer_id in each.own.officer_ids}
        theirs = or_(User.id.in_([each.user_id for each in together]), User.officer_id.in_(persons))
        rows = work.session.execute(
            select(User.id, User.role, User.department_id, User.closed_at).where(theirs)
        ).all()
        holds_office = any(_is_as_before(work, row) for row in rows)
        return cls(holds_office, frozenset(row.id for row in rows), concerns)

    def asked_for(self, approval: Any) -> bool:
        """Whether one of them recorded the request."""
        return approval.requested_by_id in self.account_ids

    def is_concerned_by(self, work: Work, approval: Any) -> bool:
        """Whether it concerns one of them.

        Args:
            approval: the record, or a row with its columns.
        """
        ruled = as_ruled(approval, work.zone)
        return any(each.holds(ruled) for each in self.concerns)


def refuse_to_decide(work: Work, approval: Approval, bound: Bound | None = None) -> None:
    """Refuse whoever may not decide about this request, and whatever can not be decided any more.

    Args:
        bound: of this very work, where several are asked about.

    Raises:
        NotAllowed: see `_refuse_whom_it_is_not_for`.
        IllegalMove: it was withdrawn or decided; the message says by whom and when.
    """
    _refuse_whom_it_is_not_for(work, approval, bound or Bound.of(work))
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
    _refuse_whom_it_is_not_for(work, approval, Bound.of(work))
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
    _refuse_whom_it_is_not_for(work, approval, Bound.of(work))
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


def _refuse_whom_it_is_not_for(work: Work, approval: Approval, bound: Bound) -> None:
    """The one path by which every decision about an approval passes.

    Raises:
        NotAllowed: the actor is of another department or no supervisor any more, asked for it
            themselves, or is concerned; or whom they stand in for today did or is.
    """
    work.require(Permission.APPROVAL_DECIDE, in_department=approval.department_id)
    if not bound.holds_office:
        raise NotAllowed("Your account was changed meanwhile, and does not allow this any more.")
    if bound.asked_for(approval):
        raise NotAllowed(
            "You asked for this approval yourself, or whom you stand in for today did: somebody "
            "else of the department has to decide."
        )
    if bound.is_concerned_by(work, approval):
        raise NotAllowed(
            "This approval concerns you, or whom you stand in for today: somebody else of the "
            "department has to decide about it."
        )


def _holds_office(work: Work) -> bool:
    """Whether the account is still what it was when the actor came in."""
    user = work.session.get(User, work.actor.user_id, populate_existing=True)
    return user is not None and _is_as_before(work, user)


def _is_as_before(work: Work, user: Any) -> bool:
    actor = work.actor
    before = (actor.user_id, actor.role, actor.department_id, None)
    return (user.id, user.role, user.department_id, user.closed_at) == before


def _name_of(work: Work, user_id: int | None) -> str:
    return names_of_users(work, [user_id]).get(user_id or 0, "Somebody")


def _day(work: Work, at: datetime | None) -> str:
    return f"{at.astimezone(work.zone):%Y-%m-%d at %H:%M}" if at else "an unknown day"
