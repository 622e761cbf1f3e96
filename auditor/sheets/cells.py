"""What a cell may hold, and what no cell can."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

#: Whole numbers are int; others stay float, because that is what a workbook stores: turning them
#: into Decimal would only dress up digits that nobody typed. A datetime has no zone.
CellValue = str | int | float | bool | date | datetime | None

#: UTF-16 code units, as Excel counts them.
LONGEST_TEXT: Final = 32_767

#: Digits; a spreadsheet silently turns any further ones into zeros.
MOST_DIGITS: Final = 15

#: The first number that has more than `MOST_DIGITS` digits.
TOO_LARGE: Final = 10**MOST_DIGITS

#: Spreadsheet programs disagree about the days before this one: 1900 was no leap year.
FIRST_DAY: Final = date(1900, 3, 1)

#: Control characters other than tab and line break, halves of surrogate pairs, U+FFFE and U+FFFF:
#: XML cannot hold them, so one of them would make a whole workbook unreadable.
UNHOLDABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell without a value that could be used; `reason` is a sentence with the remedy.

    It stands in the row, so that only this row is refused, and only where the column is wanted.
    """

    reason: str
    shown: str = ""

    def __str__(self) -> str:
        return self.shown


#: What a row that was read is made of.
ReadValue = CellValue | CellError


def is_blank(value: object) -> bool:
    """Nothing, or text of nothing but blanks."""
    return value is None or (isinstance(value, str) and not value.strip())


def text_length(text: str) -> int:
    """In UTF-16 code units: an emoji counts twice."""
    # Two bytes for each unit; what cannot be encoded is counted here and refused elsewhere.
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain_lines(text: str) -> str:
    """The text with every line break as a workbook keeps it: one line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def column_letters(number: int) -> str:
    """The column's name as a spreadsheet shows it; the first column, 1, is A."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def named_character(character: str) -> str:
    """How a refusal names a character that cannot be shown."""
    return f"U+{ord(character):04X}"
