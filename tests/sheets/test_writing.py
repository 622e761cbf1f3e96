from collections import deque
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO
from itertools import repeat
from pathlib import Path
from tempfile import gettempdir

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from auditor.errors import FileRefused
from auditor.sheets.cells import CellValue
from auditor.sheets.reading import read_table
from auditor.sheets.writing import Notes, Sheet, Written, _held_rows, write_workbook


def write(*sheets: Sheet | Notes) -> Written:
    return write_workbook(sheets, title="Report 7", creator="auditor")


def opened(written: Written, title: str = "Findings") -> Worksheet:
    sheet = load_workbook(BytesIO(written.content))[title]
    assert isinstance(sheet, Worksheet)
    return sheet


def findings(*rows: Sequence[CellValue], headings: tuple[str, ...] = ("Finding", "Note")) -> Sheet:
    return Sheet("Findings", headings, rows)


@pytest.mark.parametrize(
    "value",
    [
        *("=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", '=HYPERLINK("http://a.example")'),
        *("#N/A", "TRUE", "1E5", "007", "2024-01-02", "'quoted", "=", "\t=1+1", "<a>&amp;"),
        *(" lead and trail ", "line 1\nline 2", "_x0041_", "_x005F_x0041_x0042_"),
        *("O’Brien 東京 😀", "x" * 32_767, "😀" * 16_383, "\x7f\x85\u2028\u200f"),
    ],
)
def test_text_stays_the_text_it_was(value: str) -> None:
    written = write(findings([value, None], headings=(value[:200], "Note")))

    table = read_table(written.content, "report.xlsx")
    cell = opened(written)["A2"]

    assert table.rows[0].cells == (value, None)
    assert table.headings[0] == " ".join(value[:200].split())
    assert (cell.data_type, cell.number_format, cell.quotePrefix) == ("s", "@", True)


def test_values_keep_their_kind() -> None:
    moment = datetime(2026, 11, 23, 3, 4, 5, 999_999, tzinfo=timezone(timedelta(hours=-5)))
    day = date(2026, 3, 8)
    row: Sequence[CellValue] = [7, 0.1, day, moment, True, False, "a\r\nb\rc", "", -0.0]
    written = write(Sheet("Findings", tuple("abcdefghi"), [row]))

    cells = read_table(written.content, "report.xlsx").rows[0].cells
    sheet = opened(written)

    expected = datetime.fromisoformat("2026-11-23T08:04:05")
    assert cells == (7, 0.1, day, expected, "Yes", "No", "a\nb\nc", None, 0)
    assert sheet["C2"].number_format == "yyyy-mm-dd"
    assert sheet["D2"].number_format == "yyyy-mm-dd hh:mm:ss"


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("x" * 32_768, "32,767 characters"),
        ("😀" * 16_384, "32,767 characters"),
        ("_x0041_" * 4_000, "32,767 characters"),
        ("a\x0bb", "U+000B"),
        ("a\ufffe", "U+FFFE"),
        ("a\uffff", "U+FFFF"),
        ("a\ud800", "U+D800"),
        (10**15, "15 digits"),
        (-(10**15), "15 digits"),
        (float("nan"), "15 digits"),
        (float("inf"), "15 digits"),
        (date(1900, 2, 28), "before 1 March 1900"),
        (datetime(1, 1, 1, tzinfo=UTC), "before 1 March 1900"),
    ],
)
def test_what_no_workbook_can_hold_is_refused_with_its_place(value: CellValue, says: str) -> None:
    with pytest.raises(FileRefused) as caught:
        write(findings(["1", "fine"], ["2", value]))

    assert str(caught.value).startswith("Sheet “Findings”, row 3, column “Note”: ")
    assert says in str(caught.value)


def test_a_line_of_notes_that_cannot_be_held_is_refused_with_its_place() -> None:
    with pytest.raises(FileRefused, match=r"^Sheet “About”, row 2: .*U\+0000"):
        write(Notes("About", [("Office", "x"), ("", "\x00")]))


