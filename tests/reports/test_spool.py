"""Rows set aside come back as they were, as often as they are asked for."""

import gc
from datetime import date, datetime

from auditor.reports import spool
from auditor.reports.spool import Spool
from auditor.sheets.cells import CellValue

ROWS: list[tuple[CellValue, ...]] = [
    (k, f"Officer {k}", 0.5, date(2026, 3, 2), datetime.fromisoformat("2026-03-02T09:00"), None)
    for k in range(3000)
]


def test_rows_are_gone_through_again_and_again_in_memory_and_on_disk() -> None:
    spooled = Spool()
    for row in ROWS[:2]:
        spooled.add(row)
    assert list(spooled) == list(spooled) == ROWS[:2]
    for row in ROWS[2:]:
        spooled.add(row)

    assert len(spooled) == len(ROWS)
    assert list(spooled) == list(spooled) == ROWS


def test_rows_beyond_what_stays_in_memory_go_to_a_file_without_a_name() -> None:
    spooled = Spool()
    text = "x" * 32_767
    for _ in range(spool._IN_MEMORY // len(text) + 2):
        spooled.add((text,))

    assert spooled._file._rolled  # type: ignore[attr-defined]
    assert set(spooled) == {(text,)}
    file = spooled._file
    del spooled
    gc.collect()
    assert file.closed
