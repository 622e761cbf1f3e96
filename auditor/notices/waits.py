"""What waits for somebody, as they may know of it; and what is overdue for very long."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, not_, select

from auditor.access import Permission
from auditor.approvals.checks import Bound
from auditor.approvals.columns import ApprovalState
from auditor.approvals.model import Approval
from auditor.approvals.queries import described_approvals, state_told
from auditor.approvals.rules import made_on
from auditor.approvals.waiting import free_to_decide
from auditor.concern import bound_together, own_of
from auditor.days import city_day
from auditor.departments.model import Department
from auditor.follow_ups.model import FollowUp
from auditor.follow_ups.queries.listing import overdue
from auditor.follow_ups.rules import OWING, FollowUpState
from auditor.notices.rules import Kind, Level, Waiting, is_escalated
from auditor.reach import within_reach
from auditor.statements.model import Statement
from auditor.statements.queries.listed import concerning
from auditor.statements.queries.listed import waiting as waiting_questions
from auditor.tools.model import Tool
from auditor.work import Work

#: So many of a kind are looked at; a mail that told of more would be read by nobody.
MOST: Final = 1_000

#: In these the office has something to do.
_OFFICES: Final = {
    FollowUpState.ANSWERED: Kind.TO_JUDGE,
    FollowUpState.OUTCOMES_GIVEN: Kind.TO_CLOSE,
}


def waiting_for(work: Work) -> list[Waiting]:
    """What waits for the actor: of a supervisor's department all, of the others what is late.

    What concerns the actor, or whom they stand in for today, is left out, and so are the requests
    that one of them made. Nothing waits for the council and for administrators.
    """
    if work.actor.may(Permission.APPROVAL_DECIDE):
        found = [_request(work, row, Kind.REQUEST) for row in free_to_decide(work, limit=MOST)]
        return [*found, *_follow_ups(work, FollowUp.state.in_(OWING)), *_questions(work)]
    if work.actor.may(Permission.FOLLOW_UP_JUDGE):
        found = [*_requests_elsewhere(work), *_questions(work)]
        late = [each for each in found if each.level(work.today, work.parameters) is Level.LATE]
        return [*late, *_follow_ups(work, overdue(work) | FollowUp.state.in_(_OFFICES))]
    return []


def escalated(work: Work) -> Sequence[Any]:
    """The follow-ups overdue for so long that the head of the department is told, oldest first.

    Each has its `id` and `due_on`, its `department`, and the `head_email` of this.
    """
    rows = work.session.execute(
        select(
            FollowUp.id,
            FollowUp.due_on,
            FollowUp.department_id,
            Department.name.label("department"),
            Department.head_email,
        )
        .join(Department, Department.id == FollowUp.department_id)
        .where(overdue(work))
        .order_by(FollowUp.id)
    )
    return [row for row in rows if is_escalated(row.due_on, work.today, work.parameters)]


def _requests_elsewhere(work: Work) -> list[Waiting]:
    bound, wanted = Bound.of(work), described_approvals()
    rows = work.session.execute(
        wanted.where(state_told == ApprovalState.REQUESTED.value).order_by(Approval.id).limit(MOST)
    )
    free = [row for row in rows if not bound.is_concerned_by(work, row)]
    return [_request(work, row, Kind.REQUEST_ELSEWHERE) for row in free]


def _request(work: Work, row: Any, kind: Kind) -> Waiting:
    return Waiting(
        kind=kind,
        department=row.department,
        tool=row.tool,
        came_at=row.requested_at,
        asked_on=made_on(city_day(row.requested_at, work.zone), row.document_on),
    )


def _follow_ups(work: Work, condition: ColumnElement[bool]) -> list[Waiting]:
    wanted = (
        select(Department.name, FollowUp.asked_at, FollowUp.due_on, FollowUp.state)
        .join(Department, Department.id == FollowUp.department_id)
        .where(
            condition,
            within_reach(work.actor, FollowUp.department_id),
            *(not_(own_of(work, each).follow_ups()) for each in bound_together(work)),
        )
    )
    return [
        Waiting(
            kind=_OFFICES.get(state, Kind.FOLLOW_UP),
            department=department,
            tool=None,
            came_at=asked_at,
            asked_on=city_day(asked_at, work.zone),
            due_on=None if state in _OFFICES else due_on,
        )
        for department, asked_at, due_on, state in _first(work, wanted, FollowUp.id)
    ]


def _questions(work: Work) -> list[Waiting]:
    wanted = (
        select(
            Department.name,
            Tool.name,
            Statement.recorded_at,
            Statement.asked_on,
            Statement.due_on,
        )
        .join(Department, Department.id == Statement.department_id)
        .join(Tool, Tool.id == Statement.tool_id)
        .where(
            waiting_questions(),
            within_reach(work.actor, Statement.department_id),
            *(not_(concerning(work, own_of(work, each))) for each in bound_together(work)),
        )
    )
    return [
        Waiting(
            kind=Kind.QUESTION,
            department=department,
            tool=tool,
            came_at=recorded_at,
            asked_on=asked_on,
            due_on=due_on,
        )
        for department, tool, recorded_at, asked_on, due_on in _first(work, wanted, Statement.id)
    ]


def _first(work: Work, wanted: Select[*tuple[Any, ...]], key: Any) -> Sequence[Any]:
    return work.session.execute(wanted.order_by(key).limit(MOST)).all()
