"""Documents: kept before the turn is taken, handed in with a step, opened by those who may."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from auditor.access import Permission
from auditor.errors import FieldsRefused
from auditor.evidence.model import Evidence, StoredFile
from auditor.evidence.queries import get_document
from auditor.evidence.rules import MediaType, kept_name, media_type_of, why_not
from auditor.store import FileStore
from auditor.trail.acts import Act
from auditor.work import Work


@dataclass(frozen=True, slots=True)
class Document:
    """A document whose bytes are on disk already, while no record names it yet."""

    sha256: str
    size_bytes: int
    media_type: MediaType
    name: str


def keep_document(files: FileStore, content: bytes, name: str) -> Document:
    """Put a document on disk; outside of any writing work, for it waits for the disk.

    Args:
        name: as its sender called it; its folders are dropped.

    Raises:
        FieldsRefused: it is none that is kept; the sentence stands under `document`.
    """
    media_type = media_type_of(content)
    if (sentence := why_not(content)) or media_type is None:
        raise FieldsRefused({"document": sentence})
    kept = files.keep(content)
    return Document(kept.sha256, kept.size_bytes, media_type, kept_name(name))


def hand_in(work: Work, document: Document, *, department_id: int | None, shows: str) -> Evidence:
    """Record a document that was kept; the act is the caller's to name.

    Args:
        department_id: whose it is; its supervisors may open what their department handed in.
        shows: what it was handed in to show.
    """
    file = work.session.scalar(select(StoredFile).where(StoredFile.sha256 == document.sha256))
    if file is None:
        file = StoredFile(
            sha256=document.sha256,
            size_bytes=document.size_bytes,
            media_type=document.media_type.value,
        )
        work.session.add(file)
        work.session.flush()
    evidence = Evidence(
        file_id=file.id,
        name=document.name,
        shows=shows,
        department_id=department_id,
        handed_in_by_id=work.actor.user_id,
        handed_in_at=work.now,
    )
    work.session.add(evidence)
    work.session.flush()
    return evidence


def open_document(work: Work, evidence_id: int) -> Any:
    """Record that the actor opens a document; gives its name and digest, see `get_document`.

    Raises:
        NotAllowed: the actor opens no files.
        NotFound: there is none, or none that the actor may open.
    """
    work.require(Permission.FILE_READ)
    found = get_document(work, evidence_id)
    work.record(Act.FILE_OPENED, evidence=evidence_id, sha256=found.sha256)
    return found
