"""Downloading a list as a file; every download is in the trail."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from auditor.access import Permission
from auditor.departments.queries import Listed
from auditor.errors import FileRefused
from auditor.exports.queries import export_of
from auditor.exports.rules import Form, file_name, too_many
from auditor.sheets.cells import CellValue
from auditor.sheets.csv_writing import write_csv
from auditor.sheets.writing import Sheet, write_workbook
from auditor.trail.acts import Act
from auditor.uploads.taking import Turns
from auditor.work import Work

#: Characters that fit into the title of a sheet.
_LONGEST: Final = 31


def download(
    turns: Turns,
    name: str,
    form: Form,
    *,
    permission: Permission,
    listed: Callable[[Work], Listed],
    sought: Mapping[str, str],
    office: str,
) -> tuple[str, bytes]:
    """The name and the bytes of a list as a file: made outside of any turn, then recorded.

    Args:
        name: of the list, as in its address.
        permission: to read it.
        listed: gives a page of the list, narrowed as the reader asked for.
        sought: how it is narrowed, for the trail.

    Raises:
        NotAllowed: the actor may not read the list.
        FileRefused: it has too many rows, or holds what fits into no file.
    """
    with turns.reading() as work:
        work.require(permission)
        page = listed(work)
        if sentence := too_many(page.total, form):
            raise FileRefused(sentence)
        export, on = export_of(work, name, page), work.today
    headings = tuple(column.heading for column in export.columns)
    title = export.name.capitalize()
    content = written(title, headings, export.rows, form=form, office=office)
    with turns.writing() as work:
        work.require(permission)
        work.record(
            Act.LIST_DOWNLOADED,
            list=name,
            form=form.value,
            sought=dict(sought),
            rows=len(export.rows),
            sha256=hashlib.sha256(content).hexdigest(),
        )
    return file_name(name, on, form), content


def written(
    title: str,
    headings: tuple[str, ...],
    rows: Sequence[Sequence[CellValue]],
    *,
    form: Form,
    office: str,
) -> bytes:
    """Headed rows as the bytes of a file.

    Args:
        title: of the workbook and, as far as it fits, of its sheet.
        office: whose workbook it is.

    Raises:
        FileRefused: a value fits into no file.
    """
    if form is Form.CSV:
        return write_csv(headings, rows)
    sheet = Sheet(title if len(title) <= _LONGEST else "Table", headings, rows)
    return write_workbook([sheet], title=title, creator=office).content
