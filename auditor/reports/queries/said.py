"""The statements of a report: a row of the sheet each, and what they count as."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import select

from auditor.base import standing
from auditor.columns import Column
from auditor.departments.model import Department
from auditor.reports.queries.findings import plain_cell
from auditor.sheets.cells import CellValue
from auditor.statements.model import Statement
from auditor.statements.queries.listed import as_said
from auditor.statements.rules import Statement as Said
from auditor.statements.rules import Tally, remarks, superseded, tally
from auditor.tools.model import Tool
from auditor.work import Work


class StatementRow(NamedTuple):
    """A statement: its cells, and what figures look at."""

    cells: tuple[CellValue, ...]
    tool: tuple[str, int]
    department_id: int
    said: Said


def statement_rows(
    work: Work, columns: Sequence[Column], *, department_id: int | None = None
) -> list[StatementRow]:
    """Every standing statement by number; what was withdrawn was never said."""
    wanted = (
        select(*Statement.__table__.c, Tool.name.label("tool"), Department.name.label("department"))
        .join(Tool, Tool.id == Statement.tool_id)
        .join(Department, Department.id == Statement.department_id)
        .where(standing(Statement))
    )
    if department_id is not None:
        wanted = wanted.where(Statement.department_id == department_id)
    rows = work.session.execute(wanted.order_by(Statement.id)).all()
    said = as_said(rows)
    places: dict[tuple[int, int], list[Said]] = defaultdict(list)
    for row, one in zip(rows, said, strict=True):
        places[row.tool_id, row.department_id].append(one)
    before: dict[int, int] = {}
    for told in places.values():
        before |= superseded(told)
    return [
        StatementRow(
            _cells(row, columns, before.get(row.id), remarks(one, _place(places, row))),
            (row.tool, row.tool_id),
            row.department_id,
            one,
        )
        for row, one in zip(rows, said, strict=True)
    ]


def tallies(rows: Sequence[StatementRow]) -> list[tuple[str, Tally]]:
    """What was answered about each tool, by name; of two that bear one, with the number too."""
    told: dict[tuple[str, int], dict[int, list[Said]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        told[row.tool][row.department_id].append(row.said)
    names = [name for name, _ in told]
    return [
        (name if names.count(name) == 1 else f"{name} (tool {number})", tally(said.values()))
        for (name, number), said in sorted(told.items(), key=lambda item: item[0][0].casefold())
    ]


def _place(places: dict[tuple[int, int], list[Said]], row: Any) -> list[Said]:
    return places[row.tool_id, row.department_id]


def _cells(
    row: Any, columns: Sequence[Column], before: int | None, remarked: tuple[str, ...]
) -> tuple[CellValue, ...]:
    told: dict[str, CellValue] = {"supersedes": before, "remark": "; ".join(remarked)}
    return tuple(
        told[column.field] if column.field in told else plain_cell(getattr(row, column.field, None))
        for column in columns
    )
