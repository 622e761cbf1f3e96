"""The days of one column of a file: ISO, or written in one order that fits them all."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import StrEnum
from itertools import combinations
from typing import Final

from auditor.columns import listed
from auditor.days import Day, city_day
from auditor.sheets.cells import ReadValue


class Order(StrEnum):
    """In which order a day is written; a year in front has four digits."""

    DAY_FIRST = "day/month/year"
    MONTH_FIRST = "month/day/year"
    YEAR_FIRST = "year/month/day"


#: Years that a register can be about; “9999” stands for no end, and is refused with that remedy.
_YEARS: Final = range(1900, 2200)

#: Two digits below this one are years of this century.
_THIS_CENTURY: Final = 70

#: No way of writing a day is longer, with its time.
_LONGEST: Final = 48

_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH: Final = re.compile(r"([0-9]{4})-([0-9]{2})")
_MOMENT: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]+)?"
    r" ?(Z|UTC|[+-][0-9]{2}:?[0-9]{2})?"
)
_TIME: Final = re.compile(r"[ ,]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[AaPp]\.?[Mm]\.?)?$")
_PARTS: Final = re.compile(
    r"([0-9]{1,4}|[A-Za-z]{3,9})([/.-]|\.?,? )([0-9]{1,4}|[A-Za-z]{3,9})([/.-]|\.?,? )([0-9]{1,4})"
)
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)

_SHORT_MONTH: Final = 3
_SHORT_YEAR: Final = 2
_LONG_YEAR: Final = 4


#: A text, and what it means in each order in which it means anything.
_Written = tuple[str, Mapping[Order, date]]


@dataclass(slots=True)
class Days:
    """What became of the cells, by their place among those that were handed over."""

    read: dict[int, Day] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    remark: str = ""


def read_days(cells: Mapping[int, ReadValue], heading: str, *, zone: tzinfo) -> Days:
    """Read all the days of a column together, so that one order is taken for all or for none.

    Args:
        cells: whatever stands in the column, but for blanks and cells that are errors.
        heading: the column’s, for what is said about it.
        zone: the city’s: a moment with a zone becomes the day it was there.
    """
    days = Days()
    undecided: dict[int, _Written] = {}
    for place, value in cells.items():
        try:
            if (day := _plain_day(value, zone)) is not None:
                days.read[place] = _within(day, value)
                continue
        except ValueError as error:
            days.refused[place] = str(error)
            continue
        text = " ".join(str(value).split())
        if found := _readings(text):
            undecided[place] = text, found
        else:
            days.refused[place] = (
                f"“{text[:_LONGEST]}” is no day that can be made out. Write it as 2020-02-05."
            )
    if undecided:
        _decide(undecided, days, heading)
    return days


def _plain_day(value: ReadValue, zone: tzinfo) -> Day | None:
    """The day of a cell that needs no order; None for other texts."""
    if isinstance(value, datetime):
        return Day.on(value.date() if value.tzinfo is None else city_day(value, zone))
    if isinstance(value, date):
        return Day.on(value)
    if not isinstance(value, str):
        raise ValueError(  # noqa: TRY004 - the sentence is for whoever sent the file
            f"{value} is a number, no day. Format the column as dates in the spreadsheet, or "
            "write 2020-02-05."
        )
    text = value.strip()
    if _ISO.fullmatch(text) or _MONTH.fullmatch(text):
        return Day.parse(text)
    if found := _MOMENT.fullmatch(text):
        return _moment(*found.groups(), zone=zone)
    return None


def _moment(day: str, time: str, offset: str | None, *, zone: tzinfo) -> Day:
    plain = Day.parse(day)
    _within(plain, day)
    try:
        moment = datetime.fromisoformat(f"{day}T{time}{offset or ''}".replace("UTC", "Z"))
    except ValueError:
        raise ValueError(f"“{day} {time}” is no moment. Write the day: 2020-02-05.") from None
    return plain if moment.tzinfo is None else Day.on(city_day(moment, zone))


def _within(day: Day, value: object) -> Day:
    if day.first.year not in _YEARS:
        raise ValueError(
            f"“{value}” lies outside the years {_YEARS[0]} to {_YEARS[-1]}. Correct it, or leave "
            "the cell empty where there is no such day."
        )
    return day


def _readings(text: str) -> Mapping[Order, date]:
    """What the text means in each order in which it means anything."""
    found = _PARTS.fullmatch(_TIME.sub("", text)) if len(text) <= _LONGEST else None
    if found is None:
        return {}
    one, sign, two, other_sign, three = found.groups()
    if one.isdigit() and two.isdigit() and (sign != other_sign or not sign.strip(" ,")):
        return {}
    orders = {
        Order.DAY_FIRST: (three, two, one),
        Order.MONTH_FIRST: (three, one, two),
        Order.YEAR_FIRST: (one, two, three),
    }
    days = {order: _day(*parts, order=order) for order, parts in orders.items()}
    return {order: day for order, day in days.items() if day is not None}


def _day(year: str, month: str, day: str, *, order: Order) -> date | None:
    if not (year.isdigit() and day.isdigit() and len(day) <= _SHORT_YEAR):
        return None
    if len(year) == _SHORT_YEAR and order is not Order.YEAR_FIRST:
        number = int(year) + (2000 if int(year) < _THIS_CENTURY else 1900)
    elif len(year) == _LONG_YEAR:
        number = int(year)
    else:
        return None
    if number not in _YEARS:
        return None
    try:
        return date(number, _month(month), int(day))
    except ValueError:
        return None


def _month(text: str) -> int:
    if text.isdigit():
        return int(text) if len(text) <= _SHORT_YEAR else 0
    name = text.lower()
    if name == "sept":
        return 9
    fits = [n for n, month in enumerate(_MONTHS, 1) if name in {month, month[:_SHORT_MONTH]}]
    return fits[0] if fits else 0


def _decide(undecided: Mapping[int, _Written], days: Days, heading: str) -> None:
    fitting = [order for order in Order if all(order in found for _, found in undecided.values())]
    if not fitting:
        reason = _mixed(undecided.values(), heading)
    elif doubt := _doubt(undecided.values(), fitting):
        text, one, other = doubt
        reason = (
            f"“{text}” may be {_said(one)} or {_said(other)}, and no day in the column “{heading}” "
            f"decides it. Write all its days as {one.isoformat()}."
        )
    else:
        for place, (_, found) in undecided.items():
            days.read[place] = Day.on(found[fitting[0]])
        text, found = next(iter(undecided.values()))
        days.remark = (
            f"“{heading}” was read as {fitting[0]}: “{text}” is {_said(found[fitting[0]])}."
        )
        return
    days.refused.update(dict.fromkeys(undecided, reason))


def _doubt(
    undecided: Iterable[_Written], fitting: Sequence[Order]
) -> tuple[str, date, date] | None:
    """The first text that means two days, both in orders that fit the whole column."""
    for text, found in undecided:
        days = sorted({found[order] for order in fitting})
        if len(days) > 1:
            return text, days[0], days[1]
    return None


def _mixed(undecided: Iterable[_Written], heading: str) -> str:
    examples = {frozenset(found): text for text, found in undecided}
    pairs = combinations(examples.items(), 2)
    (one, text), (other, later) = next(
        (pair for pair in pairs if not pair[0][0] & pair[1][0]), list(examples.items())[:2]
    )
    return (
        f"The column “{heading}” mixes orders: “{text}” can only be {listed(sorted(one))}, "
        f"“{later}” only {listed(sorted(other))}. Write all its days as 2020-02-05."
    )


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
