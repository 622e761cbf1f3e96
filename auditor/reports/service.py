"""Issuing reports, and handing them out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from auditor.access import Permission
from auditor.columns import Audience
from auditor.concern import own_of
from auditor.departments.service import withdraw
from auditor.errors import Busy, FieldsRefused, NotAllowed, NotFound
from auditor.evidence.model import StoredFile
from auditor.evidence.rules import MediaType
from auditor.findings.model import Finding
from auditor.reports.about import filters_of, row_counts
from auditor.reports.model import Pseudonym, Report
from auditor.reports.queries.issued import get_report
from auditor.reports.queries.naming import pseudonyms, without_pseudonym
from auditor.reports.queries.snapshot import Snapshot, take_snapshot
from auditor.reports.rules import (
    Order,
    Step,
    Tell,
    drawn_pseudonym,
    file_name,
    order_sentences,
)
from auditor.reports.signing import made_key
from auditor.reports.workbook import LastTime, Made, make_workbook, values_of_summary
from auditor.store import FileStore, Kept
from auditor.trail.acts import Act
from auditor.uploads.taking import Turns
from auditor.work import Work

#: How often pseudonyms are drawn before reading: each time somebody recorded another officer
#: between the two.
_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Issued:
    """A report that is kept and recorded."""

    report_id: int
    snapshot: Snapshot
    rows: Mapping[str, int]
    sha256: str
    data_sha256: str
    content: bytes


def _unheard(_step: Step, _done: int, _total: int) -> None:
    """Nobody asks how far a report is that is issued at once."""


def _unordered(_work: Work, _report_id: int) -> None:
    """A report that is issued at once settles no order."""


def issue(
    turns: Turns,
    files: FileStore,
    order: Order,
    *,
    office: str,
    tell: Tell = _unheard,
    settle: Callable[[Work, int], None] = _unordered,
) -> Issued:
    """Issue a report: its rows are read at one moment, and the file is kept byte for byte.

    The workbook is made and kept outside of any turn. Whatever fails before the report is recorded
    leaves nothing behind but, perhaps, pseudonyms, and a file that no record names.

    Args:
        tell: called again and again while the report is made, also while its rows are read.
        settle: called within the turn in which the report is recorded; what it raises undoes that.

    Raises:
        NotAllowed: the actor may not issue reports.
        FieldsRefused: this cannot be issued; says why.
        NotFound: there is no such department.
        FileRefused: something on record fits into no workbook; names the record and the column.
        Busy: others were writing all the time.
    """
    with turns.reading() as work:
        work.require(Permission.REPORT_ISSUE)
    if sentences := order_sentences(order):
        raise FieldsRefused(sentences)
    key = made_key(files)
    snapshot = _read(turns, order, tell=tell)
    made = make_workbook(snapshot, office, _last_time(files, snapshot), key=key, tell=tell)
    kept = files.keep(made.content)
    with turns.writing() as work:
        report_id = _record(work, snapshot, made, kept)
        settle(work, report_id)
    return Issued(report_id, snapshot, made.rows, kept.sha256, made.data_sha256, made.content)


def _read(turns: Turns, order: Order, *, tell: Tell) -> Snapshot:
    for _ in range(_TRIES):
        with turns.reading() as work:
            if order.shows_names or not without_pseudonym(work):
                return take_snapshot(work, order, tell=tell)
        with turns.writing() as work:
            _draw_pseudonyms(work)
    raise Busy("Officers were being recorded all the time. Nothing was issued; try again.")


def _draw_pseudonyms(work: Work) -> None:
    """Give every officer one who has none yet; no two are alike, and none is ever changed."""
    work.require(Permission.REPORT_ISSUE)
    taken, rows = pseudonyms(work), []
    for officer_id in without_pseudonym(work):
        while (pseudonym := drawn_pseudonym()) in taken:
            pass
        taken.add(pseudonym)
        rows.append({"officer_id": officer_id, "pseudonym": pseudonym})
    if rows:
        work.add_many(Pseudonym, rows)
        work.record(Act.REPORT_ISSUED, pseudonyms_drawn=len(rows))


def _last_time(files: FileStore, snapshot: Snapshot) -> LastTime:
    """What the report before it stated; nothing where its file is lost, which `verify` tells."""
    if snapshot.before is None:
        return {}
    try:
        content = files.read(snapshot.before.sha256)
    except NotFound:
        return {}
    return values_of_summary(content, with_names=snapshot.before.with_names)


def _record(work: Work, snapshot: Snapshot, made: Made, kept: Kept) -> int:
    work.require(Permission.REPORT_ISSUE)
    order = snapshot.order
    report = Report(
        audience=order.audience,
        department_id=order.department_id,
        with_names=order.with_names,
        names_reason=order.reason,
        as_of=snapshot.as_of,
        filters=filters_of(snapshot),
        row_counts=row_counts(made.rows),
        file_id=_file_id(work, kept),
        name=file_name(order.audience, snapshot.as_of),
        data_sha256=made.data_sha256,
        position=snapshot.position,
        head=snapshot.head,
        signature=made.signature,
        issued_at=work.now,
        issued_by_id=work.actor.user_id,
    )
    work.session.add(report)
    work.record(Act.REPORT_ISSUED, sha256=kept.sha256)
    return report.id


def refuse_concerned(work: Work, report: Any) -> None:
    """Who is concerned sees of a finding only that it exists; a kept file shows all of it.

    Raises:
        NotAllowed: the report shows a finding that concerns the actor.
    """
    shows_names = report.with_names or report.audience is not Audience.COUNCIL
    wanted = select(Finding.id).where(own_of(work).findings()).limit(1)
    if report.department_id is not None:
        wanted = wanted.where(Finding.department_id == report.department_id)
    if shows_names and work.session.scalar(wanted) is not None:
        raise NotAllowed(
            "This report shows a finding that concerns you, so that it is not handed to you. The "
            "oversight office answers questions about it."
        )


def _file_id(work: Work, kept: Kept) -> int:
    found = work.session.scalar(select(StoredFile).where(StoredFile.sha256 == kept.sha256))
    if found is None:
        found = StoredFile(
            sha256=kept.sha256, size_bytes=kept.size_bytes, media_type=MediaType.XLSX.value
        )
        work.session.add(found)
        work.session.flush()
    return found.id


def withdraw_report(work: Work, report_id: int, reason: str, *, instead: int | None) -> None:
    """Withdraw a report; it is kept, stays visible, and whoever may can still download it.

    Args:
        instead: the number of the report that takes its place; None for none.

    Raises:
        NotAllowed: the actor may not issue reports.
        NotFound: there is no such report.
        IllegalMove: it has been withdrawn already.
        FieldsRefused: no reason is given, or the other report cannot take its place.
    """
    work.require(Permission.REPORT_ISSUE)
    get_report(work, report_id)
    report = work.session.get_one(Report, report_id)
    withdraw(work, report, f"Report {report.id}", reason=reason)
    if instead is not None:
        _successor(work, report, instead).supersedes_id = report.id
    work.record(Act.REPORT_WITHDRAWN)


def _successor(work: Work, report: Report, number: int) -> Report:
    """The report that takes the place of another: a later one to the same audience."""
    other = work.session.get(Report, number)
    same = other is not None and (other.audience, other.department_id) == (
        report.audience,
        report.department_id,
    )
    if other is None or not same or other.id <= report.id or other.withdrawn_at is not None:
        raise FieldsRefused(
            {
                "instead": f"Report {number} cannot take its place: only a later one can that was "
                "issued to the same audience and is not withdrawn itself."
            }
        )
    if other.supersedes_id is not None:
        raise FieldsRefused(
            {"instead": f"Report {number} takes the place of report {other.supersedes_id} already."}
        )
    return other


def download(turns: Turns, files: FileStore, report_id: int) -> tuple[str, bytes]:
    """The name and the bytes of a report, as they were issued; that it was downloaded is recorded.

    Raises:
        NotAllowed: the actor may not read reports, or this one shows a finding that concerns them.
        NotFound: there is none that is for the actor, or its bytes are missing.
    """
    with turns.reading() as work:
        report = get_report(work, report_id).row
        refuse_concerned(work, report)
    # Read before the turn is taken: a file that is lost is not said to have been downloaded.
    content = files.read(report.sha256)
    with turns.writing() as work:
        get_report(work, report_id)
        work.record(Act.REPORT_DOWNLOADED, report=report_id)
    return report.name, content
