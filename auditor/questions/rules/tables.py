"""The tables that answer a question: their cells, shares and medians; small groups joined."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median
from typing import Final, NamedTuple

#: What a cell may hold, on the page and in a file.
Value = str | int | float | date | None

#: In an address, for what is not recorded: no case number, agency or rank is written so.
NONE: Final = "(none)"

#: Rows that a page shows; the files hold all.
SHOWN_ROWS: Final = 50

#: To whom may see no row of a person, a group of fewer officers is told with others only.
FEWEST_OFFICERS: Final = 5


class Shape(StrEnum):
    """What a column of a table holds."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"


class Heading(NamedTuple):
    """The head of a column."""

    word: str
    shape: Shape = Shape.TEXT


class Cell(NamedTuple):
    """A value, and the page that shows just the rows behind it; none where there is no such page.

    Attributes:
        listed: a list, or the page of one record.
        sought: what it is asked for.
    """

    value: Value
    listed: str = ""
    sought: Mapping[str, str] = {}


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with all its rows, in order.

    Attributes:
        name: in its address.
        tells: how it is counted, where the headings do not say it.
    """

    name: str
    heading: str
    columns: tuple[Heading, ...]
    rows: Sequence[Row] = ()
    tells: str = ""

    @property
    def shown(self) -> Sequence[Row]:
        """The rows that a page shows."""
        return self.rows[:SHOWN_ROWS]

    @property
    def values(self) -> list[tuple[Value, ...]]:
        """The rows as a file holds them."""
        return [tuple(cell.value for cell in row) for row in self.rows]


def texts(*words: str) -> tuple[Heading, ...]:
    """Columns of text."""
    return tuple(Heading(word) for word in words)


def numbers(*words: str) -> tuple[Heading, ...]:
    """Columns of numbers."""
    return tuple(Heading(word, Shape.NUMBER) for word in words)


def days(*words: str) -> tuple[Heading, ...]:
    """Columns of days."""
    return tuple(Heading(word, Shape.DAY) for word in words)


def percent(part: int, whole: int) -> float | None:
    """A share in percent with one decimal; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def middle(days_taken: Iterable[int]) -> float | None:
    """The median; None of nothing."""
    taken = list(days_taken)
    found = median(taken) if taken else None
    return int(found) if found is not None and found == int(found) else found


def joined_small(officers: Mapping[str, int]) -> frozenset[str]:
    """The groups that are told together, so that none of fewer than five officers stands alone.

    The smallest others go with them until together they are five, or nothing is left.

    Args:
        officers: by group, how many.
    """
    ordered = sorted(officers, key=lambda group: (officers[group], group))
    together: list[str] = []
    number = 0
    for group in ordered:
        if officers[group] >= FEWEST_OFFICERS and (not together or number >= FEWEST_OFFICERS):
            break
        together.append(group)
        number += officers[group]
    return frozenset(together)
