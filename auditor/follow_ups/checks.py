"""Who may take which step in a follow-up: the one path by which every step passes."""

from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import select

from auditor.access import Permission
from auditor.concern import HANDLED_BY, is_concerned_by_follow_up
from auditor.errors import FieldsRefused, NotAllowed, NotFound
from auditor.follow_ups.model import FollowUp, Line
from auditor.follow_ups.rules import FollowUpState, Move, allows, state_after
from auditor.reach import within_reach
from auditor.work import Work

#: What a step needs; every other is a judgement of the office.
_NEEDS: Final[Mapping[Move, Permission]] = {
    Move.ANSWER: Permission.FOLLOW_UP_ANSWER,
    Move.REPORT: Permission.FOLLOW_UP_ANSWER,
}


def permission_for(move: Move) -> Permission:
    """Which permission a step needs."""
    return _NEEDS.get(move, Permission.FOLLOW_UP_JUDGE)


def follow_up_to(move: Move, work: Work, follow_up_id: int) -> FollowUp:
    """The follow-up in which the actor takes this step.

    Raises:
        NotFound: there is none, or none within reach.
        NotAllowed: the actor may not take the step, or a line concerns them.
        IllegalMove: its state does not allow the step; the message says what is to be done first.
    """
    found = work.session.scalar(
        select(FollowUp).where(
            FollowUp.id == follow_up_id, within_reach(work.actor, FollowUp.department_id)
        )
    )
    if found is None:
        raise NotFound("There is no such follow-up, or none that your account may know of.")
    work.require(permission_for(move), in_department=found.department_id)
    refuse_concerned(work, follow_up_id)
    state_after(found.state, move)
    return found


def refuse_concerned(work: Work, follow_up_id: int) -> None:
    """Refuse whom a line concerns, or whose absent colleague it does: they take no step.

    Raises:
        NotAllowed: it concerns one of the two.
    """
    if is_concerned_by_follow_up(work, follow_up_id):
        raise NotAllowed(
            f"A line of this follow-up concerns you, or whom you stand in for today, so that "
            f"others have to act on it: it is handled by {HANDLED_BY}."
        )


def moves_open_to(work: Work, state: FollowUpState, department_id: int) -> frozenset[Move]:
    """The steps that the actor may take in a follow-up of this department in this state."""
    return frozenset(
        move
        for move in Move
        if allows(state, move) and work.actor.may(permission_for(move), in_department=department_id)
    )


def lines_ticked(work: Work, follow_up: FollowUp, line_ids: Collection[int]) -> list[Line]:
    """These lines of a follow-up, by number.

    Raises:
        FieldsRefused: none is named, or one that is not of this follow-up.
    """
    wanted = select(Line).where(Line.follow_up_id == follow_up.id, Line.id.in_(line_ids))
    found = list(work.session.scalars(wanted.order_by(Line.id)))
    if not found or len(found) != len({*line_ids}):
        raise FieldsRefused({"lines": "Tick at least one line of this follow-up."})
    return found
