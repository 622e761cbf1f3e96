"""The rows of two sheets held against one another, and what differs in them."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import orjson

from auditor.sheets.cells import column_letters
from auditor.sheets.digest import CanonicalCell
from auditor.sheets.table import shortened

Cells = list[CanonicalCell]

#: The longest part of a value that is shown.
_SHOWN: Final = 200


class Difference(NamedTuple):
    """One place; `row` names it by what its first columns say, and `says` is a sentence.

    `row` and `column` are empty where a whole sheet, row or column was added or is missing.
    """

    kind: str
    sheet: str
    row: str
    column: str
    before: str
    after: str
    says: str


class Line(NamedTuple):
    """A row as it stands: its number, and its cells packed, so that many take little room."""

    number: int
    packed: bytes

    @classmethod
    def of(cls, number: int, cells: Cells) -> "Line":
        """Pack a row; the same cells are packed into the same bytes."""
        return cls(number, zlib.compress(orjson.dumps(cells), 1))

    @property
    def cells(self) -> Cells:
        """Unpacked again."""
        unpacked: Cells = orjson.loads(zlib.decompress(self.packed))
        return unpacked


class Paired(NamedTuple):
    """What stays the same while one sheet is gone through.

    Attributes:
        headings: those of the original, in its order.
        places: for each of them, where it stands in the other workbook; None where it does not.
        width: how many columns the other workbook has headings for.
        depth: how many of the first columns tell one row from another; 0 when none do.
    """

    title: str
    headings: Sequence[str]
    places: Sequence[int | None]
    width: int
    depth: int
    is_notes: bool

    def arranged(self, cells: Cells) -> Cells:
        """A row of the other workbook, in the order of the original."""
        own = [cells[at] if at is not None and at < len(cells) else None for at in self.places]
        return trimmed(own)

    def key(self, line: Line, cells: Cells) -> bytes:
        """What tells the row from the others."""
        return _key(cells[: self.depth] if self.depth else [["n", str(line.number)]])

    def named(self, line: Line) -> str:
        """“Finding 12”; a row that nothing tells from the others by its number."""
        told = [shown(cell) for cell in line.cells[: 1 if self.is_notes else self.depth]]
        if not any(told):
            return f"row {line.number}"
        first = "" if self.is_notes or len(told) > 1 else f"{self.headings[0]} "
        return first + shortened(", ".join(filter(None, told)), _SHOWN)


def trimmed(cells: Cells) -> Cells:
    """The cells without empty ones at the end."""
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def telling_depth(lines: Sequence[Line], width: int) -> int:
    """The fewest first columns that tell all rows from one another; 0 where none do."""
    for depth in range(1, width + 1):
        keys = {_key(line.cells[:depth]) for line in lines}
        if len(keys) == len(lines):
            return depth
    return 0


def _key(cells: Cells) -> bytes:
    # What orjson gives keeps all the room it was written in, a thousand bytes or more.
    return hashlib.blake2b(orjson.dumps(cells), digest_size=16).digest()


def differing_rows(
    sheet: Paired, lines: Sequence[Line], theirs: Iterable[tuple[int, Cells]]
) -> Iterator[Difference]:
    """Each cell and row that differs.

    Args:
        lines: the rows of the original.
        theirs: number and cells of each row of the other workbook, as they stand there.
    """
    waiting = {sheet.key(line, line.cells): line for line in lines}
    strange: dict[int, Line] = {}
    for number, cells in theirs:
        yield from _outside(sheet, number, cells[sheet.width :])
        own = sheet.arranged(cells)
        if not own:
            continue
        line = Line.of(number, own)
        original = waiting.pop(sheet.key(line, own), None)
        if original is None:
            strange[number] = line
        elif original.packed != line.packed:
            yield from _of_cells(sheet, original, line)
    yield from _of_strangers(sheet, waiting.values(), strange)


def _outside(sheet: Paired, number: int, beyond: Cells) -> Iterator[Difference]:
    """Cells to the right of every heading."""
    for at, cell in enumerate(beyond, start=sheet.width):
        if cell is not None:
            yield changed(sheet.title, f"row {number}", column_letters(at + 1), "", shown(cell))


def _of_strangers(
    sheet: Paired, waiting: Iterable[Line], strange: dict[int, Line]
) -> Iterator[Difference]:
    """Rows that were not found again; one in whose place another stands is the same, changed."""
    missing = []
    for original in waiting:
        instead = strange.pop(original.number, None)
        if instead is None:
            missing.append(original)
        else:
            yield from _of_cells(sheet, original, instead)
    for line in missing:
        yield Difference("row", sheet.title, sheet.named(line), "", "", "", "The row is missing.")
    for line in strange.values():
        yield Difference("row", sheet.title, sheet.named(line), "", "", "", "The row was added.")


def _of_cells(sheet: Paired, original: Line, line: Line) -> Iterator[Difference]:
    ours, theirs = original.cells, line.cells
    for at, heading in enumerate(sheet.headings):
        before, after = (cells[at] if at < len(cells) else None for cells in (ours, theirs))
        if before != after and sheet.places[at] is not None:
            name = sheet.named(original)
            yield changed(sheet.title, name, heading, shown(before), shown(after))


def changed(sheet: str, row: str, column: str, before: str, after: str) -> Difference:
    """A cell that says something else."""
    was, became = (f"“{shortened(text)}”" if text else "nothing" for text in (before, after))
    says = f"It was issued with {was} there, and has {became}."
    if was == became:
        says = f"It was issued with {was} there, and has another text, or a value of another kind."
    return Difference("cell", sheet, row, column, _cut(before), _cut(after), says)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def shown(cell: CanonicalCell) -> str:
    """The text that stands for a value; of a day without its midnight."""
    return "" if cell is None else cell[1].removesuffix("T00:00:00") if cell[0] == "d" else cell[1]
