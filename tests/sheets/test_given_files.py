"""Files that nobody here made. Only counts are expected of them: the rosters name real people."""

import time
from pathlib import Path

import pytest

from auditor.errors import FileRefused
from auditor.sheets.cells import CellError
from auditor.sheets.reading import Table, read_table
from tests.sheets.given import given


def read(path: Path) -> Table:
    return read_table(path.read_bytes(), path.name)


@pytest.mark.parametrize("path", given("workbooks/*", "logs/*"), ids=lambda path: path.name)
def test_each_is_read_or_refused_with_a_sentence_and_quickly(path: Path) -> None:
    began = time.perf_counter()
    try:
        outcome = read(path).headings[0]
    except FileRefused as refusal:
        outcome = str(refusal)

    assert outcome
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("path", given("workbooks/*"), ids=lambda path: path.name)
def test_what_cannot_be_trusted_is_refused(path: Path) -> None:
    refused = {
        "clusterfuzz-testcase-minimized-POIXSSFFuzzer-5089447305609216.xlsx": "damaged",
        "date.ods": "an OpenDocument file",
        "date.xls": "an older Excel workbook",
        "date.xlsb": "a binary Excel workbook",
        "duplicate-filename.xlsx": "same name",
        "errors.xlsx": "#DIV/0!",
        "merge_cells.xlsx": "merged cells, A1:B1",
        "merged_range.xlsx": "merged cells, H1:H2",
        "pass_protected.xlsx": "protected by a password",
        "password.xls": "an older Excel workbook",
        "poc-xmlbomb.xlsx": "declares a document type",
        "protected_passtika.xlsx": "protected by a password",
        "xlsx-corrupted.xlsx": "damaged",
    }
    if path.name in refused:
        with pytest.raises(FileRefused, match=refused[path.name]):
            read(path)
    else:
        assert read(path).headings


_SIZES = {
    "SPD_roster_11-15-20.csv": (1_907, 7, 1),
    "Bellevue-WA-Police-Department_05-01-21.csv": (231, 6, 1),
    "Auburn-WA-Police-Department_06-07-21.csv": (135, 5, 1),
    "Olympia-WA-Police-Department_05-01-21.csv": (119, 6, 1),
    "atlas-of-surveillance-2020-10-07.csv": (5_784, 25, 1),
    "agency20240426.csv": (5_152, 3, 1),
    "nc_agency_survey20240430.csv": (121, 11, 1),
    "vendor_owned_roots.csv": (93, 2, 1),
    "2025_consolidated_COTS_AI_use_cases.csv": (900, 5, 1),
    "2025_consolidated_COTS_AI_use_cases.xlsx": (900, 5, 1),
    "2025_individually_reported_AI_use_cases.xlsx": (3_611, 36, 2),
}

_ERRORS = {
    "2025_individually_reported_AI_use_cases.xlsx": [
        "This cell holds the error #NAME?. Mend the formula, or type the value.",
        "The text holds the control character U+0002. Remove it.",
    ]
}


@pytest.mark.parametrize(
    "path", given("rosters/*", "atlas-2020/*", "agencies/*", "tools/*"), ids=lambda path: path.name
)
def test_a_table_has_as_many_rows_and_headings_as_were_counted(path: Path) -> None:
    table = read(path)

    assert (len(table.rows), len(table.headings), table.heading_row) == _SIZES[path.name]
    assert table.remarks == ()
    errors = [value for row in table.rows for value in row.cells if isinstance(value, CellError)]
    assert [error.reason for error in errors] == _ERRORS.get(path.name, [])


@pytest.mark.parametrize("path", given("tools/2025_consolidated*.xlsx"), ids=lambda path: path.name)
def test_a_workbook_and_the_csv_file_of_it_hold_the_same(path: Path) -> None:
    from_csv = read(path.with_suffix(".csv"))

    for one, other in zip(read(path).rows, from_csv.rows, strict=True):
        assert [_plain(value) for value in one.cells] == [_plain(value) for value in other.cells]


def _plain(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())
