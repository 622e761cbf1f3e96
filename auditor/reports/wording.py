"""What was found of a copy, as a person is told it."""

from collections.abc import Iterator
from typing import Final

from auditor.reports.verifying import Compared, Found

_SENTENCES: Final = {
    Found.BYTES: "It is report {}, byte for byte as it was issued.",
    Found.DATA: "It is report {}: the same data, saved again by another program.",
    Found.DIFFERS: "It was made from report {}, and differs from it.",
    Found.UNKNOWN: "It is no report that was issued, nor made from one.",
}


def found_sentence(compared: Compared) -> str:
    """What the file is."""
    report = compared.report
    said = _SENTENCES[compared.found].format(report.id if report else "")
    if report is not None and report.withdrawn_at is not None:
        said += f" That report was withdrawn: {report.withdrawn_reason}"
    return said


def places(compared: Compared) -> Iterator[tuple[str, str]]:
    """Each place that does not hold, and a sentence about it."""
    for one in compared.differences:
        column = f"column “{one.column}”" if one.column else ""
        sheet = f"Sheet “{one.sheet}”" if one.sheet else ""
        yield ", ".join(filter(None, (sheet, one.row, column))), one.says
    for fault in compared.faults:
        if fault.kind != "unknown":
            yield f"Entry {fault.entry} of the trail" if fault.entry is not None else "", fault.says
