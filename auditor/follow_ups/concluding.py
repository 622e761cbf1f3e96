"""Outcomes, actions and the end of a follow-up; and its reopening."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from auditor.access import GRANTS, Permission
from auditor.concern import own_accounts, own_of
from auditor.days import Calendar
from auditor.errors import FieldsRefused, IllegalMove, NotAllowed
from auditor.flags.model import Flag
from auditor.flags.rules.states import FlagState
from auditor.follow_ups.checks import follow_up_to, lines_ticked
from auditor.follow_ups.judging import complete
from auditor.follow_ups.model import FollowUp, Line
from auditor.follow_ups.queries.chosen import follow_ups_of_flags
from auditor.follow_ups.queries.shown import lines_of
from auditor.follow_ups.rules import (
    LineAction,
    LineOutcome,
    Move,
    state_after,
    why_not_yet,
    wrong_actions,
)
from auditor.people.model import User
from auditor.trail.acts import Act
from auditor.work import Work


def give_outcome(
    work: Work,
    follow_up_id: int,
    *,
    line_ids: Collection[int],
    outcome: LineOutcome,
    text: str,
    calendar: Calendar,
) -> None:
    """Give these lines one outcome; until the follow-up is closed they can be given another.

    Args:
        text: what it rests on; of *closed without result* the reason.

    Raises:
        NotFound, NotAllowed, IllegalMove: see `checks.follow_up_to`.
        FieldsRefused: nothing is ticked or said, or a line cannot have this outcome yet; names
            each such line, and none is given it.
    """
    follow_up = follow_up_to(Move.JUDGE, work, follow_up_id)
    lines = lines_ticked(work, follow_up, line_ids)
    wrong = {}
    if not text.strip():
        wrong["text"] = "Say what the outcome rests on; it stays on the line."
    if early := _too_early(work, follow_up, {line.id for line in lines}, outcome, calendar):
        wrong["lines"] = " ".join(early)
    if wrong:
        raise FieldsRefused(wrong)
    for line in lines:
        line.outcome, line.outcome_text = outcome, text
        line.outcome_by_id, line.outcome_on = work.actor.user_id, work.today
    work.session.flush()
    complete(work, follow_up)
    work.record(Act.FOLLOW_UP_JUDGED)


def _too_early(
    work: Work,
    follow_up: FollowUp,
    ticked: Collection[int],
    outcome: LineOutcome,
    calendar: Calendar,
) -> list[str]:
    found: dict[str, list[int]] = {}
    for line in lines_of(work, follow_up.id):
        if line.row.id not in ticked:
            continue
        why = why_not_yet(outcome, line.hearing, today=work.today, calendar=calendar)
        if not line.is_accepted:
            why = "the answer is neither accepted nor returned yet. Do that first."
        if why:
            found.setdefault(why, []).append(line.row.id)
    return [f"{_numbered(ids).capitalize()}: {why}" for why, ids in found.items()]


def report_actions(
    work: Work,
    follow_up_id: int,
    *,
    line_ids: Collection[int],
    actions: Collection[LineAction],
    text: str,
) -> None:
    """Report what was done about these lines; reported anew, it has to be verified anew.

    Raises:
        NotFound, NotAllowed, IllegalMove: see `checks.follow_up_to`.
        FieldsRefused: nothing is ticked or said, or the actions do not go together.
    """
    follow_up = follow_up_to(Move.REPORT, work, follow_up_id)
    lines = lines_ticked(work, follow_up, line_ids)
    wrong = {}
    if sentence := wrong_actions(actions):
        wrong["actions"] = sentence
    if not text.strip():
        wrong["text"] = "Say what was done, and when; it is what gets verified."
    if wrong:
        raise FieldsRefused(wrong)
    for line in lines:
        line.actions = tuple(action.value for action in LineAction if action in actions)
        line.action_text = text
        line.reported_by_id, line.reported_on = work.actor.user_id, work.today
        line.verified_by_id = line.verified_on = None
    work.record(Act.FOLLOW_UP_ACTIONS_REPORTED)


def verify_actions(work: Work, follow_up_id: int, *, line_ids: Collection[int]) -> None:
    """Confirm that what was reported was done; by nobody who reported it.

    Raises:
        NotFound, NotAllowed, IllegalMove: see `checks.follow_up_to`; NotAllowed too where the
            actor reported one of them, be it with another account.
        FieldsRefused: nothing is ticked, or nothing was reported of a line.
    """
    follow_up = follow_up_to(Move.VERIFY, work, follow_up_id)
    lines, own = lines_ticked(work, follow_up, line_ids), own_accounts(work)
    if missing := [line.id for line in lines if line.reported_on is None]:
        raise FieldsRefused({"lines": f"Nothing was reported of {_numbered(missing)} yet."})
    if theirs := [line.id for line in lines if line.reported_by_id in own]:
        raise NotAllowed(
            f"You reported the actions of {_numbered(theirs)} yourself: somebody else verifies "
            "them."
        )
    for line in lines:
        line.verified_by_id, line.verified_on = work.actor.user_id, work.today
    work.record(Act.FOLLOW_UP_ACTIONS_VERIFIED)


def close(work: Work, follow_up_id: int) -> None:
    """Close a follow-up whose lines all have an outcome, as a second look; its flags close too.

    Where nobody else of the office can look, it is recorded that there was no second look.

    Raises:
        NotFound, NotAllowed, IllegalMove: see `refuse_to_close`.
    """
    follow_up = refuse_to_close(work, follow_up_id)
    lines = _lines(work, follow_up)
    follow_up.state = state_after(follow_up.state, Move.CLOSE)
    follow_up.state_at, follow_up.state_reason = work.now, None
    follow_up.closed_by_id = work.actor.user_id
    follow_up.has_second_look = not _given_by_actor(work, lines)
    for line, flag in _flags(work, lines, {FlagState.IN_FOLLOW_UP}):
        flag.state, flag.state_at = FlagState.CLOSED, work.now
        flag.state_reason = f"Follow-up {follow_up.id} ended with “{line.outcome}”."
    work.record(Act.FOLLOW_UP_CLOSED)


def refuse_to_close(work: Work, follow_up_id: int) -> FollowUp:
    """Refuse whoever gave one of its outcomes, unless nobody else can close it; and what waits.

    Raises:
        NotFound, NotAllowed, IllegalMove: see `checks.follow_up_to`; NotAllowed too where somebody
            else has to look, IllegalMove where reported actions are not verified.
    """
    follow_up = follow_up_to(Move.CLOSE, work, follow_up_id)
    lines = _lines(work, follow_up)
    if waiting := [line.id for line in lines if line.reported_on and not line.verified_on]:
        raise IllegalMove(
            f"The actions of {_numbered(waiting)} are reported and not verified: have them verified"
            " first, or reported anew as they are."
        )
    theirs, others = _given_by_actor(work, lines), others_of_the_office(work, follow_up)
    if theirs and others:
        raise NotAllowed(
            f"You gave the outcome of {_numbered(theirs)}: it is closed by somebody who looks at it"
            f" anew, {' or '.join(others)}. Where they gave outcomes of it too, one of you gives"
            " all of them."
        )
    return follow_up


def _given_by_actor(work: Work, lines: Sequence[Line]) -> list[int]:
    """The lines whose outcome the actor gave, be it with another account."""
    own = own_accounts(work)
    return [line.id for line in lines if line.outcome_by_id in own]


def reopen(work: Work, follow_up_id: int, *, reason: str, days: int, calendar: Calendar) -> None:
    """Ask the department again; outcomes and actions stand until others are given.

    Args:
        days: business days it has to answer, counted from the day of receipt.

    Raises:
        NotFound, NotAllowed, IllegalMove: see `checks.follow_up_to`.
        FieldsRefused: no reason is given.
    """
    follow_up = follow_up_to(Move.REOPEN, work, follow_up_id)
    if not reason.strip():
        raise FieldsRefused({"reason": "Say why it is reopened; the department is shown it."})
    follow_up.state = state_after(follow_up.state, Move.REOPEN)
    follow_up.state_at, follow_up.state_reason = work.now, reason
    follow_up.due_on = calendar.due_on(work.now, days)
    follow_up.closed_by_id = follow_up.has_second_look = None
    for _, flag in _flags(work, _lines(work, follow_up), {FlagState.CLOSED, FlagState.OPEN}):
        flag.state, flag.state_at, flag.state_reason = FlagState.IN_FOLLOW_UP, work.now, None
    work.record(Act.FOLLOW_UP_REOPENED)


def others_of_the_office(work: Work, follow_up: FollowUp) -> list[str]:
    """The names of those besides the actor who could close it: open accounts, not concerned."""
    may = [role for role, granted in GRANTS.items() if Permission.FOLLOW_UP_JUDGE in granted]
    accounts = work.session.scalars(
        select(User)
        .where(User.role.in_(may), User.closed_at.is_(None), User.id.not_in(own_accounts(work)))
        .order_by(User.name)
    ).all()
    asked = select(FollowUp.id).where(FollowUp.id == follow_up.id)
    return [
        user.name
        for user in accounts
        if work.session.scalar(asked.where(own_of(work, user.as_actor()).follow_ups())) is None
    ]


def _lines(work: Work, follow_up: FollowUp) -> Sequence[Line]:
    wanted = select(Line).where(Line.follow_up_id == follow_up.id).order_by(Line.id)
    return work.session.scalars(wanted).all()


def _flags(
    work: Work, lines: Sequence[Line], states: Collection[FlagState]
) -> list[tuple[Line, Flag]]:
    """The lines whose flags are in one of these states, each with its flag.

    A flag that came back and is asked about in a newer follow-up is that one's to move.
    """
    newest = follow_ups_of_flags(work, [line.flag_id for line in lines])
    mine = [line for line in lines if newest[line.flag_id] == line.follow_up_id]
    pairs = [(line, work.session.get_one(Flag, line.flag_id)) for line in mine]
    return [(line, flag) for line, flag in pairs if flag.state in states]


def _numbered(ids: Sequence[int]) -> str:
    return f"line{'s' if len(ids) > 1 else ''} {', '.join(map(str, ids))}"
