from datetime import date, datetime

import pytest

from auditor.errors import FileRefused
from auditor.sheets.cells import CellError, ReadValue
from auditor.sheets.reading import Row, Table, read_table
from tests.sheets.books import (
    BUILT_IN_DAY,
    DAY,
    ELAPSED,
    QUOTED,
    ZEROS,
    data,
    number,
    one_value,
    packed,
    parts,
    text,
)

_LAST = datetime.fromisoformat("9999-12-31T23:59:59")


def read(*sheets: str, states: tuple[str, ...] = (), sheet: str | None = None) -> Table:
    return read_table(packed(parts(*sheets, states=states)), "book.xlsx", sheet=sheet)


def value(cell: str, *, from_1904: bool = False, strings: str = "") -> ReadValue:
    content = one_value(cell, from_1904=from_1904, strings=strings)
    (row,) = read_table(content, "book.xlsx").rows
    return row.cells[0]


def reason(cell: str, *, from_1904: bool = False) -> str:
    found = value(cell, from_1904=from_1904)
    assert isinstance(found, CellError)
    return found.reason


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (number("A2", "12.0"), 12),
        (number("A2", "0.1"), 0.1),
        (number("A2", "999999999999999"), 999_999_999_999_999),
        (number("A2", "42", style=ZEROS), "00042"),
        (number("A2", "123456", style=ZEROS), "123456"),
        (number("A2", "4.5", style=ZEROS), 4.5),
        (number("A2", "7", style=QUOTED), 7),
        (number("A2", "45000", style=DAY), date(2023, 3, 15)),
        (number("A2", "45000", style=BUILT_IN_DAY), date(2023, 3, 15)),
        (number("A2", "45000.4374999999", style=DAY), datetime.fromisoformat("2023-03-15T10:30")),
        (number("A2", "45000.9999999", style=DAY), date(2023, 3, 16)),
        (number("A2", "61", style=DAY), date(1900, 3, 1)),
        (number("A2", "2958465", style=DAY), date(9999, 12, 31)),
        (number("A2", "2958465.99999999", style=DAY), _LAST),
        (number("A2", "0.5", style=DAY), "12:00:00"),
        (number("A2", "1.5", style=ELAPSED), "36:00:00"),
        ('<c r="A2" t="b"><v>1</v></c>', True),
        ('<c r="A2" t="d"><v>2024-01-02</v></c>', date(2024, 1, 2)),
        ('<c r="A2" t="str"><f>A1</f><v>by formula</v></c>', "by formula"),
        (text("A2", "_x0041_ a_x000D__x000A_b"), "A a\nb"),
        (text("A2", "_x005F_x0041_"), "_x0041_"),
        (text("A2", " lead &amp; trail "), " lead & trail "),
        (text("A2", "=1+1"), "=1+1"),
        ('<c r="A2" t="s"><v>0</v></c>', "rich"),
    ],
)
def test_a_cell_is_read_as_it_is_shown(cell: str, expected: ReadValue) -> None:
    strings = "<si><r><t>ri</t></r><r><t>ch</t></r><rPh><t>spoken</t></rPh></si>"

    found = value(cell, strings=strings)

    assert found == expected
    assert type(found) is type(expected)


def test_days_may_be_counted_from_1904() -> None:
    assert value(number("A2", "0.25", style=DAY), from_1904=True) == "06:00:00"
    assert value(number("A2", "1", style=DAY), from_1904=True) == date(1904, 1, 2)
    assert "calendar" in reason(number("A2", "-1", style=DAY), from_1904=True)
    assert "calendar" in reason(number("A2", "2957004", style=DAY), from_1904=True)


@pytest.mark.parametrize("serial", ["1", "59", "60", "60.5", "-1", "2958466", "1e300"])
def test_a_day_outside_the_calendar_is_an_error_of_that_cell(serial: str) -> None:
    assert "no calendar has such a day" in reason(number("A2", serial, style=DAY))


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ('<c r="A2" t="e"><f>5/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="A2" t="e"><f>5/0</f></c>', "holds the error. Mend"),
        ('<c r="A2"><f>1+1</f></c>', "formula without a saved result"),
        (number("A2", "1234567890123456"), "already rounded"),
        (number("A2", "-1e15"), "already rounded"),
        (text("A2", "a_x0001_"), "U+0001"),
        (text("A2", "x" * 32_768), "32,767 characters"),
    ],
)
def test_a_cell_without_a_usable_value_says_why(cell: str, says: str) -> None:
    assert says in reason(cell)


