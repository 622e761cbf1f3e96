"""Known dates of findings as points of a drawing; where they are many, together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from math import log10
from typing import Final, NamedTuple

from auditor.days import Day
from auditor.verdicts.drawing import Bar, Scale

#: So many groups of points are drawn, and told, at most.
MOST_GROUPS: Final = 60

#: How many months are taken together where fewer would still be too many groups.
_MONTHS: Final = (1, 3, 12, 120, 1_200, 12_000)

_YEAR: Final = 12

#: A mark for one point, and how much it grows with each tenfold; in parts of the mark's own size.
_LEAST: Final = 0.7
_GROWTH: Final = 0.4


class Point(NamedTuple):
    """So many known dates on one day, or in one month.

    Attributes:
        row: of the drawing, from 0 on: what kind of point it is.
    """

    row: int
    day: Day
    number: int = 1


class Group(NamedTuple):
    """The known dates of some days in a row.

    Attributes:
        bar: where these days lie on the drawing.
        numbers: of the points, by row.
    """

    from_on: date
    until_on: date
    bar: Bar
    numbers: tuple[int, ...]

    @property
    def day(self) -> Day | None:
        """The day or the month that it is; None where it is longer."""
        if self.until_on in (self.from_on, Day.of_month(*_month(self.from_on)).last):
            return Day(self.from_on, self.until_on)
        return None

    @property
    def marks(self) -> Sequence[tuple[int, float]]:
        """Of each row that has points: the row, and the size of its mark."""
        return [
            (row, round(_LEAST + _GROWTH * log10(number), 2))
            for row, number in enumerate(self.numbers)
            if number
        ]


def grouped(points: Iterable[Point], scale: Scale, *, rows: int) -> list[Group]:
    """The points in order: by day as they are known, or by so many months that they are few.

    Args:
        scale: reaches from the first to the last of their days at least.
        rows: how many rows of points the drawing has.
    """
    points = list(points)
    held = _summed(((each.day.first, each.day.last), each) for each in points)
    for months in _MONTHS:
        if len(held) <= MOST_GROUPS:
            break
        held = _summed((_ends(each.day.first, months), each) for each in points)
    found = []
    for (first, last), numbers in sorted(held.items()):
        bar = scale.bar(first, last)
        if bar is not None:
            found.append(Group(first, last, bar, tuple(numbers[row] for row in range(rows))))
    return found


def _summed(
    points: Iterable[tuple[tuple[date, date], Point]],
) -> dict[tuple[date, date], dict[int, int]]:
    held: dict[tuple[date, date], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for ends, point in points:
        held[ends][point.row] += point.number
    return held


def _ends(day: date, months: int) -> tuple[date, date]:
    """The first and the last day of so many months in a row, among them that of `day`."""
    year, month = _month(day)
    begin = (year * _YEAR + month - 1) // months * months
    # The calendar has no year 0.
    first, last = max(begin, _YEAR), begin + months - 1
    return (
        Day.of_month(first // _YEAR, first % _YEAR + 1).first,
        Day.of_month(last // _YEAR, last % _YEAR + 1).last,
    )


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
