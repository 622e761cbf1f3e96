"""The steps of a follow-up as pages take them: what each asks for, says and does."""

from collections.abc import Callable, Collection, Sequence
from typing import Any, Final, NamedTuple

from auditor.errors import AuditorError, IllegalMove
from auditor.follow_ups import concluding, judging, taking
from auditor.follow_ups.checks import follow_up_to
from auditor.follow_ups.forms import (
    ActionsForm,
    AnswerForm,
    AssigningForm,
    LinesForm,
    NoticeForm,
    OutcomeForm,
    ReopeningForm,
    ReplyForm,
    ReturningForm,
    StepForm,
)
from auditor.follow_ups.queries.shown import LineShown
from auditor.follow_ups.rules import Move
from auditor.wiring import Turns
from auditor.work import Work


class Step(NamedTuple):
    """One step as a page of its own.

    Attributes:
        word: the last part of its address.
        explains: what it does, for whoever is about to take it.
        take: keeps what is attached, and takes the step in a turn as short as can be.
        done: what is said once it is taken.
        offers: whether a line can be ticked, given the accounts of whoever asks; None for a step
            about the follow-up as a whole.
        refuse: refuses whoever may not take it now.
    """

    move: Move
    word: str
    title: str
    button: str
    explains: str
    form: type[StepForm]
    take: Callable[[Turns, int, Any], object]
    done: str
    offers: Callable[[LineShown, Collection[int]], bool] | None = None
    refuse: Callable[[Work, int], object] | None = None

    def check(self, work: Work, follow_up_id: int) -> None:
        """Refuse whoever may not take it now, before anything is shown or kept.

        Raises:
            NotFound, NotAllowed, IllegalMove: see `checks.follow_up_to`.
        """
        follow_up_to(self.move, work, follow_up_id)
        if self.refuse is not None:
            self.refuse(work, follow_up_id)

    def kept_from(self, work: Work, follow_up_id: int) -> str | None:
        """Why the actor cannot take it now, in words; None when they can."""
        try:
            self.check(work, follow_up_id)
        except AuditorError as refusal:
            return str(refusal)
        return None


def _refuse_judged(work: Work, follow_up_id: int) -> None:
    if judging.is_judged(work, follow_up_id):
        raise IllegalMove("The newest answer is accepted already: give each line its outcome.")


#: In the order in which their buttons stand.
STEPS: Final[Sequence[Step]] = (
    Step(
        Move.ANSWER,
        "answer",
        "Answer",
        "Send the answer",
        "One answer speaks for all lines. It stays as it is; whatever is lacking is asked for.",
        AnswerForm,
        taking.take_answer,
        "Follow-up {} is answered.",
    ),
    Step(
        Move.ACCEPT,
        "accept",
        "Accept the answer",
        "Accept the answer",
        "The newest answer is taken as it is for every line; the outcomes come next.",
        StepForm,
        taking.take_accept,
        "The answer to follow-up {} is accepted.",
        refuse=_refuse_judged,
    ),
    Step(
        Move.RETURN,
        "return",
        "Return the answer",
        "Return it",
        "The department has to answer again about the ticked lines. What it answered stays.",
        ReturningForm,
        taking.take_return,
        "The answer to follow-up {} is returned.",
        offers=lambda _line, _own: True,
        refuse=_refuse_judged,
    ),
    Step(
        Move.JUDGE,
        "outcomes",
        "Give outcomes",
        "Give the outcome",
        "The ticked lines are given the same outcome. Those that hold something against an officer "
        "wait for the officer’s reply, or for ten business days after notice.",
        OutcomeForm,
        taking.take_outcome,
        "Outcomes are given in follow-up {}.",
        offers=lambda line, _own: line.is_accepted,
    ),
    Step(
        Move.CLOSE,
        "close",
        "Close",
        "Close it",
        "This is the second look: every line has its outcome, and every action that was reported "
        "is verified. Its flags are closed with it.",
        StepForm,
        taking.take_close,
        "Follow-up {} is closed.",
        refuse=concluding.refuse_to_close,
    ),
    Step(
        Move.REOPEN,
        "reopen",
        "Reopen",
        "Reopen it",
        "The department is asked again. Outcomes and actions stand until others are given.",
        ReopeningForm,
        taking.take_reopen,
        "Follow-up {} is open again.",
    ),
    Step(
        Move.VERIFY,
        "verify",
        "Verify actions",
        "They were done",
        "Only tick what you have seen to be done. What you reported yourself others verify.",
        LinesForm,
        taking.take_verification,
        "Actions are verified in follow-up {}.",
        offers=lambda line, own: (
            line.row.reported_on is not None
            and line.row.verified_on is None
            and line.row.reported_by_id not in own
        ),
    ),
    Step(
        Move.REPORT,
        "actions",
        "Report actions",
        "Report them",
        "The same is reported of all ticked lines; somebody else verifies it. Reported anew, it "
        "is verified anew.",
        ActionsForm,
        taking.take_actions,
        "Actions are reported in follow-up {}.",
        offers=lambda _line, _own: True,
    ),
    Step(
        Move.NOTIFY,
        "notice",
        "Give notice",
        "Record the notice",
        "The officers of the ticked lines are told what is asked about them, and have ten business "
        "days for a reply.",
        NoticeForm,
        taking.take_notice,
        "Notice is recorded in follow-up {}.",
        offers=lambda line, _own: line.row.officer_id is not None,
    ),
    Step(
        Move.REPLY,
        "reply",
        "Record a reply",
        "Record the reply",
        "Tick the lines of one officer who was given notice; the reply ends the days of waiting.",
        ReplyForm,
        taking.take_reply,
        "A reply is recorded in follow-up {}.",
        offers=lambda line, _own: line.hearing.noticed_on is not None,
    ),
    Step(
        Move.ASSIGN,
        "assign",
        "Say who is to answer",
        "Save",
        "Any supervisor of the department may answer; this says whose answer is expected.",
        AssigningForm,
        taking.take_assignment,
        "Follow-up {} is assigned.",
    ),
)
