"""What a follow-up can be opened about, and who can answer it."""

from collections.abc import Collection, Hashable, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, func, or_, select

from auditor.access import GRANTS, OWN_DEPARTMENT_ONLY, Permission
from auditor.concern import own_of
from auditor.departments.model import Department
from auditor.findings.model import Finding
from auditor.flags.model import Flag
from auditor.follow_ups.model import FollowUp, Line
from auditor.officers.model import Officer
from auditor.people.model import User
from auditor.reach import within_reach
from auditor.reports.queries.naming import who_had
from auditor.statements.model import Statement
from auditor.statements.queries.listed import concerning
from auditor.tools.model import Tool
from auditor.work import Work

#: Roles that answer for one department.
_ANSWERING: Final = [
    role
    for role, granted in GRANTS.items()
    if Permission.FOLLOW_UP_ANSWER in granted and role in OWN_DEPARTMENT_ONLY
]


class Account(NamedTuple):
    """An account that can answer for a department."""

    id: int
    name: str


def flags_chosen(work: Work, flag_ids: Collection[int]) -> Sequence[Any]:
    """The flags with these ids within reach, with what they are on, by number.

    In each row `id` is the finding’s and `flag_id` the flag’s.
    """
    own = own_of(work)
    wanted = about_findings(
        Finding.id,
        Flag.id.label("flag_id"),
        Flag.department_id,
        Department.name.label("department"),
        or_(own.findings(), concerning(work, own)).label("is_own"),
    ).join(Department, Department.id == Flag.department_id)
    within = within_reach(work.actor, Flag.department_id)
    return work.session.execute(wanted.where(Flag.id.in_(flag_ids), within).order_by(Flag.id)).all()


def who_can_answer(work: Work, department_id: int, flag_ids: Collection[int]) -> list[Account]:
    """The accounts that can answer for a department about these flags, by name."""
    supervisors = work.session.scalars(
        select(User)
        .where(
            User.role.in_(_ANSWERING),
            User.department_id == department_id,
            User.closed_at.is_(None),
        )
        .order_by(User.name, User.id)
    ).all()
    asked = (
        select(Flag.id)
        .outerjoin(Finding, Finding.id == Flag.finding_id)
        .outerjoin(Statement, Statement.id == Flag.statement_id)
        .where(Flag.id.in_(flag_ids))
        .limit(1)
    )

    def is_concerned(user: User) -> bool:
        own = own_of(work, user.as_actor())
        theirs = asked.where(or_(own.findings(), concerning(work, own)))
        return work.session.scalar(theirs) is not None

    return [Account(user.id, user.name) for user in supervisors if not is_concerned(user)]


def answerers(work: Work, follow_up: FollowUp) -> list[Account]:
    """The accounts that can answer a follow-up now, by name."""
    flags = select(Line.flag_id).where(Line.follow_up_id == follow_up.id)
    return who_can_answer(work, follow_up.department_id, work.session.scalars(flags).all())


def by_person(rows: Sequence[Any]) -> list[list[Any]]:
    """Rows of `flags_chosen` by whose access they are about, in the order of the first of each."""
    found: dict[Hashable, list[Any]] = {}
    for row in rows:
        found.setdefault(who_had(row), []).append(row)
    return list(found.values())


def follow_ups_of_flags(work: Work, flag_ids: Collection[int]) -> dict[int, int]:
    """By flag, the newest follow-up in which it is asked about."""
    newest = select(Line.flag_id, func.max(Line.follow_up_id)).where(Line.flag_id.in_(flag_ids))
    found = work.session.execute(newest.group_by(Line.flag_id))
    return {flag_id: follow_up_id for flag_id, follow_up_id in found}  # noqa: C416


def about_findings(*columns: Any) -> Select[*tuple[Any, ...]]:
    """These columns, and those that tell of a flag and its finding what people look for."""
    return (
        select(
            *columns,
            Flag.rule,
            Flag.severity,
            Flag.reason,
            Flag.state.label("flag_state"),
            Flag.state_reason.label("flag_reason"),
            Flag.finding_id,
            Flag.statement_id,
            Finding.officer_id,
            Finding.account_email,
            Finding.name_as_received,
            Officer.family_name,
            Officer.given_name,
            Tool.name.label("tool"),
        )
        .select_from(Flag)
        .outerjoin(Finding, Finding.id == Flag.finding_id)
        .outerjoin(Officer, Officer.id == Finding.officer_id)
        .outerjoin(Statement, Statement.id == Flag.statement_id)
        .outerjoin(Tool, Tool.id == func.coalesce(Finding.tool_id, Statement.tool_id))
    )
