"""In which forms a list can be downloaded, and how long it may be."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final


class Form(StrEnum):
    """The kind of file, by the ending of its name."""

    CSV = "csv"
    XLSX = "xlsx"


#: Rows that a file is made of while somebody waits for it; a workbook takes ten times as long.
MOST_ROWS: Final[Mapping[Form, int]] = {Form.CSV: 100_000, Form.XLSX: 20_000}

_CALLED: Final[Mapping[Form, str]] = {Form.CSV: "CSV file", Form.XLSX: "workbook"}


def too_many(count: int, form: Form) -> str:
    """Why so many rows make no file, and what to do; empty when they do."""
    if count <= MOST_ROWS[form]:
        return ""
    other = " or download it as CSV," if form is Form.XLSX and count <= MOST_ROWS[Form.CSV] else ""
    return (
        f"This list has {count:,} rows, and a {_CALLED[form]} made here holds {MOST_ROWS[form]:,} "
        f"at most. Narrow the list with its filters,{other} or issue a report, which holds all."
    )


def file_name(name: str, on: date, form: Form) -> str:
    """“findings-2026-03-02.csv”."""
    return f"{name}-{on.isoformat()}.{form}"
