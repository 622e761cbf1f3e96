"""Uploads: look at what a file would do, and take it into the register."""

from dataclasses import replace
from datetime import date
from typing import Any

from auditor.access import Permission
from auditor.store import FileStore
from auditor.trail.acts import Act
from auditor.uploads.planning import Parsed, Sent, parse
from auditor.uploads.queries import file_of, get_upload
from auditor.uploads.rules import with_sheet
from auditor.uploads.storing import count_rows, day_of, refuse_applied, sent_of, store
from auditor.uploads.taking import Job, Outcome, Turns, plan_now, take


def preview(
    turns: Turns, files: FileStore, sent: Sent, *, overwrite: bool = False, may_lack: bool = False
) -> Outcome:
    """Keep a file, and say what it would do; nothing but the upload itself is recorded.

    Args:
        overwrite: whether what was edited by hand gives way to the file.
        may_lack: record the upload even where a column is lacking, to be named later.

    Raises:
        NotAllowed: the actor may not hand in files.
        FileRefused: the file cannot be read, or a column is lacking.
        FieldsRefused: what was said of its columns cannot be.
    """
    with turns.reading() as work:
        work.require(Permission.UPLOAD_APPLY)
        zone, today = work.zone, work.today
    parsed = parse(sent, zone=zone)
    if not may_lack:
        parsed.mapped.refuse_lacking()
    kept = files.keep(sent.content)
    plan = plan_now(turns, Job(parsed, kept, today, overwrite=overwrite))
    with turns.writing() as work:
        upload = store(work, sent, kept, plan=plan)
        work.record(Act.UPLOAD_PREVIEWED)
        return Outcome(upload.id, parsed, plan)


def apply(turns: Turns, files: FileStore, sent: Sent, *, overwrite: bool = False) -> Outcome:
    """Take a file into the register; today's preview of the same file becomes the upload.

    Raises:
        NotAllowed: the actor may not hand in files.
        FileRefused: the file cannot be read, or a column is lacking; nothing was recorded.
        FieldsRefused: what was said of its columns cannot be.
    """
    with turns.reading() as work:
        work.require(Permission.UPLOAD_APPLY)
        zone, today = work.zone, work.today
    parsed = parse(sent, zone=zone)
    parsed.mapped.refuse_lacking()
    return take(turns, Job(parsed, files.keep(sent.content), today, overwrite=overwrite))


def apply_previewed(
    turns: Turns, files: FileStore, upload_id: int, *, seen: str, overwrite: bool = False
) -> Outcome:
    """Take into the register what a preview showed.

    Args:
        seen: the fingerprint of the plan that was shown, made without overwriting.

    Raises:
        NotAllowed, NotFound, FileRefused, FieldsRefused: as for `preview`.
        IllegalMove: it was applied already.
        ChangedMeanwhile: the file would now do something else than was shown.
    """
    parsed, today = _reread(turns, files, upload_id)
    parsed.mapped.refuse_lacking()
    kept = files.keep(parsed.sent.content)
    job = Job(parsed, kept, today, overwrite=overwrite, upload_id=upload_id, seen=seen)
    return take(turns, job)


def look_at(turns: Turns, files: FileStore, upload_id: int) -> Outcome:
    """What a previewed upload would do to the register as it stands now.

    Raises:
        NotAllowed, NotFound, FileRefused: as for `preview`.
        IllegalMove: it was applied already.
    """
    parsed, today = _reread(turns, files, upload_id)
    job = Job(parsed, files.keep(parsed.sent.content), today, upload_id=upload_id)
    return Outcome(upload_id, parsed, plan_now(turns, job))


def choose_columns(
    turns: Turns,
    files: FileStore,
    upload_id: int,
    *,
    columns: tuple[str, ...],
    department_id: int | None,
) -> Outcome:
    """Say anew which columns of a previewed file are meant, and whose file it is.

    Raises:
        NotAllowed, NotFound, FileRefused, FieldsRefused: as for `preview`.
        IllegalMove: it was applied already.
    """
    parsed, today = _reread(turns, files, upload_id, columns=columns, department_id=department_id)
    sent = parsed.sent
    job = Job(parsed, files.keep(sent.content), today, upload_id=upload_id)
    plan = plan_now(turns, job)
    with turns.writing() as work:
        upload = get_upload(work, upload_id)
        refuse_applied(work, upload)
        upload.columns = with_sheet(columns, sent.sheet)
        upload.department_id = department_id
        count_rows(upload, plan)
        work.record(Act.UPLOAD_PREVIEWED)
    return Outcome(upload_id, parsed, plan)


def open_file(turns: Turns, files: FileStore, upload_id: int) -> tuple[str, bytes]:
    """The name and the bytes of an upload’s file; that it was opened is recorded.

    Raises:
        NotAllowed: the actor may not see uploads.
        NotFound: there is no such upload, or its bytes are missing.
    """
    with turns.reading() as work:
        upload = get_upload(work, upload_id)
        name, sha256 = upload.name, file_of(work, upload).sha256
    # Read before the turn is taken: a file that is lost is not said to have been opened.
    content = files.read(sha256)
    with turns.writing() as work:
        work.require(Permission.UPLOAD_READ)
        work.record(Act.FILE_OPENED, upload=upload_id)
    return name, content


def _reread(turns: Turns, files: FileStore, upload_id: int, **said: Any) -> tuple[Parsed, date]:
    """A previewed upload’s file, read again with what is now said of it, and its day."""
    with turns.reading() as work:
        work.require(Permission.UPLOAD_APPLY)
        upload = get_upload(work, upload_id)
        refuse_applied(work, upload)
        sent, today, zone = sent_of(work, files, upload), day_of(work, upload), work.zone
    return parse(replace(sent, **said), zone=zone), today
