"""Text in a CSV file that no spreadsheet program takes for a formula, and back to what it was.

A CSV file cannot say that a cell is text. An apostrophe in front says it to spreadsheet programs
where a text begins like a formula; one that is there already gets another, so that the way back is
never in doubt.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from auditor.sheets.cells import column_letters

#: Where a formula may begin: after blanks too, with the wide signs of some keyboards too.
_FORMULA: Final = "(?:[\t\r\n]|\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20])"

_LIKE_FORMULA: Final = re.compile(f"'*{_FORMULA}")
_GUARDED: Final = re.compile(f"'+{_FORMULA}")


def guarded(text: str) -> str:
    """The text as it goes into a CSV file."""
    return f"'{text}" if _LIKE_FORMULA.match(text) else text


class Guards:
    """Takes the apostrophes off again, and tells of it."""

    def __init__(self) -> None:
        self._count = 0
        self._first = ""

    def taken_off(self, number: int, cells: Sequence[str]) -> list[str]:
        """The cells of a row as they were before they were guarded."""
        return [self._without(number, at, text) for at, text in enumerate(cells, start=1)]

    def _without(self, number: int, at: int, text: str) -> str:
        if not text.startswith("'") or not _GUARDED.match(text):
            return text
        self._count += 1
        self._first = self._first or f"row {number}, column {column_letters(at)}"
        return text[1:]

    def remarks(self) -> Iterator[str]:
        """A sentence where an apostrophe was taken off anywhere."""
        if self._count:
            cells = "1 cell" if self._count == 1 else f"{self._count:,} cells"
            yield (
                f"In {cells}, the first in {self._first}, an apostrophe stands before a text that "
                "begins like a formula: it says that the cell is text, and was not read with it."
            )
