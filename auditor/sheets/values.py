"""What calamine gives for a cell, as this project keeps it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from auditor.sheets.cells import (
    FIRST_DAY,
    LONGEST_TEXT,
    MOST_DIGITS,
    TOO_LARGE,
    UNHOLDABLE,
    CellError,
    ReadValue,
    named_character,
    plain_lines,
    text_length,
)

_HALF_A_SECOND: Final = timedelta(microseconds=500_000)
_MIDNIGHT: Final = time()


def read_value(value: object) -> ReadValue:
    """One cell's value; a moment is rounded to the second, as spreadsheets show it.

    A time of day without a day, and a duration, become text such as “9:30:00”: no column of the
    register holds one.
    """
    return _READERS[type(value)](value)


def _text(text: str) -> ReadValue:
    if not text:
        return None
    if text.isprintable() and len(text) * 2 <= LONGEST_TEXT:
        return text
    text = plain_lines(text)
    if found := UNHOLDABLE.search(text):
        return CellError(
            f"The text holds the control character {named_character(found[0])}. Remove it.",
            UNHOLDABLE.sub("\N{REPLACEMENT CHARACTER}", text),
        )
    if text_length(text) > LONGEST_TEXT:
        return CellError(
            f"The text has more than {LONGEST_TEXT:,} characters. Shorten it.", text[:100]
        )
    return text


def _number(number: float) -> ReadValue:
    if abs(number) >= TOO_LARGE:
        return CellError(
            f"The spreadsheet has already rounded this number, because it has more than"
            f" {MOST_DIGITS} digits. Format the column as text and type the number again.",
            f"{number:.15g}",
        )
    return int(number) if number == int(number) else number


def _moment(moment: datetime) -> ReadValue:
    try:
        rounded = (moment + _HALF_A_SECOND).replace(microsecond=0)
    except OverflowError:
        # The last half second there is.
        rounded = moment.replace(microsecond=0)
    day = _day(rounded.date())
    return day if isinstance(day, CellError) or rounded.time() == _MIDNIGHT else rounded


def _day(day: date) -> ReadValue:
    if day < FIRST_DAY:
        return CellError(
            "Spreadsheet programs disagree about dates before 1 March 1900. Type this one as text.",
            day.isoformat(),
        )
    return day


def _duration(duration: timedelta) -> str:
    seconds = round(duration.total_seconds())
    sign = "-" if seconds < 0 else ""
    hours, rest = divmod(abs(seconds), 3600)
    return f"{sign}{hours}:{rest // 60:02}:{rest % 60:02}"


_READERS: Final[Mapping[type, Callable[[Any], ReadValue]]] = {
    str: _text,
    bool: bool,
    int: _number,
    float: _number,
    datetime: _moment,
    date: _day,
    time: lambda value: value.isoformat(timespec="seconds"),
    timedelta: _duration,
}
