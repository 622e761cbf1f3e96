"""Reading uploads, and what an applied one changed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
from sqlalchemy import func, select

from auditor.access import Permission
from auditor.departments.model import Department
from auditor.errors import NotFound
from auditor.evidence.model import StoredFile
from auditor.officers.model import Assignment, Officer
from auditor.people.model import User
from auditor.tools.model import Tool
from auditor.trail.model import Change
from auditor.uploads.drafts import Refusal
from auditor.uploads.model import Upload
from auditor.uploads.rules import UploadState
from auditor.work import Work

#: Rows of the list on one page.
PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Took:
    """What an applied upload did to one row of a table, from the trail."""

    record: str
    record_id: int
    what: str
    before: dict[str, Any]
    after: dict[str, Any]


def uploads(work: Work, *, after: int | None = None) -> Sequence[Any]:
    """The newest uploads, with who handed them in; those before the one numbered `after`.

    One more than a page holds is given where there are more.

    Raises:
        NotAllowed: the actor may not see uploads.
    """
    work.require(Permission.UPLOAD_READ)
    wanted = (
        select(
            Upload.id,
            Upload.kind,
            Upload.name,
            Upload.state,
            Upload.received_at,
            Upload.applied_at,
            Upload.rows_new,
            Upload.rows_changed,
            Upload.rows_unchanged,
            User.name.label("received_by"),
        )
        .outerjoin(User, User.id == Upload.received_by_id)
        .order_by(Upload.id.desc())
        .limit(PAGE + 1)
    )
    if after is not None:
        wanted = wanted.where(Upload.id < after)
    return work.session.execute(wanted).all()


def get_upload(work: Work, upload_id: int) -> Upload:
    """The upload.

    Raises:
        NotAllowed: the actor may not see uploads.
        NotFound: there is none with this number.
    """
    work.require(Permission.UPLOAD_READ)
    upload = work.session.get(Upload, upload_id)
    if upload is None:
        raise NotFound("There is no upload with this number.")
    return upload


def file_of(work: Work, upload: Upload) -> StoredFile:
    """The kept file of an upload."""
    return work.session.get_one(StoredFile, upload.file_id)


def applied_before(work: Work, kind: str, sha256: str) -> Upload | None:
    """The newest upload of this kind by which these same bytes were applied."""
    wanted = (
        select(Upload)
        .join(StoredFile, StoredFile.id == Upload.file_id)
        .where(
            StoredFile.sha256 == sha256, Upload.kind == kind, Upload.state == UploadState.APPLIED
        )
        .order_by(Upload.id.desc())
        .limit(1)
    )
    return work.session.scalar(wanted)


def previewed_on(work: Work, kind: str, *, file_id: int, columns: tuple[str, ...]) -> Upload | None:
    """The newest preview of this file that its sender, the actor, has not applied."""
    wanted = (
        select(Upload)
        .where(
            Upload.file_id == file_id,
            Upload.kind == kind,
            Upload.columns == columns,
            Upload.received_by_id == work.actor.user_id,
            Upload.state == UploadState.PREVIEWED,
        )
        .order_by(Upload.id.desc())
        .limit(1)
    )
    return work.session.scalar(wanted)


def refusals_of(upload: Upload) -> list[Refusal]:
    """The refused cells, as they were kept with the upload."""
    return [Refusal(**orjson.loads(text)) for text in upload.refused]


def count_took(work: Work, upload: Upload) -> int:
    """How many rows an applied upload added or changed, in whatever tables."""
    counted = select(func.count()).select_from(Change).where(*_took(upload))
    return work.session.scalar(counted) or 0


def took(work: Work, upload: Upload, *, limit: int | None = None) -> Iterator[Took]:
    """What an applied upload added and changed, in order."""
    wanted = select(Change).where(*_took(upload)).order_by(Change.n).limit(limit)
    for change in work.session.scalars(wanted):
        before, after = orjson.loads(change.body) if change.body else ({}, {})
        yield Took(change.record, change.record_id, change.what, before, after)


def _took(upload: Upload) -> tuple[Any, ...]:
    return Change.seq == upload.applied_seq, Change.record.not_in(("", Upload.__tablename__))


def said_of(work: Work, upload: Upload) -> dict[str, Any]:
    """What was noted with an applied upload besides its rows: remarks, and what was kept."""
    return told_with(work, upload.applied_seq)


def told_with(work: Work, seq: int | None) -> dict[str, Any]:
    """What was noted with an entry of the trail besides its rows; nothing where none was."""
    wanted = select(Change.body).where(Change.seq == seq, Change.record == "")
    body = work.session.scalar(wanted)
    said: dict[str, Any] = orjson.loads(body)[1] if body else {}
    return said


def names_of_rows(
    work: Work, rows: Sequence[tuple[str, int]]
) -> dict[tuple[str, int], tuple[str, str, int]]:
    """By table and id: what the row is called, and the record whose page shows it, with its id.

    An assignment is called as its officer. Records that have no name are left out.
    """
    ids: dict[str, list[int]] = defaultdict(list)
    for record, record_id in rows:
        ids[record].append(record_id)
    officer = Officer.family_name + ", " + Officer.given_name
    wanted = {
        "departments": select(Department.id, Department.name, Department.id),
        "tools": select(Tool.id, Tool.name, Tool.id),
        "officers": select(Officer.id, officer, Officer.id),
        "assignments": select(Assignment.id, officer, Officer.id).join(
            Officer, Officer.id == Assignment.officer_id
        ),
    }
    return {
        (record, row[0]): (row[1], "officers" if record == "assignments" else record, row[2])
        for record, query in wanted.items()
        for row in work.session.execute(query.where(_KEYS[record].in_(ids[record])))
    }


_KEYS: Final[dict[str, Any]] = {
    "departments": Department.id,
    "tools": Tool.id,
    "officers": Officer.id,
    "assignments": Assignment.id,
}
