"""What one sheet holds, seen before its values are read: how far it reaches, and what is odd."""

import math
import re
from array import array
from collections.abc import Sequence
from typing import Final, NamedTuple

from auditor.errors import FileRefused
from auditor.sheets.bounds import HANDED_IN, Bounds
from auditor.sheets.cells import column_letters
from auditor.sheets.marks import ERRORS, NO_DAY, NO_RESULT, Marks, error_mark, filled_mark
from auditor.sheets.package import Scan
from auditor.sheets.parts import Shown
from auditor.sheets.seeming import damaged
from auditor.sheets.table import MOST_COLUMNS, shortened

_MOST_MERGED: Final = 20_000

_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384

_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
#: Digits of the largest row number; a longer one need not be converted to be out of range.
_ROW_DIGITS: Final = 7

_RANGE: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})(?::([A-Z]{1,3})([1-9][0-9]{0,6}))?")

#: Day numbers. Before the first Excel counts a 29 February 1900 that never was; the last is that
#: of 31 December 9999. A number below one is a time of day.
_DAYS_1900: Final = (61, 2_958_466)
_DAYS_1904: Final = (0, 2_957_004)


class Merged(NamedTuple):
    """A range of merged cells, rows and columns counted from 1."""

    reference: str
    first_row: int
    last_row: int


