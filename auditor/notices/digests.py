"""Telling people once a day what waits for them; and the head of a department, after a while."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final, NamedTuple

from sqlalchemy import select

from auditor.access import SYSTEM, Actor, Permission
from auditor.concern import own_of
from auditor.days import city_day
from auditor.follow_ups.model import FollowUp
from auditor.jobs.model import JobRun
from auditor.jobs.rules import Outcome
from auditor.notices.model import Notice
from auditor.notices.rules import Before, is_business_day, to_tell
from auditor.notices.service import write_notice
from auditor.notices.waits import escalated, waiting_for
from auditor.notices.wording import Said, escalation, in_sentences, to_office
from auditor.people.model import User
from auditor.people.queries import oversight_accounts, user_by_email
from auditor.people.rules import Every
from auditor.uploads.taking import Turns
from auditor.work import Work

#: The job that does it, once a day.
DIGEST: Final = "notices-digest"

#: So many of its runs are looked at for the last day on which people were told: some weeks.
_RUNS: Final = 60


class Letter(NamedTuple):
    """A notice to be written, once for its occasion."""

    occasion: str
    user_id: int | None
    address: str | None
    subject: str
    said: list[Said]


def write_digests(turns: Turns) -> int:
    """Write everybody's notice of today, and tell heads; gives how many notices are new.

    None is written on a day on which the city does not work, none to whom nothing is to be told,
    and none for a second time.

    Raises:
        NotAllowed: the actor may not run jobs.
    """
    with turns.reading() as work:
        work.require(Permission.JOB_RUN)
        if not is_business_day(work.today, work.parameters.holidays):
            return 0
        letters = [*_digests(work), *_escalations(work)]
    with turns.writing() as work:
        written = _written(work, letters)
        new = [letter for letter in letters if letter.occasion not in written]
        for letter in new:
            write_notice(
                work,
                letter.user_id,
                letter.subject,
                letter.said,
                address=letter.address,
                occasion=letter.occasion,
            )
        return len(new)


def last_told(work: Work) -> Before | None:
    """The last day before today on which people were told; None if they never were.

    Where the job ran more than once on that day, its first run counts: what came after it was
    told to nobody.
    """
    ran = select(JobRun.started_at).where(JobRun.job == DIGEST, JobRun.outcome == Outcome.DONE)
    moments = work.session.scalars(ran.order_by(JobRun.id.desc()).limit(_RUNS))
    days = [Before(city_day(moment, work.zone), moment) for moment in moments]
    holidays = work.parameters.holidays
    told = [each for each in days if each.day < work.today and is_business_day(each.day, holidays)]
    newest = max((each.day for each in told), default=None)
    return min((each for each in told if each.day == newest), default=None)


def _digests(work: Work) -> Iterator[Letter]:
    before = last_told(work)
    users = select(User).where(User.closed_at.is_(None)).order_by(User.id)
    for user in work.session.scalars(users).all():
        as_they_see_it = replace(work, actor=user.as_actor())
        told = to_tell(
            waiting_for(as_they_see_it),
            user.mail_every or Every.BUSINESS_DAY,
            today=work.today,
            before=before,
            parameters=work.parameters,
        )
        if told:
            said = in_sentences(told, today=work.today, parameters=work.parameters)
            subject = f"What waits for you: {work.today.isoformat()}"
            yield Letter(f"digest {work.today} for {user.id}", user.id, None, subject, said)


def _escalations(work: Work) -> Iterator[Letter]:
    office = oversight_accounts(work)
    days = work.parameters.escalated_business_days
    for row in escalated(work):
        about = {"department": row.department, "due_on": row.due_on, "days": days}
        occasion = f"follow-up {row.id} overdue since {row.due_on}"
        subject = f"An answer of {row.department} is overdue"
        is_told = bool(row.head_email) and not _concerns_head(work, row)
        if is_told:
            said = [Said(escalation(row.id, **about), f"/follow-ups/{row.id}")]
            yield Letter(f"{occasion} for the head", None, row.head_email, subject, said)
        said = [Said(to_office(row.id, is_told=is_told, **about), f"/follow-ups/{row.id}")]
        for user in office:
            if not _concerns(work, row.id, user.as_actor()):
                yield Letter(f"{occasion} for {user.id}", user.id, None, subject, said)


def _concerns_head(work: Work, row: Any) -> bool:
    # Under their address they may stand in the register, and an account may say as which officer.
    user = user_by_email(work, row.head_email)
    officer_id = user.officer_id if user is not None else None
    head = replace(SYSTEM, email=row.head_email, officer_id=officer_id)
    return _concerns(work, row.id, head)


def _concerns(work: Work, follow_up_id: int, actor: Actor) -> bool:
    theirs = own_of(work, actor).follow_ups()
    wanted = select(FollowUp.id).where(FollowUp.id == follow_up_id, theirs)
    return work.session.scalar(wanted) is not None


def _written(work: Work, letters: Iterable[Letter]) -> set[str]:
    occasions = [letter.occasion for letter in letters]
    found = work.session.scalars(select(Notice.occasion).where(Notice.occasion.in_(occasions)))
    return {occasion for occasion in found if occasion}
