"""Deputies: named by a supervisor for the days of a leave, and bound by what binds both."""

from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from auditor.access import GRANTS, Permission
from auditor.errors import FieldsRefused, IllegalMove, NotFound
from auditor.people.model import Deputation, User
from auditor.trail.acts import Act
from auditor.work import Work

#: The roles of those who can be named.
_ROLES: Final = [role for role, may in GRANTS.items() if Permission.DEPUTY_NAME in may]


class Choice(NamedTuple):
    """An account that can be named."""

    id: int
    name: str


def stands_in_for(work: Work, user_id: int | None) -> User | None:
    """In whose place an account acts today, by the days named; None on every other day."""
    return work.session.scalar(
        select(User)
        .join(Deputation, Deputation.user_id == User.id)
        .where(
            Deputation.deputy_id == user_id,
            Deputation.ended_at.is_(None),
            Deputation.since <= work.today,
            Deputation.until >= work.today,
        )
    )


def id_of_whose_place(work: Work) -> int | None:
    """The id of the account in whose place the actor acts today; None where it is in their own."""
    absent = stands_in_for(work, work.actor.user_id)
    return absent.id if absent is not None else None


def choices_of_deputies(work: Work) -> list[Choice]:
    """The other supervisors of the actor's department with an open account, by name.

    Raises:
        NotAllowed: the actor is no supervisor.
    """
    work.require(Permission.DEPUTY_NAME)
    found = work.session.execute(
        select(User.id, User.name)
        .where(
            User.role.in_(_ROLES),
            User.department_id == work.actor.department_id,
            User.closed_at.is_(None),
            User.id != work.actor.user_id,
        )
        .order_by(User.name, User.id)
    )
    return [Choice(*row) for row in found]


def own_deputations(work: Work) -> list[Any]:
    """Whom the actor named, and for whom the actor was named: the latest first day first."""
    absent, deputy = aliased(User), aliased(User)
    return list(
        work.session.execute(
            select(
                *Deputation.__table__.c, absent.name.label("absent"), deputy.name.label("deputy")
            )
            .join(absent, absent.id == Deputation.user_id)
            .join(deputy, deputy.id == Deputation.deputy_id)
            .where(_has_part(work.actor.user_id))
            .order_by(Deputation.since.desc(), Deputation.id.desc())
            .limit(50)
        )
    )


def name_deputy(work: Work, deputy_id: int, *, since: date, until: date) -> Deputation:
    """Name another supervisor of one's own department as deputy, for days that lie ahead.

    In any days a supervisor stands in for one other at the most, and nobody stands in for a
    deputy: whose concerns bind whom stays plain.

    Args:
        since, until: the first and the last day, both inclusive.

    Raises:
        NotAllowed: the actor is no supervisor.
        FieldsRefused: the deputy or the days cannot be.
    """
    work.require(Permission.DEPUTY_NAME)
    if deputy_id not in {each.id for each in choices_of_deputies(work)}:
        raise FieldsRefused(
            {"deputy": "Choose another supervisor of your department with an open account."}
        )
    if wrong := _wrong_days(since, until, today=work.today):
        raise FieldsRefused(wrong)
    for field, user_id, who in (
        ("since", work.actor.user_id, "You are represented by"),
        ("deputy", deputy_id, "Whom you chose is represented by"),
    ):
        if taken := _taken(work, user_id, since=since, until=until):
            raise FieldsRefused({field: _sentence(who, taken)})
    named = Deputation(
        user_id=work.actor.user_id,
        deputy_id=deputy_id,
        since=since,
        until=until,
        named_at=work.now,
    )
    work.session.add(named)
    work.record(Act.DEPUTY_NAMED)
    return named


def end_deputation(work: Work, deputation_id: int) -> None:
    """End the days of one's own deputy at once, or call them off before they begin.

    Raises:
        NotAllowed: the actor is no supervisor.
        NotFound: there is none, or somebody else named it: a deputy does not end it.
        IllegalMove: it has ended already.
    """
    work.require(Permission.DEPUTY_NAME)
    found = work.session.scalar(
        select(Deputation).where(
            Deputation.id == deputation_id, Deputation.user_id == work.actor.user_id
        )
    )
    if found is None:
        raise NotFound("You named no such deputy.")
    if found.ended_at is not None or found.until < work.today:
        raise IllegalMove("The days of this deputy have ended already.")
    found.ended_at = work.now
    work.record(Act.DEPUTY_ENDED)


def _wrong_days(since: date, until: date, *, today: date) -> dict[str, str]:
    if since < today:
        return {
            "since": f"The first day, {since}, is over: what was decided in days that are over "
            f"was decided without a deputy. Give a day from {today} on."
        }
    if until < since:
        return {"until": f"The last day, {until}, lies before the first, {since}: correct one."}
    return {}


def _taken(work: Work, user_id: int | None, *, since: date, until: date) -> Deputation | None:
    """Days among these on which an account has a deputy already, or is one."""
    return work.session.scalar(
        select(Deputation)
        .where(
            _has_part(user_id),
            Deputation.ended_at.is_(None),
            Deputation.since <= until,
            Deputation.until >= since,
        )
        .order_by(Deputation.since)
        .limit(1)
    )


def _has_part(user_id: int | None) -> ColumnElement[bool]:
    return or_(Deputation.user_id == user_id, Deputation.deputy_id == user_id)


def _sentence(who: str, taken: Deputation) -> str:
    return (
        f"{who} a deputy or standing in for somebody already from {taken.since} to "
        f"{taken.until}: give other days, or let whoever named that deputy end it first."
    )
