"""Dismissing a flag: by the oversight office, with a reason, and never by who is part of it."""

from typing import Final

from sqlalchemy import func, select

from auditor.access import GRANTS, Permission
from auditor.concern import HANDLED_BY, is_concerned_by_finding, own_of
from auditor.errors import AuditorError, FieldsRefused, IllegalMove, NotAllowed, NotFound
from auditor.findings.model import Finding
from auditor.flags.model import Flag
from auditor.flags.rules.states import FlagState
from auditor.people.model import User
from auditor.reach import within_reach
from auditor.statements.model import Statement
from auditor.statements.queries.listed import concerning
from auditor.trail.acts import Act
from auditor.work import Work

#: Whoever holds one of these roles may dismiss flags.
_MAY: Final = tuple(role for role, granted in GRANTS.items() if Permission.FLAG_DISMISS in granted)

#: Why a flag in this state is not dismissed.
_STANDS: Final = {
    FlagState.IN_FOLLOW_UP: "is in a follow-up: give its line an outcome there.",
    FlagState.CLOSED: "is closed already, with the outcome of its line.",
    FlagState.DISMISSED: "is dismissed already; its page says by whom and why.",
    FlagState.CLEARED: "does not hold any more, so that there is nothing to dismiss.",
}


def dismiss_flag(work: Work, flag_id: int, *, reason: str) -> None:
    """Dismiss an open flag; while the facts stay as they are it stays dismissed.

    Args:
        reason: why; it stays on the flag, and in its history.

    Raises:
        NotFound: there is no such flag, or none within reach.
        NotAllowed: the actor may not dismiss flags, is concerned by it, or recorded the finding
            while somebody else of the office could dismiss it.
        IllegalMove: it is not open.
        FieldsRefused: no reason is given.
    """
    flag = _flag(work, flag_id)
    _refuse(work, flag)
    if not reason.strip():
        raise FieldsRefused({"reason": "Say why it is dismissed; the reason stays on the flag."})
    flag.state, flag.state_at, flag.state_reason = FlagState.DISMISSED, work.now, reason
    work.record(Act.FLAG_DISMISSED)


def refuse_dismissal(work: Work, flag_id: int) -> None:
    """Refuse whoever may not dismiss this flag, and what is not to be dismissed.

    Raises:
        NotFound, NotAllowed, IllegalMove: see `dismiss_flag`.
    """
    _refuse(work, _flag(work, flag_id))


def kept_from_dismissing(work: Work, flag_id: int) -> str | None:
    """Why the actor cannot dismiss this flag now, in words; None when they can."""
    try:
        refuse_dismissal(work, flag_id)
    except AuditorError as refusal:
        return str(refusal)
    return None


def _flag(work: Work, flag_id: int) -> Flag:
    found = work.session.scalar(
        select(Flag).where(Flag.id == flag_id, within_reach(work.actor, Flag.department_id))
    )
    if found is None:
        raise NotFound("There is no such flag, or none that your account may know of.")
    return found


def _refuse(work: Work, flag: Flag) -> None:
    work.require(Permission.FLAG_DISMISS, in_department=flag.department_id)
    if _is_concerned(work, flag):
        raise NotAllowed(f"This flag concerns you: it is handled by {HANDLED_BY}.")
    if flag.state is not FlagState.OPEN:
        raise IllegalMove(f"Flag {flag.id} {_STANDS[flag.state]}")
    if _recorded_it(work, flag) and _others_may(work):
        raise NotAllowed(
            f"You recorded finding {flag.finding_id} yourself: somebody else of the office has to "
            "judge what is flagged on it."
        )


def _is_concerned(work: Work, flag: Flag) -> bool:
    if flag.finding_id is not None:
        return is_concerned_by_finding(work, flag.finding_id)
    about = select(Statement.id).where(Statement.id == flag.statement_id, concerning(work))
    return work.session.scalar(about) is not None


def _recorded_it(work: Work, flag: Flag) -> bool:
    """Whether the actor recorded the finding, be it with another account of the same person."""
    recorder = work.session.execute(
        select(User.id, User.officer_id)
        .join(Finding, Finding.recorded_by_id == User.id)
        .where(Finding.id == flag.finding_id)
    ).first()
    if recorder is None:
        return False
    same_person = recorder.officer_id in own_of(work).officer_ids
    return recorder.id == work.actor.user_id or same_person


def _others_may(work: Work) -> bool:
    """Whether the office has more than one open account, so that another can look at it."""
    counted = select(func.count()).where(User.role.in_(_MAY), User.closed_at.is_(None))
    return (work.session.scalar(counted) or 0) > 1
