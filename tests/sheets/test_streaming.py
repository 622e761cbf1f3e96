"""Row by row the same is read as by the reader of uploads, within the same bounds."""

from collections.abc import Sequence
from itertools import zip_longest

import pytest

from auditor.errors import FileRefused
from auditor.sheets.bounds import MADE_HERE, Bounds
from auditor.sheets.cells import CellError, ReadValue
from auditor.sheets.streaming import StreamedWorkbook
from auditor.sheets.xlsx_reading import LookedOver
from tests.sheets.books import DAY, data, number, packed, parts, text

STRINGS = (
    "<si><t>shared</t></si>"
    '<si><r><t xml:space="preserve">two </t></r><r><t>pieces</t></r><rPh><t>aside</t></rPh></si>'
)

ROWS = data(
    text("A1", "Value") + text("C1", " kept "),
    '<c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c>',
    number("B3", "7") + number("C3", "0.5") + number("D3", "-3"),
    number("A4", "43892", style=DAY) + number("B4", "43892.75", style=DAY),
    '<c r="A5" t="b"><v>1</v></c><c r="B5" t="str"><v>said</v></c><c r="C5" t="e"><v>#N/A</v></c>',
    "",
    '<c r="A7" t="inlineStr"><is><r><t>rich</t></r><r><t>er</t></r></is></c><c r="B7"/>',
)


def streamed(content: bytes, bounds: Bounds | None = None) -> list[Sequence[ReadValue]]:
    book = StreamedWorkbook(content, bounds) if bounds else StreamedWorkbook(content)
    return list(book.rows(0))


@pytest.mark.parametrize("from_1904", [False, True])
def test_every_kind_of_cell_is_read_as_by_the_reader_of_uploads(*, from_1904: bool) -> None:
    content = packed(parts(ROWS, from_1904=from_1904, strings=STRINGS))

    ours = streamed(content)
    theirs = [row.cells for row in LookedOver(content).records(0)]

    assert len(ours) == len(theirs) == 7
    for own, other in zip(ours, theirs, strict=True):
        for value, expected in zip_longest(own, other):
            if isinstance(expected, CellError):
                assert isinstance(value, CellError)
            else:
                assert value == expected
    assert ours[1] == ["shared", "two pieces"]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (data('<c r="A1" t="s"><v>2</v></c>'), "names a text it has not"),
        (data('<c r="A1" t="d"><v>soon</v></c>'), "holds no day"),
        (data('<c r="A1"><v>many</v></c>'), "holds no number"),
        ('<sheetData><row r="2"/><row r="1"/></sheetData>', "out of order"),
        ('<sheetData><row r="200001"><c r="A200001"><v>1</v></c></row></sheetData>', "A200001"),
        ("<!DOCTYPE x><sheetData/>", "not well-formed"),
    ],
)
def test_what_is_no_sound_sheet_is_refused_in_a_sentence(rows: str, says: str) -> None:
    with pytest.raises(FileRefused, match=says):
        streamed(packed(parts(rows, strings=STRINGS)))


def test_a_sheet_made_here_may_be_longer_than_one_that_is_handed_in() -> None:
    rows = '<sheetData><row r="200001"><c r="A200001"><v>1</v></c></row></sheetData>'

    found = streamed(packed(parts(rows)), MADE_HERE)

    assert len(found) == 200_001
    assert found[-1] == [1]
