"""Reading the reports that were issued, only by those they are for."""

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select, true

from auditor.access import Actor, Permission
from auditor.columns import Audience
from auditor.departments.model import Department
from auditor.departments.queries import Listed, listed_by_id
from auditor.errors import NotFound
from auditor.evidence.model import StoredFile
from auditor.people.model import User
from auditor.reports.model import Report
from auditor.reports.rules import COUNCILS, Order
from auditor.trail.acts import Act
from auditor.trail.model import Change, Entry
from auditor.trail.seal import canonical
from auditor.work import Work

#: How the title of the sheet begins that has a row for each finding.
_FINDINGS: Final = "Findings"


class Before(NamedTuple):
    """The file of a report that was issued earlier, and whether its sheets are marked."""

    sha256: str
    with_names: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One report with everything about it.

    Attributes:
        row: its columns, the file's digest and size, and who issued it.
        sheets: how many rows each sheet has.
        downloads: how often it was downloaded from its page.
        instead: the number of the report that takes its place.
    """

    row: Any
    sheets: list[tuple[str, int]]
    downloads: int
    instead: int | None


def reports(work: Work, *, after: int | None = None) -> Listed:
    """One page of the reports that the actor may download, newest first; withdrawn ones too.

    Raises:
        NotAllowed: the actor may not read reports.
    """
    work.require(Permission.REPORT_READ)
    return listed_by_id(work, _described(work.actor), key=Report.id, after=after)


def findings_on(row: Any) -> int | None:
    """How many findings a listed report shows; None for one that shows none."""
    found = (number for title, number in sheets_told(row.row_counts) if title.startswith(_FINDINGS))
    return next(found, None)


def get_report(work: Work, report_id: int) -> Shown:
    """The report, withdrawn or not.

    Raises:
        NotAllowed: the actor may not read reports.
        NotFound: there is none, or none that is for the actor.
    """
    work.require(Permission.REPORT_READ)
    row = work.session.execute(_described(work.actor).where(Report.id == report_id)).first()
    if row is None:
        raise NotFound("There is no such report, or none that was issued to you.")
    instead = work.session.scalar(select(Report.id).where(Report.supersedes_id == report_id))
    return Shown(row, sheets_told(row.row_counts), _downloads(work, report_id), instead)


def newest_like(work: Work, order: Order) -> Before | None:
    """The newest standing report for the same audience, and department; None without one."""
    wanted = (
        select(StoredFile.sha256, Report.with_names)
        .join(Report, Report.file_id == StoredFile.id)
        .where(
            Report.audience == order.audience,
            Report.department_id.is_not_distinct_from(order.department_id),
            Report.withdrawn_at.is_(None),
        )
    )
    found = work.session.execute(wanted.order_by(Report.id.desc()).limit(1)).first()
    return Before(found.sha256, found.with_names) if found else None


def sheets_told(row_counts: tuple[str, ...]) -> list[tuple[str, int]]:
    """How many rows each sheet has, from how a report keeps it."""
    told = [count.rpartition(": ") for count in row_counts]
    return [(title, int(number)) for title, _, number in told]


def _described(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *Report.__table__.c,
            StoredFile.sha256,
            StoredFile.size_bytes,
            Department.name.label("department"),
            User.name.label("issued_by"),
            User.role.label("issued_by_role"),
        )
        .join(StoredFile, StoredFile.id == Report.file_id)
        .outerjoin(Department, Department.id == Report.department_id)
        .outerjoin(User, User.id == Report.issued_by_id)
        .where(for_actor(actor))
    )


def for_actor(actor: Actor) -> ColumnElement[bool]:
    """Whoever issues reports reads all; a department its own; others what the council is given."""
    if actor.may(Permission.REPORT_ISSUE):
        return true()
    if actor.is_confined:
        mine = Report.department_id == actor.department_id
        return mine & (Report.audience == Audience.DEPARTMENT)
    return Report.audience.in_(COUNCILS)


def _downloads(work: Work, report_id: int) -> int:
    """Counted in the trail; the values of one that was erased by law are not found any more."""
    told = canonical([{}, {"report": report_id}])
    wanted = (
        select(func.count())
        .select_from(Change)
        .join(Entry, Entry.seq == Change.seq)
        .where(Change.record == "", Change.record_id == 0, Change.body == told)
        .where(Entry.act == Act.REPORT_DOWNLOADED)
    )
    return work.session.scalar(wanted) or 0
