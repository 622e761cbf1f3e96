import random
import time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from auditor.errors import FileRefused
from auditor.sheets.reading import read_table
from tests.sheets.books import SPACE, data, number, packed, parts, relations, text

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ONE = data(text("A1", "a") + text("B1", "b"), number("A2", "1"))


def refusal(content: bytes) -> str:
    began = time.perf_counter()
    with pytest.raises(FileRefused) as caught:
        read_table(content, "book.xlsx")
    assert time.perf_counter() - began < 5
    assert str(caught.value).startswith("“book.xlsx” cannot be read. ")
    assert str(caught.value).endswith(".")
    return str(caught.value)


def inside(sheet: str) -> bytes:
    return packed(parts(sheet))


_ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "part",
    [
        *("xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"),
        *("xl/_rels/workbook.xml.rels", "_rels/.rels", "docProps/core.xml", "xl/theme/theme1.xml"),
    ],
)
def test_a_document_type_is_refused_in_every_part(part: str) -> None:
    made = parts(_ONE)
    made[part] = _ENTITY + made.get(part, "<x/>")

    assert "declares a document type" in refusal(packed(made))


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ('<row r="2"/><row r="1"/>', "rows of its sheet “S1” are out of order"),
        ('<row r="1"/><row r="1"/>', "out of order"),
        ('<row r="999999999999"/>', "out of order"),
        ('<row r="-1"/>', "out of order"),
        ('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>', "cells of its sheet"),
        ('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>1</v></c></row>', "cells of its sheet"),
        ('<row r="1"><c r="A2"><v>1</v></c></row>', "does not fit its row"),
        ('<row r="1"><c r="XFE1"><v>1</v></c></row>', "out of order"),
        ('<row r="1"><c r="IW1"><v>1</v></c></row>', "reaches to cell IW1"),
        ('<row r="200001"><c r="A200001"><v>1</v></c></row>', "reaches to cell A200001"),
        ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "reaches to cell XFD1048576"),
        ('<row r="1"/></sheetData><sheetData><row r="2"/>', "in several pieces"),
        ('<row r="1"><c r="A1"><v>NaN</v></c></row>', "cell A1 of its sheet “S1” holds no number"),
        ('<row r="1"><c r="A1"><v>one</v></c></row>', "holds no number"),
        ('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', "cannot be made out"),
        ('<row r="1"><c r="A1" t="zz"><v>7</v></c></row>', "cannot be made out"),
        ('<row r="1"><c r="A1" s="3"><v>1e300</v></c></row>', "cannot be made out"),
        ('<row r="1"><c r="A1" t="e"><v>#NEW!</v></c></row>', "Cell A1 of its sheet “S1” holds"),
        ("<x>" * 100 + "</x>" * 100, "nested too deep"),
        ('<row r="1"><c r="A1"><v>1</v></c>', "not well-formed"),
    ],
)
def test_cells_that_are_not_in_order_are_refused(rows: str, says: str) -> None:
    assert says in refusal(inside(f"<sheetData>{rows}</sheetData>"))


def test_two_cells_far_apart_are_refused_before_room_is_made_for_all_between_them() -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="99999"><c r="IV99999"><v>1</v></c></row>'

    assert "spread over more than 4,000,000 cells" in refusal(
        inside(f"<sheetData>{far}</sheetData>")
    )


@pytest.mark.parametrize(
    ("merged", "says"),
    [
        ('ref="A1:XFD9"', "20,000 merged cells"),
        ('ref="A1:"', "cannot be made out"),
        ("", "made out"),
    ],
)
def test_merged_cells_are_bounded(merged: str, says: str) -> None:
    assert says in refusal(inside(f"{_ONE}<mergeCells><mergeCell {merged}/></mergeCells>"))


