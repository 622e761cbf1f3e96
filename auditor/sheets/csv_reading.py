"""Reading a CSV file: bytes in, a table out."""

import codecs
import csv
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from itertools import islice
from typing import Final

from auditor.errors import FileRefused
from auditor.sheets.cells import (
    LONGEST_TEXT,
    UNHOLDABLE,
    column_letters,
    named_character,
    plain_lines,
    text_length,
)
from auditor.sheets.guarding import Guards
from auditor.sheets.table import (
    MOST_COLUMNS,
    MOST_ROWS,
    Row,
    Table,
    heading_place,
    made_table,
    shortened,
)

_SEPARATORS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}

#: Filled records from which the separator is decided.
_SAMPLE: Final = 200

#: The share of rows as wide as the row of headings from which a separator seems right.
_AGREEMENT: Final = 0.8

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_csv(content: bytes) -> Table:
    """The rows of a CSV file; a row's number is that of the line on which it begins.

    An apostrophe before a text that begins like a formula is taken off, see `guarding`.

    Raises:
        FileRefused: the text or its quotation marks cannot be made out, or a row does not fit.
    """
    text, remarks = _decoded(content)
    if "\x00" in text:
        raise FileRefused(
            "It holds a NUL character, so it is not plain text. Save the sheet as .xlsx or as"
            " “CSV UTF-8”."
        )
    separator, skipped = _announced(text)
    if separator is None:
        separator = _likeliest(text)
        if separator != ",":
            remarks.append(f"The cells were read as separated by {_SEPARATORS[separator]}.")
    guards = Guards()
    records = (
        _checked(number, guards.taken_off(number, cells))
        for number, cells in _records(text, separator, skipped=skipped)
    )
    table = made_table(records, sheet="", remarks=remarks, even=True)
    return table._replace(remarks=(*table.remarks, *guards.remarks()))


def _decoded(content: bytes) -> tuple[str, list[str]]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], encoding), []
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    text = _strictly(content, "cp1252")
    words = text.split("\n")[line - 1].split()
    example = next((word for word in words if not word.isascii()), "")
    return text, [
        "The file is not in UTF-8 and was read as Windows-1252 (Western European). Check the"
        f" letters with accents, first in line {line}: “{shortened(example)}”. If they are wrong,"
        " save the sheet again as “CSV UTF-8”."
    ]


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileRefused(
            f"Line {line} holds a byte that is no character in UTF-8 or Windows-1252. Save the"
            " sheet again as “CSV UTF-8” or as .xlsx."
        ) from None


def _announced(text: str) -> tuple[str | None, int]:
    """The separator that a first line such as “sep=;” names, and how many lines that takes."""
    line = text.split("\n", 1)[0].rstrip("\r").strip('"')
    if line.lower().startswith("sep=") and line[4:] in _SEPARATORS:
        return line[4:], 1
    return None, 0


def _likeliest(text: str) -> str:
    """The separator under which the headings and the rows below them agree about most cells."""
    return max(_SEPARATORS, key=lambda separator: _agreement(text, separator))


def _agreement(text: str, separator: str) -> tuple[bool, bool, float]:
    """Whether the first row agrees with the rest, any row does, and over how many cells."""
    sample = _sampled(text, separator)
    place = heading_place(sample[:10]) if sample else 0
    width = len(sample[place]) if sample else 1
    if width == 1:
        # A separator that separates nothing; all such are equal, and the first one serves.
        return False, False, 0
    share = (sum(len(cells) == width for cells in sample[place + 1 :]) + 1) / len(sample)
    agrees = share >= _AGREEMENT
    return agrees and place == 0, agrees, width * share


def _sampled(text: str, separator: str) -> list[list[str]]:
    sample = []
    # What was read before a fault decides; reading in earnest then tells of it.
    with suppress(FileRefused):
        for _, cells in islice(_records(text, separator), _SAMPLE):
            if any(map(str.strip, cells)):
                sample.append(cells)
    return sample


def _records(text: str, separator: str, *, skipped: int = 0) -> Iterator[tuple[int, list[str]]]:
    lines = StringIO(text, newline="")
    for _ in range(skipped):
        lines.readline()
    reader = csv.reader(lines, delimiter=separator, strict=True)
    begins = skipped + 1
    try:
        for count, cells in enumerate(reader):
            if count > MOST_ROWS:
                raise FileRefused(
                    f"It has more than {MOST_ROWS:,} rows. Cut it into several files."
                )
            yield begins, cells
            begins = reader.line_num + skipped + 1
    except csv.Error as error:
        raise FileRefused(_fault(str(error), begins)) from None


def _fault(error: str, line: int) -> str:
    if "unexpected end of data" in error:
        return (
            f"A quotation mark in the row that begins on line {line} is never closed. Close it, or"
            " save the sheet as .xlsx."
        )
    if "field limit" in error:
        return f"Row {line} has a cell of more than {LONGEST_TEXT:,} characters. Shorten it."
    return (
        f"In the row that begins on line {line} text follows a closing quotation mark. Close the"
        " quotation before the separator, double a quotation mark that belongs to the text, or"
        " save the sheet as .xlsx."
    )


def _checked(number: int, cells: list[str]) -> Row:
    if len(cells) > MOST_COLUMNS and any(map(str.strip, cells[MOST_COLUMNS:])):
        raise FileRefused(
            f"Row {number} has more than {MOST_COLUMNS} columns. Remove those that are not needed."
        )
    for at, text in enumerate(cells, start=1):
        if not text.isprintable() and (found := UNHOLDABLE.search(plain_lines(text))):
            raise FileRefused(
                f"{_place(number, at)} holds the control character {named_character(found[0])}."
                " Remove it from the text."
            )
        if len(text) * 2 > LONGEST_TEXT and text_length(text) > LONGEST_TEXT:
            raise FileRefused(
                f"{_place(number, at)} holds more than {LONGEST_TEXT:,} characters. Shorten it."
            )
    return Row(number, tuple(plain_lines(text) or None for text in cells))


def _place(number: int, column: int) -> str:
    return f"Row {number}, column {column_letters(column)}"
