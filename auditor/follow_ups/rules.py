"""A follow-up's life as a table, and when an outcome may be given."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from auditor.days import Calendar
from auditor.errors import IllegalMove


class FollowUpState(StrEnum):
    """Where a follow-up stands; whether it is overdue is computed, never a state."""

    OPEN = "open"
    ANSWERED = "answered"
    RETURNED = "returned"
    OUTCOMES_GIVEN = "outcomes given"
    CLOSED = "closed"


class Move(StrEnum):
    """A step that somebody takes in a follow-up, as it stands after “to”."""

    ASSIGN = "assign"
    NOTIFY = "give notice"
    REPLY = "record a reply"
    ANSWER = "answer"
    RETURN = "return the answer"
    ACCEPT = "accept the answer"
    JUDGE = "give an outcome"
    COMPLETE = "give the last outcome"
    REPORT = "report actions"
    VERIFY = "verify actions"
    CLOSE = "close"
    REOPEN = "reopen"


class LineOutcome(StrEnum):
    """What came of a flag."""

    SUSTAINED = "sustained"
    PARTIALLY_SUSTAINED = "partially sustained"
    NOT_SUSTAINED = "not sustained"
    EXONERATED = "exonerated"
    UNFOUNDED = "unfounded"
    POLICY_FAILURE = "policy failure"
    NO_RULE_EXISTED = "no rule existed"
    WITHOUT_RESULT = "closed without result"


class LineAction(StrEnum):
    """What was done about it."""

    ACCOUNT_CLOSED = "account closed"
    ACCESS_REVOKED = "access revoked"
    TRAINING = "training"
    VERBAL_REPRIMAND = "verbal reprimand"
    WRITTEN_REPRIMAND = "written reprimand"
    SUSPENSION = "suspension"
    DEMOTION = "demotion"
    TERMINATION = "termination"
    RESIGNED = "resigned before outcome"
    REFERRAL = "referral"
    POLICY_CHANGE = "policy change"
    DATA_ERASED = "data erased at vendor"
    NONE = "none"


class NoteKind(StrEnum):
    """What passed between the office and an officer."""

    NOTICE = "notice"
    REPLY = "reply"


_S: Final = FollowUpState
_M: Final = Move

#: In these a department owes the office an answer.
OWING: Final = frozenset({_S.OPEN, _S.RETURNED})

#: Steps that change no state, by the states in which they can be taken.
_STAYS: Final[Mapping[Move, Collection[FollowUpState]]] = {
    _M.ASSIGN: (_S.OPEN, _S.ANSWERED, _S.RETURNED),
    _M.NOTIFY: (_S.OPEN, _S.ANSWERED, _S.RETURNED, _S.OUTCOMES_GIVEN),
    _M.REPLY: (_S.OPEN, _S.ANSWERED, _S.RETURNED, _S.OUTCOMES_GIVEN),
    _M.ACCEPT: (_S.ANSWERED,),
    _M.JUDGE: (_S.ANSWERED, _S.OUTCOMES_GIVEN),
    _M.REPORT: (_S.OPEN, _S.ANSWERED, _S.RETURNED, _S.OUTCOMES_GIVEN),
    _M.VERIFY: (_S.OPEN, _S.ANSWERED, _S.RETURNED, _S.OUTCOMES_GIVEN),
}

#: From which state, by which step, to which state.
MOVES: Final[Mapping[tuple[FollowUpState, Move], FollowUpState]] = {
    (_S.OPEN, _M.ANSWER): _S.ANSWERED,
    (_S.RETURNED, _M.ANSWER): _S.ANSWERED,
    (_S.ANSWERED, _M.RETURN): _S.RETURNED,
    (_S.ANSWERED, _M.COMPLETE): _S.OUTCOMES_GIVEN,
    (_S.OUTCOMES_GIVEN, _M.CLOSE): _S.CLOSED,
    (_S.CLOSED, _M.REOPEN): _S.OPEN,
    **{(state, move): state for move, states in _STAYS.items() for state in states},
}

#: What is to be done first, by the state it is in.
_FIRST: Final[Mapping[FollowUpState, str]] = {
    _S.OPEN: "the department has to answer first.",
    _S.RETURNED: "the department has to answer again first.",
    _S.ANSWERED: "the answer is to be returned or accepted, and each line given an outcome.",
    _S.OUTCOMES_GIVEN: "each line has its outcome, so that it is to be closed.",
    _S.CLOSED: "reopen it first, with a reason.",
}

#: Business days that an officer has for a reply, once given notice.
DAYS_TO_REPLY: Final = 10

#: Outcomes that hold nothing against an officer: they wait for no notice and no reply.
CLEARING: Final = frozenset({LineOutcome.UNFOUNDED, LineOutcome.EXONERATED})

#: Outcomes that can be given while nobody is identified who could be heard.
ABOUT_NOBODY: Final = CLEARING | {
    LineOutcome.POLICY_FAILURE,
    LineOutcome.NO_RULE_EXISTED,
    LineOutcome.WITHOUT_RESULT,
}


def allows(state: FollowUpState, move: Move) -> bool:
    """Whether a follow-up in this state can be moved so."""
    return (state, move) in MOVES


def state_after(state: FollowUpState, move: Move) -> FollowUpState:
    """The state that `move` leads to.

    Raises:
        IllegalMove: `state` does not allow it; the message says what is to be done first.
    """
    if not allows(state, move):
        raise IllegalMove(f"This follow-up is {state}, so that nobody can {move}: {_FIRST[state]}")
    return MOVES[state, move]


def days_overdue(state: FollowUpState, due_on: date, today: date) -> int:
    """Whole calendar days past `due_on`; 0 on that day itself, and when no answer is owed."""
    return max(0, (today - due_on).days) if state in OWING else 0


@dataclass(frozen=True, slots=True)
class Hearing:
    """Whether the officer of a line was heard.

    Attributes:
        officer_id: whom the finding is about now; None where nobody is identified.
        noticed_on: the first day on which that officer was given notice.
        replied_on: the day of that officer's first reply after a notice.
    """

    officer_id: int | None
    noticed_on: date | None = None
    replied_on: date | None = None

    def waits_until(self, calendar: Calendar) -> date | None:
        """The last day on which a reply is waited for; None before notice and after a reply."""
        if self.noticed_on is None or self.replied_on is not None:
            return None
        return calendar.after(self.noticed_on, DAYS_TO_REPLY)


def why_not_yet(
    outcome: LineOutcome, hearing: Hearing, *, today: date, calendar: Calendar
) -> str | None:
    """Why this outcome cannot be given yet, in words that follow “Line 3: ”; None when it can."""
    if outcome in CLEARING:
        return None
    if hearing.officer_id is None:
        if outcome in ABOUT_NOBODY:
            return None
        return (
            f"nobody is identified whom “{outcome}” could be said of. Name the officer on the "
            "finding, or choose an outcome about nobody, such as “policy failure”."
        )
    if hearing.noticed_on is None:
        return (
            "no notice was given to the officer. Give it first; only “unfounded” and “exonerated” "
            "wait for none."
        )
    last = hearing.waits_until(calendar)
    if last is not None and today <= last:
        return (
            f"notice was given on {hearing.noticed_on}, and the officer may reply until {last}. "
            "Record the reply, or wait until that day is over."
        )
    return None


def wrong_actions(actions: Collection[LineAction]) -> str | None:
    """Why these cannot be reported together; None when they can."""
    if not actions:
        return "Choose what was done; “none” where nothing was."
    if LineAction.NONE in actions and len(actions) > 1:
        return "“none” stands alone: untick it, or the others."
    return None
