"""Copies of a report: saved again, and changed, by openpyxl or by LibreOffice."""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

#: Where LibreOffice is; nothing where it is not installed.
OFFICES = [path for path in [shutil.which("soffice")] if path]

_XLSX = "xlsx:Calc MS Excel 2007 XML"


def saved_again(content: bytes, change: Callable[[Workbook], object] = lambda _book: None) -> bytes:
    """A copy that another program saved, after a change."""
    book = load_workbook(BytesIO(content))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(book: Workbook, title: str) -> Worksheet:
    found = book[title]
    assert isinstance(found, Worksheet)
    return found


def place(content: bytes, title: str, heading: str, row: int) -> str:
    """Where a column stands on a sheet, such as J3."""
    cells = sheet(load_workbook(BytesIO(content)), title)[1]
    return next(f"{cell.column_letter}{row}" for cell in cells if cell.value == heading)


def set_cell(content: bytes, title: str, at: str, value: str) -> bytes:
    def change(book: Workbook) -> None:
        sheet(book, title)[at] = value

    return saved_again(content, change)


def by_libreoffice(office: str, folder: Path, content: bytes, *, old: str, new: str) -> list[bytes]:
    """Two copies that LibreOffice saved: one as it was, one with a text of a cell replaced.

    The cell is changed in LibreOffice’s own flat format, which it then saves as a workbook.
    """
    (folder / "same.xlsx").write_bytes(content)
    _convert(office, folder, "fods", ["same.xlsx"])
    flat = (folder / "same.fods").read_text()
    assert flat.count(f">{old}<") == 1
    (folder / "changed.fods").write_text(flat.replace(f">{old}<", f">{new}<"))
    (folder / "same.xlsx").unlink()
    _convert(office, folder, _XLSX, ["same.fods", "changed.fods"])
    return [(folder / name).read_bytes() for name in ("same.xlsx", "changed.xlsx")]


def _convert(office: str, folder: Path, kind: str, names: Sequence[str]) -> None:
    subprocess.run(  # noqa: S603 - the program that was found, on files made here
        [
            office,
            f"-env:UserInstallation={(folder / 'home').as_uri()}",
            *("--headless", "--convert-to", kind, "--outdir", str(folder)),
            *(str(folder / name) for name in names),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
