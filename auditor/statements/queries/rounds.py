"""Rounds: what was asked about one tool on one day, and who has not answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, distinct, func, not_, select

from auditor.access import Permission
from auditor.base import standing
from auditor.departments.model import Department
from auditor.departments.queries import Listed, listed_by_id
from auditor.reach import within_reach
from auditor.statements.model import Statement
from auditor.statements.queries.listed import concerning, get_kept_statement, waiting
from auditor.tools.model import Tool
from auditor.work import Work

#: How many rounds the list of statements names.
NAMED = 10


@dataclass(frozen=True, slots=True)
class Round:
    """What was asked about one tool on one day.

    Attributes:
        questions: each wording once.
        due_on: the last day by which somebody was to answer.
        asked: how many departments.
        waiting: those that have not answered, the newest question first.
    """

    tool_id: int
    tool: str
    asked_on: date
    due_on: date | None
    questions: Sequence[str]
    asked: int
    waiting: Listed


def rounds(work: Work) -> Sequence[Any]:
    """The newest rounds of more than one department: tool, day, due day, asked, not answered.

    `id` is that of one of its statements.
    """
    open_ = func.count(distinct(case((waiting(), Statement.department_id))))
    asked = func.count(distinct(Statement.department_id))
    return work.session.execute(
        select(
            func.min(Statement.id).label("id"),
            Tool.name.label("tool"),
            Statement.asked_on,
            func.max(Statement.due_on).label("due_on"),
            asked.label("asked"),
            open_.label("waiting"),
        )
        .join(Tool, Tool.id == Statement.tool_id)
        .where(standing(Statement), within_reach(work.actor, Statement.department_id))
        .group_by(Statement.tool_id, Tool.name, Statement.asked_on)
        .having(asked > 1)
        .order_by(Statement.asked_on.desc(), func.min(Statement.id).desc())
        .limit(NAMED)
    ).all()


def get_round(work: Work, statement_id: int, *, after: int | None = None) -> Round:
    """The round that a statement belongs to.

    Raises:
        NotAllowed: the actor does not ask departments.
        NotFound: there is no such statement.
    """
    work.require(Permission.STATEMENT_ASK)
    one = get_kept_statement(work, statement_id)
    together = (
        Statement.tool_id == one.tool_id,
        Statement.asked_on == one.asked_on,
        standing(Statement),
    )
    counted = select(
        func.count(distinct(Statement.department_id)).label("asked"),
        func.max(Statement.due_on).label("due_on"),
    ).where(*together)
    told = work.session.execute(counted).one()
    worded = select(func.coalesce(Statement.question, "")).where(*together).distinct()
    return Round(
        one.tool_id,
        work.session.get_one(Tool, one.tool_id).name,
        one.asked_on,
        told.due_on,
        sorted(filter(None, work.session.scalars(worded))),
        told.asked,
        listed_by_id(work, _unanswered(work).where(*together), key=Statement.id, after=after),
    )


def _unanswered(work: Work) -> Select[*tuple[Any, ...]]:
    return (
        select(Statement.id, Statement.due_on, Department.name.label("department"))
        .add_columns(Department.head_name)
        .join(Department, Department.id == Statement.department_id)
        .where(waiting(), not_(concerning(work)))
    )


def already_asked(
    work: Work, tool_id: int, asked_on: date, department_ids: Sequence[int]
) -> Sequence[str]:
    """The names of those departments that were asked about the tool on that very day."""
    wanted = (
        select(Department.id, Department.name)
        .join(Statement, Statement.department_id == Department.id)
        .where(
            Statement.tool_id == tool_id,
            Statement.asked_on == asked_on,
            standing(Statement),
        )
        .distinct()
        .order_by(Department.name)
    )
    asked = set(department_ids)
    return [row.name for row in work.session.execute(wanted) if row.id in asked]
