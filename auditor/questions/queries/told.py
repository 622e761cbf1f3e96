"""What each department told of each tool, from its first answer to the one that counts."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import not_, select

from auditor.base import standing
from auditor.departments.model import Department
from auditor.questions.queries.counting import Asking, Telling
from auditor.questions.rules.tables import Cell, Row, days, numbers, texts
from auditor.reach import within_reach
from auditor.statements.model import Statement
from auditor.statements.queries.listed import as_said, concerning
from auditor.statements.rules import Statement as Said
from auditor.statements.rules import days_from_denial, in_order, latest, remarks
from auditor.tools.model import Tool


def _answers(asking: Asking) -> Iterator[Row]:
    wanted = (
        select(*Statement.__table__.c, Tool.name.label("tool"), Department.name.label("department"))
        .join(Tool, Tool.id == Statement.tool_id)
        .join(Department, Department.id == Statement.department_id)
        .where(standing(Statement), within_reach(asking.work.actor, Statement.department_id))
        .where(not_(concerning(asking.work, asking.own)))
    )
    rows = asking.work.session.execute(wanted.order_by(Statement.id)).all()
    places: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for row in rows:
        places[row.tool_id, row.department_id].append(row)
    ordered = sorted(
        places.values(), key=lambda told: (told[0].department.casefold(), told[0].tool.casefold())
    )
    for told in ordered:
        yield (Cell(told[0].department), Cell(told[0].tool), *_history(told))


def _history(rows: list[Any]) -> Iterator[Cell]:
    by_id = {row.id: row for row in rows}
    said: list[Said] = in_order(as_said(rows))
    first, counts = said[0], latest(said) or said[0]
    between = [days for one in said if (days := days_from_denial(one, said)) is not None]
    place = {"tool": str(rows[0].tool_id), "department": str(rows[0].department_id)}
    complete = by_id[counts.id].complete_list
    yield Cell(len(said), "statements", place)
    yield Cell(min(one.asked_on for one in said))
    yield Cell(first.answer.value)
    yield Cell(first.answered_on)
    yield Cell(counts.answer.value)
    yield Cell(counts.answered_on)
    yield Cell(min(between, default=None))
    yield Cell(_units(counts))
    yield Cell(counts.aware_before_asked.value)
    yield Cell(None if complete is None else "yes" if complete else "no")
    yield Cell("; ".join(dict.fromkeys(str(each) for one in said for each in remarks(one, said))))


def _units(said: Said) -> str | None:
    if said.units_asked is None:
        return None
    return f"{said.units_asked:,} of {said.units_in_all or 'an unknown number'}"


TABLES: Final = (
    Telling(
        question=3,
        name="answers",
        heading="What each department told, from first to last",
        columns=(
            *texts("Department", "Tool"),
            *numbers("Statements"),
            *days("First asked on"),
            *texts("First answer"),
            *days("Given on"),
            *texts("Answer that counts"),
            *days("Counts since"),
            *numbers("Days from denial to confirmation"),
            *texts("Units asked", "Aware before asked", "Complete list", "Remark"),
        ),
        rows=_answers,
        tells="Units asked, of those in all, say on what basis the answer that counts was given.",
    ),
)
