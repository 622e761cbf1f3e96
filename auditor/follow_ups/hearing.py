"""Hearing the officer: notice about lines of a follow-up, and what the officer replies."""

from collections.abc import Collection, Sequence
from datetime import date

from auditor.errors import FieldsRefused
from auditor.evidence.service import Document, hand_in
from auditor.follow_ups.checks import follow_up_to, lines_ticked
from auditor.follow_ups.model import FollowUp, Note
from auditor.follow_ups.queries.shown import LineShown, lines_of
from auditor.follow_ups.rules import Move, NoteKind
from auditor.trail.acts import Act
from auditor.work import Work


def give_notice(
    work: Work,
    follow_up_id: int,
    *,
    line_ids: Collection[int],
    text: str,
    document: Document | None = None,
    document_on: date | None = None,
) -> None:
    """Record that the officers of these lines were given notice: today, or on a letter's date.

    Args:
        text: how, and what they were told.
        document: the letter, kept already.
        document_on: the letter's date; the days for a reply are counted from it.

    Raises:
        NotFound, NotAllowed, IllegalMove: see `checks.follow_up_to`.
        FieldsRefused: nothing is ticked or said, nobody is identified on a line, or a date is
            given without its letter, or cannot be.
    """
    follow_up = follow_up_to(Move.NOTIFY, work, follow_up_id)
    lines = _ticked(work, follow_up, line_ids)
    wrong = _wrong(work, follow_up, text, on=document_on)
    if document_on is not None and document is None:
        wrong["document"] = "A date counts only with the letter that bears it: attach it."
    if bare := [line.row.id for line in lines if line.row.officer_id is None]:
        wrong["lines"] = f"Nobody is identified whom notice could be given to: line {_all(bare)}."
    if wrong:
        raise FieldsRefused(wrong)
    _note(work, lines, NoteKind.NOTICE, text, document=document, on=document_on, is_shared=False)
    work.record(Act.FOLLOW_UP_NOTICE_GIVEN)


def record_reply(
    work: Work,
    follow_up_id: int,
    *,
    line_ids: Collection[int],
    text: str,
    document: Document | None,
    document_on: date | None = None,
    is_shared: bool = False,
) -> None:
    """Record what one officer replied about these lines, with the paper or the mail that says so.

    Args:
        text: what was replied, in short; it is shown to the office alone.
        document: the reply, kept already; it ends the days of waiting, so that one is needed.
        is_shared: whether the department's supervisors may open it.

    Raises:
        NotFound, NotAllowed, IllegalMove: see `checks.follow_up_to`.
        FieldsRefused: nothing is ticked, said or attached, the lines are not all one officer's, or
            that officer was given no notice before.
    """
    follow_up = follow_up_to(Move.REPLY, work, follow_up_id)
    lines = _ticked(work, follow_up, line_ids)
    wrong = _wrong(work, follow_up, text, on=document_on)
    if document is None:
        wrong["document"] = "Attach the reply: the letter, the mail, or the signed record of it."
    if len({line.row.officer_id for line in lines}) > 1:
        wrong["lines"] = "Tick the lines of one officer: a reply speaks for nobody else."
    on = document_on or work.today
    early = [line.row.id for line in lines if (line.hearing.noticed_on or date.max) > on]
    if early and "lines" not in wrong:
        wrong["lines"] = f"No notice was given before that day about line {_all(early)}."
    if wrong:
        raise FieldsRefused(wrong)
    _note(work, lines, NoteKind.REPLY, text, document=document, on=document_on, is_shared=is_shared)
    work.record(Act.FOLLOW_UP_REPLY_RECORDED)


def _ticked(work: Work, follow_up: FollowUp, line_ids: Collection[int]) -> list[LineShown]:
    ids = {line.id for line in lines_ticked(work, follow_up, line_ids)}
    return [line for line in lines_of(work, follow_up.id) if line.row.id in ids]


def _wrong(work: Work, follow_up: FollowUp, text: str, *, on: date | None) -> dict[str, str]:
    wrong = {}
    if not text.strip():
        wrong["text"] = "Say in short what was said, and how."
    asked_on = follow_up.asked_at.astimezone(work.zone).date()
    if on is not None and not asked_on <= on <= work.today:
        wrong["document_on"] = f"The date lies between {asked_on}, when this was asked, and today."
    return wrong


def _note(
    work: Work,
    lines: Sequence[LineShown],
    kind: NoteKind,
    text: str,
    *,
    document: Document | None,
    on: date | None,
    is_shared: bool,
) -> None:
    evidence_id = None
    if document is not None:
        told = work.session.get_one(FollowUp, lines[0].row.follow_up_id)
        shows = f"a {kind} about follow-up {told.id}"
        paper = hand_in(work, document, department_id=told.department_id, shows=shows)
        paper.shared_at = work.now if is_shared else None
        evidence_id = paper.id
    for line in lines:
        work.session.add(
            Note(
                line_id=line.row.id,
                officer_id=line.row.officer_id,
                kind=kind,
                noted_on=on or work.today,
                text=text,
                evidence_id=evidence_id,
                recorded_by_id=work.actor.user_id,
                recorded_at=work.now,
            )
        )


def _all(ids: Sequence[int]) -> str:
    return ", ".join(map(str, ids))
