"""One hash over all that the sheets of a workbook say, whichever program saved them last."""

import hashlib
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Final

import orjson

from auditor.errors import FileRefused
from auditor.sheets.cells import CellError, CellValue, column_letters, plain_lines
from auditor.sheets.holdable import HeldValue, as_held
from auditor.sheets.seeming import is_workbook
from auditor.sheets.xlsx_reading import LookedOver

_FORM: Final = b"auditor-workbook/v1\n"

#: Characters written as numbers. Halves of surrogate pairs stay as they are: they are no text.
_ESCAPED: Final = re.compile(r"_x((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})_")


def data_digest(sheets: Iterable[tuple[str, Iterable[Sequence[CellValue]]]]) -> str:
    """SHA-256, in hex, over each sheet's title and rows, the row of headings included.

    Equal for what is written and for what is read again, also when a spreadsheet program saved
    the file in between: of a number 15 digits count, of a moment the seconds; empty cells at the
    end of a row and empty rows at the end of a sheet do not.

    Raises:
        FileRefused: a value that no workbook can hold.
    """
    running = hashlib.sha256(_FORM)
    for title, rows in sheets:
        running.update(orjson.dumps(["sheet", title]) + b"\n")
        for line in _lines(rows):
            running.update(line)
    return running.hexdigest()


def digest_of_workbook(content: bytes, leaving_out: Container[str]) -> str:
    """The `data_digest` of a finished workbook but for the sheets whose titles are given.

    Raises:
        FileRefused: it is no whole .xlsx workbook, or has a formula or an error in a cell, which
            no workbook written here has.
    """
    if not is_workbook(content):
        raise FileRefused("It is not an .xlsx workbook. Hand in the workbook as it was issued.")
    book = LookedOver(content)
    return data_digest(
        (scan.name, _untouched(book, at))
        for at, scan in enumerate(book.scans)
        if scan.name not in leaving_out
    )


def _untouched(book: LookedOver, at: int) -> Iterator[Sequence[CellValue]]:
    scan = book.scans[at]
    if scan.formulas:
        raise FileRefused(
            f"Sheet “{scan.name}” holds a formula in cell {scan.first_formula}. No issued workbook"
            " holds any: it was changed after it was issued."
        )
    for number, cells in book.records(at):
        sound: list[CellValue] = []
        for column, value in enumerate(cells, start=1):
            if isinstance(value, CellError):
                raise FileRefused(
                    f"Sheet “{scan.name}”, cell {column_letters(column)}{number}: {value.reason}"
                    " No issued workbook holds such a cell: it was changed after it was issued."
                )
            sound.append(value)
        yield sound


def _lines(rows: Iterable[Sequence[CellValue]]) -> Iterator[bytes]:
    """The canonical line of each row; empty ones only once another follows."""
    empty = 0
    for row in rows:
        cells = [_canonical(as_held(value)) for value in row]
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            empty += 1
            continue
        yield b"[]\n" * empty + orjson.dumps(cells) + b"\n"
        empty = 0


def _canonical(value: HeldValue) -> list[str] | None:
    match value:
        case None:
            return None
        case str():
            return ["s", _unescaped(value)]
        case datetime():
            return ["d", value.isoformat()]
        case date():
            return ["d", f"{value.isoformat()}T00:00:00"]
    # Adding nothing turns minus zero into zero, which is what is read back.
    return ["n", f"{value + 0:.15g}"]


def _unescaped(text: str) -> str:
    """Every `_xHHHH_` undone, as often as it takes: programs undo it once, twice or not at all."""
    while (undone := _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)) != text:
        text = undone
    return plain_lines(text)
