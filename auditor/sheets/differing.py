"""Where one workbook differs from another: by sheet, row and column."""

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import orjson

from auditor.sheets.cells import CellError, ReadValue, column_letters
from auditor.sheets.digest import CanonicalCell, canonical_cells
from auditor.sheets.streaming import StreamedWorkbook
from auditor.sheets.table import shortened

Cells = list[CanonicalCell]

#: What the two columns of a sheet are called that is read from top to bottom.
_OF_NOTES: Final = ("Line", "What it says")

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


class _Line(NamedTuple):
    """A row as it stands: its number, and its cells as bytes, which take little room."""

    number: int
    cells: bytes


class _Sheet(NamedTuple):
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
        return _trimmed(own)

    def key(self, line: _Line, cells: Cells) -> bytes:
        """What tells the row from the others."""
        return orjson.dumps(cells[: self.depth] if self.depth else line.number)

    def named(self, line: _Line) -> str:
        """“Finding 12”; a row that nothing tells from the others by its number."""
        cells: Cells = orjson.loads(line.cells)
        told = [_shown(cell) for cell in cells[: 1 if self.is_notes else self.depth]]
        if not any(told):
            return f"row {line.number}"
        first = "" if self.is_notes or len(told) > 1 else f"{self.headings[0]} "
        return first + shortened(", ".join(filter(None, told)), _SHOWN)


def differences(
    ours: StreamedWorkbook,
    theirs: StreamedWorkbook,
    *,
    notes: Container[str] = (),
    only: Container[str] | None = None,
) -> Iterator[Difference]:
    """Each place in which a workbook says something else than the original, sheet by sheet.

    Columns are the same when their headings are, and rows when the fewest first columns are that
    tell all rows of the original from one another; so that sorting, or moving a column, is no
    difference here.

    Args:
        notes: titles of sheets that are read from top to bottom and have no headings.
        only: titles of the sheets that are compared; all of them for None.

    Raises:
        FileRefused: one of the two is damaged or too large.
    """
    for at, title in enumerate(ours.titles):
        if only is not None and title not in only:
            continue
        if title not in theirs.titles:
            yield Difference("sheet", title, "", "", "", "", "The sheet is missing.")
            continue
        their_rows = cells_of(theirs.rows(theirs.titles.index(title)))
        yield from _in_sheet(title, cells_of(ours.rows(at)), their_rows, is_notes=title in notes)
    for title in theirs.titles:
        if title not in ours.titles and only is None:
            yield Difference("sheet", title, "", "", "", "", "The sheet was added.")


def cells_of(rows: Iterable[Sequence[ReadValue]]) -> Iterator[Cells]:
    """What counts of the cells of each row, those included that no workbook made here has."""
    for row in rows:
        if any(isinstance(value, CellError) for value in row):
            yield _trimmed([_even_unsound(value) for value in row])
        else:
            yield canonical_cells(row)  # type: ignore[arg-type] # Errors went the other way.


def _even_unsound(value: ReadValue) -> CanonicalCell:
    if isinstance(value, CellError):
        return ["e", value.shown]
    return next(iter(canonical_cells([value])), None)


def _trimmed(cells: Cells) -> Cells:
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _in_sheet(
    title: str, ours: Iterator[Cells], theirs: Iterator[Cells], *, is_notes: bool
) -> Iterator[Difference]:
    places: list[int | None]
    if is_notes:
        headings, found, places, first = list(_OF_NOTES), list(_OF_NOTES), [0, 1], 1
    else:
        headings = [_shown(cell) for cell in next(ours, [])]
        found = [_shown(cell) for cell in next(theirs, [])]
        places, first = _paired(headings, found), 2
        yield from _of_headings(title, headings, found, places)
    lines = [_Line(at, orjson.dumps(cells)) for at, cells in enumerate(ours, first) if cells]
    depth = _depth(lines, len(headings))
    sheet = _Sheet(title, headings, places, len(found), depth, is_notes)
    yield from _of_rows(sheet, lines, enumerate(theirs, first))


def _paired(headings: Sequence[str], found: Sequence[str]) -> list[int | None]:
    """Where each heading stands; one that is nowhere, where it stood, if a strange one does."""
    places: list[int | None] = [found.index(each) if each in found else None for each in headings]
    for at, place in enumerate(places):
        if place is None and at < len(found) and found[at] not in headings and at not in places:
            places[at] = at
    return places


def _of_headings(
    title: str, headings: Sequence[str], found: Sequence[str], places: Sequence[int | None]
) -> Iterator[Difference]:
    for heading, place in zip(headings, places, strict=True):
        if place is None:
            yield Difference("column", title, "", heading, "", "", "The column is missing.")
        elif found[place] != heading:
            yield _changed(title, "headings", heading, heading, found[place])
    for at, heading in enumerate(found):
        if at not in places:
            name = heading or column_letters(at + 1)
            yield Difference("column", title, "", name, "", "", "The column was added.")


def _depth(lines: Sequence[_Line], width: int) -> int:
    for depth in range(1, width + 1):
        keys = {orjson.dumps(orjson.loads(line.cells)[:depth]) for line in lines}
        if len(keys) == len(lines):
            return depth
    return 0


def _of_rows(
    sheet: _Sheet, lines: Sequence[_Line], theirs: Iterable[tuple[int, Cells]]
) -> Iterator[Difference]:
    waiting = {sheet.key(line, orjson.loads(line.cells)): line for line in lines}
    strange: dict[int, _Line] = {}
    for number, cells in theirs:
        yield from _outside(sheet, number, cells[sheet.width :])
        own = sheet.arranged(cells)
        if not own:
            continue
        line = _Line(number, orjson.dumps(own))
        original = waiting.pop(sheet.key(line, own), None)
        if original is None:
            strange[number] = line
        elif original.cells != line.cells:
            yield from _of_cells(sheet, original, line)
    yield from _of_strangers(sheet, waiting.values(), strange)


def _outside(sheet: _Sheet, number: int, beyond: Cells) -> Iterator[Difference]:
    """Cells to the right of every heading."""
    for at, cell in enumerate(beyond, start=sheet.width):
        if cell is not None:
            yield _changed(sheet.title, f"row {number}", column_letters(at + 1), "", _shown(cell))


def _of_strangers(
    sheet: _Sheet, waiting: Iterable[_Line], strange: dict[int, _Line]
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


def _of_cells(sheet: _Sheet, original: _Line, line: _Line) -> Iterator[Difference]:
    ours, theirs = orjson.loads(original.cells), orjson.loads(line.cells)
    for at, heading in enumerate(sheet.headings):
        before, after = (cells[at] if at < len(cells) else None for cells in (ours, theirs))
        if before != after and sheet.places[at] is not None:
            name = sheet.named(original)
            yield _changed(sheet.title, name, heading, _shown(before), _shown(after))


def _changed(sheet: str, row: str, column: str, before: str, after: str) -> Difference:
    was, became = (f"“{shortened(text)}”" if text else "nothing" for text in (before, after))
    says = f"It was issued with {was} there, and has {became}."
    if was == became:
        says = f"It was issued with {was} there, and has another text, or a value of another kind."
    return Difference("cell", sheet, row, column, _cut(before), _cut(after), says)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _shown(cell: CanonicalCell) -> str:
    """The text that stands for a value; of a day without its midnight."""
    return "" if cell is None else cell[1].removesuffix("T00:00:00") if cell[0] == "d" else cell[1]
