"""Where one workbook differs from another: by sheet, row and column."""

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Final

from auditor.sheets.cells import CellError, ReadValue, column_letters
from auditor.sheets.differing_rows import (
    Cells,
    Difference,
    Line,
    Paired,
    changed,
    differing_rows,
    shown,
    telling_depth,
    trimmed,
)
from auditor.sheets.digest import CanonicalCell, canonical_cells
from auditor.sheets.streaming import StreamedWorkbook

#: What the two columns of a sheet are called that is read from top to bottom.
_OF_NOTES: Final = ("Line", "What it says")


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
            yield trimmed([_even_unsound(value) for value in row])
        else:
            yield canonical_cells(row)  # type: ignore[arg-type] # Errors went the other way.


def _even_unsound(value: ReadValue) -> CanonicalCell:
    if isinstance(value, CellError):
        return ["e", value.shown]
    return next(iter(canonical_cells([value])), None)


def _in_sheet(
    title: str, ours: Iterator[Cells], theirs: Iterator[Cells], *, is_notes: bool
) -> Iterator[Difference]:
    places: list[int | None]
    if is_notes:
        headings, found, places, first = list(_OF_NOTES), list(_OF_NOTES), [0, 1], 1
    else:
        headings = [shown(cell) for cell in next(ours, [])]
        found = [shown(cell) for cell in next(theirs, [])]
        places, first = _paired(headings, found), 2
        yield from _of_headings(title, headings, found, places)
    lines = [Line.of(at, cells) for at, cells in enumerate(ours, first) if cells]
    depth = telling_depth(lines, len(headings))
    sheet = Paired(title, headings, places, len(found), depth, is_notes)
    yield from differing_rows(sheet, lines, enumerate(theirs, first))


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
            yield changed(title, "headings", heading, heading, found[place])
    for at, heading in enumerate(found):
        if at not in places:
            name = heading or column_letters(at + 1)
            yield Difference("column", title, "", name, "", "", "The column was added.")
