"""CSV files: text stays text in whatever program opens them, and comes back as it was."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import FileRefused
from auditor.sheets.cells import UNHOLDABLE, CellValue
from auditor.sheets.csv_writing import write_csv
from auditor.sheets.reading import read_table

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", " =1+1", "\uff1d1+1", "'=1+1", "''-x")

#: Line breaks are kept as line feeds, in a CSV file as in a workbook.
TEXTS = st.text(max_size=40).filter(lambda text: not UNHOLDABLE.search(text) and "\r" not in text)


def read_back(*values: CellValue) -> list[object]:
    """What our own reader finds in a row written with these values, and a filled one after it."""
    table = read_table(write_csv(["First", *map(str, range(len(values)))], [["x", *values]]), "a")
    return list(table.rows[0].cells[1:])


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_that_begins_like_a_formula_does_so_in_the_file(text: str) -> None:
    written = write_csv(["Notes", "More"], [[text, "x"]]).decode("utf-8-sig")

    assert written.splitlines()[1].lstrip('"').startswith("'")
    assert read_back(text) == [text]


@pytest.mark.parametrize("text", ["'t Hooft", "O'Neil", "it's = 1", "''", "007", "a-b", "1+1"])
def test_other_text_is_written_as_it_is(text: str) -> None:
    assert text in write_csv(["Notes", "More"], [[text, "x"]]).decode("utf-8-sig")
    assert read_back(text) == [text]


@given(st.lists(TEXTS | st.sampled_from(FORMULAS), min_size=1, max_size=4))
def test_whatever_text_is_written_is_read_again_as_it_was(texts: list[str]) -> None:
    assert read_back(*texts) == [text or None for text in texts]


def test_the_longest_text_of_a_cell_survives_with_its_apostrophe() -> None:
    text = "=" + "x" * 32_766

    assert read_back(text) == [text]


def test_the_reader_says_that_it_took_apostrophes_off() -> None:
    table = read_table(write_csv(["Name", "Notes"], [["Vega", "=1+1"], ["Moe", "-x"]]), "a.csv")

    assert table.remarks == (
        "In 2 cells, the first in row 2, column B, an apostrophe stands before a text that begins "
        "like a formula: it says that the cell is text, and was not read with it.",
    )


def test_days_moments_and_truth_values_are_written_so_that_programs_know_them() -> None:
    at = datetime(2026, 3, 2, 14, 5, tzinfo=UTC)

    assert read_back(date(2020, 2, 5), at, *(True, 12, None, "é")) == [
        "2020-02-05",
        "2026-03-02 14:05:00",
        "Yes",
        "12",
        None,
        "é",
    ]


def test_the_file_says_that_it_is_in_utf_8() -> None:
    assert write_csv(["Name"], [["é"]]).startswith(b"\xef\xbb\xbf")


def test_a_character_that_no_file_can_hold_is_named_with_its_place() -> None:
    with pytest.raises(FileRefused, match=r"Row 2, column “Notes”: .*U\+0001"):
        write_csv(["Name", "Notes"], [["Vega", "a\x01b"]])
