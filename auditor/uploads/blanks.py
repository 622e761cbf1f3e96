"""Files for download with the headings that an upload of a kind understands, to be filled in."""

from collections.abc import Iterator

from auditor.columns import Column
from auditor.reports.columns import vocabulary_of
from auditor.sheets.cells import CellValue
from auditor.sheets.csv_writing import write_csv
from auditor.sheets.writing import Sheet, write_workbook
from auditor.uploads.drafts import Kind

#: The second sheet: what may be written under each heading.
_ABOUT: tuple[str, ...] = ("Column", "Needed", "Meaning", "Type", "Vocabulary", "Also called")


def csv_template(kind: Kind) -> bytes:
    """A CSV file of one row, the headings."""
    return write_csv([column.heading for column in _brought(kind)], [])


def workbook_template(kind: Kind, *, office: str) -> bytes:
    """A workbook whose first sheet is to be filled in, and whose second says with what."""
    headings = tuple(column.heading for column in _brought(kind))
    title = kind.name.capitalize()
    about = Sheet("What to write", _ABOUT, list(map(_told, _brought(kind))))
    return write_workbook(
        [Sheet(title, headings, []), about], title=f"{title}, to be filled in", creator=office
    ).content


def _brought(kind: Kind) -> Iterator[Column]:
    return (column for column in kind.columns if column.uploaded)


def _told(column: Column) -> tuple[CellValue, ...]:
    return (
        column.heading,
        "yes" if column.required else "no",
        column.meaning,
        column.shape.value,
        vocabulary_of(column),
        "; ".join(column.accepts),
    )
