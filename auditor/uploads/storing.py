"""How a file and its upload are kept, and read again."""

from collections.abc import Iterator
from datetime import date

import orjson
from sqlalchemy import select

from auditor.days import city_day
from auditor.errors import FileRefused, IllegalMove
from auditor.evidence.model import StoredFile
from auditor.evidence.rules import MediaType, kept_name
from auditor.store import FileStore, Kept
from auditor.uploads.drafts import Fate, Plan
from auditor.uploads.kinds import KINDS
from auditor.uploads.model import Upload
from auditor.uploads.planning import Sent
from auditor.uploads.queries import file_of, previewed_on
from auditor.uploads.rules import UploadState, columns_of, sheet_of, with_sheet
from auditor.work import Work


def store(work: Work, sent: Sent, kept: Kept, *, plan: Plan | None) -> Upload:
    """The upload of this file with what became of its rows; the caller names the act.

    What the actor handed in today in the same way, and has not applied, is the same upload.
    """
    file_id = _file_id(work, sent, kept)
    columns = with_sheet(sent.columns, sent.sheet)
    upload = previewed_on(work, sent.kind.name, file_id=file_id, columns=columns)
    if (
        upload is None
        or day_of(work, upload) != work.today
        or (upload.department_id, upload.as_of) != (sent.department_id, sent.as_of)
    ):
        upload = Upload(
            kind=sent.kind.name,
            name=kept_name(sent.name),
            file_id=file_id,
            department_id=sent.department_id,
            as_of=sent.as_of,
            columns=columns,
            received_at=work.now,
            received_by_id=work.actor.user_id,
            state=UploadState.PREVIEWED,
            # Said, so that the trail knows what they were when the upload is applied.
            applied_at=None,
            applied_by_id=None,
            applied_seq=None,
        )
        work.session.add(upload)
    count_rows(upload, plan)
    work.session.flush()
    return upload


def count_rows(upload: Upload, plan: Plan | None) -> None:
    """Note with an upload what became of its rows; nothing where they could not be read yet."""
    upload.rows_new = plan.count(Fate.NEW) if plan else None
    upload.rows_changed = plan.count(Fate.CHANGED) if plan else None
    upload.rows_unchanged = plan.count(Fate.UNCHANGED) if plan else None
    upload.refused = tuple(_as_json(plan)) if plan else ()


def _as_json(plan: Plan) -> Iterator[str]:
    for refusal in plan.refused:
        yield orjson.dumps(refusal._asdict()).decode()


def _file_id(work: Work, sent: Sent, kept: Kept) -> int:
    file = work.session.scalar(select(StoredFile).where(StoredFile.sha256 == kept.sha256))
    if file is None:
        is_package = sent.content.startswith(b"PK")
        file = StoredFile(
            sha256=kept.sha256,
            size_bytes=kept.size_bytes,
            media_type=MediaType.XLSX.value if is_package else "text/csv",
        )
        work.session.add(file)
        work.session.flush()
    return file.id


def refuse_applied(work: Work, upload: Upload) -> None:
    """Refuse what can be done to a preview only.

    Raises:
        IllegalMove: the upload was applied already, and perhaps undone since.
    """
    if upload.state is UploadState.UNDONE:
        raise IllegalMove(
            f"Upload {upload.id} was applied, and undone. To take its file in again, hand it in "
            "anew. Nothing was changed."
        )
    if upload.state is not UploadState.PREVIEWED:
        on = city_day(upload.applied_at or work.now, work.zone)
        raise IllegalMove(f"Upload {upload.id} was applied already, on {on}. Nothing was changed.")


def sent_of(work: Work, files: FileStore, upload: Upload) -> Sent:
    """The file of a previewed upload, as it was handed in.

    Raises:
        NotFound: its bytes are missing from the folder of kept files.
        FileRefused: uploads of this kind are not taken any more.
    """
    if upload.kind not in KINDS:
        raise FileRefused(f"Uploads of {upload.kind} are not taken any more.")
    return Sent(
        KINDS[upload.kind],
        upload.name,
        files.read(file_of(work, upload).sha256),
        upload.department_id,
        upload.as_of,
        columns_of(upload.columns),
        sheet_of(upload.columns),
    )


def day_of(work: Work, upload: Upload) -> date:
    """The city's day on which an upload was handed in."""
    return city_day(upload.received_at, work.zone)
