"""Writing a CSV file: headed rows in, the bytes of a file out that spreadsheet programs open."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import StringIO
from typing import Final

from auditor.errors import FileRefused
from auditor.sheets.cells import CellValue
from auditor.sheets.guarding import guarded
from auditor.sheets.holdable import as_held

#: Without the mark at the beginning Excel takes the letters for another encoding.
_ENCODING: Final = "utf-8-sig"


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[CellValue]]) -> bytes:
    """A CSV file in UTF-8 with commas, as RFC 4180 has it; days are ISO, moments UTC.

    A text that begins like a formula gets an apostrophe in front, which `read_csv` takes off.

    Raises:
        FileRefused: a value that no workbook can hold either; names row and heading.
    """
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(guarded, headings))
    for number, values in enumerate(rows, start=2):
        try:
            writer.writerow(list(map(_written, values)))
        except FileRefused:
            _refuse_unholdable(number, headings, values)
            raise
    return out.getvalue().encode(_ENCODING)


def _written(value: CellValue) -> str:
    held = as_held(value)
    match held:
        case None:
            return ""
        case str():
            return guarded(held)
        case datetime():
            return f"{held:%Y-%m-%d %H:%M:%S}"
        case date():
            return held.isoformat()
    return f"{held:.15g}"


def _refuse_unholdable(number: int, headings: Sequence[str], values: Sequence[CellValue]) -> None:
    for heading, value in zip(headings, values, strict=True):
        try:
            as_held(value)
        except FileRefused as refusal:
            raise FileRefused(f"Row {number}, column “{heading}”: {refusal}") from None
