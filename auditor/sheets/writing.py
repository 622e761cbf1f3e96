"""Writing a workbook: headed rows and notes in, the bytes of an .xlsx file out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from itertools import chain, islice
from textwrap import wrap
from typing import Final, cast

from openpyxl import Workbook
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from auditor.errors import FileRefused
from auditor.sheets.cells import CellValue, column_letters
from auditor.sheets.charts import Chart, draw_beside
from auditor.sheets.holdable import HeldValue, as_held
from auditor.sheets.put import Put

#: Rows below the headings; a sheet ends at 1,048,576, and openpyxl would write on beyond.
MOST_ROWS: Final = 1_000_000

#: Rows from which the widths of columns are taken.
_SAMPLE: Final = 200

#: Characters; room for the filter's arrow beside a heading.
_NARROWEST: Final = 9
_WIDEST: Final = 60
_ARROW: Final = 4

#: Numbers and dates keep away from the text beside them.
_MARGIN: Final = 3

#: Points; no row is higher than the second of these, and titles stand by themselves.
_LINE_HEIGHT: Final = 15
_HIGHEST: Final = 405
_TITLE_HEIGHT: Final = 27

#: Characters beside one another on a page that can still be read.
_PRINTED_WIDTH: Final = 220

_LABEL_WIDTH: Final = 30
_NOTE_WIDTH: Final = 96

_LONGEST_TITLE: Final = 31
_NOT_IN_TITLES: Final = frozenset("[]:*?/\\")

#: Paper sizes have numbers; this is US Letter.
_LETTER: Final = 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of data: one row of headings, then the rows. `widths` are in characters.

    Charts stand beside the table, and are printed on pages of their own.
    """

    title: str
    headings: tuple[str, ...]
    rows: Iterable[Sequence[CellValue]]
    widths: tuple[int, ...] | None = None
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True)
class Notes:
    """A sheet to be read from top to bottom.

    A line is a label with its value beside it; without a label it is a paragraph, without a value
    a title. Paragraphs stand in the wide column of the values, so that all text begins at one edge
    and nothing is merged.
    """

    title: str
    lines: Sequence[tuple[str, CellValue]]


@dataclass(frozen=True, slots=True)
class Written:
    """A finished workbook, and how many rows below its headings, or lines, each sheet has."""

    content: bytes
    rows: Mapping[str, int]


def write_workbook(
    sheets: Sequence[Sheet | Notes], *, title: str, creator: str, mark: str = ""
) -> Written:
    """An .xlsx workbook with these sheets; text is written as text, whatever it begins with.

    Args:
        mark: stands at the head of every page that is printed.

    Raises:
        FileRefused: a value that no workbook can hold, or too many rows; names sheet, row and
            heading. Nothing is offered then.
    """
    _refuse_titles([sheet.title for sheet in sheets])
    book = Workbook(write_only=True)
    book.properties.title = title
    book.properties.creator = creator
    rows: dict[str, int] = {}
    out = BytesIO()
    try:
        for sheet in sheets:
            page = book.create_sheet(sheet.title)
            if mark:
                head = HeaderFooterItem(center=_HeaderFooterPart(mark))
                _whole(page).HeaderFooter.oddHeader = head
            if isinstance(sheet, Notes):
                rows[sheet.title] = _write_notes(page, sheet)
            else:
                rows[sheet.title] = _write_sheet(page, sheet)
    finally:
        # After a refusal, too: only saving closes and removes openpyxl's temporary files.
        book.save(out)
    return Written(out.getvalue(), rows)


def _refuse_titles(titles: Sequence[str]) -> None:
    for title in titles:
        if not 0 < len(title) <= _LONGEST_TITLE or _NOT_IN_TITLES & set(title):
            raise ValueError(f"Not a title for a sheet: {title!r}")
    if not titles or len({title.casefold() for title in titles}) < len(titles):
        raise ValueError("A workbook needs sheets, each with a title of its own.")


