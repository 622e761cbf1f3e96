"""Finding the issued report that a workbook is a copy of, or was made from."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_, select, true

from auditor.access import Permission
from auditor.evidence.model import StoredFile
from auditor.reports.model import Report
from auditor.reports.queries.issued import for_actor, sheets_told
from auditor.work import Work

_SELECTED = (*Report.__table__.c, StoredFile.sha256)


class Marks(NamedTuple):
    """By what a copy may be known: its bytes, its data, and what it says of itself.

    `data` is None where its cells have no digest; the others where it does not say them.
    """

    sha256: str
    data: str | None
    said_data: str | None
    signature: str | None
    head: str | None


def report_marked(work: Work, marks: Marks) -> Any | None:
    """The report within reach that most of these marks are of, the newest of those; or None."""
    rows = work.session.execute(
        select(*_SELECTED)
        .join(StoredFile, StoredFile.id == Report.file_id)
        .where(_reach(work), _bears_any(marks))
    ).all()
    return max(rows, key=lambda row: (*_borne(row, marks), row.id), default=None)


def is_recorded(work: Work, signature: str) -> bool:
    """Whether any report has this signature, be it within reach or not."""
    wanted = select(Report.id).where(Report.signature == signature)
    return work.session.scalar(wanted.limit(1)) is not None


def reports_like(work: Work, rows: dict[str, int], *, most: int) -> Sequence[Any]:
    """Reports within reach with the same sheets, those first that have most nearly as many rows."""
    wanted = select(*_SELECTED).join(StoredFile, StoredFile.id == Report.file_id)
    found = [
        (sum(abs(count - rows[title]) for title, count in counts.items()), -row.id, row)
        for row in work.session.execute(wanted.where(_reach(work)))
        if (counts := dict(sheets_told(row.row_counts))).keys() == rows.keys()
    ]
    return [row for *_, row in sorted(found, key=lambda one: one[:2])[:most]]


def _reach(work: Work) -> ColumnElement[bool]:
    """Whoever looks after the trail may compare them all; others those that they may download."""
    return true() if work.actor.may(Permission.TRAIL_VERIFY) else for_actor(work.actor)


def _bears_any(marks: Marks) -> ColumnElement[bool]:
    borne = (
        (Report.data_sha256, marks.data),
        (Report.data_sha256, marks.said_data),
        (Report.signature, marks.signature),
        (Report.head, marks.head),
    )
    said = [column == mark for column, mark in borne if mark is not None]
    return or_(StoredFile.sha256 == marks.sha256, *said)


def _borne(row: Any, marks: Marks) -> tuple[bool, ...]:
    """The gravest first: the bytes leave no doubt, and the head is that of every report since."""
    return (
        row.sha256 == marks.sha256,
        row.signature == marks.signature is not None,
        row.data_sha256 == marks.data is not None,
        row.data_sha256 == marks.said_data,
        row.head == marks.head,
    )
