"""The workbook of a report: what was read in, its bytes and the digest over its data out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import Final

from auditor.columns import Audience
from auditor.errors import FileRefused
from auditor.reports.about import TITLE, about_lines, claims_for
from auditor.reports.columns import (
    ABOUT,
    DICTIONARY_SHEET,
    SHEETS,
    SUMMARY_SHEET,
    columns_of,
    kind_of,
    vocabulary_of,
)
from auditor.reports.figures.charted import charts_of
from auditor.reports.figures.summary import Figure
from auditor.reports.queries.snapshot import Rows, Snapshot
from auditor.reports.rules import CONTAINS_NAMES, Step, Tell
from auditor.reports.signing import signature
from auditor.sheets.bounds import MADE_HERE
from auditor.sheets.cells import CellValue
from auditor.sheets.digest import data_digest, digest_of_workbook
from auditor.sheets.holdable import as_held
from auditor.sheets.streaming import StreamedWorkbook
from auditor.sheets.writing import Notes, Sheet, write_workbook

#: Section, group and figure, and the value under them.
LastTime = Mapping[tuple[str, str, str], float]

#: The place of a figure’s value among the columns of the summary.
_VALUE: Final = 3

#: In characters, where those taken from the first rows would not do.
_WIDTHS: Final = {
    SUMMARY_SHEET: (23, 26, 48, 9, 12, 11, 12, 55),
    DICTIONARY_SHEET: (16, 22, 70, 24, 80),
}


@dataclass(frozen=True, slots=True)
class Made:
    """A finished workbook, how many rows each of its sheets of data has, and their digest."""

    content: bytes
    rows: Mapping[str, int]
    data_sha256: str
    signature: str


@dataclass(frozen=True, slots=True)
class _Followed:
    """Rows to be gone through as often as needed; each is told once it was taken."""

    rows: Iterable[Sequence[CellValue]]
    taken: Callable[[], None]

    def __iter__(self) -> Iterator[Sequence[CellValue]]:
        for row in self.rows:
            self.taken()
            yield row


def make_workbook(
    snapshot: Snapshot, office: str, last_time: LastTime, *, key: bytes, tell: Tell
) -> Made:
    """The workbook that says what was read; it is read again before it is given to anybody.

    Args:
        key: with which it is signed.
        tell: told of each row that was written, or read again.

    Raises:
        FileRefused: something on record fits into no workbook; names the record and the column.
    """
    sheets, counts = _sheets(snapshot, last_time)
    sheets = [
        replace(each, rows=_Followed(each.rows, partial(tell, Step.WRITING, number, len(sheets))))
        for number, each in enumerate(sheets, start=1)
    ]
    digest = _digest(sheets)
    claims = claims_for(snapshot, counts, digest)
    signed = signature(key, claims)
    lines = about_lines(snapshot, office, counts, claims=claims, signed=signed)
    mark = CONTAINS_NAMES if snapshot.order.with_names else ""
    book: list[Notes | Sheet] = [Notes(ABOUT, list(lines)), *sheets]
    written = write_workbook(book, title=TITLE, creator=office, mark=mark)
    if _digest_of_written(written.content, len(sheets), tell) != digest:
        raise AssertionError("The workbook does not say what was to be written into it.")
    return Made(written.content, counts, digest, signed)


def _digest_of_written(content: bytes, sheets: int, tell: Tell) -> str:
    checked = partial(tell, Step.CHECKING, 0, sheets)
    checked()
    return digest_of_workbook(content, {ABOUT}, bounds=MADE_HERE, taken=checked)


def _sheets(snapshot: Snapshot, last_time: LastTime) -> tuple[list[Sheet], Mapping[str, int]]:
    """Every sheet of data, and how many rows each has."""
    audience = snapshot.order.audience
    rows: dict[str, Rows] = {
        SUMMARY_SHEET: [_summary_row(figure, last_time) for figure in snapshot.figures],
        **snapshot.rows,
        DICTIONARY_SHEET: list(_dictionary(audience)),
    }
    sheets = [
        Sheet(
            title_of(title, with_names=snapshot.order.with_names),
            tuple(column.heading for column in columns_of(title, audience)),
            rows[title],
            _WIDTHS.get(title),
            charts_of(snapshot.figures) if title == SUMMARY_SHEET else (),
        )
        for title in SHEETS
    ]
    return sheets, {
        sheet.title: len(rows[title]) for title, sheet in zip(SHEETS, sheets, strict=True)
    }


def _digest(sheets: Sequence[Sheet]) -> str:
    try:
        return data_digest((sheet.title, chain([sheet.headings], sheet.rows)) for sheet in sheets)
    except FileRefused:
        for sheet in sheets:
            for row in sheet.rows:
                _refuse_unholdable(sheet.headings, row)
        raise


def _refuse_unholdable(headings: Sequence[str], row: Sequence[CellValue]) -> None:
    """Name the record by its number, which stands first: nobody is given this workbook."""
    for heading, value in zip(headings, row, strict=True):
        try:
            as_held(value)
        except FileRefused as refusal:
            place = f"{headings[0]} {row[0]}, column “{heading}”"
            raise FileRefused(f"{place}: {refusal} Nothing was issued.") from None


def title_of(title: str, *, with_names: bool) -> str:
    """What a sheet of data is called: one that names officers to the council says so."""
    return f"{title}, {CONTAINS_NAMES}" if with_names else title


def values_of_summary(content: bytes, *, with_names: bool) -> dict[tuple[str, str, str], float]:
    """The figures that an issued workbook states."""
    book = StreamedWorkbook(content, MADE_HERE)
    rows = book.rows(book.titles.index(title_of(SUMMARY_SHEET, with_names=with_names)))
    return {
        (str(row[0]), str(row[1]), str(row[2])): value
        for row in rows
        if len(row) > _VALUE and isinstance(value := row[_VALUE], int | float)
    }


def _summary_row(figure: Figure, last_time: LastTime) -> tuple[CellValue, ...]:
    before = last_time.get((figure.section, figure.group, figure.figure))
    known = before is not None and figure.value is not None
    return (
        figure.section,
        figure.group,
        figure.figure,
        figure.value,
        figure.value_high,
        before,
        (figure.value or 0) - (before or 0) if known else None,
        figure.rows,
    )


def _dictionary(audience: Audience) -> Iterator[tuple[CellValue, ...]]:
    for title in SHEETS:
        for column in columns_of(title, audience):
            kind = kind_of(column)
            yield title, column.heading, column.meaning, kind, vocabulary_of(column)
