"""The columns of follow-ups: those of the sheet, a row for each line, and those of histories."""

from collections.abc import Mapping
from enum import StrEnum
from functools import partial
from typing import Final

from auditor.columns import I_D_C, NOT_COUNCIL, Column, Shape
from auditor.follow_ups.rules import FollowUpState, LineAction, LineOutcome

_told: Final = partial(Column, audiences=I_D_C, uploaded=False)

#: What a closed follow-up reads in every report when nobody but who gave its outcomes closed it.
NO_SECOND_LOOK: Final = "closed, no second look"


class StateTold(StrEnum):
    """Where a follow-up stands, as reports tell it."""

    OPEN = FollowUpState.OPEN.value
    ANSWERED = FollowUpState.ANSWERED.value
    RETURNED = FollowUpState.RETURNED.value
    OUTCOMES_GIVEN = FollowUpState.OUTCOMES_GIVEN.value
    CLOSED = FollowUpState.CLOSED.value
    CLOSED_ALONE = NO_SECOND_LOOK


def state_told(state: FollowUpState, *, has_second_look: bool | None) -> str:
    """The state, and of a closed follow-up whether it had no second look."""
    return NO_SECOND_LOOK if has_second_look is False else state.value


_QUESTION: Final = Column(
    "Question",
    "question",
    "What the department is asked.",
    audiences=NOT_COUNCIL,
    uploaded=False,
)
_STATE: Final = _told(
    "State",
    "state",
    "Where it stands; “closed, no second look” where whoever gave outcomes closed it too.",
    Shape.WORD,
    vocabulary=StateTold,
)
_DUE_ON: Final = _told("Due on", "due_on", "The last day on which an answer is on time.", Shape.DAY)
_LAST_ANSWER_ON: Final = _told(
    "Last answer on",
    "answered_on",
    "The day of its newest answer, or the date of the paper on which it came.",
    Shape.DAY,
)
_OUTCOME: Final = _told(
    "Outcome", "outcome", "What came of the flag.", Shape.WORD, vocabulary=LineOutcome
)
_ACTIONS: Final = _told(
    "Actions",
    "actions",
    "What was reported to have been done about it.",
    Shape.VOCABULARY_WORDS,
    vocabulary=LineAction,
)
_VERIFIED_ON: Final = _told(
    "Verified on",
    "verified_on",
    "The day on which somebody else than who reported the actions verified them.",
    Shape.DAY,
)

#: The sheet.
SHEET: Final = (
    _told("Follow-up", "follow_up_id", "The number of the follow-up.", Shape.NUMBER),
    _told("Line", "line_id", "The number of the line; a line is about one flag.", Shape.NUMBER),
    _told("Flag", "flag_id", "The number of the flag.", Shape.NUMBER),
    _told("Finding", "finding_id", "The number of the finding it remarks on.", Shape.NUMBER),
    _told("Department", "department", "The department that is asked."),
    _STATE,
    _QUESTION,
    _told("Opened on", "opened_on", "The day on which the department was asked.", Shape.DAY),
    _DUE_ON,
    _told(
        "Days overdue",
        "days_overdue",
        "Calendar days since an answer was due that is still owed; 0 where none is.",
        Shape.NUMBER,
    ),
    _told("Answers", "answers", "How many answers it has had.", Shape.NUMBER),
    _LAST_ANSWER_ON,
    _OUTCOME,
    _ACTIONS,
    _VERIFIED_ON,
)

_said: Final = partial(Column, audiences=NOT_COUNCIL, uploaded=False)

#: What histories tell, by record.
TOLD: Final[Mapping[str, tuple[Column, ...]]] = {
    "follow_ups": (
        _QUESTION,
        _DUE_ON,
        _said("Expected from", "assigned_to_id", "Whose answer is expected."),
        _STATE,
        _said("State reason", "state_reason", "Why it was returned or reopened."),
    ),
    "follow_up_lines": (
        _OUTCOME,
        _said("Outcome rests on", "outcome_text", "What the outcome rests on."),
        _ACTIONS,
        _said("Actions in words", "action_text", "What was done, and when."),
        _VERIFIED_ON,
    ),
    "follow_up_answers": (
        _said("Answer", "text", "What the department answered."),
        _LAST_ANSWER_ON,
    ),
}
