"""What figures look at, as the register stands: read from the verdicts that are kept."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any, Final

from sqlalchemy import ColumnElement, exists, func, literal, not_, or_, select, union_all

from auditor.access import Permission
from auditor.concern import Own, own_of
from auditor.days import city_day
from auditor.departments.model import Department
from auditor.findings.model import Finding
from auditor.flags.model import Flag
from auditor.flags.rules.moves import STANDING
from auditor.flags.rules.states import FlagState, Severity
from auditor.follow_ups.model import FollowUp
from auditor.reach import within_reach
from auditor.reports.figures.board import Board, board
from auditor.reports.figures.counted import Counted, CountedFlag
from auditor.reports.figures.followed import CountedLine
from auditor.reports.figures.summary import summary
from auditor.reports.queries.follow_ups import counted_lines
from auditor.reports.queries.naming import who_had
from auditor.statements.model import Statement
from auditor.statements.queries.listed import concerning
from auditor.tools.model import Tool
from auditor.verdicts.model import StoredVerdict
from auditor.verdicts.rules import Verdict
from auditor.work import Work

#: What is read of each finding; its verdict is missing only until it is assessed.
_SELECTED: Final = (
    Finding.id,
    Finding.tool_id,
    Finding.department_id,
    Finding.officer_id,
    Finding.account_email,
    Finding.name_as_received,
    Finding.stage,
    Finding.case_numbers,
    Finding.searches_low,
    Finding.searches_high,
    Finding.signed_up_on,
    Finding.first_used_on,
    StoredVerdict.verdict,
    StoredVerdict.reason,
    exists().where(Flag.finding_id == Finding.id, Flag.state.in_(STANDING)).label("is_flagged"),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """The figures of what a reader may count.

    Attributes:
        severities: how many flags are open, by severity, the gravest first.
        tools, departments: name to id, for those that are named in the figures.
        not_assessed: how many findings have no verdict yet, and so are in no figure.
    """

    board: Board
    severities: Mapping[Severity, int]
    tools: Mapping[str, int]
    departments: Mapping[str, int]
    not_assessed: int


def standing_figures(
    work: Work,
    *,
    tool_id: int | None = None,
    department_id: int | None = None,
    own: Own | None = None,
) -> Standing:
    """Every figure of the findings and flags within reach; what concerns the reader is left out.

    Args:
        tool_id: only those about this tool; None for all.
        department_id: likewise.
        own: what the reader is in the register, where that is known already.

    Raises:
        NotAllowed: the actor may not read figures.
    """
    work.require(Permission.FIGURES_READ)
    own = own or own_of(work)
    conditions = [not_(own.findings()), *_conditions(work, Finding, tool_id, department_id)]
    of_statements = _conditions(work, Statement, tool_id, department_id)
    tools, departments = _names(work)
    rows = _findings(work, conditions)
    flags = _flags(work, conditions, [not_(concerning(work, own)), *of_statements])
    counted = [
        _counted(row, tools[row.tool_id], departments[row.department_id])
        for row in rows
        if row.verdict not in {None, Verdict.NOT_COUNTED}
    ]
    verdicts = Counter(row.verdict for row in rows)
    figures = summary(counted, flags, not_counted=verdicts[Verdict.NOT_COUNTED])
    open_ = Counter(flag.severity for flag in flags if flag.state is FlagState.OPEN)
    return Standing(
        board(figures),
        {severity: open_[severity] for severity in reversed(Severity) if open_[severity]},
        {name: number for number, name in tools.items()},
        {name: number for number, name in departments.items()},
        verdicts[None],
    )


def standing_lines(
    work: Work, *, tool_id: int | None = None, department_id: int | None = None, own: Own
) -> list[CountedLine]:
    """The lines of follow-ups about findings within reach; see `standing_figures`.

    Raises:
        NotAllowed: the actor may not read figures.
    """
    work.require(Permission.FIGURES_READ)
    equal = (
        (func.coalesce(Finding.tool_id, Statement.tool_id), tool_id),
        (FollowUp.department_id, department_id),
    )
    conditions = [column == wanted for column, wanted in equal if wanted is not None]
    theirs = or_(own.findings(), concerning(work, own))
    within = within_reach(work.actor, FollowUp.department_id)
    return counted_lines(work, [not_(theirs), within, *conditions])


def _conditions(
    work: Work, kind: Any, tool_id: int | None, department_id: int | None
) -> list[ColumnElement[bool]]:
    equal: tuple[tuple[Any, int | None], ...] = (
        (kind.tool_id, tool_id),
        (kind.department_id, department_id),
    )
    return [
        within_reach(work.actor, kind.department_id),
        *(column == wanted for column, wanted in equal if wanted is not None),
    ]


def _names(work: Work) -> tuple[dict[int, str], dict[int, str]]:
    """Names of tools and of departments by id; where two bear one name, the number tells them."""
    asked = union_all(
        select(literal("tool").label("kind"), Tool.id, Tool.name),
        select(literal("department"), Department.id, Department.name),
    )
    rows = work.session.execute(asked).all()
    borne = Counter((kind, name) for kind, _, name in rows)
    named: dict[str, dict[int, str]] = {"tool": {}, "department": {}}
    for kind, number, name in rows:
        named[kind][number] = name if borne[kind, name] == 1 else f"{name} ({kind} {number})"
    return named["tool"], named["department"]


def _findings(work: Work, conditions: Sequence[ColumnElement[bool]]) -> Sequence[Any]:
    wanted = select(*_SELECTED).outerjoin(StoredVerdict, StoredVerdict.finding_id == Finding.id)
    return work.session.execute(wanted.where(*conditions)).all()


def _counted(row: Any, tool: str, department: str) -> Counted:
    return Counted(
        tool,
        department,
        who_had(row),
        row.stage,
        row.verdict,
        row.reason,
        tuple((row.department_id, number) for number in row.case_numbers),
        row.searches_low,
        row.searches_high,
        row.is_flagged,
        row.signed_up_on.year if row.signed_up_on else None,
        row.first_used_on.year if row.first_used_on else None,
    )


def _flags(
    work: Work,
    conditions: Sequence[ColumnElement[bool]],
    of_statements: Sequence[ColumnElement[bool]],
) -> list[CountedFlag]:
    """A flag each; those raised in one work are alike, and so they are read together."""
    alike = (Flag.rule, Flag.state, Flag.severity, Flag.raised_at)
    on_findings = select(*alike, func.count()).join(Finding, Finding.id == Flag.finding_id)
    # Whatever is asked of a finding is asked of a statement: within reach, about that tool.
    on_statements = select(*alike, func.count()).join(Statement, Statement.id == Flag.statement_id)
    wanted = union_all(
        on_findings.where(*conditions).group_by(*alike),
        on_statements.where(*of_statements).group_by(*alike),
    )
    found: list[CountedFlag] = []
    for rule, state, severity, at, number in work.session.execute(wanted):
        on = city_day(at, work.zone)
        flag = CountedFlag(rule, state, (work.today - on).days, severity, on.year)
        found += repeat(flag, number)
    return found