def test_rows_below_the_last_value_that_hold_only_formulas_are_not_lost() -> None:
    table = read(data(text("A1", "a"), number("A2", "1"), "", '<c r="A4"><f>A2</f></c>'))

    assert [row.number for row in table.rows] == [2, 4]
    assert isinstance(table.rows[1].cells[0], CellError)


def test_a_marked_cell_right_of_all_values_is_not_lost() -> None:
    table = read(data(text("A1", "a") + text("C1", "c"), '<c r="C2" t="e"><v>#N/A</v></c>'))

    assert table.rows[0].cells == (None, CellError(reason=_NOT_AVAILABLE, shown="#N/A"))


_NOT_AVAILABLE = "This cell holds the error #N/A. Mend the formula, or type the value."


def test_numbers_of_rows_are_those_beside_them_wherever_the_table_stands() -> None:
    inside = (
        f'<sheetData><row r="3">{text("C3", "a")}{text("D3", "b")}</row>'
        f'<row r="7">{number("D7", "5")}</row></sheetData>'
    )

    table = read(inside)

    assert table.headings == ("a", "b")
    assert table.heading_row == 3
    assert table.rows == (Row(7, (None, 5)),)


def test_cells_without_references_stand_one_after_the_other() -> None:
    table = read("<sheetData><row><c><v>1</v></c><c><v>2</v></c></row></sheetData>")

    assert table.headings == ("1", "2")


def test_the_first_visible_sheet_that_holds_anything_is_read_and_the_others_are_told() -> None:
    one = data(text("A1", "a"))

    table = read("", one, one, one, one, states=("visible", "hidden", "visible", "visible", ""))

    assert table.sheet == "S3"
    assert table.remarks == (
        "Only the sheet “S3” was read, not “S4”.",
        "The workbook has hidden sheets that were not read: “S2”, “S5”.",
    )


def test_a_sheet_may_be_named_without_regard_to_case() -> None:
    assert read(data(text("A1", "a")), data(text("A1", "b")), sheet="s2 ").headings == ("b",)


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(FileRefused, match=r"no sheet “T”. Choose one of these: “S1”, “S2”\."):
        read(data(text("A1", "a")), data(text("A1", "b")), sheet="T")


def test_a_workbook_with_nothing_but_hidden_sheets_is_refused() -> None:
    with pytest.raises(FileRefused, match=r"hidden sheets: “S1”\. Unhide"):
        read(data(text("A1", "a")), "", states=("veryHidden", "visible"))


def test_hidden_rows_and_columns_merged_cells_and_formulas_are_told() -> None:
    table = read(
        '<cols><col min="2" max="16384" hidden="1"/></cols><sheetData>'
        f'<row r="1">{text("A1", "a")}{text("B1", "b")}</row>'
        f'<row r="2" hidden="1">{number("A2", "1")}</row><row r="3" hidden="1"/>'
        '<row r="4"><c r="A4"><f>A2</f><v>1</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A4:B4"/></mergeCells>'
    )

    assert len(table.rows) == 2
    assert table.remarks == (
        "1 row is hidden or filtered away in the spreadsheet and was read like the others: 2.",
        "1 column is hidden in the spreadsheet and was read like the others: B.",
        "Of merged cells only the first holds the value, the others are empty: A4:B4.",
        "1 cell holds a formula, the first A4; the results that were saved with the workbook"
        " were read.",
    )


def test_merged_headings_are_refused() -> None:
    merged = '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'

    with pytest.raises(FileRefused, match=r"“S1”: The headings in row 1 hold merged cells, A1:B1"):
        read(data(text("A1", "a") + text("C1", "c")) + merged)


def test_an_error_among_the_headings_is_refused() -> None:
    with pytest.raises(FileRefused, match="row 1, column B is not text"):
        read(data(text("A1", "a") + '<c r="B1" t="e"><v>#REF!</v></c>'))


def test_a_far_cell_without_a_value_does_no_harm() -> None:
    far = f'<sheetData><row r="1">{text("A1", "a")}</row><row r="1048576"><c r="XFD1048576" s="1"/>'

    assert read(far + "</row></sheetData>").headings == ("a",)


def test_the_rows_that_drawings_and_controls_name_are_not_rows_of_the_table() -> None:
    anchor = "<anchor><from><col>1</col><row>1048576</row></from></anchor>"

    table = read(data(text("A1", "a"), number("A2", "1")) + f"<controls>{anchor * 9}</controls>")

    assert table.rows == (Row(2, (1,)),)
