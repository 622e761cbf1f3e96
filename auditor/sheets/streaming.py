"""Reading a workbook row by row, however large: what one sheet takes is never held as a whole."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from auditor.errors import FileRefused
from auditor.sheets.bounds import HANDED_IN, Bounds
from auditor.sheets.cells import CellError, ReadValue
from auditor.sheets.marks import NO_DAY, marked
from auditor.sheets.package import Package, Scan
from auditor.sheets.parts import Shown, Workbook, read_workbook_part
from auditor.sheets.seeming import damaged, is_workbook
from auditor.sheets.sheet_scan import SheetScan
from auditor.sheets.values import read_value

#: From which days are counted; before March 1900 Excel counts one that never was.
_FROM_1900: Final = datetime.fromisoformat("1899-12-30")
_FROM_1904: Final = datetime.fromisoformat("1904-01-01")

#: Digits of the place of a text among those that cells share.
_PLACE_DIGITS: Final = 9

_FORMULA: Final = CellError("It holds a formula.", "a formula")


class StreamedWorkbook:
    """The sheets of an .xlsx workbook, each to be gone through from its first row to its last."""

    def __init__(self, content: bytes, bounds: Bounds = HANDED_IN) -> None:
        """Look at what it says of itself; no cell is read yet.

        Raises:
            FileRefused: it is no whole .xlsx workbook, or too large.
        """
        if not is_workbook(content):
            raise FileRefused("It is not an .xlsx workbook. Hand in the workbook as it was issued.")
        self._package = Package(content, bounds)
        self._workbook: Workbook = read_workbook_part(self._package)
        self._strings: list[str] | None = None
        self.titles = tuple(sheet.name for sheet in self._workbook.sheets)

    def rows(self, at: int) -> Iterator[Sequence[ReadValue]]:
        """Every row of a sheet from the first one on, empty ones included up to the last filled.

        A cell with a formula, or with an error, is a `CellError`.

        Raises:
            FileRefused: the sheet is damaged or too large.
        """
        book, last = self._workbook, 0
        scan = _CellScan(book, at, self._texts(), self._package.bounds)
        for _ in self._package.steps(book.sheets[at].part, scan):
            for number, cells in scan.taken():
                yield from ([] for _ in range(number - last - 1))
                yield cells
                last = number

    def _texts(self) -> Sequence[str]:
        if self._strings is None:
            part, texts = self._workbook.strings, _Texts()
            self._strings = self._package.scan(part, texts).found if part in self._package else []
        return self._strings


class _Texts(Scan):
    """The texts that cells share; pieces with looks of their own are one text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._takes = False
        self._aside = 0

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "rPh":
            self._aside += 1
        self._takes = tag == "t" and not self._aside

    def closed(self, tag: str) -> None:
        self._takes = False
        if tag == "rPh":
            self._aside -= 1
        elif tag == "si":
            self.found.append("".join(self._pieces))
            self._pieces.clear()

    def text(self, text: str) -> None:
        if self._takes:
            self._pieces.append(text)


class _CellScan(SheetScan):
    """Keeps the rows it has gone through, until they are taken."""

    def __init__(self, book: Workbook, at: int, strings: Sequence[str], bounds: Bounds) -> None:
        name, from_1904 = book.sheets[at].name, book.from_1904
        super().__init__(name, book.shown, from_1904=from_1904, bounds=bounds)
        self._from = _FROM_1904 if from_1904 else _FROM_1900
        self._strings = strings
        self._done: list[tuple[int, list[ReadValue]]] = []
        self._cells_read: list[ReadValue] = []
        self._inline: list[str] = []
        self._takes = False
        self._aside = 0

    def taken(self) -> list[tuple[int, list[ReadValue]]]:
        """Number and cells of each row with a value that was finished since it was asked last."""
        done, self._done = self._done, []
        return done

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        super().opened(tag, attributes)
        if self._in_cells:
            if tag == "rPh":
                self._aside += 1
            self._takes = tag == "t" and not self._aside
            if tag == "is":
                self._inline.clear()

    def closed(self, tag: str) -> None:
        super().closed(tag)
        self._takes = False
        if tag == "rPh" and self._aside:
            self._aside -= 1
        elif tag == "row" and self._cells_read:
            self._done.append((self._row, self._cells_read))
            self._cells_read = []

    def text(self, text: str) -> None:
        if self._takes:
            self._inline.append(text)
        else:
            super().text(text)

    def _close_cell(self) -> None:
        if not (self._has_value or self._has_formula):
            return
        self._reach()
        if (value := self._read()) is not None:
            cells = self._cells_read
            cells += [None] * (self._column - 1 - len(cells))
            cells.append(value)

    def _read(self) -> ReadValue:
        if self._has_formula:
            return _FORMULA
        match self._kind:
            case "inlineStr" | "s" | "str":
                return read_value(self._said())
            case "b":
                return self._value in ("1", "true")
            case "e":
                return marked(self._error(), None)
            case "d":
                return self._written_day()
        return self._numeric()

    def _said(self) -> str:
        if self._kind == "inlineStr":
            return "".join(self._inline)
        return self._shared() if self._kind == "s" else self._value

    def _shared(self) -> str:
        place = self._value
        if place.isascii() and place.isdecimal() and len(place) <= _PLACE_DIGITS:
            at = int(place)
            if at < len(self._strings):
                return self._strings[at]
        raise damaged(f"cell {self._here()} of its sheet “{self.name}” names a text it has not")

    def _written_day(self) -> ReadValue:
        try:
            return read_value(datetime.fromisoformat(self._value).replace(tzinfo=None))
        except ValueError:
            raise damaged(f"cell {self._here()} of its sheet “{self.name}” holds no day") from None

    def _numeric(self) -> ReadValue:
        if not self._value:
            return None
        number = self._number()
        if self._shown.get(self._style) is not Shown.DAY:
            return read_value(number)
        first, end = self._days
        if not first <= number < end:
            return marked(NO_DAY, number)
        return read_value(self._from + timedelta(days=number))
