"""Accounts: opened, edited, closed, given another password."""

import re
from typing import Final

from sqlalchemy import update

from auditor.access import PERSONS, Permission, Role
from auditor.departments.model import Department
from auditor.errors import FieldsRefused, IllegalMove
from auditor.officers.model import Officer
from auditor.people.model import SignIn, User
from auditor.people.queries import open_administrators, user_by_email
from auditor.people.rules import password_sentence
from auditor.trail.acts import Act
from auditor.work import Work

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def add_user(
    work: Work,
    email: str,
    *,
    name: str,
    role: Role,
    password_hash: str,
    is_one_time: bool,
    department: Department | None = None,
    officer: Officer | None = None,
) -> User:
    """Open an account.

    Args:
        password_hash: made before the turn was taken.
        is_one_time: the password is good for one sign-in, at which its owner chooses another.
        officer: the officer record of this person, if they are one.

    Raises:
        NotAllowed: the actor does not look after accounts.
        FieldsRefused: the address is taken or none, or role and department do not fit.
    """
    work.require(Permission.USER_MANAGE)
    email = email.strip()
    if wrong := _wrong_fields(work, email, name, role=role, department=department):
        raise FieldsRefused(wrong)
    user = User(
        email=email,
        name=name.strip(),
        role=role,
        department_id=department.id if department else None,
        officer_id=officer.id if officer else None,
        password_hash=password_hash,
        is_one_time=is_one_time,
    )
    work.session.add(user)
    work.record(Act.USER_ADDED)
    return user


def _wrong_fields(
    work: Work, email: str, name: str, *, role: Role, department: Department | None
) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not _EMAIL.fullmatch(email):
        wrong["email"] = f"“{email}” is no e-mail address; write one such as ada@city.example."
    elif user_by_email(work, email):
        wrong["email"] = f"There is an account for {email} already; give it another password."
    if not name.strip():
        wrong["name"] = "Enter the person’s name."
    if role not in PERSONS:
        wrong["role"] = "Choose oversight, supervisor, council or administrator."
    if role is Role.SUPERVISOR and department is None:
        wrong["department"] = "A supervisor belongs to one department; name it."
    if role is not Role.SUPERVISOR and department is not None:
        wrong["department"] = "Only a supervisor belongs to a department; leave it empty."
    return wrong


def close_user(work: Work, user: User) -> None:
    """Close an account and end every sign-in it has; what it did stays in the trail.

    Raises:
        NotAllowed: the actor does not look after accounts.
        IllegalMove: it is closed already, or the last administrator's.
    """
    work.require(Permission.USER_MANAGE)
    if user.closed_at is not None:
        raise IllegalMove(f"The account of {user.name} is closed already.")
    if user.role is Role.ADMINISTRATOR and open_administrators(work) == 1:
        raise IllegalMove(
            f"{user.name} is the last administrator. Open another administrator’s account first."
        )
    user.closed_at = work.now
    end_sign_ins(work, user)
    work.record(Act.USER_CLOSED)


def reset_password(work: Work, user: User, password_hash: str) -> None:
    """Give an account a password that is good for one sign-in, and end every sign-in it has.

    Raises:
        NotAllowed: the actor does not look after accounts.
        IllegalMove: the account is closed.
    """
    work.require(Permission.USER_MANAGE)
    if user.closed_at is not None:
        raise IllegalMove(f"The account of {user.name} is closed; open a new one instead.")
    user.password_hash = password_hash
    user.is_one_time = True
    end_sign_ins(work, user)
    work.record(Act.USER_PASSWORD_RESET)


def choose_password(work: Work, user: User, password_hash: str) -> None:
    """Give one's own account another password; every sign-in it has ends, this one too.

    Raises:
        NotAllowed: it is somebody else's account.
    """
    work.require(Permission.ACCOUNT_OWN)
    if user.id != work.actor.user_id:
        work.require(Permission.USER_MANAGE)
    user.password_hash = password_hash
    user.is_one_time = False
    end_sign_ins(work, user)
    work.record(Act.USER_PASSWORD_SET)


def refuse_weak(password: str, *, email: str, name: str) -> None:
    """Refuse a password that cannot be chosen.

    Raises:
        FieldsRefused: with the sentence for the field `password`.
    """
    if sentence := password_sentence(password, about=(email, name)):
        raise FieldsRefused({"password": sentence})


def end_sign_ins(work: Work, user: User) -> None:
    """End every sign-in of this account, wherever it is."""
    work.session.execute(
        update(SignIn)
        .where(SignIn.user_id == user.id, SignIn.ended_at.is_(None))
        .values(ended_at=work.now)
    )
