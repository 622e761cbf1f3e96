"""Follow-ups, their lines, and what was said about them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from auditor.access import Through
from auditor.base import AUDITED, Audited, Base
from auditor.follow_ups.rules import FollowUpState, LineOutcome, NoteKind


class FollowUp(Audited, Base):
    """What one department is asked about flags.

    `due_on` is the last day on which an answer is on time. `state` moves only by the table in
    `rules.MOVES`; `state_reason` says why it was returned or reopened. `has_second_look` says of a
    closed one whether somebody closed it who had given none of its outcomes.
    """

    __tablename__ = "follow_ups"
    __table_args__ = (Index(None, "department_id", "state", "id"), AUDITED)

    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    question: Mapped[str]
    due_on: Mapped[date]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    assigned_to_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[FollowUpState] = mapped_column(default=FollowUpState.OPEN)
    state_at: Mapped[datetime]
    state_reason: Mapped[str | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    has_second_look: Mapped[bool | None]


class Line(Audited, Base):
    """One flag of a follow-up, with what came of it and what was done."""

    __tablename__ = "follow_up_lines"
    __table_args__ = (UniqueConstraint("follow_up_id", "flag_id"), AUDITED)

    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_ups.id"))
    flag_id: Mapped[int] = mapped_column(ForeignKey("flags.id"), index=True)
    outcome: Mapped[LineOutcome | None]
    outcome_text: Mapped[str | None]
    outcome_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    outcome_on: Mapped[date | None]
    actions: Mapped[tuple[str, ...] | None]
    action_text: Mapped[str | None]
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reported_on: Mapped[date | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    verified_on: Mapped[date | None]


class Answer(Audited, Base):
    """What the department answered; never changed, only followed by another."""

    __tablename__ = "follow_up_answers"
    __table_args__ = (AUDITED,)

    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_ups.id"), index=True)
    text: Mapped[str]
    answered_on: Mapped[date]
    is_on_paper: Mapped[bool]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime]
    recorded_through: Mapped[Through]


class AnswerFile(Audited, Base):
    """A file that was handed in with an answer."""

    __tablename__ = "follow_up_files"
    __table_args__ = (AUDITED,)

    answer_id: Mapped[int] = mapped_column(ForeignKey("follow_up_answers.id"), index=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), index=True)


class Judgement(Audited, Base):
    """That an answer was accepted for a line, or returned; never changed, the newest counts."""

    __tablename__ = "follow_up_judgements"
    __table_args__ = (AUDITED,)

    line_id: Mapped[int] = mapped_column(ForeignKey("follow_up_lines.id"), index=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("follow_up_answers.id"))
    is_accepted: Mapped[bool]
    reason: Mapped[str | None]
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    judged_at: Mapped[datetime]


class Note(Audited, Base):
    """Notice to an officer about a line, or their reply; never changed.

    It counts for the officer it names: when the finding turns out to be somebody else's, that
    person has yet to be heard.
    """

    __tablename__ = "follow_up_notes"
    __table_args__ = (AUDITED,)

    line_id: Mapped[int] = mapped_column(ForeignKey("follow_up_lines.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    kind: Mapped[NoteKind]
    noted_on: Mapped[date]
    text: Mapped[str]
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"), index=True)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime]
