"""Each kind of change between two workbooks is named once, where it is."""

from collections.abc import Callable
from datetime import date

import pytest
from openpyxl import Workbook

from auditor.sheets.differing import differences
from auditor.sheets.differing_rows import Difference
from auditor.sheets.streaming import StreamedWorkbook
from auditor.sheets.writing import Notes, Sheet, write_workbook
from tests.reports.copies import saved_again, sheet

MADE = write_workbook(
    [
        Notes("About", [("Report", None), ("", "For the council."), ("Audience", "the council")]),
        Sheet("Summary", ("Section", "Figure", "Value"), [("All", "a", 1), ("All", "b", 2)]),
        Sheet(
            "Findings",
            ("Finding", "Stage", "On"),
            [(1, "used", date(2026, 3, 2)), (2, "offered", None), (3, "used", None)],
        ),
        Sheet("Alike", ("Word",), [("same",), ("same",)]),
    ],
    title="Report",
    creator="auditor",
).content


def found(change: Callable[[Workbook], object]) -> list[Difference]:
    ours, theirs = StreamedWorkbook(MADE), StreamedWorkbook(saved_again(MADE, change))
    return list(differences(ours, theirs, notes={"About"}))


def set_(title: str, place: str, value: object) -> Callable[[Workbook], object]:
    return lambda book: sheet(book, title)[place].__setattr__("value", value)


CHANGES: dict[str, tuple[Callable[[Workbook], object], tuple[str, ...]]] = {
    "a cell": (
        set_("Findings", "B3", "used"),
        ("cell", "Findings", "Finding 2", "Stage", "offered", "used"),
    ),
    "a day": (
        set_("Findings", "C2", date(2026, 3, 3)),
        ("cell", "Findings", "Finding 1", "On", "2026-03-02", "2026-03-03"),
    ),
    "a cell emptied": (
        set_("Findings", "B4", None),
        ("cell", "Findings", "Finding 3", "Stage", "used", ""),
    ),
    "text for a number": (set_("Summary", "C2", "1"), ("cell", "Summary", "All, a", "Value")),
    "a formula": (
        set_("Summary", "C3", "=1+1"),
        ("cell", "Summary", "All, b", "Value", "2", "a formula"),
    ),
    "the number of a row": (
        set_("Findings", "A3", 77),
        ("cell", "Findings", "Finding 2", "Finding", "2", "77"),
    ),
    "a row that nothing tells from others": (
        set_("Alike", "A3", "other"),
        ("cell", "Alike", "row 3", "Word", "same", "other"),
    ),
    "a row removed": (
        lambda book: sheet(book, "Findings").delete_rows(2),
        ("row", "Findings", "Finding 1", ""),
    ),
    "a row added": (
        lambda book: sheet(book, "Findings").append([4, "used"]),
        ("row", "Findings", "Finding 4", ""),
    ),
    "a row twice": (
        lambda book: sheet(book, "Findings").append([2, "offered"]),
        ("row", "Findings", "Finding 2", ""),
    ),
    "a column removed": (
        lambda book: sheet(book, "Findings").delete_cols(2),
        ("column", "Findings", "", "Stage"),
    ),
    "a column added": (
        set_("Findings", "D1", "Guilty"),
        ("column", "Findings", "", "Guilty"),
    ),
    "a heading": (
        set_("Findings", "B1", "Level"),
        ("cell", "Findings", "headings", "Stage", "Stage", "Level"),
    ),
    "a cell outside": (
        set_("Findings", "G3", "see page 4"),
        ("cell", "Findings", "row 3", "G", "", "see page 4"),
    ),
    "a sheet removed": (lambda book: book.remove(book["Alike"]), ("sheet", "Alike", "", "")),
    "a sheet added": (lambda book: book.create_sheet("Mine"), ("sheet", "Mine", "", "")),
    "a line of notes": (
        set_("About", "B3", "the public"),
        ("cell", "About", "Audience", "What it says", "the council", "the public"),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_named_where_it_is_and_nothing_else_is(change: str) -> None:
    act, where = CHANGES[change]
    (one,) = found(act)

    assert one[: len(where)] == where
    assert one.says.endswith(".")


def test_rows_and_columns_in_another_order_are_no_difference() -> None:
    def reorder(book: Workbook) -> None:
        page = sheet(book, "Findings")
        rows = [[(cell.value, cell.number_format) for cell in row] for row in page.iter_rows()]
        for at, row in enumerate([rows[0], *rows[:0:-1]], start=1):
            for column, (value, looks) in enumerate(reversed(row), start=1):
                page.cell(at, column).value = value
                page.cell(at, column).number_format = looks

    assert found(reorder) == []
