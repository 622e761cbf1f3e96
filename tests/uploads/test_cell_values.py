"""What one cell gives."""

from datetime import date
from enum import StrEnum

import pytest

from auditor.columns import Column, Shape
from auditor.officers.rules import PersonName
from auditor.sheets.cells import CellError
from auditor.uploads.cell_values import Unreadable, read_cell
from auditor.uploads.drafts import EMPTY


class Colour(StrEnum):
    DARK_RED = "dark red"
    BLUE = "blue"


def column(shape: Shape) -> Column:
    return Column("Thing", "thing", "A thing.", shape, vocabulary=Colour)


@pytest.mark.parametrize(
    ("shape", "cell", "value"),
    [
        (Shape.TEXT, "  two  words\nand a line ", "two  words\nand a line"),
        (Shape.TEXT, 12.5, "12.5"),
        (Shape.FREE_TEXT, "\t two  words\n", "\t two  words\n"),
        (Shape.FREE_TEXT, date(2020, 1, 2), "2020-01-02"),
        (Shape.FREE_TEXT, " \t\n", None),
        (Shape.REFERENCE, "\n No.  007 ", "\n No.  007 "),
        (Shape.IDENTIFIER, 5011, "5011"),
        (Shape.IDENTIFIER, " 007  a ", "007 a"),
        (Shape.WORDS, "b; a ;B;;", ("b", "a")),
        (Shape.NUMBER, "1,204", 1204),
        (Shape.NUMBER, 0, 0),
        (Shape.RANGE, 12, (12, 12)),
        (Shape.RANGE, "11-50", (11, 50)),
        (Shape.RANGE, "1,001 – 5,000", (1001, 5000)),
        (Shape.RANGE, "51+", (51, None)),
        (Shape.YES_NO, " YES ", True),
        (Shape.YES_NO, False, False),
        (Shape.WORD, "Dark-Red", Colour.DARK_RED),
        (Shape.VOCABULARY_WORDS, "blue; DARK RED; blue", (Colour.BLUE, Colour.DARK_RED)),
        (Shape.DEPARTMENT, " Harbor   Police ", "Harbor Police"),
        (Shape.OFFICER, 42, "42"),
        (Shape.NAME, "de la Cruz, Ana M.", PersonName("Ana", "M.", "de la Cruz")),
        (Shape.TEXT, " (Empty) ", EMPTY),
        (Shape.NUMBER, "(empty)", EMPTY),
        (Shape.TEXT, " ", None),
        (Shape.NUMBER, None, None),
    ],
)
def test_a_cell_gives_what_its_column_holds(shape: Shape, cell: object, value: object) -> None:
    assert read_cell(column(shape), cell) == value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("shape", "cell", "says"),
    [
        (Shape.NUMBER, "1e3", "no whole number"),
        (Shape.NUMBER, "１２", "no whole number"),
        (Shape.NUMBER, "1_000", "no whole number"),
        (Shape.NUMBER, -1, "no whole number"),
        (Shape.NUMBER, 12.5, "no whole number"),
        (Shape.NUMBER, True, "no whole number"),
        (Shape.NUMBER, 2**31, "at most 2,147,483,647"),
        (Shape.RANGE, "50-11", "Turn it round"),
        (Shape.RANGE, "many", "12, 11-50 or 51+"),
        (Shape.RANGE, date(1950, 11, 1), "turned this into a date"),
        (Shape.IDENTIFIER, date(2020, 1, 2), "turned this into a date"),
        (Shape.REFERENCE, date(2020, 1, 2), "turned this into a date"),
        (Shape.YES_NO, "perhaps", "yes nor no"),
        (Shape.WORD, "green", "Write dark red or blue."),
        (Shape.VOCABULARY_WORDS, "blue; green", "“green” is no word of “Thing”"),
        (Shape.NAME, "Cher", "no whole name"),
        (Shape.TEXT, "a\x00b", "U+0000"),
        (Shape.TEXT, CellError("Mend the formula."), "Mend the formula."),
    ],
)
def test_a_cell_that_cannot_be_read_says_why_and_what_to_write(
    shape: Shape, cell: object, says: str
) -> None:
    with pytest.raises(Unreadable, match=says.replace("+", r"\+").replace(".", r"\.")):
        read_cell(column(shape), cell)  # type: ignore[arg-type]
