"""All that a report will say, read in one work, and so at one moment."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from auditor.access import Actor
from auditor.departments.queries import get_department
from auditor.reports.columns import columns_of
from auditor.reports.figures.answers import answer_figures
from auditor.reports.figures.followed import figures_of_follow_ups
from auditor.reports.figures.summary import Figure, summary
from auditor.reports.queries.findings import count_findings, finding_rows
from auditor.reports.queries.follow_ups import line_rows
from auditor.reports.queries.issued import Before, newest_like
from auditor.reports.queries.naming import Naming
from auditor.reports.queries.records import Cells, approval_rows, flag_rows, ruling_rows
from auditor.reports.queries.said import statement_rows, tallies
from auditor.reports.rules import Order, Step, Tell
from auditor.reports.spool import Spool
from auditor.sheets.cells import CellValue
from auditor.trail.queries import position
from auditor.work import Work

T = TypeVar("T")

#: The sheets that hold records, each a row.
_RECORDS: Final = (
    "Findings",
    "Flags",
    "Follow-ups",
    "Approvals",
    "Rulings",
    "Statements",
    "Changes",
)

#: The rows of a sheet: set aside where there may be many.
Rows = Sequence[tuple[CellValue, ...]] | Spool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the register said at one moment, as an audience is shown it.

    Attributes:
        as_of: that moment, in the city's zone.
        department: the name of the one it is for; None for any other report.
        position, head: where the trail stood.
        rows: by the title of their sheet; each is in the order of the audience's columns.
        before: the report issued before it to the same audience.
    """

    order: Order
    as_of: datetime
    author: Actor
    department: str | None
    position: int
    head: str
    rows: Mapping[str, Rows]
    figures: Sequence[Figure]
    before: Before | None


def take_snapshot(work: Work, order: Order, *, tell: Tell | None = None) -> Snapshot:
    """Read everything that an order asks for; it needs no name that is not there, see `Naming`.

    Args:
        tell: told of each finding that was read; it does so in no work of this one.

    Raises:
        NotFound: there is no such department.
    """
    only = order.department_id
    department = get_department(work, only).name if only is not None else None
    rows, figures = _read(work, order, tell)
    at, head = position(work)
    return Snapshot(
        order=order,
        as_of=work.now.astimezone(work.zone),
        author=work.actor,
        department=department,
        position=at,
        head=head,
        rows=rows,
        figures=figures,
        before=newest_like(work, order),
    )


def _read(work: Work, order: Order, tell: Tell | None) -> tuple[dict[str, Rows], list[Figure]]:
    """The rows of every sheet of records, and the figures of what was read."""
    naming, only = Naming.of(work, order), order.department_id
    shown = {title: columns_of(title, order.audience) for title in _RECORDS}
    findings, flags, lines = Spool(), Spool(), Spool()
    said = statement_rows(work, shown["Statements"], department_id=only)
    asked = line_rows(work, shown["Follow-ups"], department_id=only)
    found = finding_rows(work, shown["Findings"], naming, department_id=only)
    figures = [
        *summary(
            _set_aside(_followed(work, found, order, tell=tell) if tell else found, findings),
            _set_aside(flag_rows(work, shown["Flags"], department_id=only), flags),
        ),
        *figures_of_follow_ups(_set_aside(asked, lines)),
        *answer_figures(tallies(said)),
    ]
    rows: dict[str, Rows] = {
        "Findings": findings,
        "Flags": flags,
        "Follow-ups": lines,
        "Approvals": list(approval_rows(work, shown["Approvals"], naming, department_id=only)),
        "Rulings": list(ruling_rows(work, shown["Rulings"])),
        "Statements": [row.cells for row in said],
        "Changes": [],
    }
    return rows, figures


def _followed(work: Work, rows: Iterable[T], order: Order, *, tell: Tell) -> Iterator[T]:
    total = count_findings(work, order.department_id)
    tell(Step.READING, 0, total)
    for number, row in enumerate(rows, start=1):
        yield row
        tell(Step.READING, number, total)


def _set_aside(rows: Iterable[tuple[Cells, T]], spool: Spool) -> Iterator[T]:
    """What figures look at, one by one; the cells go into the spool."""
    for cells, counted in rows:
        spool.add(cells)
        yield counted