class SheetScan(Scan):
    """Gone through, it tells of the sheet's values, marks, formulas, hidden and merged parts."""

    def __init__(
        self,
        name: str,
        shown: Sequence[Shown | int],
        *,
        from_1904: bool,
        bounds: Bounds = HANDED_IN,
    ) -> None:
        super().__init__()
        self.name = name
        self._bounds = bounds
        self.values = 0
        self.first_row = self.last_row = self.first_column = self.last_column = 0
        self.formulas = 0
        self.first_formula = ""
        self.hidden_rows = array("I")
        self.hidden_columns: list[tuple[int, int]] = []
        self.merged: list[Merged] = []
        self._shown = {str(style): meant for style, meant in enumerate(shown)}
        self._days = _DAYS_1904 if from_1904 else _DAYS_1900
        self.marks = Marks()
        self._cells = self._merged_cells = 0
        self._row = self._column = 0
        # Beyond the cells stand drawings and controls, which know rows and columns of their own.
        self._in_cells = False
        self._is_row_hidden = False
        self._kind = self._style = ""
        self._has_formula = self._has_value = self._in_value = False
        self._value = ""

    def opened(self, tag: str, attributes: dict[str, str]) -> None:  # noqa: D102 - see Scan
        if self._in_cells:
            self._open_within(tag, attributes)
        elif tag == "sheetData":
            if self._row:
                raise damaged(f"its sheet “{self.name}” has its cells in several pieces")
            self._in_cells = True
        elif tag == "col":
            self._note_column(attributes)
        elif tag == "mergeCell":
            self._note_merged(attributes.get("ref", ""))

    def closed(self, tag: str) -> None:  # noqa: D102 - see Scan
        if not self._in_cells:
            return
        if tag == "c":
            self._close_cell()
        elif tag == "v":
            self._in_value = False
        elif tag == "sheetData":
            self._in_cells = False

    def text(self, text: str) -> None:  # noqa: D102 - see Scan
        if self._in_value:
            self._value += text

    def _open_within(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._open_cell(attributes)
        elif tag == "v":
            self._in_value = self._has_value = True
            self._value = ""
        elif tag == "is":
            self._has_value = True
        elif tag == "f":
            self._has_formula = True
        elif tag == "row":
            self._open_row(attributes)

    def _open_row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r")
        row = self._row + 1 if given is None else _whole(given)
        if not self._row < row <= _LAST_ROW:
            raise damaged(f"rows of its sheet “{self.name}” are out of order")
        self._row, self._column = row, 0
        self._is_row_hidden = attributes.get("hidden", "") in ("1", "true")

    def _open_cell(self, attributes: dict[str, str]) -> None:
        self._cells += 1
        if self._cells > self._bounds.cells:
            raise FileRefused(
                f"Its sheet “{self.name}” has more than {self._bounds.cells:,} cells. Remove"
                " columns that are not needed, or cut it into several files."
            )
        column = self._column + 1
        if (given := attributes.get("r")) is not None:
            found = _REFERENCE.fullmatch(given)
            if not found or int(found[2]) != self._row:
                raise damaged(f"a cell of its sheet “{self.name}” does not fit its row")
            column = _column_number(found[1])
        if not self._column < column <= _LAST_COLUMN:
            raise damaged(f"cells of its sheet “{self.name}” are out of order")
        self._column = column
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._has_formula = self._has_value = False
        self._value = ""

    def _close_cell(self) -> None:
        if not (self._has_value or self._has_formula):
            return
        self._reach()
        self.values += self._has_value
        if self._has_formula:
            self.formulas += 1
            self.first_formula = self.first_formula or self._here()
        if self._is_row_hidden and self.hidden_rows[-1:] != array("I", [self._row]):
            self.hidden_rows.append(self._row)
        if (mark := self._mark()) is not None:
            self.marks.add(self._row, self._column, mark=mark)

    def _reach(self) -> None:
        """Note how far the values reach, and refuse what would take too much room."""
        if self._row > self._bounds.rows or self._column > MOST_COLUMNS:
            raise FileRefused(
                f"Its sheet “{self.name}” reaches to cell {self._here()};"
                f" {self._bounds.rows:,} rows and {MOST_COLUMNS} columns can be read. Remove"
                " what is not needed, or cut it into several files."
            )
        if not self.last_row:
            self.first_row, self.first_column = self._row, self._column
        self.last_row = self._row
        self.first_column = min(self.first_column, self._column)
        self.last_column = max(self.last_column, self._column)
        rows = self.last_row - self.first_row + 1
        if rows * (self.last_column - self.first_column + 1) > self._bounds.area:
            raise FileRefused(
                f"Its sheet “{self.name}” is spread over more than {self._bounds.area:,} cells,"
                f" up to {self._here()}. Remove the cells that stand far away from the"
                " table, or cut it into several files."
            )

    def _mark(self) -> int | None:
        if self._kind == "e":
            return self._error()
        if not self._has_value:
            return NO_RESULT
        if self._kind != "n" or not self._value:
            return None
        number = self._number()
        shown = self._shown.get(self._style, Shown.NUMBER)
        if shown is Shown.NUMBER:
            return None
        if shown is Shown.DAY:
            first, end = self._days
            return None if first <= number < end or 0 <= number < 1 else NO_DAY
        return filled_mark(shown) if number >= 0 and number.is_integer() else None

    def _error(self) -> int:
        if self._value not in ERRORS:
            raise FileRefused(
                f"Cell {self._here()} of its sheet “{self.name}” holds the error"
                f" {shortened(self._value)}, which cannot be read over. Mend the formula, or type"
                " the value."
            )
        return error_mark(self._value)

    def _number(self) -> float:
        try:
            number = float(self._value)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise damaged(f"cell {self._here()} of its sheet “{self.name}” holds no number")
        return number

    def _here(self) -> str:
        return f"{column_letters(self._column)}{self._row}"

    def _note_column(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden", "") in ("1", "true"):
            first, last = _whole(attributes.get("min", "")), _whole(attributes.get("max", ""))
            self.hidden_columns.append((first, last))

    def _note_merged(self, reference: str) -> None:
        found = _RANGE.fullmatch(reference)
        if not found:
            raise damaged(f"merged cells of its sheet “{self.name}” cannot be made out")
        left, top = _column_number(found[1]), int(found[2])
        right, bottom = _column_number(found[3] or found[1]), int(found[4] or found[2])
        self._merged_cells += max(0, right - left + 1) * max(0, bottom - top + 1)
        if self._merged_cells > _MOST_MERGED:
            raise FileRefused(
                f"Its sheet “{self.name}” has more than {_MOST_MERGED:,} merged cells. Unmerge"
                " them."
            )
        self.merged.append(Merged(reference, top, bottom))


def _whole(text: str) -> int:
    """The whole number in an attribute; 0, which no row or column has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _ROW_DIGITS else 0


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
