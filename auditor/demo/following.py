"""One follow-up among the invented police: asked by the office, and answered."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import select

from auditor.access import Actor
from auditor.flags.model import Flag
from auditor.flags.rules.states import FlagState
from auditor.follow_ups.service import Asked, answer, open_follow_ups
from auditor.verdicts.rules import Reason
from auditor.wiring import Turns

_QUESTION: Final = "Who went on using the tool after its approval was revoked, and what for?"
_ANSWER: Final = (
    "The unit was told on 9 August. Its accounts ran on until the end of the month; who used them "
    "says that open cases were to be finished first."
)

#: Business days, as the page proposes them.
_DAYS: Final = 10


def follow_up(office: Turns, actors: Iterable[Actor]) -> int:
    """Ask about the use after the revocation, and answer; gives how many flags are asked about."""
    with office.reading() as work:
        wanted = select(Flag.id, Flag.department_id).where(
            Flag.rule == Reason.REVOKED.value, Flag.state == FlagState.OPEN
        )
        flags = work.session.execute(wanted.order_by(Flag.id)).all()
    supervisor = next(each for each in actors if each.department_id == flags[0].department_id)
    asked = Asked(question=_QUESTION, days=_DAYS, assigned_to_id=supervisor.user_id)
    calendar = office.wiring.calendar
    with office.writing() as work:
        (asked_in,) = open_follow_ups(work, [flag.id for flag in flags], asked, calendar=calendar)
    with office.wiring.open(supervisor) as work:
        answer(work, asked_in, text=_ANSWER)
    return len(flags)
