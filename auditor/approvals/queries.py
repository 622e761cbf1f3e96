"""Reading approvals: as the rules see them, and one with everything about it."""

from collections.abc import Collection
from datetime import tzinfo
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import aliased

from auditor.access import GRANTS, Actor, Permission
from auditor.approvals.columns import ApprovalState
from auditor.approvals.model import Approval
from auditor.approvals.rules import Approval as StandingApproval
from auditor.approvals.rules import Decision, made_on, revocation_takes_effect_on
from auditor.base import standing
from auditor.concern import binding_approvals, bound_together, concerning_approvals, own_of
from auditor.days import city_day
from auditor.departments.model import Department
from auditor.errors import NotFound
from auditor.findings.model import Finding
from auditor.officers.model import Officer
from auditor.people.model import User
from auditor.reach import within_reach
from auditor.tools.model import Tool
from auditor.work import Work

#: What is said of an approval that is out of reach, as of one that never was.
NO_SUCH: Final = "There is no such approval, or none that your account may know of."

#: Where an approval stands, computed by the database from what is stored.
state_told: Final[ColumnElement[str]] = case(
    (Approval.in_error_at.is_not(None), ApprovalState.IN_ERROR.value),
    (Approval.withdrawn_at.is_not(None), ApprovalState.WITHDRAWN.value),
    (Approval.revoked_at.is_not(None), ApprovalState.REVOKED.value),
    (Approval.decision == Decision.CONFIRMED, ApprovalState.CONFIRMED.value),
    (Approval.decision == Decision.DENIED, ApprovalState.DENIED.value),
    else_=ApprovalState.REQUESTED.value,
)

_Requester, _Decider, _Revoker = aliased(User), aliased(User), aliased(User)
_DecidedFor, _RevokedFor = aliased(User), aliased(User)


def as_ruled(row: Any, zone: tzinfo) -> StandingApproval:
    """An approval's stored columns as the rules see them: each step on the day it was made.

    Args:
        row: the record, or a row with its columns.
        zone: the city's.
    """
    decided_on = revoked_on = None
    if row.decision is not None:
        decided_on = made_on(city_day(row.decided_at, zone), row.decision_document_on)
    if row.revoked_at is not None:
        made = made_on(city_day(row.revoked_at, zone), row.revocation_document_on)
        revoked_on = revocation_takes_effect_on(row.revoked_from or made, made)
    return StandingApproval(
        id=row.id,
        tool_id=row.tool_id,
        department_id=row.department_id,
        unit=row.unit,
        officer_id=row.officer_id,
        purposes=frozenset(row.purposes),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        requested_on=made_on(city_day(row.requested_at, zone), row.document_on),
        decision=row.decision,
        decided_on=decided_on,
        revoked_on=revoked_on,
    )


def standing_approvals(
    work: Work, tool_ids: Collection[int], department_ids: Collection[int]
) -> list[StandingApproval]:
    """What counts: neither withdrawn nor entered in error, as the rules see it, by id."""
    wanted = select(*Approval.__table__.c).where(
        standing(Approval),
        Approval.in_error_at.is_(None),
        Approval.tool_id.in_(tool_ids),
        Approval.department_id.in_(department_ids),
    )
    rows = work.session.execute(wanted.order_by(Approval.id))
    return [as_ruled(row, work.zone) for row in rows]


def concerning(work: Work) -> frozenset[int]:
    """The ids of the approvals within reach that concern the actor, see `auditor.concern`."""
    own = own_of(work)
    of_theirs = select(Finding.id).where(
        own.findings(),
        Finding.tool_id == Approval.tool_id,
        Finding.department_id == Approval.department_id,
    )
    wanted = select(*Approval.__table__.c).where(
        within_reach(work.actor, Approval.department_id),
        or_(Approval.officer_id.in_(own.officer_ids), of_theirs.exists()),
    )
    rows = work.session.execute(wanted).all()
    return concerning_approvals(work, [as_ruled(row, work.zone) for row in rows])


def get_approval(work: Work, approval_id: int) -> Approval:
    """The approval as it stands in the database at this moment, whatever its state.

    Raises:
        NotFound: there is none, or none within reach.
    """
    found = work.session.scalar(
        select(Approval)
        .where(Approval.id == approval_id, within_reach(work.actor, Approval.department_id))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(NO_SUCH)
    return found


def described(work: Work, approval_id: int) -> Any:
    """The approval's columns with the names behind its ids; see `get_approval`.

    Raises:
        NotFound: there is none, or none within reach.
    """
    found = work.session.execute(
        described_approvals().where(
            Approval.id == approval_id, within_reach(work.actor, Approval.department_id)
        )
    ).first()
    if found is None:
        raise NotFound(NO_SUCH)
    return found


def described_among(work: Work, approval_ids: Collection[int]) -> dict[int, Any]:
    """By id the approvals among these that are within reach, each as `described` gives it."""
    found = work.session.execute(
        described_approvals().where(
            Approval.id.in_(approval_ids), within_reach(work.actor, Approval.department_id)
        )
    )
    return {row.id: row for row in found}


def described_approvals() -> Select[*tuple[Any, ...]]:
    """Every approval’s columns with the names behind its ids, and where it stands as `state`."""
    return (
        select(
            *Approval.__table__.c,
            Tool.name.label("tool"),
            Department.name.label("department"),
            Officer.family_name,
            Officer.given_name,
            state_told.label("state"),
            _Requester.name.label("requested_by"),
            with_place(_Decider, _DecidedFor).label("decided_by"),
            with_place(_Revoker, _RevokedFor).label("revoked_by"),
        )
        .join(Tool, Tool.id == Approval.tool_id)
        .join(Department, Department.id == Approval.department_id)
        .outerjoin(Officer, Officer.id == Approval.officer_id)
        .outerjoin(_Requester, _Requester.id == Approval.requested_by_id)
        .outerjoin(_Decider, _Decider.id == Approval.decided_by_id)
        .outerjoin(_Revoker, _Revoker.id == Approval.revoked_by_id)
        .outerjoin(_DecidedFor, _DecidedFor.id == Approval.decided_for_id)
        .outerjoin(_RevokedFor, _RevokedFor.id == Approval.revoked_for_id)
    )


def with_place(who: type[User], absent: type[User]) -> ColumnElement[str]:
    """Who took a step; and, where they took it as a deputy, in whose place."""
    return func.coalesce(who.name + ", deputy of " + absent.name, who.name)


def asked_for(work: Work, approval: Approval, actor: Actor) -> bool:
    """Whether somebody recorded the request, be it with another account of the same person."""
    if approval.requested_by_id is None:
        return False
    requester = work.session.get(User, approval.requested_by_id)
    same_person = requester is not None and requester.officer_id in own_of(work, actor).officer_ids
    return approval.requested_by_id == actor.user_id or same_person


class Decider(NamedTuple):
    """An account that can decide about a request."""

    user_id: int
    name: str


def deciders(work: Work, approval: Approval) -> list[Decider]:
    """Those who can decide about a request, by name; empty when nobody can."""
    supervisors = work.session.scalars(
        select(User)
        .where(
            User.role.in_(
                [role for role, may in GRANTS.items() if Permission.APPROVAL_DECIDE in may]
            ),
            User.department_id == approval.department_id,
            User.closed_at.is_(None),
        )
        .order_by(User.name, User.id)
    ).all()
    ruled = [as_ruled(approval, work.zone)]
    return [
        Decider(user.id, user.name)
        for user in supervisors
        if not any(asked_for(work, approval, one) for one in bound_together(work, user.as_actor()))
        and not binding_approvals(work, ruled, of=user.as_actor())
    ]
