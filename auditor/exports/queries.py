"""What a list holds as a file: its rows in the columns that the reader may see."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import not_, select

from auditor.approvals.model import Approval
from auditor.approvals.queries import concerning
from auditor.columns import Column
from auditor.concern import own_of
from auditor.departments.model import Department
from auditor.departments.queries import Listed
from auditor.exports.columns import columns_of_list
from auditor.exports.naming import naming_of
from auditor.findings.model import Finding
from auditor.officers.model import Assignment, Officer
from auditor.officers.queries import names_of_officers
from auditor.reach import audience_of
from auditor.reports.queries.findings import finding_rows
from auditor.reports.queries.records import Cells, approval_rows, cells_of, ruling_rows
from auditor.reports.queries.said import statement_rows
from auditor.rulings.model import Ruling
from auditor.statements.model import Statement
from auditor.statements.queries.listed import concerning as concerning_statements
from auditor.tools.model import Tool
from auditor.work import Work


@dataclass(frozen=True, slots=True)
class Export:
    """A list with all its rows, in the order of the columns."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Cells]


def export_of(work: Work, name: str, listed: Listed) -> Export:
    """The whole of a list, of which `listed` is a page; what concerns the reader is left out.

    Args:
        name: of the list, as in its address.
    """
    columns = columns_of_list(name, audience_of(work.actor))
    return Export(name, columns, list(_ROWS[name](work, columns, listed)))


def _findings(work: Work, columns: Sequence[Column], listed: Listed) -> Iterable[Cells]:
    shown = Finding.id.in_(listed.ids) & not_(own_of(work).findings())
    naming = naming_of(work, select(Finding.officer_id).where(shown))
    return (row.cells for row in finding_rows(work, columns, naming, only=shown))


def _approvals(work: Work, columns: Sequence[Column], listed: Listed) -> Iterable[Cells]:
    shown = Approval.id.in_(listed.ids) & Approval.id.not_in(concerning(work))
    naming = naming_of(work, select(Approval.officer_id).where(shown))
    return approval_rows(work, columns, naming, only=shown)


def _rulings(work: Work, columns: Sequence[Column], listed: Listed) -> Iterable[Cells]:
    return ruling_rows(work, columns, only=Ruling.id.in_(listed.ids))


def _statements(work: Work, columns: Sequence[Column], listed: Listed) -> Iterable[Cells]:
    """Those that stand: what was withdrawn was never said."""
    wanted = select(Statement.id).where(
        Statement.id.in_(listed.ids), not_(concerning_statements(work))
    )
    shown = set(work.session.scalars(wanted))
    number = next(at for at, column in enumerate(columns) if column.field == "id")
    # What supersedes which is told by all the statements of a department about a tool.
    rows = statement_rows(work, columns)
    return (row.cells for row in rows if row.cells[number] in shown)


def _tools(work: Work, columns: Sequence[Column], listed: Listed) -> Iterable[Cells]:
    wanted = select(*Tool.__table__.c).where(Tool.id.in_(listed.ids)).order_by(Tool.id)
    return (cells_of(row, columns, {}) for row in work.session.execute(wanted))


def _departments(work: Work, columns: Sequence[Column], listed: Listed) -> Iterable[Cells]:
    wanted = select(*Department.__table__.c).where(Department.id.in_(listed.ids))
    rows = work.session.execute(wanted.order_by(Department.id))
    return (cells_of(row, columns, {}) for row in rows)


def _officers(work: Work, columns: Sequence[Column], listed: Listed) -> Iterable[Cells]:
    """A row for each assignment, as an upload takes them; one for whoever has none."""
    placed = [
        column for column in Assignment.__table__.c if column.name not in {"id", "officer_id"}
    ]
    wanted = (
        select(*Officer.__table__.c, *placed, Department.name.label("department"))
        .join(Department, Department.id == Officer.department_id)
        .outerjoin(Assignment, Assignment.officer_id == Officer.id)
        .where(Officer.id.in_(listed.ids))
        .order_by(Officer.id, Assignment.since.is_not(None), Assignment.since, Assignment.id)
    )
    rows: Sequence[Any] = work.session.execute(wanted).all()
    names = names_of_officers(work, {row.same_person_id for row in rows} - {None})
    for row in rows:
        told = {
            "department_id": row.department,
            "same_person_id": names.get(row.same_person_id or 0),
        }
        yield cells_of(row, columns, told)


_ROWS: Mapping[str, Callable[[Work, Sequence[Column], Listed], Iterable[Cells]]] = {
    "approvals": _approvals,
    "departments": _departments,
    "findings": _findings,
    "officers": _officers,
    "rulings": _rulings,
    "statements": _statements,
    "tools": _tools,
}
