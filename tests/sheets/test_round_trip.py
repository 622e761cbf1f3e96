import csv
from datetime import date, datetime
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditor.errors import FileRefused
from auditor.sheets.cells import UNHOLDABLE, CellValue, plain_lines
from auditor.sheets.digest import data_digest, digest_of_workbook
from auditor.sheets.reading import read_table
from auditor.sheets.writing import Sheet, write_workbook
from tests.sheets import given as files

_TEXT = st.text(max_size=60).filter(lambda text: not UNHOLDABLE.search(plain_lines(text)))
_LIKE_ESCAPED = st.text("_x0041DF5\n =", max_size=30)
_FIRST, _LAST = datetime.fromisoformat("1900-03-01"), datetime.fromisoformat("9999-12-31T23:59:59")
_VALUES = st.one_of(
    st.none(),
    _TEXT,
    _LIKE_ESCAPED,
    st.booleans(),
    st.integers(1 - 10**15, 10**15 - 1),
    st.floats(-9e14, 9e14),
    st.dates(_FIRST.date(), _LAST.date()),
    st.datetimes(_FIRST, _LAST),
)


def through_a_workbook(value: CellValue) -> object:
    written = write_workbook([Sheet("S", ("a", "b"), [(value, 1)])], title="t", creator="c")
    (row,) = read_table(written.content, "s.xlsx").rows
    return row.cells[0]


def through_csv(value: str) -> object:
    out = StringIO()
    csv.writer(out).writerows([("a", "b"), (value, "1")])
    (row,) = read_table(out.getvalue().encode(), "s.csv").rows
    return row.cells[0]


@given(st.one_of(_TEXT, _LIKE_ESCAPED))
def test_any_text_that_can_be_held_comes_back(text: str) -> None:
    assert through_a_workbook(text) == (plain_lines(text) or None)
    assert through_csv(text) == (plain_lines(text) or None)


@given(st.lists(st.lists(_VALUES, min_size=3, max_size=3), max_size=6))
@example([[0.1234567890123445, -0.0, date(2026, 1, 2)]])
@settings(max_examples=150)
def test_any_rows_have_the_digest_of_the_workbook_that_holds_them(
    rows: list[list[CellValue]],
) -> None:
    headings = ("a", "b", "c")

    written = write_workbook([Sheet("S", headings, rows)], title="t", creator="c")

    assert digest_of_workbook(written.content, ()) == data_digest([("S", [headings, *rows])])


@given(st.datetimes(_FIRST, _LAST))
def test_a_moment_comes_back_to_the_second(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    is_midnight = whole.time() == datetime.min.time()

    assert through_a_workbook(moment) == (whole.date() if is_midnight else whole)


@given(st.binary(max_size=300))
@example(b"PK\x03\x04")
@example(b"\xff\xfea")
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        outcome = read_table(content, "x").headings
    except FileRefused as refusal:
        outcome = (str(refusal),)

    assert all(outcome)


@pytest.mark.parametrize(
    "path", files.given("text/blns.txt", "text/csv-*.txt"), ids=lambda path: path.name
)
def test_naughty_strings_come_back_or_are_refused(path: Path) -> None:
    lines = [line for line in path.read_text("utf-8").split("\n") if line.strip()]
    held = [line for line in lines if not UNHOLDABLE.search(plain_lines(line))]

    assert len(lines) - len(held) < 10
    for line in held:
        assert through_csv(line) == plain_lines(line)
    written = write_workbook([Sheet("S", ("a",), [(x,) for x in held])], title="t", creator="c")
    rows = read_table(written.content, "s.xlsx").rows
    assert [row.cells[0] for row in rows] == [plain_lines(line) for line in held]
    for line in set(lines) - set(held):
        with pytest.raises(FileRefused, match=r"column “a”: .*U\+"):
            write_workbook([Sheet("S", ("a",), [(line,)])], title="t", creator="c")
        with pytest.raises(FileRefused, match=r"Row 2, column A holds the control character"):
            through_csv(line)
