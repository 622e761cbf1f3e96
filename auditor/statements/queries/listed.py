"""Statements one by one, and in lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, not_, select
from sqlalchemy.orm import aliased

from auditor.base import standing
from auditor.concern import Concealed, Own, own_of
from auditor.departments.model import Department
from auditor.departments.queries import Listed, listed_by_id, listed_withdrawn
from auditor.errors import NotFound
from auditor.findings.model import Finding
from auditor.flags.model import Flag
from auditor.reach import within_reach
from auditor.rulings.queries import own_findings
from auditor.statements.model import Statement
from auditor.statements.rules import Answer
from auditor.statements.rules import Statement as Said
from auditor.tools.model import Tool
from auditor.work import Work

#: How many questions a first page names; the list has the others.
NAMED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """By what a list of statements is narrowed down; what is left empty does not matter.

    Attributes:
        is_waiting: only questions that wait for their answer, or only what is no such question.
        withdrawn: take in what has been withdrawn.
    """

    tool_id: int | None = None
    department_id: int | None = None
    answer: Answer | None = None
    is_waiting: bool | None = None
    withdrawn: bool = False


def statements(work: Work, sought: Sought, *, after: int | None = None) -> Listed:
    """One page of the statements within reach, newest first.

    What concerns the reader is listed as `Concealed`, and not at all once something is sought.
    """
    own = concerning(work)
    conditions: list[ColumnElement[bool]] = [
        column == value
        for column, value in (
            (Statement.tool_id, sought.tool_id),
            (Statement.department_id, sought.department_id),
            (Statement.answer, sought.answer),
        )
        if value is not None
    ]
    if sought.is_waiting is not None:
        conditions.append(waiting() if sought.is_waiting else not_(waiting()))
    shown = listed_withdrawn(Statement, withdrawn=sought.withdrawn)
    wanted = _described(own).where(_reached(work), *shown, *conditions)
    if conditions:
        wanted = wanted.where(not_(own))
    listed = listed_by_id(work, wanted, key=Statement.id, after=after)
    return replace(listed, rows=[Concealed(row.id) if row.is_own else row for row in listed.rows])


def waiting() -> ColumnElement[bool]:
    """The condition on `Statement` that meets a standing question without an answer.

    An answer from a file stands beside its question, which is known by the day it was asked on; and
    who was asked again, and answered that, is not waited for any more.
    """
    other = aliased(Statement)
    answered = exists().where(
        other.department_id == Statement.department_id,
        other.tool_id == Statement.tool_id,
        other.asked_on >= Statement.asked_on,
        other.answer != Answer.NO_RESPONSE,
        standing(other),
    )
    unanswered = Statement.answer == Answer.NO_RESPONSE
    return and_(unanswered, standing(Statement), not_(answered))


def concerning(work: Work, own: Own | None = None) -> ColumnElement[bool]:
    """The condition on `Statement` that meets those which concern the actor.

    They are about a tool and a department of which a finding concerns the actor.

    Args:
        own: what the actor is in the register, where that is known already.
    """
    return (
        exists()
        .where(
            Finding.tool_id == Statement.tool_id,
            Finding.department_id == Statement.department_id,
            (own or own_of(work)).findings(),
        )
        .correlate(Statement)
    )


def get_statement(work: Work, statement_id: int) -> Any:
    """The statement's columns with its tool's and department's names, withdrawn or not.

    `Concealed` where it concerns the reader.

    Raises:
        NotFound: there is none, or none within reach.
    """
    wanted = _described(concerning(work)).where(Statement.id == statement_id, _reached(work))
    found = work.session.execute(wanted).first()
    if found is None:
        raise NotFound("There is no such statement, or none that your account may know of.")
    return Concealed(statement_id) if found.is_own else found


def get_kept_statement(work: Work, statement_id: int) -> Statement:
    """The statement itself, for whoever is to change it, withdrawn or not.

    Raises:
        NotFound: there is none, or none within reach.
    """
    wanted = select(Statement).where(Statement.id == statement_id, _reached(work))
    found = work.session.scalar(wanted)
    if found is None:
        raise NotFound("There is no such statement, or none that your account may know of.")
    return found


def said_about(work: Work, tool_id: int, department_id: int) -> Sequence[Any]:
    """The columns of every standing statement of a department within reach about a tool."""
    wanted = _described(concerning(work)).where(
        Statement.tool_id == tool_id,
        Statement.department_id == department_id,
        standing(Statement),
        _reached(work),
    )
    return work.session.execute(wanted.order_by(Statement.id)).all()


def questions_to_answer(work: Work) -> Sequence[Any]:
    """The questions that wait for the actor, those due first, at most `NAMED`."""
    wanted = _described(false()).where(_reached(work), waiting())
    # A day that is missing stands last on both databases.
    ordered = wanted.order_by(Statement.due_on.is_(None), Statement.due_on, Statement.id)
    rows = work.session.execute(ordered.limit(5 * NAMED)).all()
    own = {(row.tool_id, row.department_id) for row in own_findings(work)} if rows else set()
    return [row for row in rows if (row.tool_id, row.department_id) not in own][:NAMED]


def flags_on(work: Work, statement_id: int) -> Sequence[Any]:
    """Every flag on a statement, whatever its state: number, severity, reason and state."""
    wanted = select(Flag.id, Flag.rule, Flag.severity, Flag.reason, Flag.state)
    return work.session.execute(wanted.where(Flag.statement_id == statement_id)).all()


def as_said(rows: Iterable[Any]) -> list[Said]:
    """Rows of statements as the rules see them."""
    return [
        Said(
            id=row.id,
            asked_on=row.asked_on,
            due_on=row.due_on,
            answer=row.answer,
            answered_on=row.answered_on,
            units_asked=row.units_asked,
            units_in_all=row.units_in_all,
            aware_before_asked=row.aware_before_asked,
        )
        for row in rows
    ]


def _reached(work: Work) -> ColumnElement[bool]:
    return within_reach(work.actor, Statement.department_id)


def _described(own: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *Statement.__table__.c,
            own.label("is_own"),
            waiting().label("is_waiting"),
            Tool.name.label("tool"),
            Department.name.label("department"),
        )
        .join(Tool, Tool.id == Statement.tool_id)
        .join(Department, Department.id == Statement.department_id)
    )
