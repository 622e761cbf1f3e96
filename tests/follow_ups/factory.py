"""Follow-ups for tests: asked, answered and ended as people do it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from auditor.access import Actor, Role
from auditor.days import Calendar
from auditor.evidence.rules import MediaType
from auditor.evidence.service import Document
from auditor.flags.model import Flag
from auditor.follow_ups.concluding import give_outcome
from auditor.follow_ups.hearing import give_notice
from auditor.follow_ups.judging import accept_answer
from auditor.follow_ups.model import FollowUp, Line
from auditor.follow_ups.rules import LineOutcome
from auditor.follow_ups.service import Asked, answer, open_follow_ups
from tests.conftest import MORNING, ZONE, OpenWork
from tests.findings.factory import FEB_5, City, make_finding
from tests.people.factory import make_user

CALENDAR = Calendar(ZONE, frozenset(), 17)

#: Four weeks after the notice: the officers’ days for a reply are over.
LATER = MORNING + timedelta(days=28)


def paper(content: bytes = b"signed") -> Document:
    """A document that is said to be kept already."""
    return Document(content.hex().rjust(64, "0"), len(content), MediaType.TEXT, "letter.txt")


def make_member(work: OpenWork, name: str = "Tom Reed") -> Actor:
    """One more member of the office."""
    email = f"{name.split(maxsplit=1)[0].lower()}@city.example"
    with work() as w:
        return make_user(w, Role.OVERSIGHT, email, name=name).as_actor()


def make_flags(work: OpenWork, city: City, officers: Sequence[int | None]) -> list[int]:
    """A finding of each with one open flag; gives the flags."""
    with work(city.ines) as w:
        findings = [
            make_finding(
                w,
                city.tool,
                city.hpd,
                officer_id=officer,
                first_used_on=FEB_5,
                purposes=("training",),  # Else it is flagged for want of a case too.
            )
            for officer in officers
        ]
        wanted = select(Flag.id).where(Flag.finding_id.in_(findings)).order_by(Flag.finding_id)
        return list(w.session.scalars(wanted))


def ask(
    work: OpenWork, actor: Actor, flags: Sequence[int], *, per_officer: bool = False
) -> list[int]:
    asked = Asked(question="Who allowed it?", days=10, per_officer=per_officer)
    with work(actor) as w:
        return open_follow_ups(w, flags, asked, calendar=CALENDAR)


def lines(work: OpenWork, follow_up_id: int) -> list[Line]:
    with work(reading=True) as w:
        wanted = select(Line).where(Line.follow_up_id == follow_up_id).order_by(Line.id)
        return list(w.session.scalars(wanted))


def ids(work: OpenWork, follow_up_id: int) -> list[int]:
    return [line.id for line in lines(work, follow_up_id)]


def row(work: OpenWork, follow_up_id: int) -> FollowUp:
    with work(reading=True) as w:
        return w.session.get_one(FollowUp, follow_up_id)


def states(work: OpenWork) -> list[str]:
    """Of every flag, in order."""
    with work(reading=True) as w:
        return [str(state) for state in w.session.scalars(select(Flag.state).order_by(Flag.id))]


def answered(work: OpenWork, city: City, flags: Sequence[int]) -> int:
    """Asked by Ines, answered by Sam, and accepted."""
    (asked,) = ask(work, city.ines, flags)
    with work(city.sam) as w:
        answer(w, asked, text="A sergeant tried it.")
    with work(city.ines) as w:
        accept_answer(w, asked)
    return asked


def notice(work: OpenWork, city: City, follow_up_id: int) -> None:
    with work(city.ines) as w:
        give_notice(w, follow_up_id, line_ids=ids(work, follow_up_id), text="By letter.")


def judge(
    work: OpenWork,
    actor: Actor,
    follow_up_id: int,
    outcome: LineOutcome = LineOutcome.UNFOUNDED,
    *,
    line_ids: Sequence[int] = (),
    at: datetime = LATER,
) -> None:
    with work(actor, at) as w:
        give_outcome(
            w,
            follow_up_id,
            line_ids=line_ids or ids(work, follow_up_id),
            outcome=outcome,
            text="By what the log shows.",
            calendar=CALENDAR,
        )
