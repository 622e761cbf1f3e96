"""From numbered records to a table: where the headings stand, and what was left out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Final, NamedTuple

from auditor.errors import FileRefused
from auditor.sheets.cells import CellError, ReadValue, column_letters, is_blank

#: Rows; also the last row number of a workbook that is read.
MOST_ROWS: Final = 200_000

#: Columns; the last one is IV.
MOST_COLUMNS: Final = 256

#: Rows among which the headings are looked for, blank ones not counted.
_NEAR_THE_TOP: Final = 10

_SEPARATORS: Final = re.compile(r"[\s_-]+")


class Row(NamedTuple):
    """One row of a table; `number` is the one a person sees beside it."""

    number: int
    cells: tuple[ReadValue, ...]


class Table(NamedTuple):
    """What a file holds. Each row has as many cells as there are headings.

    `sheet` is empty for a CSV file. `remarks` are sentences about whatever was not taken as it
    stood; nothing is left out without one.
    """

    sheet: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    remarks: tuple[str, ...]
    heading_row: int = 1


def heading_key(heading: str) -> str:
    """By what two headings are the same: without regard to case, blanks, “_” and “-”."""
    return _SEPARATORS.sub(" ", heading).strip().casefold()


def made_table(
    records: Iterable[Row], *, sheet: str, remarks: Sequence[str] = (), even: bool = False
) -> Table:
    """The headings, the rows below them cut to the headed columns, and the remarks.

    With `even` a row may not reach beyond the row of headings.

    Raises:
        FileRefused: no row holds anything, a heading is doubled or an error, a row is too wide.
    """
    filled = (record for record in records if not all(map(is_blank, record.cells)))
    top = list(islice(filled, _NEAR_THE_TOP))
    if not top:
        raise FileRefused("It holds no rows. Hand in a file with headings and rows below them.")
    place = heading_place([record.cells for record in top])
    headings = _headings(top[place])
    columns = sorted(headings)
    unheaded = _Unheaded(frozenset(columns))
    rows = []
    for number, cells in chain(top[place + 1 :], filled):
        if even:
            _refuse_wider(number, cells, width=len(top[place].cells))
        unheaded.note(cells)
        rows.append(Row(number, tuple(cells[at] if at < len(cells) else None for at in columns)))
    said = [*remarks, *_above(top, place), *unheaded.remarks(top[place].number)]
    names = tuple(headings[at] for at in columns)
    return Table(sheet, names, tuple(rows), tuple(said), top[place].number)


def heading_place(top: Sequence[Sequence[ReadValue]]) -> int:
    """Which of the first filled rows holds the headings: a title of one cell may stand above."""
    if _filled(top[0]) > 1:
        return 0
    return next((place for place, cells in enumerate(top) if _filled(cells) > 1), 0)


def _filled(cells: Sequence[ReadValue]) -> int:
    return sum(not is_blank(value) for value in cells)


def _headings(row: Row) -> dict[int, str]:
    """The place, counted from 0, and the text of each heading."""
    headings: dict[int, str] = {}
    taken: dict[str, int] = {}
    for at, value in enumerate(row.cells):
        if is_blank(value):
            continue
        column = column_letters(at + 1)
        if isinstance(value, CellError):
            raise FileRefused(
                f"The heading in row {row.number}, column {column} is not text:"
                f" {value.reason} Type the heading there."
            )
        heading = " ".join(str(value).split())
        if (first := taken.setdefault(heading_key(heading), at)) != at:
            raise FileRefused(
                f"Two columns have the same heading: “{headings[first]}” in column"
                f" {column_letters(first + 1)} and “{heading}” in column {column}."
                " Rename or remove one of them."
            )
        headings[at] = heading
    return headings


def _refuse_wider(number: int, cells: Sequence[ReadValue], *, width: int) -> None:
    extra = next((value for value in cells[width:] if not is_blank(value)), None)
    if extra is not None:
        raise FileRefused(
            f"Row {number} has more cells than there are headings; “{shortened(str(extra))}” stands"
            " beyond the last one. Put quotation marks around text that holds the separator, or"
            " save the sheet as .xlsx."
        )


def _above(top: Sequence[Row], place: int) -> Iterator[str]:
    if place:
        texts = [str(value) for row in top[:place] for value in row.cells if not is_blank(value)]
        yield (
            f"The headings were found in row {top[place].number}. What stands above them was not"
            f" read: “{shortened(' / '.join(texts))}”."
        )


class _Unheaded:
    """Counts the values in columns that have no heading."""

    def __init__(self, headed: frozenset[int]) -> None:
        self._headed = headed
        self._last = max(headed)
        self._gaps = [at for at in range(self._last) if at not in headed]
        self._found: dict[int, int] = {}

    def note(self, cells: Sequence[ReadValue]) -> None:
        """Look at the places of one row that the table leaves out."""
        for at in chain(self._gaps, range(self._last + 1, len(cells))):
            if at < len(cells) and not is_blank(cells[at]):
                self._found[at] = self._found.get(at, 0) + 1

    def remarks(self, heading_row: int) -> Iterator[str]:
        """A sentence for each column that was left out although it holds something."""
        for at, count in sorted(self._found.items()):
            yield (
                f"Column {column_letters(at + 1)} has no heading and was not read, although"
                f" {counted(count, one='row has', many='rows have')} a value there."
                f" Give it a heading in row {heading_row} if it is wanted."
            )


def counted(count: int, *, one: str, many: str) -> str:
    """“1 row”, “1,204 rows”."""
    return f"{count:,} {one if count == 1 else many}"


def shortened(text: str, most: int = 60) -> str:
    """The beginning of a text, on one line, for a message."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
