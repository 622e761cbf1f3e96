"""Reading accounts."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from auditor.access import Permission, Role
from auditor.departments.model import Department
from auditor.errors import NotFound
from auditor.officers.model import Officer
from auditor.people.model import SignIn, User
from auditor.people.rules import email_sentence, is_over
from auditor.work import Work


class Account(NamedTuple):
    """An account as it is listed; `is_one_time` while its owner has yet to choose a password."""

    id: int
    email: str
    name: str
    role: Role
    department: str | None
    is_one_time: bool
    closed_at: datetime | None


class OpenSignIn(NamedTuple):
    """A sign-in of one's own that has not ended; `key` is told from that of this request."""

    id: int
    key: str
    created_at: datetime
    last_seen_at: datetime


def user_by_email(work: Work, email: str) -> User | None:
    """The account with this e-mail address, in any case; None when there is none."""
    email = email.strip().lower()
    if email_sentence(email):
        return None  # Nor would every database take such a text to look for.
    return work.session.scalar(select(User).where(func.lower(User.email) == email))


def get_user(work: Work, user_id: int) -> User:
    """The account, for whoever looks after accounts, or its owner.

    Raises:
        NotFound: there is none.
        NotAllowed: it is somebody else's, and the actor does not look after accounts.
    """
    if user_id != work.actor.user_id:
        work.require(Permission.USER_MANAGE)
    user = work.session.get(User, user_id)
    if user is None:
        raise NotFound("There is no such account.")
    return user


def users(work: Work) -> list[Account]:
    """Every account with its department's name: open ones first, then by e-mail address.

    Raises:
        NotAllowed: the actor does not look after accounts.
    """
    work.require(Permission.USER_MANAGE)
    found = work.session.execute(
        select(
            User.id,
            User.email,
            User.name,
            User.role,
            Department.name,
            User.is_one_time,
            User.closed_at,
        )
        .outerjoin(Department, Department.id == User.department_id)
        .order_by(User.closed_at.is_not(None), User.email)
    )
    return [Account(*row) for row in found]


def belongings(work: Work, user: User) -> tuple[Department | None, Officer | None]:
    """The department an account belongs to, and the officer record of its person, if any."""
    department_id, officer_id = user.department_id, user.officer_id
    department = work.session.get(Department, department_id) if department_id else None
    return department, work.session.get(Officer, officer_id) if officer_id else None


def open_sign_ins(work: Work) -> list[OpenSignIn]:
    """The actor's own sign-ins that have ended neither by hand nor by time, newest first."""
    work.require(Permission.ACCOUNT_OWN)
    found = work.session.execute(
        select(SignIn.id, SignIn.key, SignIn.created_at, SignIn.last_seen_at)
        .where(SignIn.user_id == work.actor.user_id, SignIn.ended_at.is_(None))
        .order_by(SignIn.id.desc())
    )
    rows = [OpenSignIn(*row) for row in found]
    return [row for row in rows if not is_over(row.created_at, row.last_seen_at, work.now)]


def oversight_accounts(work: Work) -> list[User]:
    """The open accounts of the oversight office, for whoever has to tell it something."""
    wanted = select(User).where(User.role == Role.OVERSIGHT, User.closed_at.is_(None))
    return list(work.session.scalars(wanted.order_by(User.id)))


def other_administrators(work: Work, user: User) -> int:
    """How many administrators besides this one could still sign in."""
    counted = select(func.count()).where(
        User.role == Role.ADMINISTRATOR,
        User.closed_at.is_(None),
        User.password_hash != "",  # A password good for one sign-in that has been used.
        User.id != user.id,
    )
    return work.session.scalar(counted) or 0


def names_of_users(work: Work, ids: Collection[int | None]) -> dict[int, str]:
    """Id to name, for the users among `ids`."""
    wanted = {user_id for user_id in ids if user_id is not None}
    found = work.session.execute(select(User.id, User.name).where(User.id.in_(wanted)))
    return {user_id: name for user_id, name in found}  # noqa: C416 - a Row is no tuple to mypy
