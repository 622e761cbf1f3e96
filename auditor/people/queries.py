"""Reading accounts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select

from auditor.access import Permission, Role
from auditor.departments.model import Department
from auditor.errors import NotFound
from auditor.people.model import User
from auditor.work import Work


def user_by_email(work: Work, email: str) -> User | None:
    """The account with this e-mail address, in any case; None when there is none."""
    return work.session.scalar(select(User).where(func.lower(User.email) == email.strip().lower()))


def get_user(work: Work, user_id: int) -> User:
    """The account.

    Raises:
        NotFound: there is none.
    """
    user = work.session.get(User, user_id)
    if user is None:
        raise NotFound("There is no such account.")
    return user


def users(work: Work) -> Sequence[Row[Any]]:
    """Every account with its department's name: open ones first, then by e-mail address.

    Raises:
        NotAllowed: the actor does not look after accounts.
    """
    work.require(Permission.USER_MANAGE)
    return work.session.execute(
        select(
            User.id,
            User.email,
            User.name,
            User.role,
            User.closed_at,
            Department.name.label("department"),
        )
        .outerjoin(Department, Department.id == User.department_id)
        .order_by(User.closed_at.is_not(None), User.email)
    ).all()


def open_administrators(work: Work) -> int:
    """How many administrators could still sign in."""
    counted = select(func.count()).where(User.role == Role.ADMINISTRATOR, User.closed_at.is_(None))
    return work.session.scalar(counted) or 0


def names_of_users(work: Work, ids: Sequence[int | None]) -> dict[int, str]:
    """Id to name, for the users among `ids`."""
    wanted = {user_id for user_id in ids if user_id is not None}
    found = work.session.execute(select(User.id, User.name).where(User.id.in_(wanted)))
    return {user_id: name for user_id, name in found}  # noqa: C416 - a Row is no tuple to mypy
