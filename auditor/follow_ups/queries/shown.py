"""One follow-up with everything about it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased

from auditor.concern import Concealed, own_of
from auditor.departments.model import Department
from auditor.errors import NotFound
from auditor.evidence.model import Evidence
from auditor.flags.model import Flag
from auditor.follow_ups.model import Answer, AnswerFile, FollowUp, Judgement, Line, Note
from auditor.follow_ups.queries.chosen import about_findings
from auditor.follow_ups.rules import Hearing, NoteKind
from auditor.people.model import User
from auditor.people.queries import names_of_users
from auditor.reach import within_reach
from auditor.work import Work

#: Columns of `LineShown.row` and `AnswerShown.row` that name an account.
_BY: Final = ("outcome_by_id", "reported_by_id", "verified_by_id")


class LineShown(NamedTuple):
    """A line with its flag and its finding, and what was said about it.

    Attributes:
        judgement: the newest on it; None while none of the answers was judged.
        notes: notices and replies, in order, whoever they were given to or came from.
        hearing: whether the officer whom the finding is about now was heard.
    """

    row: Any
    judgement: Any | None
    notes: Sequence[Any]
    hearing: Hearing

    @property
    def is_accepted(self) -> bool:
        """Whether the department’s answer was accepted for it."""
        return self.judgement is not None and self.judgement.is_accepted


class AnswerShown(NamedTuple):
    """An answer with the files handed in with it: id and name of each."""

    row: Any
    files: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """One follow-up with everything about it; `names` of accounts by their id."""

    row: Any
    lines: Sequence[LineShown]
    answers: Sequence[AnswerShown]
    names: Mapping[int, str]


def get_follow_up(work: Work, follow_up_id: int) -> Shown | Concealed:
    """The follow-up with everything about it; `Concealed` where a line concerns the reader.

    Raises:
        NotFound: there is none, or none within reach.
    """
    own, assigned = own_of(work).follow_ups(), aliased(User)
    row = work.session.execute(
        select(
            *FollowUp.__table__.c,
            own.label("is_own"),
            Department.name.label("department"),
            assigned.name.label("assigned_to"),
        )
        .join(Department, Department.id == FollowUp.department_id)
        .outerjoin(assigned, assigned.id == FollowUp.assigned_to_id)
        .where(FollowUp.id == follow_up_id, within_reach(work.actor, FollowUp.department_id))
    ).first()
    if row is None:
        raise NotFound("There is no such follow-up, or none that your account may know of.")
    if row.is_own:
        return Concealed(follow_up_id)
    lines, answers = lines_of(work, follow_up_id), _answers(work, follow_up_id)
    ids = {row.asked_by_id, row.closed_by_id}
    ids |= {getattr(line.row, name) for line in lines for name in _BY}
    ids |= {line.judgement.judged_by_id for line in lines if line.judgement}
    ids |= {note.recorded_by_id for line in lines for note in line.notes}
    ids |= {answer.row.recorded_by_id for answer in answers}
    return Shown(row, lines, answers, names_of_users(work, ids))


def lines_of(work: Work, follow_up_id: int) -> list[LineShown]:
    """The lines of a follow-up, by number, each with what was said about it."""
    wanted = about_findings(*Line.__table__.c).join(Line, Line.flag_id == Flag.id)
    rows = work.session.execute(
        wanted.where(Line.follow_up_id == follow_up_id).order_by(Line.id)
    ).all()
    judged = {each.line_id: each for each in _said(work, Judgement, follow_up_id)}
    notes: dict[int, list[Any]] = defaultdict(list)
    for note in _said(work, Note, follow_up_id):
        notes[note.line_id].append(note)
    return [
        LineShown(row, judged.get(row.id), notes[row.id], hearing_of(row.officer_id, notes[row.id]))
        for row in rows
    ]


def hearing_of(officer_id: int | None, notes: Sequence[Any]) -> Hearing:
    """Whether an officer was heard, by what passed between the office and that same officer."""
    days: dict[NoteKind, list[Any]] = defaultdict(list)
    for note in notes:
        if note.officer_id == officer_id:
            days[note.kind].append(note.noted_on)
    noticed = min(days[NoteKind.NOTICE], default=None)
    return Hearing(officer_id, noticed, min(days[NoteKind.REPLY], default=None))


def _said(work: Work, kind: type[Judgement | Note], follow_up_id: int) -> Sequence[Any]:
    wanted = select(*kind.__table__.c).join(Line, Line.id == kind.line_id)
    if kind is Note:
        wanted = wanted.add_columns(Evidence.shared_at).outerjoin(
            Evidence, Evidence.id == Note.evidence_id
        )
    return work.session.execute(
        wanted.where(Line.follow_up_id == follow_up_id).order_by(kind.id)
    ).all()


def _answers(work: Work, follow_up_id: int) -> list[AnswerShown]:
    rows = work.session.execute(
        select(*Answer.__table__.c)
        .where(Answer.follow_up_id == follow_up_id)
        .order_by(Answer.id.desc())
    ).all()
    files: dict[int, list[Any]] = defaultdict(list)
    for file in work.session.execute(
        select(AnswerFile.answer_id, Evidence.id, Evidence.name)
        .join(Evidence, Evidence.id == AnswerFile.evidence_id)
        .where(AnswerFile.answer_id.in_([row.id for row in rows]))
        .order_by(AnswerFile.id)
    ):
        files[file.answer_id].append(file)
    return [AnswerShown(row, files[row.id]) for row in rows]
