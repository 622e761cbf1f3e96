"""Downloading a table of a question as a file; every download is in the trail."""

import hashlib

from auditor.access import Permission
from auditor.exports.rules import Form, file_name
from auditor.exports.service import written
from auditor.questions.queries.tables import table
from auditor.trail.acts import Act
from auditor.uploads.taking import Turns


def download_table(turns: Turns, name: str, form: Form, *, office: str) -> tuple[str, bytes]:
    """The name and the bytes of a table as a file: made outside of any turn, then recorded.

    Args:
        name: of the table, as in its address.

    Raises:
        NotAllowed: the actor may not read figures.
        NotFound: there is no such table, or none that they may see.
    """
    with turns.reading() as work:
        told, on = table(work, name), work.today
    headings = tuple(column.word for column in told.columns)
    content = written(told.heading, headings, told.values, form=form, office=office)
    with turns.writing() as work:
        work.require(Permission.FIGURES_READ)
        work.record(
            Act.LIST_DOWNLOADED,
            list=f"questions/{name}",
            form=form.value,
            sought={},
            rows=len(told.rows),
            sha256=hashlib.sha256(content).hexdigest(),
        )
    return file_name(name, on, form), content
