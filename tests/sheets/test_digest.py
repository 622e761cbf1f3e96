import hashlib
import shutil
import subprocess
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from auditor.errors import FileRefused
from auditor.sheets.cells import CellValue
from auditor.sheets.digest import data_digest, digest_of_workbook
from auditor.sheets.writing import Notes, Sheet, write_workbook
from tests.sheets.books import data, packed, parts, text

_HEADINGS = ("Badge", "Name", "Note", "Hours", "On", "Ok")
_ROWS: Sequence[Sequence[CellValue]] = [
    ("00123", "=cmd|'/c calc'!A1", "+1+1", 1.5, date(2026, 3, 8), True),
    ("-7", "@SUM(A1)", "\t=1+1", 0.1, datetime.fromisoformat("2026-11-01T01:30:59"), False),
    ("'quoted", "O’Brien 東京 😀", "line 1\r\nline 2", -3, date(1900, 3, 1), None),
    (None, None, None, None, None, None),
    ("_x0041_", "#N/A", "TRUE", 10**14, None, None),
    ("1E5", " lead & trail ", "2024-01-02", 1 / 3, None, None),
    ("=", "_x005F_x0042_", "", -0.0, date(9999, 12, 31), None),
    ("x" * 32_767, "😀" * 16_383, "a_xD83D_b", 99_999_999_999_999, None, None),
    ("", None, None, None, None, None),
]
_SHEETS: Sequence[tuple[str, Sequence[Sequence[CellValue]]]] = [
    ("Findings", [_HEADINGS, *_ROWS]),
    ("Approvals", [("Id",), (1,), (2,)]),
]


def made() -> bytes:
    return write_workbook(
        [
            Notes("About", [("Digest", data_digest(_SHEETS))]),
            Sheet("Findings", _HEADINGS, _ROWS),
            Sheet("Approvals", ("Id",), [(1,), (2,)]),
        ],
        title="Report",
        creator="auditor",
    ).content


def changed(**cells: CellValue) -> bytes:
    book = load_workbook(BytesIO(made()))
    sheet = book["Approvals"]
    assert isinstance(sheet, Worksheet)
    for place, value in cells.items():
        sheet[place] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_what_was_written_and_what_is_read_again_have_one_digest() -> None:
    assert digest_of_workbook(made(), {"About"}) == data_digest(_SHEETS)


def test_the_digest_is_the_one_written_down() -> None:
    """The form is a promise to workbooks already issued: this value may never change."""
    rows: Sequence[Sequence[CellValue]] = [
        ("ä", 1, 0.5, None),
        (),
        (date(2026, 1, 2), True, None),
        (None,),
    ]
    written_down = (
        'auditor-workbook/v1\n["sheet","S"]\n[["s","ä"],["n","1"],["n","0.5"]]\n[]\n'
        '[["d","2026-01-02T00:00:00"],["s","Yes"]]\n["sheet","T"]\n'
    )

    digest = data_digest([("S", rows), ("T", [])])

    assert digest == hashlib.sha256(written_down.encode()).hexdigest()


def test_saving_it_again_with_another_program_changes_nothing() -> None:
    assert digest_of_workbook(changed(), {"About"}) == data_digest(_SHEETS)


@pytest.mark.parametrize("cells", [{"A2": 3}, {"B2": "x"}, {"A4": 3}, {"A3": None}, {"A1": "id"}])
def test_every_change_to_a_cell_changes_the_digest(cells: dict[str, CellValue]) -> None:
    assert digest_of_workbook(changed(**cells), {"About"}) != data_digest(_SHEETS)


def test_a_number_is_not_the_text_of_it_and_a_title_counts() -> None:
    digests = {
        data_digest([("S", [(7,)])]),
        data_digest([("S", [("7",)])]),
        data_digest([("T", [(7,)])]),
        data_digest([("S", [(None, 7)])]),
        data_digest([("S", [(), (7,)])]),
        data_digest([("S", [(7,)]), ("T", [])]),
    }

    assert len(digests) == 6


def test_what_spreadsheet_programs_change_by_themselves_does_not_count() -> None:
    digest = data_digest([("S", [("a_x000D_\nb", 0.1 + 0.2, date(2026, 1, 2))])])

    moment = datetime.fromisoformat("2026-01-02T00:00:00.400000")
    assert data_digest([("S", [("a\nb", 0.3, moment, None), (None,), ()])]) == digest


def test_a_sheet_that_is_added_counts_unless_it_is_left_out() -> None:
    assert digest_of_workbook(made(), ()) != data_digest(_SHEETS)
    assert digest_of_workbook(made(), {"About", "Approvals"}) == data_digest(_SHEETS[:1])


def test_a_formula_is_refused_even_if_its_result_is_the_value_that_was_there() -> None:
    formula = '<c r="A2"><f>1+0</f><v>1</v></c>'
    content = packed(parts(data(text("A1", "Id"), formula)))

    with pytest.raises(FileRefused, match=r"“S1”, cell A2: It holds a formula\..*changed after"):
        digest_of_workbook(content, ())


def test_an_error_in_a_cell_is_refused() -> None:
    content = packed(parts(data(text("A1", "Id"), '<c r="A2" t="e"><v>#N/A</v></c>')))

    with pytest.raises(FileRefused, match=r"“S1”, cell A2: .*changed after it was issued"):
        digest_of_workbook(content, ())


def test_only_a_workbook_has_one() -> None:
    with pytest.raises(FileRefused, match=r"not an \.xlsx workbook"):
        digest_of_workbook(b"a,b\n1,2\n", ())


@pytest.mark.parametrize("office", [path for path in [shutil.which("soffice")] if path])
def test_saving_it_again_in_libreoffice_changes_nothing(office: str, tmp_path: Path) -> None:
    source = tmp_path / "report.xlsx"
    source.write_bytes(made())
    subprocess.run(  # noqa: S603 - the program that was found, on a file made here
        [
            office,
            f"-env:UserInstallation={(tmp_path / 'home').as_uri()}",
            *("--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"),
            *("--outdir", str(tmp_path / "saved"), str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )

    saved = (tmp_path / "saved" / "report.xlsx").read_bytes()

    assert digest_of_workbook(saved, {"About"}) == data_digest(_SHEETS)
