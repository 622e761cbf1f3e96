"""What one cell of a file gives, by what its column holds."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final

from auditor.columns import Column, Shape, listed, word_in
from auditor.officers.rules import PersonName, read_name
from auditor.sheets.cells import UNHOLDABLE, CellError, ReadValue, is_blank, named_character
from auditor.uploads.drafts import EMPTY

_DIGITS: Final = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4}")
_RANGE: Final = re.compile(r"([0-9,]{1,19}) ?(?:-|–|to) ?([0-9,]{1,19})")
_OR_MORE: Final = re.compile(r"([0-9,]{1,19}) ?\+")

#: What both databases hold in a column of whole numbers.
_GREATEST: Final = 2**31 - 1

_YES: Final = frozenset({"yes", "y", "true"})
_NO: Final = frozenset({"no", "n", "false"})

#: The remedy wherever a spreadsheet has made a date of what was typed.
_TURNED: Final = (
    "The spreadsheet has turned this into a date. Format the column as text and type it again."
)


class Unreadable(ValueError):
    """A cell that cannot be read; the message is for whoever sent the file."""


def shown(value: object) -> str:
    """A cell as a refusal shows it."""
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, date) else str(value)
    return text[:200]


def read_cell(column: Column, value: ReadValue) -> Any:
    """What the cell gives: None when it is empty, `EMPTY` when it says “(empty)”.

    Days are not read here: their whole column is needed; see `day_order`.

    Raises:
        Unreadable: it holds nothing that the column could take.
    """
    if is_blank(value):
        return None
    if isinstance(value, CellError):
        raise Unreadable(value.reason)
    if isinstance(value, str):
        if value.strip().casefold() == "(empty)":
            return EMPTY
        if found := UNHOLDABLE.search(value):
            raise Unreadable(
                f"The text holds the control character {named_character(found[0])}. Remove it."
            )
    reader = _READERS.get(column.shape)
    return value if reader is None else reader(column, value)


def _text(_column: Column, value: ReadValue) -> str:
    return _words(value).strip()


def _free_text(_column: Column, value: ReadValue) -> str:
    return _words(value)


def _reference(_column: Column, value: ReadValue) -> str:
    if isinstance(value, date):
        raise Unreadable(_TURNED)
    return _words(value)


def _line(_column: Column, value: ReadValue) -> str:
    return " ".join(_words(value).split())


def _identifier(column: Column, value: ReadValue) -> str:
    return " ".join(_reference(column, value).split())


def _words(value: ReadValue) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float):
        return f"{value:.15g}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _several(column: Column, value: ReadValue) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for part in _identifier(column, value).split(";"):
        if part.strip():
            found.setdefault(part.strip().casefold(), part.strip())
    return tuple(found.values())


def _number(column: Column, value: ReadValue) -> int:
    text = _line(column, value)
    if isinstance(value, bool | date) or not _DIGITS.fullmatch(text):
        raise Unreadable(f"“{text[:60]}” is no whole number. Write it in digits, such as 12.")
    number = int(text.replace(",", ""))
    if number > _GREATEST:
        raise Unreadable(f"{text} is too great. Write at most {_GREATEST:,}, or correct it.")
    return number


def _range(column: Column, value: ReadValue) -> tuple[int, int | None]:
    """The least and the greatest number; no greatest for “51+”."""
    if isinstance(value, date):
        raise Unreadable(_TURNED)
    text = _line(column, value)
    if found := _OR_MORE.fullmatch(text):
        return _number(column, found[1]), None
    if found := _RANGE.fullmatch(text):
        low, high = _number(column, found[1]), _number(column, found[2])
        if low > high:
            raise Unreadable(f"“{text}” runs from the greater number to the lesser. Turn it round.")
        return low, high
    try:
        exact = _number(column, value)
    except Unreadable:
        raise Unreadable(
            f"“{text[:60]}” is neither a number nor a range. Write 12, 11-50 or 51+."
        ) from None
    return exact, exact


def _yes_no(column: Column, value: ReadValue) -> bool:
    if isinstance(value, bool):
        return value
    text = _line(column, value).casefold()
    if text not in _YES | _NO:
        raise Unreadable(f"“{text[:60]}” is neither yes nor no. Write one of them.")
    return text in _YES


def _word(column: Column, value: ReadValue) -> StrEnum:
    return _word_of(column, _line(column, value))


def _vocabulary_words(column: Column, value: ReadValue) -> tuple[StrEnum, ...]:
    parts = [part.strip() for part in _line(column, value).split(";")]
    return tuple(dict.fromkeys(_word_of(column, part) for part in parts if part))


def _word_of(column: Column, text: str) -> StrEnum:
    if column.vocabulary is None:
        raise AssertionError(f"The column “{column.heading}” has no vocabulary.")
    word = word_in(column.vocabulary, text)
    if word is None:
        words = listed([one.value for one in column.vocabulary])
        raise Unreadable(f"“{text[:60]}” is no word of “{column.heading}”. Write {words}.")
    return word


def _name(column: Column, value: ReadValue) -> PersonName:
    try:
        return read_name(_line(column, value))
    except ValueError as error:
        raise Unreadable(f"{str(error)[:1].upper()}{str(error)[1:]}") from None


_READERS: Final[Mapping[Shape, Callable[[Column, ReadValue], Any]]] = {
    Shape.TEXT: _text,
    Shape.IDENTIFIER: _identifier,
    Shape.FREE_TEXT: _free_text,
    Shape.REFERENCE: _reference,
    Shape.WORDS: _several,
    Shape.NUMBER: _number,
    Shape.RANGE: _range,
    Shape.YES_NO: _yes_no,
    Shape.WORD: _word,
    Shape.VOCABULARY_WORDS: _vocabulary_words,
    Shape.DEPARTMENT: _identifier,
    Shape.TOOL: _identifier,
    # Where it names nobody on record it is kept as the name that was received.
    Shape.OFFICER: _reference,
    Shape.NAME: _name,
}
