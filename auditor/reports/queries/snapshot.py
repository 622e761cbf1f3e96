"""All that a report will say, read in one work, and so at one moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from auditor.access import Actor
from auditor.departments.queries import get_department
from auditor.reports.columns import columns_of
from auditor.reports.figures.counted import CountedFlag
from auditor.reports.figures.summary import Figure, summary
from auditor.reports.queries.findings import finding_rows
from auditor.reports.queries.issued import Before, newest_like
from auditor.reports.queries.naming import Naming
from auditor.reports.queries.records import approval_rows, flag_rows, ruling_rows
from auditor.reports.rules import Order
from auditor.sheets.cells import CellValue
from auditor.trail.queries import position
from auditor.work import Work

Rows = Sequence[tuple[CellValue, ...]]


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


def take_snapshot(work: Work, order: Order) -> Snapshot:
    """Read everything that an order asks for; it needs no name that is not there, see `Naming`.

    Raises:
        NotFound: there is no such department.
    """
    only = order.department_id
    department = get_department(work, only).name if only is not None else None
    naming = Naming.of(work, order)
    shown = {
        title: columns_of(title, order.audience)
        for title in ("Findings", "Flags", "Approvals", "Rulings")
    }
    findings = list(finding_rows(work, shown["Findings"], naming, department_id=only))
    flags = list(flag_rows(work, shown["Flags"], department_id=only))
    counted = [found.counted for found in findings if found.counted is not None]
    standing: list[CountedFlag] = [flag.counted for flag in flags]
    at, head = position(work)
    return Snapshot(
        order=order,
        as_of=work.now.astimezone(work.zone),
        author=work.actor,
        department=department,
        position=at,
        head=head,
        rows={
            "Findings": [found.cells for found in findings],
            "Flags": [flag.cells for flag in flags],
            "Approvals": list(approval_rows(work, shown["Approvals"], naming, department_id=only)),
            "Rulings": list(ruling_rows(work, shown["Rulings"])),
        },
        figures=summary(counted, standing, not_counted=len(findings) - len(counted)),
        before=newest_like(work, order),
    )
