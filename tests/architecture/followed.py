"""Follow-ups for the register: of one line each, and one for each state that a step needs."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from auditor.access import Through
from auditor.flags.model import Flag
from auditor.flags.rules.states import FlagState
from auditor.follow_ups.model import Answer, FollowUp, Judgement, Line, Note
from auditor.follow_ups.rules import FollowUpState, LineOutcome, NoteKind
from auditor.tools.model import Tool
from auditor.trail.acts import Act
from auditor.work import Work
from tests.home.factory import make_finding

#: By the name of its id: its state, and whether its answer was accepted.
_STATES = {
    "follow_up_id": (FollowUpState.OPEN, False),
    "answered_follow_up_id": (FollowUpState.ANSWERED, False),
    "accepted_follow_up_id": (FollowUpState.ANSWERED, True),
    "judged_follow_up_id": (FollowUpState.OUTCOMES_GIVEN, True),
    "closed_follow_up_id": (FollowUpState.CLOSED, True),
}


def make_follow_ups(
    work: Work, tool: Tool, of: Mapping[str, tuple[int, int]], supervisor_id: int
) -> dict[str, dict[str, int]]:
    """Ids by name and by whose they are.

    Args:
        of: by whose, the department and the officer.
    """
    made: dict[str, dict[str, int]] = {name: {} for name in _STATES}
    for whose, (department_id, officer_id) in of.items():
        for name, (state, is_accepted) in _STATES.items():
            finding = make_finding(work, tool, department_id, officer_id=officer_id)
            line = _line(work, department_id, finding.id, state)
            if name == "follow_up_id":
                _noticed_and_reported(work, line, officer_id, supervisor_id)
            if state is not FollowUpState.OPEN:
                _answered(work, line, is_accepted=is_accepted)
            if state in {FollowUpState.OUTCOMES_GIVEN, FollowUpState.CLOSED}:
                line.outcome = LineOutcome.UNFOUNDED
                work.record(Act.FOLLOW_UP_JUDGED)
            made[name][whose] = line.follow_up_id
    return made


def _line(work: Work, department_id: int, finding_id: int, state: FollowUpState) -> Line:
    flag = work.session.scalars(select(Flag).where(Flag.finding_id == finding_id)).one()
    is_closed = state is FollowUpState.CLOSED
    flag.state = FlagState.CLOSED if is_closed else FlagState.IN_FOLLOW_UP
    follow_up = FollowUp(
        department_id=department_id,
        question="Who allowed it?",
        due_on=date(2026, 1, 20),
        asked_at=work.now,
        state=state,
        state_at=work.now,
        has_second_look=True if is_closed else None,
    )
    work.session.add(follow_up)
    work.session.flush()
    line = Line(follow_up_id=follow_up.id, flag_id=flag.id)
    work.session.add(line)
    work.record(Act.FOLLOW_UP_OPENED)
    return line


def _noticed_and_reported(work: Work, line: Line, officer_id: int, supervisor_id: int) -> None:
    line.actions, line.action_text = ("training",), "In May."
    line.reported_by_id, line.reported_on = supervisor_id, work.today
    work.record(Act.FOLLOW_UP_ACTIONS_REPORTED)
    work.session.add(
        Note(
            line_id=line.id,
            officer_id=officer_id,
            kind=NoteKind.NOTICE,
            noted_on=work.today,
            text="By letter.",
            recorded_at=work.now,
        )
    )
    work.record(Act.FOLLOW_UP_NOTICE_GIVEN)


def _answered(work: Work, line: Line, *, is_accepted: bool) -> None:
    answer = Answer(
        follow_up_id=line.follow_up_id,
        text="A sergeant tried it.",
        answered_on=work.today,
        is_on_paper=False,
        recorded_at=work.now,
        recorded_through=Through.PAGE,
    )
    work.session.add(answer)
    work.record(Act.FOLLOW_UP_ANSWERED)
    if is_accepted:
        work.session.add(
            Judgement(line_id=line.id, answer_id=answer.id, is_accepted=True, judged_at=work.now)
        )
        work.record(Act.FOLLOW_UP_ACCEPTED)
