"""Reading a file that was handed in: bytes in, a table of numbered rows out."""

from collections.abc import Iterator, Sequence
from typing import Final

from auditor.errors import FileRefused
from auditor.sheets.cells import column_letters
from auditor.sheets.csv_reading import read_csv
from auditor.sheets.seeming import is_workbook
from auditor.sheets.sheet_scan import SheetScan
from auditor.sheets.table import Row, Table, counted, made_table, shortened
from auditor.sheets.xlsx_reading import LookedOver

__all__ = ["Row", "Table", "read_table"]

#: Ranges, rows or sheets that a remark names before it says “and n more”.
_NAMED: Final = 5


def read_table(content: bytes, name: str, *, sheet: str | None = None) -> Table:
    """The table in an .xlsx workbook or a CSV file; what it is, its content decides.

    `name` is what the file is called in refusals. `sheet` names a sheet of a workbook; without it
    the first visible one that holds anything is read.

    Raises:
        FileRefused: it cannot be read as a table; says where and what to do.
    """
    try:
        return _read(content, wanted=sheet)
    except FileRefused as refusal:
        raise FileRefused(f"“{shortened(name)}” cannot be read. {refusal}") from None


def _read(content: bytes, *, wanted: str | None) -> Table:
    if is_workbook(content):
        return _read_workbook(LookedOver(content), wanted=wanted)
    if wanted is not None:
        raise FileRefused("It is a CSV file and has no sheets. Do not name one.")
    return read_csv(content)


def _read_workbook(book: LookedOver, *, wanted: str | None) -> Table:
    at = _chosen(book, wanted)
    scan = book.scans[at]
    remarks = [*_other_sheets(book, at), *_oddities(scan)]
    try:
        table = made_table(book.records(at), sheet=scan.name, remarks=remarks)
    except FileRefused as refusal:
        raise FileRefused(f"Sheet “{scan.name}”: {refusal}") from None
    for merged in scan.merged:
        if merged.first_row <= table.heading_row <= merged.last_row:
            raise FileRefused(
                f"Sheet “{scan.name}”: The headings in row {table.heading_row} hold merged cells,"
                f" {merged.reference}. Unmerge them and give each column its own heading."
            )
    return table


def _chosen(book: LookedOver, wanted: str | None) -> int:
    if wanted is not None:
        return _named(book, wanted)
    filled = [at for at, scan in enumerate(book.scans) if scan.last_row]
    visible = [at for at in filled if not book.sheets[at].is_hidden]
    if visible:
        return visible[0]
    if filled:
        names = _listed([f"“{book.sheets[at].name}”" for at in filled])
        raise FileRefused(f"All it holds is on hidden sheets: {names}. Unhide the one to be read.")
    raise FileRefused("It holds no values. Hand in a file with headings and rows below them.")


def _named(book: LookedOver, wanted: str) -> int:
    names = [sheet.name for sheet in book.sheets]
    if wanted in names:
        return names.index(wanted)
    same = [at for at, name in enumerate(names) if name.casefold() == wanted.strip().casefold()]
    if len(same) == 1:
        return same[0]
    listed = _listed([f"“{sheet.name}”" for sheet in book.sheets if not sheet.is_hidden])
    raise FileRefused(f"It has no sheet “{shortened(wanted)}”. Choose one of these: {listed}.")


def _other_sheets(book: LookedOver, at: int) -> Iterator[str]:
    others = [
        (sheet, scan)
        for place, (sheet, scan) in enumerate(zip(book.sheets, book.scans, strict=True))
        if place != at and scan.last_row
    ]
    if seen := [f"“{sheet.name}”" for sheet, _ in others if not sheet.is_hidden]:
        yield f"Only the sheet “{book.sheets[at].name}” was read, not {_listed(seen)}."
    if unseen := [f"“{sheet.name}”" for sheet, _ in others if sheet.is_hidden]:
        yield f"The workbook has hidden sheets that were not read: {_listed(unseen)}."
    if book.sheets[at].is_hidden:
        yield f"The sheet “{book.sheets[at].name}” is hidden."


def _oddities(scan: SheetScan) -> Iterator[str]:
    if rows := scan.hidden_rows:
        how_many = counted(len(rows), one="row is", many="rows are")
        yield (
            f"{how_many} hidden or filtered away in the spreadsheet and {_were(rows)} read like"
            f" the others: {_listed(list(map(str, rows)))}."
        )
    if columns := [
        column_letters(column)
        for first, last in scan.hidden_columns
        for column in range(max(first, scan.first_column), min(last, scan.last_column) + 1)
    ]:
        how_many = counted(len(columns), one="column is", many="columns are")
        yield (
            f"{how_many} hidden in the spreadsheet and {_were(columns)} read like the others:"
            f" {_listed(columns)}."
        )
    if scan.merged:
        yield (
            "Of merged cells only the first holds the value, the others are empty:"
            f" {_listed([merged.reference for merged in scan.merged])}."
        )
    if scan.formulas:
        how_many = counted(scan.formulas, one="cell holds a formula", many="cells hold formulas")
        yield (
            f"{how_many}, the first {scan.first_formula}; the results that were saved with the"
            " workbook were read."
        )


def _were(things: Sequence[object]) -> str:
    return "was" if len(things) == 1 else "were"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more:,} more" if more > 0 else "")
