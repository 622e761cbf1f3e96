"""A value as a workbook will hold it, or the reason why none can."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from auditor.errors import FileRefused
from auditor.sheets.cells import (
    FIRST_DAY,
    LONGEST_TEXT,
    MOST_DIGITS,
    TOO_LARGE,
    UNHOLDABLE,
    CellValue,
    named_character,
    plain_lines,
    text_length,
)

#: What is left once yes and no are words.
HeldValue = str | int | float | date | datetime | None


#: Text that a reader would take for a character written as a number.
_LIKE_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def escaped(text: str) -> str:
    """The text as it goes into the file, so that each `_xHHHH_` in it is read as it stands."""
    return _LIKE_ESCAPED.sub("_x005F_", text)


def as_held(value: CellValue) -> HeldValue:
    """The value that a reader of the workbook will find; nothing is cut off or replaced silently.

    Line breaks become line feeds, truth values “Yes” and “No”, a moment with a zone UTC without
    one, whole seconds; fractions keep 15 digits, as many as a spreadsheet does.

    Raises:
        FileRefused: no workbook can hold it; a sentence that does not say where it stands.
    """
    return _HOLD[type(value)](value)


def _text(text: str) -> HeldValue:
    # Escaping at most doubles the length, and so does counting UTF-16 units.
    if text.isprintable() and len(text) * 4 <= LONGEST_TEXT:
        return text or None
    text = plain_lines(text)
    if found := UNHOLDABLE.search(text):
        raise FileRefused(
            f"A workbook cannot hold the character {named_character(found[0])}. Remove it from the"
            " record."
        )
    if (length := text_length(escaped(text))) > LONGEST_TEXT:
        raise FileRefused(
            f"A cell holds {LONGEST_TEXT:,} characters at most, and this text takes {length:,}."
            " Shorten it in the record."
        )
    return text


def _number(number: float) -> HeldValue:
    if not math.isfinite(number) or abs(number) >= TOO_LARGE:
        raise FileRefused(
            f"A spreadsheet keeps {MOST_DIGITS} digits of a number, too few for {number}. Record it"
            " as text."
        )
    return number if isinstance(number, int) else float(f"{number:.{MOST_DIGITS}g}")


def _moment(moment: datetime) -> HeldValue:
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    _day(moment.date())
    return moment.replace(microsecond=0)


def _day(day: date) -> HeldValue:
    if day < FIRST_DAY:
        raise FileRefused(
            f"Spreadsheet programs disagree about dates before 1 March 1900, such as {day}. Correct"
            " the date in the record."
        )
    return day


def _as_it_is(value: HeldValue) -> HeldValue:
    return value


_HOLD: Final[Mapping[type, Callable[[Any], HeldValue]]] = {
    str: _text,
    bool: lambda value: "Yes" if value else "No",
    int: _number,
    float: _number,
    datetime: _moment,
    date: _day,
    type(None): _as_it_is,
}
