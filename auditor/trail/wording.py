"""How a row of the trail is told, field by field."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from auditor.approvals.columns import REVIEW
from auditor.approvals.columns import SHEET as APPROVALS
from auditor.columns import Column, Shape, labels
from auditor.departments.columns import COLUMNS as DEPARTMENTS
from auditor.findings.columns import SHEET as FINDINGS
from auditor.flags.columns import COLUMNS as FLAGS
from auditor.follow_ups.columns import TOLD
from auditor.officers.columns import COLUMNS as OFFICERS
from auditor.rulings.columns import COLUMNS as RULINGS
from auditor.statements.columns import COLUMNS as STATEMENTS
from auditor.tools.columns import COLUMNS as TOOLS
from auditor.trail.reading import Changed, EntryTold, named_by
from auditor.web.editing import ChangeInWords, worded

_COLUMNS: Final[Mapping[str, Iterable[Column]]] = {
    "approval_reviews": REVIEW,
    "approvals": APPROVALS,
    "assignments": OFFICERS,
    "departments": DEPARTMENTS,
    "findings": FINDINGS,
    "flags": FLAGS,
    "officers": OFFICERS,
    "rulings": RULINGS,
    "statements": STATEMENTS,
    "tools": TOOLS,
    **TOLD,
}

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)")

#: In place of what the trail holds by its digest alone.
_BY_DIGEST: Final = "kept by its digest alone, which is not shown"


def fields_in_words(row: Changed, told: EntryTold) -> list[ChangeInWords]:
    """Each field that changed, under its column's heading where it has one."""
    headings = labels(_COLUMNS.get(row.record, ()))
    fields = dict.fromkeys([*row.before, *row.after])
    return [
        ChangeInWords(
            headings.get(name) or headings.get(name.removesuffix("_id")) or _plain(name),
            _value(name, row.before.get(name), row=row, told=told),
            _value(name, row.after.get(name), row=row, told=told),
        )
        for name in fields
    ]


def _value(name: str, value: Any, *, row: Changed, told: EntryTold) -> str | None:
    if name in row.by_digest:
        return None if value is None else _BY_DIGEST
    record = named_by(name)
    names = told.names.get(record) if record and isinstance(value, int) else None
    return worded(value, _shape(value), names)


def _shape(value: Any) -> Shape:
    if isinstance(value, str) and _DAY.fullmatch(value):
        return Shape.DAY
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return Shape.MOMENT
    return Shape.TEXT


def _plain(name: str) -> str:
    return name.removesuffix("_id").replace("_", " ").capitalize()
