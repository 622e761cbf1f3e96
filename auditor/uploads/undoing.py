"""Undoing an upload: what it made is withdrawn, and what it changed is put back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select

from auditor.access import Permission
from auditor.base import Audited, Base
from auditor.departments.model import Department
from auditor.departments.queries import folded_department
from auditor.findings.model import Finding
from auditor.flags.service import assess
from auditor.officers.model import Assignment, Officer
from auditor.officers.queries import folded_officer
from auditor.rulings.model import Ruling
from auditor.rulings.queries import findings_about
from auditor.tools.model import Tool
from auditor.tools.queries import folded_tool
from auditor.trail.acts import Act
from auditor.trail.capture import audited_tables
from auditor.trail.queries import history
from auditor.uploads.drafts import Plan
from auditor.uploads.kinds import KINDS
from auditor.uploads.model import Upload
from auditor.uploads.queries import get_upload, told_with
from auditor.uploads.reversal import Reversal, Stays, reversal_of
from auditor.uploads.rules import UploadState, reason_undone
from auditor.uploads.taking import Turns
from auditor.work import Work


@dataclass(frozen=True, slots=True)
class Undone:
    """By whom and when an upload was undone, and what stayed as it was."""

    who: str
    at: datetime
    stays: tuple[Stays, ...]


def undo(turns: Turns, upload_id: int) -> Reversal:
    """Undo an applied upload as one act: nothing is deleted but rows of records, such as places.

    What was changed since, what is decided and what concerns the actor stays, and is named.

    Raises:
        NotAllowed: the actor may not take files in.
        NotFound: there is no such upload.
        IllegalMove: it was never applied, was undone already, or nothing of it can be undone.
    """
    with turns.writing() as work:
        work.require(Permission.UPLOAD_APPLY)
        upload = get_upload(work, upload_id)
        made = reversal_of(work, upload)
        moved = _moved(work, made)
        _write(work, made, upload)
        upload.state = UploadState.UNDONE
        work.record(Act.UPLOAD_UNDONE, stays=[list(one) for one in made.stays])
        _assess(work, upload, made, moved)
        return made


def look_at_undoing(work: Work, upload_id: int) -> Reversal:
    """What undoing the upload would do now; raises what `undo` does."""
    work.require(Permission.UPLOAD_APPLY)
    return reversal_of(work, get_upload(work, upload_id))


def undone_of(work: Work, upload: Upload) -> Undone | None:
    """How an upload was undone, from the trail; None where it was not."""
    if upload.state is not UploadState.UNDONE:
        return None
    act = history(work, [(Upload.__tablename__, upload.id)], limit=1)[0]
    stays = told_with(work, act.seq).get("stays", ())
    return Undone(act.who, act.at, tuple(Stays(*one) for one in stays))


def _write(work: Work, made: Reversal, upload: Upload) -> None:
    """Take back in the order opposite to foreign keys: what names others goes first."""
    withdrawn = {
        "withdrawn_at": work.now,
        "withdrawn_by_id": work.actor.user_id,
        "withdrawn_reason": reason_undone(upload.id),
    }
    kinds = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    for table in reversed(audited_tables()):
        kind: type[Audited] = kinds[table]
        for record_id in made.removed.get(table.name, ()):
            work.session.delete(work.session.get_one(kind, record_id))
        if back := made.back.get(table.name):
            work.change_many(kind, back)
            _fold_anew(work, table.name, [row["id"] for row in back])
        if ids := made.withdrawn.get(table.name):
            work.change_many(kind, [{"id": one, **withdrawn} for one in ids])


#: By table, the kind of record whose searches look in what is folded of it.
_FOLDED: Final[Mapping[str, Any]] = {
    Department.__tablename__: (
        Department,
        lambda row: folded_department(row.code, row.name, row.aliases),
    ),
    Officer.__tablename__: (
        Officer,
        lambda row: folded_officer(
            row.family_name,
            row.given_name,
            middle=row.middle_name,
            former=row.former_names,
            employee_id=row.employee_id,
        ),
    ),
    Tool.__tablename__: (Tool, lambda row: folded_tool(row.name, row.vendor, row.aliases)),
}


def _fold_anew(work: Work, record: str, ids: Iterable[int]) -> None:
    if record in _FOLDED:
        kind, folded = _FOLDED[record]
        rows = work.session.scalars(select(kind).where(kind.id.in_(list(ids)))).all()
        work.change_many(kind, [{"id": row.id, "folded": folded(row)} for row in rows])


def _moved(work: Work, made: Reversal) -> Sequence[int]:
    """The officers of whom an assignment will be taken out, so that nothing leads to them then."""
    ids = made.removed.get(Assignment.__tablename__, ())
    return work.session.scalars(
        select(Assignment.officer_id).where(Assignment.id.in_(ids)).distinct()
    ).all()


def _assess(work: Work, upload: Upload, made: Reversal, moved: Sequence[int]) -> None:
    """Bring verdicts and flags to what the records say now, as after an upload."""
    because = f"upload {upload.id} was undone"
    changes = {record: list(rows) for record, rows in made.back.items()}
    for record, withdrawn in made.withdrawn.items():
        changes[record] = [*changes.get(record, ()), *({"id": one} for one in withdrawn)]
    if rulings := [row["id"] for row in changes.get(Ruling.__tablename__, ())]:
        # A withdrawn ruling is about the same findings as before.
        about = work.session.scalars(select(Ruling).where(Ruling.id.in_(rulings))).all()
        assess(work, findings_about(about), because=because)
    elif (kind := KINDS.get(upload.kind)) is not None and kind.after is not None:
        kind.after(work, Plan(changes=changes), {})
    if moved:
        assess(work, Finding.officer_id.in_(moved), because=because)