def _write_sheet(page: WriteOnlyWorksheet, sheet: Sheet) -> int:
    rows = _held_rows(sheet)
    sample = list(islice(rows, _SAMPLE))
    widths = sheet.widths or _widths(sheet.headings, sample)
    _lay_out(page, widths)
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
    _whole(page).page_setup.orientation = "landscape"
    if sum(widths) > _PRINTED_WIDTH:
        _whole(page).page_setup.fitToWidth = -(-sum(widths) // _PRINTED_WIDTH)
        page.print_title_cols = "A:A"
    put = Put(page)
    page.append(put.headings(sheet.headings))
    count = 0
    for values in chain(sample, rows):
        count += 1
        _make_room(page, count + 1, values, widths)
        page.append(put.row(values, widths))
        if not sheet.charts:
            # Already written; what is held of a row's height takes more room than its cells.
            _whole(page).row_dimensions.pop(count + 1, None)
    table = f"A1:{column_letters(len(sheet.headings))}{count + 1}"
    _whole(page).auto_filter.ref = table
    if sheet.charts:
        ranges = draw_beside(_whole(page), sheet.charts, column=len(sheet.headings) + 2)
        page.print_area = ",".join([table, *ranges])
    return count


def _write_notes(page: WriteOnlyWorksheet, notes: Notes) -> int:
    _lay_out(page, (_LABEL_WIDTH, _NOTE_WIDTH))
    page.sheet_view.showGridLines = False
    put = Put(page)
    for number, (label, value) in enumerate(notes.lines, start=1):
        place = f"Sheet “{notes.title}”, row {number}"
        held = _held(label, place), _held(value, place)
        _make_room(page, number, held, (_LABEL_WIDTH, _NOTE_WIDTH))
        if held[1] is None:
            _whole(page).row_dimensions[number].height = _TITLE_HEIGHT
        page.append(put.note(str(held[0] or ""), held[1]))
    return len(notes.lines)


def _make_room(
    page: WriteOnlyWorksheet, number: int, values: Sequence[HeldValue], widths: Sequence[int]
) -> None:
    """Give a row the height that its longest text needs: not every program does that by itself."""
    lines = 1
    for value, width in zip(values, widths, strict=False):
        if isinstance(value, str) and (len(value) > width or "\n" in value):
            lines = max(lines, sum(len(wrap(line, width)) or 1 for line in value.split("\n")))
    if lines > 1:
        height = min(lines * _LINE_HEIGHT, _HIGHEST)
        _whole(page).row_dimensions[number].height = height


def _lay_out(page: WriteOnlyWorksheet, widths: Sequence[int]) -> None:
    whole = _whole(page)
    for number, width in enumerate(widths, start=1):
        whole.column_dimensions[column_letters(number)].width = width
    whole.page_setup.paperSize = _LETTER
    whole.page_setup.fitToWidth = 1
    whole.page_setup.fitToHeight = 0
    whole.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    whole.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("&A, page &P of &N"))


def _whole(page: WriteOnlyWorksheet) -> Worksheet:
    """The same sheet with all that it has: openpyxl copies it there out of sight of the types."""
    return cast("Worksheet", page)


def _held_rows(sheet: Sheet) -> Iterator[list[HeldValue]]:
    """Each row as it will be held; refused as a whole, before any of it is written."""
    for number, values in enumerate(sheet.rows, start=2):
        if number > MOST_ROWS + 1:
            raise FileRefused(
                f"Sheet “{sheet.title}” would have more than {MOST_ROWS:,} rows. Choose a narrower"
                " filter."
            )
        if len(values) > len(sheet.headings):
            raise ValueError(f"Row {number} of “{sheet.title}” is wider than its headings.")
        try:
            yield list(map(as_held, values))
        except FileRefused:
            for heading, value in zip(sheet.headings, values, strict=False):
                _held(value, f"Sheet “{sheet.title}”, row {number}, column “{heading}”")
            raise


def _held(value: CellValue, place: str) -> HeldValue:
    try:
        return as_held(value)
    except FileRefused as refusal:
        raise FileRefused(f"{place}: {refusal}") from None


def _widths(headings: Sequence[str], sample: Sequence[Sequence[HeldValue]]) -> tuple[int, ...]:
    widths = [len(heading) + _ARROW for heading in headings]
    for values in sample:
        for at, value in enumerate(values):
            widths[at] = max(widths[at], _length(value))
    return tuple(min(max(width, _NARROWEST), _WIDEST) for width in widths)


def _length(value: HeldValue) -> int:
    """Characters of the longest line as it is shown, and some to spare."""
    match value:
        case None:
            return 0
        case str():
            return max(map(len, value.split("\n"))) + 1
        case datetime():
            return len("2026-11-23 03:00:00") + _MARGIN
        case date():
            return len("2026-11-23") + _MARGIN
    return len(str(value)) + _MARGIN
