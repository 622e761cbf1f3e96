"""Whether a workbook is a report as it was issued, and if not, where it differs."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any, Final

import orjson

from auditor.access import Permission
from auditor.errors import FileRefused
from auditor.reports.about import Told, told_in
from auditor.reports.columns import ABOUT, DICTIONARY_SHEET, SUMMARY_SHEET
from auditor.reports.queries.anchored import anchor_faults, seal_fault
from auditor.reports.queries.compared import Marks, is_recorded, report_marked, reports_like
from auditor.reports.service import refuse_concerned
from auditor.reports.signing import Seal, claims_of, held_key, seal_of
from auditor.sheets.bounds import HANDED_IN, MADE_HERE, Bounds
from auditor.sheets.differing import cells_of, differences
from auditor.sheets.differing_rows import Difference
from auditor.sheets.digest import digest_of_opened
from auditor.sheets.streaming import StreamedWorkbook
from auditor.store import FileStore
from auditor.trail.acts import Act
from auditor.trail.replay import Fault
from auditor.uploads.taking import Turns
from auditor.work import Work

#: Differences that are named one by one; of further ones only how many there are.
MOST_NAMED: Final = 100

#: Reports that are looked through for the rows of a copy that does not say which it is of.
_TRIED: Final = 3

#: The share of the rows that a copy must have in common with a report to be one of it.
_LIKE: Final = 0.5


class Found(StrEnum):
    """What a file is."""

    BYTES = "bytes"
    DATA = "data"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of holding a file against the reports that were issued.

    Attributes:
        report: the record of the one that it is, or was made from; None where it is of none.
        differences: the first of them, `MOST_NAMED` at most; `more` is how many follow.
        faults: what does not hold of the trail and the signature that the report tells of.
    """

    found: Found
    report: Any | None
    differences: Sequence[Difference]
    more: int
    faults: Sequence[Fault]

    @property
    def is_whole(self) -> bool:
        """Whether it can be relied on as it is."""
        return self.found in {Found.BYTES, Found.DATA} and not self.faults


@dataclass(frozen=True, slots=True)
class _Copy:
    """A file that was handed in: what it holds, and what it says of itself."""

    book: StreamedWorkbook
    told: Told
    marks: Marks

    @classmethod
    def of(cls, content: bytes, bounds: Bounds) -> "_Copy":
        book = StreamedWorkbook(content, bounds)
        at = book.titles.index(ABOUT) if ABOUT in book.titles else None
        told = told_in(book.rows(at)) if at is not None else Told(None, None)
        claims = told.claims
        marks = Marks(
            hashlib.sha256(content).hexdigest(),
            _digest(book),
            claims.data_sha256 if claims else None,
            told.signature,
            claims.head if claims else None,
        )
        return cls(book, told, marks)


def _digest(book: StreamedWorkbook) -> str | None:
    try:
        return digest_of_opened(book, {ABOUT})
    except FileRefused:
        # It holds a formula, or an error; where, the differences tell.
        return None


def compare(
    turns: Turns, files: FileStore, content: bytes, *, bounds: Bounds = HANDED_IN
) -> Compared:
    """Hold a workbook against the report that it is, or was made from; that is recorded.

    Args:
        bounds: how large it may be; the register's own bytes are read whatever their number.

    Raises:
        NotAllowed: the actor may not compare reports, or this one shows a finding that concerns
            them.
        FileRefused: it is no workbook that can be read.
        NotFound: the report's own file is lost.
    """
    by_bytes = Marks(hashlib.sha256(content).hexdigest(), None, None, None, None)
    with turns.reading() as work:
        work.require(Permission.REPORT_COMPARE)
        is_own = report_marked(work, by_bytes) is not None
    copy = _Copy.of(content, MADE_HERE if is_own else bounds)
    with turns.reading() as work:
        report = report_marked(work, copy.marks)
        like = [] if report else reports_like(work, _row_counts(copy.book), most=_TRIED)
    report = report or next((one for one in like if _is_like(files, one, copy.book)), None)
    with turns.reading() as work:
        if report is not None:
            refuse_concerned(work, report)
        faults = _faults(work, files, report, copy.told)
    compared = _compared(files, report, copy, faults)
    with turns.writing() as work:
        _record(work, compared, copy.marks.sha256)
    return compared


def _compared(
    files: FileStore, report: Any | None, copy: _Copy, faults: Sequence[Fault]
) -> Compared:
    if report is None:
        return Compared(Found.UNKNOWN, None, (), 0, faults)
    if report.sha256 == copy.marks.sha256:
        return Compared(Found.BYTES, report, (), 0, faults)
    same_data = report.data_sha256 == copy.marks.data
    ours = StreamedWorkbook(files.read(report.sha256), MADE_HERE)
    found = differences(ours, copy.book, notes={ABOUT}, only={ABOUT} if same_data else None)
    named = list(islice(found, MOST_NAMED))
    more = sum(1 for _ in found)
    if not same_data and all(one.sheet == ABOUT for one in named):
        says = "It holds the same cells in other places: rows, columns or sheets were moved."
        named.append(Difference("order", "", "", "", "", "", says))
    return Compared(Found.DIFFERS if named else Found.DATA, report, named, more, faults)


def _faults(work: Work, files: FileStore, report: Any | None, told: Told) -> list[Fault]:
    """Of what the report says of the trail: its own word counts where it is signed."""
    key, record = held_key(files), f"reports {report.id}" if report else ""
    faults = []
    claims = claims_of(report) if report else None
    if report and claims and (fault := seal_fault(seal_of(key, claims, report.signature), record)):
        faults.append(fault)
    if told.claims and seal_of(key, told.claims, told.signature) is Seal.HOLDS:
        claims = told.claims
        if not is_recorded(work, told.signature or ""):
            says = "It bears this register’s signature, and the record of its issue is gone."
            faults.append(Fault("unrecorded", None, record, says))
        elif report is None:
            claims = None
    if claims is not None:
        faults += anchor_faults(work, claims, record)
    if report is None:
        says = "It is no report that was issued to you, nor made from one."
        faults.append(Fault("unknown", None, record, says))
    return faults


def _record(work: Work, compared: Compared, sha256: str) -> None:
    work.require(Permission.REPORT_COMPARE)
    work.record(
        Act.REPORT_COMPARED,
        report=compared.report.id if compared.report else None,
        found=compared.found.value,
        sha256=sha256,
        differences=len(compared.differences) + compared.more,
    )


def _row_counts(book: StreamedWorkbook) -> dict[str, int]:
    """How many rows each sheet of data has below its headings."""
    return {
        title: max(0, sum(1 for _ in book.rows(at)) - 1)
        for at, title in enumerate(book.titles)
        if title != ABOUT
    }


def _is_like(files: FileStore, report: Any, book: StreamedWorkbook) -> bool:
    """Whether at least half of the rows that tell of records are in both."""
    ours = _rows_of_records(StreamedWorkbook(files.read(report.sha256), MADE_HERE))
    theirs = _rows_of_records(book)
    return bool(ours) and len(ours & theirs) >= _LIKE * max(len(ours), len(theirs))


def _rows_of_records(book: StreamedWorkbook) -> set[bytes]:
    """A digest of each row, its sheet's title before it."""
    return {
        hashlib.blake2b(title.encode() + orjson.dumps(cells), digest_size=16).digest()
        for at, title in enumerate(book.titles)
        if title != ABOUT and not title.startswith((SUMMARY_SHEET, DICTIONARY_SHEET))
        for cells in islice(cells_of(book.rows(at)), 1, None)
        if cells
    }
