"""Downloading the trail's list as a file; the download is an entry itself."""

import hashlib
from collections.abc import Mapping

from auditor.access import Permission
from auditor.concern import HANDLED_BY
from auditor.errors import FileRefused
from auditor.exports.rules import Form, file_name
from auditor.sheets.cells import CellValue
from auditor.sheets.csv_writing import write_csv
from auditor.trail.acts import Act
from auditor.trail.listing import Line, all_lines
from auditor.trail.rules import MOST_IN_FILE, Sought, called
from auditor.uploads.taking import Turns

_HEADINGS = ("Entry", "At (UTC)", "Act", "Who", "Through", "Changes", "First records")


def trail_file(turns: Turns, sought: Sought, address: Mapping[str, str]) -> tuple[str, bytes]:
    """The name and the bytes of the list as CSV, without values: made outside of any turn.

    Args:
        address: how it is narrowed, for the trail.

    Raises:
        NotAllowed: the actor may not look at the trail.
        FileRefused: it has too many entries.
    """
    with turns.reading() as work:
        lines, on = all_lines(work, sought, MOST_IN_FILE + 1), work.today
    if len(lines) > MOST_IN_FILE:
        raise FileRefused(
            f"This list has more than {MOST_IN_FILE:,} entries, which is what a file made here "
            "holds at most. Narrow it with its filters, such as to fewer days."
        )
    content = write_csv(_HEADINGS, map(_cells, lines))
    with turns.writing() as work:
        work.require(Permission.TRAIL_READ)
        work.record(
            Act.LIST_DOWNLOADED,
            list="trail",
            form=Form.CSV.value,
            sought=dict(address),
            rows=len(lines),
            sha256=hashlib.sha256(content).hexdigest(),
        )
    return file_name("trail", on, Form.CSV), content


def _cells(line: Line) -> tuple[CellValue, ...]:
    if line.is_own:
        says = f"A record that concerns you; it is handled by {HANDLED_BY}"
        return (line.seq, None, says, None, None, None, None)
    records = "; ".join(called(*row) for row in line.rows)
    return (line.seq, line.at, line.says, line.who, line.through, line.changes, records)
