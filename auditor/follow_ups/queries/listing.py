"""The list of follow-ups."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, func, not_, select
from sqlalchemy.orm import aliased

from auditor.concern import Concealed, own_of
from auditor.departments.model import Department
from auditor.departments.queries import Listed, listed_by_id
from auditor.follow_ups.model import FollowUp, Line
from auditor.follow_ups.rules import OWING, FollowUpState
from auditor.people.model import User
from auditor.reach import within_reach
from auditor.work import Work


def follow_ups(
    work: Work,
    *,
    state: FollowUpState | None = None,
    department_id: int | None = None,
    is_overdue: bool = False,
    assigned_to_id: int | None = None,
    after: int | None = None,
) -> Listed:
    """One page of the follow-ups within reach, newest first.

    What concerns the reader is listed as `Concealed`, and not at all once something is sought.
    """
    own = own_of(work).follow_ups()
    equal: tuple[tuple[Any, Any], ...] = (
        (FollowUp.state, state),
        (FollowUp.department_id, department_id),
        (FollowUp.assigned_to_id, assigned_to_id),
    )
    conditions = [column == wanted for column, wanted in equal if wanted is not None]
    if is_overdue:
        conditions.append(overdue(work))
    wanted = _listed(own).where(within_reach(work.actor, FollowUp.department_id), *conditions)
    if conditions:
        wanted = wanted.where(not_(own))
    listed = listed_by_id(work, wanted, key=FollowUp.id, after=after)
    return replace(listed, rows=[Concealed(row.id) if row.is_own else row for row in listed.rows])


def overdue(work: Work) -> ColumnElement[bool]:
    """The condition that meets follow-ups to which an answer is owed since before today."""
    return FollowUp.state.in_(OWING) & (FollowUp.due_on < work.today)


def accounts_expected(work: Work) -> Sequence[Any]:
    """Id and name of every account whose answer is expected, within reach, by name."""
    wanted = select(User.id, User.name).join(FollowUp, FollowUp.assigned_to_id == User.id)
    within = within_reach(work.actor, FollowUp.department_id)
    return work.session.execute(wanted.where(within).distinct().order_by(User.name, User.id)).all()


def _listed(own: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    assigned = aliased(User)
    lines = select(func.count()).where(Line.follow_up_id == FollowUp.id).scalar_subquery()
    return (
        select(
            FollowUp.id,
            own.label("is_own"),
            FollowUp.question,
            FollowUp.state,
            FollowUp.asked_at,
            FollowUp.due_on,
            Department.name.label("department"),
            assigned.name.label("assigned_to"),
            lines.label("lines"),
        )
        .join(Department, Department.id == FollowUp.department_id)
        .outerjoin(assigned, assigned.id == FollowUp.assigned_to_id)
    )