@pytest.mark.parametrize(
    ("added", "says"),
    [
        ({"xl/vbaProject.bin": "x"}, "macros"),
        ({f"{number}.xml": "<a/>" for number in range(600)}, "too large"),
        ({"../x.xml": "<a/>"}, "leads away"),
        ({"XL/Styles.xml": "<a/>"}, "same name"),
        ({"xl/media/b.bin": "0" * (2 << 20)}, "too large once unpacked"),
        ({"xl/_rels/workbook.xml.rels": relations()}, "“S1” is missing"),
        ({"xl/workbook.xml": "<workbook/>"}, "lists no sheets"),
        ({"_rels/.rels": relations(officeDocument="xl/workbook7.xml")}, "list of its sheets"),
        ({"xl/worksheets/sheet1.xml": "<worksheet/>"}, "holds no values"),
        ({"docProps/app.xml": "<x>" + "x" * 200_001 + "</x>"}, "too long a text"),
    ],
)
def test_an_archive_that_is_no_sound_workbook_is_refused(added: dict[str, str], says: str) -> None:
    assert says in refusal(packed(parts(_ONE) | added))


def test_a_part_in_utf_16_cannot_show_two_readers_different_cells() -> None:
    made = {name: part.encode() for name, part in parts(_ONE).items()}
    sheet = '<?xml version="1.0" encoding="UTF-16"?>' + parts(_ONE)["xl/worksheets/sheet1.xml"]
    made["xl/worksheets/sheet1.xml"] = sheet.encode("utf-16")
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, part in made.items():
            archive.writestr(name, part)

    assert "not in UTF-8" in refusal(out.getvalue())


def test_only_the_members_that_were_looked_over_are_read() -> None:
    """A second archive before the first: readers that search from the front see other cells."""
    far = '<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'

    content = packed(parts(far)) + packed(parts(_ONE))

    assert read_table(content, "book.xlsx").headings == ("a", "b")


def test_links_to_other_files_are_not_followed() -> None:
    made = parts(_ONE)
    made["xl/_rels/workbook.xml.rels"] = relations(worksheet1="../../etc/passwd")

    assert "“S1” is missing" in refusal(packed(made))


@pytest.mark.parametrize(
    ("beginning", "seems"),
    [
        (b"%PDF-1.7\n", "a PDF document"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"W\0o\0r\0k\0b\0o\0o\0k\0",
            "an older Excel workbook",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (b"\xef\xbb\xbf\n <!DOCTYPE html><table>", "a web page"),
        (b"<table><tr>", "a web page"),
        (b'<?xml version="1.0"?><Workbook>', "an XML file"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"PK\x03\x04", "damaged"),
        (b"P\x00", "NUL"),
        (b"\x01", "U+0001"),
    ],
)
def test_another_kind_of_file_is_named(beginning: bytes, seems: str) -> None:
    assert seems in refusal(beginning)


@pytest.mark.parametrize(
    ("members", "seems"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "an OpenDocument file"),
        ({"xl/workbook.bin": ""}, "a binary Excel workbook"),
        ({"word/document.xml": f"<x {SPACE}/>"}, "a Word document"),
        ({"roster.csv": "a,b"}, "a zip archive"),
    ],
)
def test_another_kind_of_archive_is_named(members: dict[str, str], seems: str) -> None:
    assert seems in refusal(packed(members))


def test_a_damaged_workbook_is_read_or_refused_and_never_fails_otherwise() -> None:
    chance = random.Random(20_261_123)  # noqa: S311 - damage that can be repeated
    for _ in range(1_500):
        made = parts(_ONE)
        name = chance.choice(sorted(made))
        part = list(made[name])
        for _ in range(chance.randrange(1, 4)):
            at = chance.randrange(len(part))
            part[at : at + chance.randrange(0, 9)] = chance.choices('019"<>=/AZ&-es ', k=2)
        outcome = _outcome(packed(made | {name: "".join(part)}))

        assert outcome.endswith(("read", "."))


def _outcome(content: bytes) -> str:
    try:
        read_table(content, "book.xlsx")
    except FileRefused as refused:
        return str(refused)
    return "read"
