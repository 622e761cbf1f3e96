"""One hash over all that the sheets of a workbook say, whichever program saved them last."""

import hashlib
import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Final

import orjson

from auditor.errors import FileRefused
from auditor.sheets.bounds import HANDED_IN, Bounds
from auditor.sheets.cells import CellError, CellValue, ReadValue, column_letters, plain_lines
from auditor.sheets.holdable import HeldValue, as_held
from auditor.sheets.streaming import StreamedWorkbook

#: A kind, “s”, “n” or “d”, and the text that stands for the value.
CanonicalCell = list[str] | None

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


def digest_of_workbook(
    content: bytes,
    leaving_out: Container[str],
    *,
    bounds: Bounds = HANDED_IN,
    taken: Callable[[], None] | None = None,
) -> str:
    """The `data_digest` of a finished workbook but for the sheets whose titles are given.

    Args:
        taken: called after each row, for whoever wants to say how far they are.

    Raises:
        FileRefused: it is no whole .xlsx workbook, or has a formula or an error in a cell, which
            no workbook written here has.
    """
    return digest_of_opened(StreamedWorkbook(content, bounds), leaving_out, taken=taken)


def digest_of_opened(
    book: StreamedWorkbook,
    leaving_out: Container[str],
    *,
    taken: Callable[[], None] | None = None,
) -> str:
    """See `digest_of_workbook`."""
    return data_digest(
        (title, _sound(title, book.rows(at), taken))
        for at, title in enumerate(book.titles)
        if title not in leaving_out
    )


def _sound(
    title: str, rows: Iterable[Sequence[ReadValue]], taken: Callable[[], None] | None
) -> Iterator[Sequence[CellValue]]:
    for number, cells in enumerate(rows, start=1):
        sound: list[CellValue] = []
        for column, value in enumerate(cells, start=1):
            if isinstance(value, CellError):
                raise FileRefused(
                    f"Sheet “{title}”, cell {column_letters(column)}{number}: {value.reason}"
                    " No issued workbook holds such a cell: it was changed after it was issued."
                )
            sound.append(value)
        yield sound
        if taken:
            taken()


def _lines(rows: Iterable[Sequence[CellValue]]) -> Iterator[bytes]:
    """The canonical line of each row; empty ones only once another follows."""
    empty = 0
    for row in rows:
        cells = canonical_cells(row)
        if not cells:
            empty += 1
            continue
        yield b"[]\n" * empty + orjson.dumps(cells) + b"\n"
        empty = 0


def canonical_cells(row: Sequence[CellValue]) -> list[CanonicalCell]:
    """What counts of the cells of a row: a kind and a text each; none for an empty cell.

    Raises:
        FileRefused: a value that no workbook can hold.
    """
    cells = [_canonical(as_held(value)) for value in row]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _canonical(value: HeldValue) -> CanonicalCell:
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
