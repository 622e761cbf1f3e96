"""Reading an .xlsx workbook: looked over part by part, then one sheet of it read by calamine."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from auditor.sheets.cells import ReadValue
from auditor.sheets.marks import marked
from auditor.sheets.package import Package, packed
from auditor.sheets.parts import SheetPart, Workbook, read_workbook_part
from auditor.sheets.seeming import damaged
from auditor.sheets.sheet_scan import SheetScan
from auditor.sheets.table import Row
from auditor.sheets.values import read_value

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"


class LookedOver:
    """A workbook whose parts all keep to the bounds; `scans` tells of each sheet, in order."""

    def __init__(self, content: bytes) -> None:
        """Look over every part, and unpack none of them as a whole.

        Raises:
            FileRefused: it is damaged, too large, or holds what no table needs.
        """
        self._package = Package(content)
        self._workbook = read_workbook_part(self._package)
        self.scans = tuple(map(self._scanned, self._workbook.sheets))
        self._package.scan_rest()

    @property
    def sheets(self) -> tuple[SheetPart, ...]:
        """The sheets as the workbook lists them."""
        return self._workbook.sheets

    def records(self, at: int) -> Iterator[Row]:
        """The rows of one sheet, from the first that holds a value; to be read once.

        Raises:
            FileRefused: the sheet cannot be made out after all.
        """
        scan = self.scans[at]
        number = 0
        for number, cells in _read(_extracted(self._package, self._workbook, at=at)):
            yield Row(number, _with_marks(cells, scan.marks.of(number)))
        # Calamine stops at the last value; a formula without a result may stand below it.
        for below in range(number + 1, scan.last_row + 1):
            yield Row(below, _with_marks([], scan.marks.of(below)))

    def _scanned(self, sheet: SheetPart) -> SheetScan:
        workbook = self._workbook
        scan = SheetScan(sheet.name, workbook.shown, from_1904=workbook.from_1904)
        return self._package.scan(sheet.part, scan)


def _extracted(package: Package, workbook: Workbook, *, at: int) -> bytes:
    """A workbook of one sheet, made of exactly the bytes that were looked over.

    Two programs may well see different members in one archive; handing on a new one leaves
    nothing to be seen differently.
    """
    first_day = '<workbookPr date1904="1"/>' if workbook.from_1904 else ""
    inside = {"worksheet": ("s.xml", workbook.sheets[at].part)}
    if workbook.styles in package:
        inside["styles"] = ("styles.xml", workbook.styles)
    if workbook.strings in package:
        inside["sharedStrings"] = ("sharedStrings.xml", workbook.strings)
    sheet = '<sheet name="s" sheetId="1" r:id="worksheet"/>'
    listing = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">{first_day}'
        f"<sheets>{sheet}</sheets></workbook>"
    )
    links = {kind: name for kind, (name, _) in inside.items()}
    return packed(
        {
            "_rels/.rels": _links({"officeDocument": "xl/workbook.xml"}),
            "xl/workbook.xml": listing.encode(),
            "xl/_rels/workbook.xml.rels": _links(links),
        }
        | {f"xl/{name}": package.read(part) for name, part in inside.values()}
    )


def _links(targets: dict[str, str]) -> bytes:
    links = "".join(
        f'<Relationship Id="{kind}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>'.encode()


def _read(content: bytes) -> Iterator[tuple[int, list[ReadValue]]]:
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
            yield from _rows(book.get_sheet_by_index(0))
    except (CalamineError, OverflowError):
        raise damaged("its cells cannot be made out") from None


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[ReadValue]]]:
    # Calamine leaves out the empty columns on the left, but not the empty rows above.
    _, first_column = sheet.start or (0, 0)
    before = [None] * first_column
    for number, values in enumerate(sheet.iter_rows(), start=1):
        yield number, [*before, *map(read_value, values)]


def _with_marks(cells: list[ReadValue], marks: Iterable[tuple[int, int]]) -> tuple[ReadValue, ...]:
    for column, mark in marks:
        cells += [None] * (column - len(cells))
        cells[column - 1] = marked(mark, cells[column - 1])
    return tuple(cells)
