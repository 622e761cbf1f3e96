"""The odd cells of a sheet, kept small while it is looked over, and what to read in their place."""

from array import array
from collections.abc import Iterator
from typing import Final

from auditor.sheets.cells import CellError, ReadValue

#: Above the last column there can be, so that a row and a column make one number.
_STRIDE: Final = 1 << 14

#: Those that the reader knows; the empty one stands for an error that is not named.
ERRORS: Final = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "")

#: A formula whose result was never saved.
NO_RESULT: Final = len(ERRORS)

#: A number that is shown as a day, but of no day that all spreadsheet programs agree about.
NO_DAY: Final = NO_RESULT + 1

_FILLED: Final = NO_DAY + 1


def error_mark(error: str) -> int:
    """The mark of a cell that holds one of `ERRORS`."""
    return ERRORS.index(error)


def filled_mark(digits: int) -> int:
    """The mark of a number that is shown filled up with zeros to so many digits, 64 at most."""
    return _FILLED + digits


def marked(mark: int, value: ReadValue) -> ReadValue:
    """What a marked cell is read as; `value` is what it would be without the mark."""
    if mark > _FILLED:
        return str(value).zfill(mark - _FILLED) if isinstance(value, int) else value
    if mark == NO_DAY:
        return CellError(
            "This number is formatted as a date, but no calendar has such a day (or it lies before"
            " 1 March 1900). Type the date again.",
            "" if value is None else str(value),
        )
    if mark == NO_RESULT:
        return CellError(
            "This cell holds a formula without a saved result. Open the workbook in Excel or"
            " LibreOffice, let it calculate, and save it; or type the value."
        )
    return CellError(
        f"This cell holds the error {ERRORS[mark]}".rstrip()
        + ". Mend the formula, or type the value.",
        ERRORS[mark],
    )


class Marks:
    """Marks by place, added and asked for in the order of rows; five bytes each."""

    def __init__(self) -> None:
        self._places = array("I")
        self._marks = array("B")
        self._next = 0

    def add(self, row: int, column: int, *, mark: int) -> None:
        """Mark a cell that comes after all marked so far."""
        self._places.append(row * _STRIDE + column)
        self._marks.append(mark)

    def of(self, row: int) -> Iterator[tuple[int, int]]:
        """Column and mark of each marked cell of a row; rows are to be asked for in turn."""
        end = (row + 1) * _STRIDE
        while self._next < len(self._places) and self._places[self._next] < end:
            yield self._places[self._next] % _STRIDE, self._marks[self._next]
            self._next += 1
