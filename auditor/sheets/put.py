"""Putting values into a sheet: the only place where a cell gets its value and its looks."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from auditor.sheets.holdable import HeldValue, escaped

_AS_TEXT: Final = "@"
_DAY: Final = "yyyy-mm-dd"
_MOMENT: Final = "yyyy-mm-dd hh:mm:ss"

_TOP: Final = Alignment(vertical="top")
_BESIDE_TEXT: Final = Alignment(horizontal="right", vertical="top", indent=1)
_WRAPPED: Final = Alignment(vertical="top", wrap_text=True)
_MIDDLE: Final = Alignment(vertical="center")
_LEFT: Final = Alignment(horizontal="left", vertical="top", wrap_text=True)

_PLAIN: Final = Font(name="Calibri", size=11)
_BOLD: Final = Font(name="Calibri", size=11, bold=True)
_LARGE: Final = Font(name="Calibri", size=14, bold=True)

#: The wash behind headings, as on the pages.
_WASH: Final = PatternFill("solid", fgColor="F0F4F8")
_RULE: Final = Border(bottom=Side("thin", color="A9AEB1"))


class Put:
    """Turns values into cells of one sheet.

    openpyxl writes a row while it is handed over, cell by cell. One cell of each kind is therefore
    filled again and again: a new one for every value, with its style, takes twice the time.
    """

    def __init__(self, sheet: WriteOnlyWorksheet) -> None:
        self._text = _cell(sheet, number_format=_AS_TEXT)
        self._long = _cell(sheet, number_format=_AS_TEXT, alignment=_WRAPPED)
        self._heading = _cell(sheet, number_format=_AS_TEXT, alignment=_WRAPPED, font=_BOLD)
        self._heading.fill = _WASH
        self._heading.border = _RULE
        self._label = _cell(sheet, number_format=_AS_TEXT, alignment=_LEFT, font=_BOLD)
        self._title = _cell(sheet, number_format=_AS_TEXT, alignment=_MIDDLE, font=_LARGE)
        self._others = _others(sheet, _BESIDE_TEXT)
        self._beside_labels = _others(sheet, _LEFT)
        self._beside_labels[str] = _cell(sheet, number_format=_AS_TEXT, alignment=_LEFT)

    def headings(self, texts: Sequence[str]) -> Iterator[Cell | None]:
        """The cells of a row of headings."""
        return (_filled(self._heading, text) for text in texts)

    def row(self, values: Sequence[HeldValue], widths: Sequence[int]) -> Iterator[Cell | None]:
        """The cells of a row of values; text that is wider than its column is wrapped."""
        for value, width in zip(values, widths, strict=False):
            if isinstance(value, str):
                is_long = len(value) > width or "\n" in value
                yield _filled(self._long if is_long else self._text, value)
            else:
                yield None if value is None else _filled(self._others[type(value)], value)

    def note(self, label: str, value: HeldValue) -> Iterator[Cell | None]:
        """A label and its value, a paragraph without a label, or a title without a value."""
        yield _filled(self._title if value is None else self._label, label) if label else None
        yield None if value is None else _filled(self._beside_labels[type(value)], value)


def _cell(
    sheet: WriteOnlyWorksheet,
    *,
    number_format: str,
    alignment: Alignment = _TOP,
    font: Font = _PLAIN,
) -> Cell:
    cell = WriteOnlyCell(sheet)
    cell.number_format = number_format
    cell.alignment = alignment
    cell.font = font
    # Without it a text such as “=1+1” becomes a formula when somebody opens the cell for editing.
    cell.quotePrefix = number_format == _AS_TEXT
    return cell


def _others(sheet: WriteOnlyWorksheet, alignment: Alignment) -> dict[type, Cell]:
    number = _cell(sheet, number_format="General", alignment=alignment)
    return {
        int: number,
        float: number,
        date: _cell(sheet, number_format=_DAY, alignment=alignment),
        datetime: _cell(sheet, number_format=_MOMENT, alignment=alignment),
    }


def _filled(cell: Cell, value: HeldValue) -> Cell:
    if isinstance(value, str):
        cell.value = escaped(value)
        # openpyxl would take a leading “=” for a formula and “#N/A” for an error.
        cell.data_type = "s"
    else:
        cell.value = value
    return cell
