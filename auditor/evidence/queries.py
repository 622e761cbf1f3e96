"""Reading documents: only by those who may."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true

from auditor.access import Actor
from auditor.approvals.model import Approval
from auditor.approvals.queries import as_ruled
from auditor.concern import concerning_approvals, own_of
from auditor.errors import NotFound
from auditor.evidence.model import Evidence, StoredFile
from auditor.follow_ups.model import Answer, AnswerFile, FollowUp, Line, Note
from auditor.people.model import User
from auditor.statements.model import Statement
from auditor.statements.queries.listed import concerning
from auditor.work import Work


def get_document(work: Work, evidence_id: int) -> Any:
    """The document's id, name, media type, size and digest.

    Raises:
        NotFound: there is none, or none that the actor may open.
    """
    found = work.session.execute(
        select(Evidence.id, Evidence.name, *_FILE)
        .join(StoredFile, StoredFile.id == Evidence.file_id)
        .outerjoin(User, User.id == Evidence.handed_in_by_id)
        .where(Evidence.id == evidence_id, _readable(work.actor))
    ).first()
    if found is None or _concerns(work, evidence_id):
        raise NotFound("There is no such document, or none that your account may open.")
    return found


def documents_among(work: Work, evidence_ids: Collection[int]) -> dict[int, str]:
    """By id the names of the documents among these that the actor may open.

    Whether one is attached to what concerns the actor is not looked at: whoever lists documents
    lists none of these, and `get_document` asks again.
    """
    found = work.session.execute(
        select(Evidence.id, Evidence.name)
        .outerjoin(User, User.id == Evidence.handed_in_by_id)
        .where(Evidence.id.in_(evidence_ids), _readable(work.actor))
    )
    return {row.id: row.name for row in found}


_FILE = (StoredFile.sha256, StoredFile.size_bytes, StoredFile.media_type)


def _readable(actor: Actor) -> ColumnElement[bool]:
    """What oversight may open, and of a department what it handed in or what was shared with it."""
    if not actor.is_confined:
        return true()
    ours = Evidence.department_id == actor.department_id
    return ours & or_(Evidence.shared_at.is_not(None), User.department_id == actor.department_id)


def _concerns(work: Work, evidence_id: int) -> bool:
    """Whether it is attached to an approval, a statement or a follow-up that concerns the actor."""
    answered = select(Answer.follow_up_id).join(AnswerFile, AnswerFile.answer_id == Answer.id)
    noted = select(Line.follow_up_id).join(Note, Note.line_id == Line.id)
    asked = select(FollowUp.id).where(
        or_(
            FollowUp.id.in_(answered.where(AnswerFile.evidence_id == evidence_id)),
            FollowUp.id.in_(noted.where(Note.evidence_id == evidence_id)),
        ),
        own_of(work).follow_ups(),
    )
    if work.session.scalar(asked.limit(1)) is not None:
        return True
    attached = work.session.scalars(
        select(Approval).where(
            or_(
                Approval.evidence_id == evidence_id,
                Approval.decision_evidence_id == evidence_id,
                Approval.revocation_evidence_id == evidence_id,
            )
        )
    ).all()
    ruled = [as_ruled(approval, work.zone) for approval in attached]
    said = select(Statement.id).where(Statement.evidence_id == evidence_id, concerning(work))
    return bool(concerning_approvals(work, ruled)) or work.session.scalar(said) is not None
