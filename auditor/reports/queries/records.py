"""The flags, approvals and rulings of a report: a row of the sheet each."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Text, select, type_coerce
from sqlalchemy.orm import aliased

from auditor.approvals.model import Approval
from auditor.approvals.queries import state_told, with_place
from auditor.columns import Column
from auditor.days import city_day
from auditor.departments.model import Department
from auditor.flags.model import Flag
from auditor.officers.model import Officer
from auditor.people.model import User
from auditor.reports.figures.counted import CountedFlag
from auditor.reports.queries.findings import plain_cell
from auditor.reports.queries.follow_ups import newest_of_flags
from auditor.reports.queries.naming import Naming
from auditor.rulings.model import Ruling
from auditor.sheets.cells import CellValue
from auditor.tools.model import Tool
from auditor.work import Work

Cells = tuple[CellValue, ...]

#: The steps of an approval, under whose names the columns tell who took them.
_STEPS: Final = ("requested", "decided", "revoked")

#: Flags that are held at a time.
_PORTION: Final = 2_000

_Users: Final = {step: aliased(User) for step in _STEPS}
_ABSENT: Final = {step: aliased(User) for step in ("decided", "revoked")}
_Theirs: Final = {step: aliased(Department) for step in _STEPS}


class FlagRow(NamedTuple):
    """A flag: its cells, and what figures look at."""

    cells: Cells
    counted: CountedFlag


def flag_rows(
    work: Work, columns: Sequence[Column], *, department_id: int | None
) -> Iterator[FlagRow]:
    """Every flag, whatever its state, by number; see `finding_rows`."""
    wanted = select(*Flag.__table__.c)
    if department_id is not None:
        wanted = wanted.where(Flag.department_id == department_id)
    asked = newest_of_flags(work)
    streamed = wanted.order_by(Flag.id).execution_options(yield_per=_PORTION)
    for row in work.session.execute(streamed):
        on = city_day(row.raised_at, work.zone)
        cells = cells_of(row, columns, {"raised_on": on, "follow_up_id": asked.get(row.id)})
        days = (work.today - on).days
        yield FlagRow(cells, CountedFlag(row.rule, row.state, days, row.severity, on.year))


def approval_rows(
    work: Work,
    columns: Sequence[Column],
    naming: Naming,
    *,
    department_id: int | None = None,
    only: ColumnElement[bool] | None = None,
) -> Iterator[Cells]:
    """Every approval, whatever its state, by number; see `finding_rows`."""
    wanted = (
        select(
            *Approval.__table__.c,
            Tool.name.label("tool"),
            Department.name.label("department"),
            state_told.label("state"),
            *(_named(step).label(f"{step}_name") for step in _STEPS),
            *(_Users[step].role.label(f"{step}_role") for step in _STEPS),
            *(_Theirs[step].name.label(f"{step}_of") for step in _STEPS),
        )
        .join(Tool, Tool.id == Approval.tool_id)
        .join(Department, Department.id == Approval.department_id)
        .outerjoin(Officer, Officer.id == Approval.officer_id)
    )
    for step in _STEPS:
        by = getattr(Approval, f"{step}_by_id")
        wanted = wanted.outerjoin(_Users[step], _Users[step].id == by)
        if step in _ABSENT:
            place = getattr(Approval, f"{step}_for_id")
            wanted = wanted.outerjoin(_ABSENT[step], _ABSENT[step].id == place)
        wanted = wanted.outerjoin(_Theirs[step], _Theirs[step].id == _Users[step].department_id)
    if department_id is not None:
        wanted = wanted.where(Approval.department_id == department_id)
    if only is not None:
        wanted = wanted.where(only)
    for row in work.session.execute(wanted.order_by(Approval.id)):
        yield cells_of(row, columns, _told_of_approval(work, row, naming))


def _named(step: str) -> ColumnElement[Any]:
    if step not in _ABSENT:
        return type_coerce(_Users[step].name, Text)
    return with_place(_Users[step], _ABSENT[step])


def _told_of_approval(work: Work, row: Any, naming: Naming) -> dict[str, CellValue]:
    def on(moment: datetime | None) -> CellValue:
        return None if moment is None else city_day(moment, work.zone)

    return {
        "officer": naming.officer(row.officer_id),
        "requested_on": on(row.requested_at),
        "decided_on": on(row.decided_at),
        **{
            f"{step}_by": naming.user(
                getattr(row, f"{step}_name"),
                getattr(row, f"{step}_role"),
                getattr(row, f"{step}_of"),
            )
            for step in _STEPS
        },
    }


def ruling_rows(
    work: Work, columns: Sequence[Column], *, only: ColumnElement[bool] | None = None
) -> Iterator[Cells]:
    """Every ruling, withdrawn or not, by number: everybody may know of every ruling."""
    wanted = (
        select(*Ruling.__table__.c, Tool.name.label("tool"), Department.name.label("department"))
        .outerjoin(Tool, Tool.id == Ruling.tool_id)
        .outerjoin(Department, Department.id == Ruling.department_id)
    )
    if only is not None:
        wanted = wanted.where(only)
    for row in work.session.execute(wanted.order_by(Ruling.id)):
        yield cells_of(row, columns, {})


def cells_of(row: Any, columns: Sequence[Column], told: Mapping[str, CellValue]) -> Cells:
    """A row's cells in the order of the columns, those that are `told` otherwise as told."""
    return tuple(
        told[column.field] if column.field in told else plain_cell(getattr(row, column.field, None))
        for column in columns
    )
