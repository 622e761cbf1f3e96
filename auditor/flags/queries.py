"""Reading flags."""

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, func, not_, or_, select

from auditor.concern import Concealed, own_of
from auditor.departments.model import Department
from auditor.departments.queries import COUNTED, Listed, listed_by_id
from auditor.errors import NotFound
from auditor.findings.model import Finding
from auditor.flags.model import Flag
from auditor.flags.rules.states import FlagState, Severity
from auditor.reach import within_reach
from auditor.statements.model import Statement
from auditor.statements.queries.listed import concerning
from auditor.tools.model import Tool
from auditor.work import Work


def flags(
    work: Work,
    *,
    rule: str = "",
    severity: Severity | None = None,
    state: FlagState | None = None,
    department_id: int | None = None,
    after: int | None = None,
) -> Listed:
    """One page of the flags within reach, newest first.

    What concerns the reader is listed as `Concealed`, and not at all once something is sought.
    """
    own = _concerning(work)
    equal: tuple[tuple[Any, Any], ...] = (
        (Flag.rule, rule or None),
        (Flag.severity, severity),
        (Flag.state, state),
        (Flag.department_id, department_id),
    )
    conditions = [column == wanted for column, wanted in equal if wanted is not None]
    wanted = _described(own).where(within_reach(work.actor, Flag.department_id), *conditions)
    if conditions:
        wanted = wanted.where(not_(own))
    listed = listed_by_id(work, wanted, key=Flag.id, after=after, most=COUNTED)
    return replace(listed, rows=[Concealed(row.id) if row.is_own else row for row in listed.rows])


def get_flag(work: Work, flag_id: int) -> Any:
    """The flag's columns with the tool and department of its finding or statement.

    `Concealed` where it concerns the reader.

    Raises:
        NotFound: there is none, or none within reach.
    """
    found = work.session.execute(
        _described(_concerning(work)).where(
            Flag.id == flag_id, within_reach(work.actor, Flag.department_id)
        )
    ).first()
    if found is None:
        raise NotFound("There is no such flag, or none that your account may know of.")
    return Concealed(flag_id) if found.is_own else found


def _concerning(work: Work) -> ColumnElement[bool]:
    own = own_of(work)
    return or_(own.findings(), concerning(work, own))


def _described(own: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    tool_id = func.coalesce(Finding.tool_id, Statement.tool_id)
    return (
        select(
            *Flag.__table__.c,
            own.label("is_own"),
            tool_id.label("tool_id"),
            Tool.name.label("tool"),
            Department.name.label("department"),
        )
        .outerjoin(Finding, Finding.id == Flag.finding_id)
        .outerjoin(Statement, Statement.id == Flag.statement_id)
        .join(Tool, Tool.id == tool_id)
        .join(Department, Department.id == Flag.department_id)
    )
