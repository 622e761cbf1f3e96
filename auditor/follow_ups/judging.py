"""Whether a department's answer is accepted or returned, line by line."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from auditor.days import Calendar
from auditor.errors import FieldsRefused, IllegalMove
from auditor.follow_ups.checks import follow_up_to, lines_ticked
from auditor.follow_ups.model import Answer, FollowUp, Judgement, Line
from auditor.follow_ups.rules import Move, allows, state_after
from auditor.trail.acts import Act
from auditor.work import Work


def return_answer(
    work: Work,
    follow_up_id: int,
    *,
    line_ids: Collection[int],
    reason: str,
    days: int,
    calendar: Calendar,
) -> None:
    """Return the newest answer about these lines; the department has to answer again.

    Args:
        days: business days it has for that, counted from the day of receipt.

    Raises:
        NotFound, NotAllowed, IllegalMove: see `checks.follow_up_to`; IllegalMove too where it was
            accepted already.
        FieldsRefused: no line is ticked, or no reason is given.
    """
    follow_up = follow_up_to(Move.RETURN, work, follow_up_id)
    lines = lines_ticked(work, follow_up, line_ids)
    if not reason.strip():
        raise FieldsRefused({"reason": "Say what is lacking: the department has to know."})
    _judge(work, follow_up, lines, is_accepted=False, reason=reason)
    follow_up.due_on = calendar.due_on(work.now, days)
    follow_up.state = state_after(follow_up.state, Move.RETURN)
    follow_up.state_at, follow_up.state_reason = work.now, reason
    work.record(Act.FOLLOW_UP_RETURNED)


def accept_answer(work: Work, follow_up_id: int) -> None:
    """Accept the newest answer for every line.

    Raises:
        NotFound, NotAllowed, IllegalMove: see `checks.follow_up_to`; IllegalMove too where it was
            accepted already.
    """
    follow_up = follow_up_to(Move.ACCEPT, work, follow_up_id)
    lines = work.session.scalars(select(Line).where(Line.follow_up_id == follow_up.id)).all()
    _judge(work, follow_up, lines, is_accepted=True, reason=None)
    work.session.flush()
    complete(work, follow_up)
    work.record(Act.FOLLOW_UP_ACCEPTED)


def is_judged(work: Work, follow_up_id: int) -> bool:
    """Whether the newest answer was accepted or returned already; True without any answer."""
    newest = _newest_answer(work, follow_up_id)
    judged = select(Judgement.id).where(Judgement.answer_id == newest).limit(1)
    return newest is None or work.session.scalar(judged) is not None


def complete(work: Work, follow_up: FollowUp) -> None:
    """Have a follow-up know that every line is accepted and has its outcome, where that is so."""
    lines = select(Line.id, Line.outcome).where(Line.follow_up_id == follow_up.id)
    judged = select(Judgement.line_id, Judgement.is_accepted).join(Line)
    accepted = {
        row.line_id: row.is_accepted
        for row in work.session.execute(
            judged.where(Line.follow_up_id == follow_up.id).order_by(Judgement.id)
        )
    }
    is_whole = all(
        row.outcome is not None and accepted.get(row.id) for row in work.session.execute(lines)
    )
    if is_whole and allows(follow_up.state, Move.COMPLETE):
        follow_up.state = state_after(follow_up.state, Move.COMPLETE)
        follow_up.state_at, follow_up.state_reason = work.now, None


def _newest_answer(work: Work, follow_up_id: int) -> int | None:
    newest = select(Answer.id).where(Answer.follow_up_id == follow_up_id).order_by(Answer.id.desc())
    return work.session.scalars(newest.limit(1)).first()


def _judge(
    work: Work,
    follow_up: FollowUp,
    lines: Sequence[Line],
    *,
    is_accepted: bool,
    reason: str | None,
) -> None:
    if is_judged(work, follow_up.id):
        raise IllegalMove("This answer is accepted already: give each line its outcome.")
    answer_id = _newest_answer(work, follow_up.id)
    for line in lines:
        work.session.add(
            Judgement(
                line_id=line.id,
                answer_id=answer_id,
                is_accepted=is_accepted,
                reason=reason,
                judged_by_id=work.actor.user_id,
                judged_at=work.now,
            )
        )
