"""From the rows of a file to drafts: every cell read, or refused with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any, Final

from auditor.columns import Column, Shape
from auditor.sheets.cells import CellError, is_blank
from auditor.sheets.reading import Row, Table
from auditor.uploads.cell_values import Unreadable, read_cell, shown
from auditor.uploads.day_order import read_days
from auditor.uploads.drafts import EMPTY, Aside, Draft, Fate, Refusal
from auditor.uploads.drafts import Row as Planned
from auditor.uploads.mapping import Mapped

_DAYS: Final = frozenset({Shape.DAY, Shape.DAY_OR_MONTH})


@dataclass(slots=True)
class Reading:
    """What the rows of one file say.

    Attributes:
        drafts: the rows of which every cell could be read.
        marred: what could be read of the other rows.
        refused: each cell that could not be read.
        count: how many rows there are.
        aside: rows that say themselves that their record was withdrawn here.
    """

    sheet: str
    count: int
    headings: dict[str, str]
    drafts: list[Draft] = field(default_factory=list)
    marred: list[Draft] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    aside: list[Planned] = field(default_factory=list)


def read_rows(
    table: Table,
    columns: Sequence[Column],
    mapped: Mapped,
    *,
    zone: tzinfo,
    has_department: bool = False,
    aside: Aside | None = None,
) -> Reading:
    """Read every row of a table whose headings were understood.

    Args:
        zone: the city’s, for moments that have one.
        has_department: the sender named the department for rows that name none.
        aside: which rows are not read, see `Kind.aside`.
    """
    count = len(table.rows)
    table, put_aside = _without(table, columns, mapped, aside)
    rows = _Rows(table)
    remarks = [*table.remarks, *mapped.remarks, *_told_aside(put_aside)]
    for column in columns:
        place = mapped.places.get(column.field) if column.uploaded else None
        if place is None:
            continue
        rows.heading = table.headings[place]
        if column.shape in _DAYS:
            remarks += rows.read_day_column(column, place, zone=zone)
        else:
            rows.read_column(column, place)
    for column in columns:
        if column.required and not (has_department and column.shape is Shape.DEPARTMENT):
            rows.demand(column, mapped.by_field.get(column.field, column.heading))
    reading = Reading(table.sheet, count, mapped.by_field, remarks=remarks, aside=put_aside)
    for row, values, reasons in zip(table.rows, rows.values, rows.reasons, strict=True):
        reading.refused += reasons
        (reading.marred if reasons else reading.drafts).append(Draft(row.number, values))
    return reading


def _without(
    table: Table, columns: Sequence[Column], mapped: Mapped, aside: Aside | None
) -> tuple[Table, list[Planned]]:
    """The table less the rows whose record was withdrawn, and those rows."""
    column = next((one for one in columns if aside and one.field == aside.field), None)
    if aside is None or column is None:
        return table, []
    free = [at for at in range(len(table.headings)) if at not in mapped.places.values()]
    places = [at for at in free if column.is_called(table.headings[at])]

    def is_withdrawn(row: Row) -> bool:
        says = [str(row.cells[at]).strip() for at in places if not is_blank(row.cells[at])]
        return any(not aside.words or text.casefold() in aside.words for text in says)

    put = [row.number for row in table.rows if is_withdrawn(row)]
    left = tuple(row for row in table.rows if row.number not in set(put)) if put else table.rows
    return table._replace(rows=left), [Planned(n, Fate.UNCHANGED, "Withdrawn") for n in put]


def _told_aside(put_aside: Sequence[Planned]) -> list[str]:
    if not put_aside:
        return []
    first, count = put_aside[0].number, len(put_aside)
    rows = "1 row says" if count == 1 else f"{count:,} rows say"
    return [f"{rows} that the record was withdrawn here, the first in row {first}: not read."]


class _Rows:
    """The values and the refusals of all rows, filled column by column."""

    def __init__(self, table: Table) -> None:
        self.rows: Sequence[Row] = table.rows
        self.sheet = table.sheet
        self.heading = ""
        self.values: list[dict[str, Any]] = [{} for _ in table.rows]
        self.reasons: list[list[Refusal]] = [[] for _ in table.rows]

    def read_column(self, column: Column, place: int) -> None:
        for at, row in enumerate(self.rows):
            try:
                value = read_cell(column, row.cells[place])
            except Unreadable as error:
                self._refuse(at, row.cells[place], str(error))
                continue
            if value is not None:
                self._put(at, column, value)

    def read_day_column(self, column: Column, place: int, *, zone: tzinfo) -> list[str]:
        written = {}
        for at, row in enumerate(self.rows):
            cell = row.cells[place]
            if isinstance(cell, CellError):
                self._refuse(at, cell, cell.reason)
            elif isinstance(cell, str) and read_cell(column, cell) is EMPTY:
                self._put(at, column, EMPTY)
            elif not is_blank(cell):
                written[at] = cell
        days = read_days(written, self.heading, zone=zone)
        for at, reason in days.refused.items():
            self._refuse(at, written[at], reason)
        for at, day in days.read.items():
            if column.shape is Shape.DAY_OR_MONTH:
                self._put(at, column, day)
            elif day.is_month:
                self._refuse(
                    at,
                    written[at],
                    f"“{day}” is a month, and this column needs a day. Write it as {day.first}.",
                )
            else:
                self._put(at, column, day.first)
        return [days.remark] if days.remark else []

    def demand(self, column: Column, heading: str) -> None:
        self.heading = heading
        for at, values in enumerate(self.values):
            if values.get(column.field, EMPTY) is EMPTY and not self._is_refused(at, heading):
                self._refuse(
                    at, "(empty)" if column.field in values else "", "Every row needs a value here."
                )

    def _is_refused(self, at: int, heading: str) -> bool:
        return any(reason.column == heading for reason in self.reasons[at])

    def _put(self, at: int, column: Column, value: Any) -> None:
        if column.shape is Shape.RANGE:
            low, high = (EMPTY, EMPTY) if value is EMPTY else value
            self.values[at][f"{column.field}_low"] = low
            self.values[at][f"{column.field}_high"] = EMPTY if high is None else high
        else:
            self.values[at][column.field] = value

    def _refuse(self, at: int, cell: object, reason: str) -> None:
        self.reasons[at].append(
            Refusal(self.sheet, self.rows[at].number, self.heading, shown(cell), reason)
        )