def test_a_refusal_leaves_no_file_behind() -> None:
    before = set(Path(gettempdir()).glob("openpyxl.*"))

    with pytest.raises(FileRefused):
        write(findings(["1", "fine"]), Sheet("Flags", ("Flag",), [["\x00"]]))

    assert set(Path(gettempdir()).glob("openpyxl.*")) <= before


def test_a_data_sheet_is_laid_out_to_be_worked_with_and_printed() -> None:
    sheet = opened(write(findings(["1", "a long remark " * 9], ["2", "short"])))

    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet["A1"].font.bold
    assert sheet["A1"].fill.fgColor.rgb == "00F0F4F8"
    assert sheet["A1"].quotePrefix
    assert (sheet["B2"].alignment.wrap_text, sheet["B3"].alignment.wrap_text) == (True, None)
    assert (sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width) == (11, 60)
    assert not sheet.merged_cells.ranges


def test_an_empty_sheet_still_has_its_headings_and_filter() -> None:
    written = write(findings())

    assert opened(written).auto_filter.ref == "A1:B1"
    assert written.rows == {"Findings": 0}
    assert read_table(written.content, "x").headings == ("Finding", "Note")


def test_more_than_a_million_rows_are_refused() -> None:
    headings, most = ("Finding",), 1_000_000

    deque(_held_rows(Sheet("Findings", headings, repeat((), most))), maxlen=0)

    with pytest.raises(FileRefused, match="Sheet “Findings” would have more than 1,000,000 rows"):
        deque(_held_rows(Sheet("Findings", headings, repeat((), most + 1))), maxlen=0)


def test_widths_may_be_given() -> None:
    sheet = opened(write(Sheet("Findings", ("a", "b"), [["x" * 20, 1]], widths=(12, 40))))

    assert [sheet.column_dimensions[letter].width for letter in "AB"] == [12, 40]
    assert sheet["A2"].alignment.wrap_text


def test_rows_are_counted_and_may_come_one_by_one() -> None:
    def rows() -> Iterator[tuple[int, str]]:
        yield from ((number, f"note {number}") for number in range(500))

    notes = Notes("About", [("Office", "x"), ("", "A paragraph."), ("Rows", 500)])
    written = write(notes, Sheet("Findings", ("Finding", "Note"), rows()))

    table = read_table(written.content, "report.xlsx", sheet="Findings")

    assert written.rows == {"About": 3, "Findings": 500}
    assert [row.cells for row in table.rows] == list(rows())


def test_notes_are_labels_beside_a_wide_column_of_values_and_paragraphs() -> None:
    lines: list[tuple[str, CellValue]] = [
        ("About this report", None),
        ("", "A finding records access to a tool."),
        ("As of", datetime(2026, 11, 23, 3, 0, tzinfo=UTC)),
        ("Rows", 12),
    ]
    sheet = opened(write(Notes("About", lines)), "About")

    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["About this report", None],
        [None, "A finding records access to a tool."],
        ["As of", datetime.fromisoformat("2026-11-23T03:00:00")],
        ["Rows", 12],
    ]
    assert sheet["A1"].font.size > sheet["A3"].font.size
    assert sheet["A3"].font.bold
    assert sheet["B2"].alignment.wrap_text
    assert {sheet[place].alignment.horizontal for place in ("B2", "B3", "B4")} == {"left"}
    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["A"].width
    assert not sheet.merged_cells.ranges


def test_properties_name_the_creator_that_was_given_and_nobody_else() -> None:
    properties = load_workbook(BytesIO(write(findings()).content)).properties

    assert (properties.creator, properties.title) == ("auditor", "Report 7")
    assert properties.lastModifiedBy is None


@pytest.mark.parametrize("title", ["", "x" * 32, "a/b", "a:b", "[a]", "a?", "a*", "a\\b", "About"])
def test_a_title_that_spreadsheets_would_change_is_a_mistake_of_ours(title: str) -> None:
    with pytest.raises(ValueError, match="title"):
        write(Notes("about", []), Sheet(title, ("a",), []))


def test_a_row_wider_than_its_headings_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="wider than its headings"):
        write(findings(["1", "2", "3"]))
