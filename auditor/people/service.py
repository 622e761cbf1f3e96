"""Accounts: opened, edited, closed, given another password."""

from sqlalchemy import select, update

from auditor.access import OWN_DEPARTMENT_ONLY, PERSONS, Permission, Role
from auditor.departments.model import Department
from auditor.errors import ChangedMeanwhile, FieldsRefused, IllegalMove, NotAllowed, NotFound
from auditor.officers.model import Officer
from auditor.people.model import SignIn, User
from auditor.people.queries import other_administrators, user_by_email
from auditor.people.rules import Every, email_sentence, name_sentence, password_sentence
from auditor.trail.acts import Act
from auditor.work import Work


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
    email, name = email.strip(), name.strip()
    wrong = _wrong_fields(name, role=role, department=department)
    if sentence := email_sentence(email):
        wrong["email"] = sentence
    elif user_by_email(work, email):
        wrong["email"] = f"There is an account for {email} already; give it another password."
    if wrong:
        raise FieldsRefused(wrong)
    user = User(
        email=email,
        name=name,
        role=role,
        department_id=department.id if department else None,
        officer_id=officer.id if officer else None,
        password_hash=password_hash,
        is_one_time=is_one_time,
    )
    work.session.add(user)
    work.record(Act.USER_ADDED)
    return user


def edit_user(
    work: Work,
    user: User,
    *,
    name: str,
    role: Role,
    department: Department | None = None,
    officer: Officer | None = None,
) -> None:
    """Give an account another name, role, department or officer record.

    Whatever it may do from now on, it does from a new sign-in: those it has are ended, unless
    nothing but the name changed.

    Raises:
        NotAllowed: the actor does not look after accounts, or would change their own role.
        IllegalMove: the account is closed, or the last administrator's.
        FieldsRefused: role and department do not fit, or the name is none.
    """
    work.require(Permission.USER_MANAGE)
    _refuse_closed(user)
    if wrong := _wrong_fields(name.strip(), role=role, department=department):
        raise FieldsRefused(wrong)
    rights = (role, department.id if department else None, officer.id if officer else None)
    if rights != (user.role, user.department_id, user.officer_id):
        if user.id == work.actor.user_id:
            raise NotAllowed("Nobody changes their own role. Ask another administrator.")
        if role is not Role.ADMINISTRATOR:
            _refuse_last(work, user)
        user.role, user.department_id, user.officer_id = rights
        end_sign_ins(work, user)
    user.name = name.strip()
    work.record(Act.USER_EDITED)


def _wrong_fields(name: str, *, role: Role, department: Department | None) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if sentence := name_sentence(name):
        wrong["name"] = sentence
    if role not in PERSONS:
        wrong["role"] = "Choose oversight, supervisor, council or administrator."
    if role in OWN_DEPARTMENT_ONLY and department is None:
        wrong["department"] = "A supervisor belongs to one department; name it."
    if role not in OWN_DEPARTMENT_ONLY and department is not None:
        wrong["department"] = "Only a supervisor belongs to a department; leave it empty."
    return wrong


def close_user(work: Work, user: User) -> None:
    """Close an account and end every sign-in it has; what it did stays in the trail.

    Raises:
        NotAllowed: the actor does not look after accounts.
        IllegalMove: it is closed already, or the last administrator's.
    """
    work.require(Permission.USER_MANAGE)
    _refuse_closed(user)
    _refuse_last(work, user)
    user.closed_at = work.now
    end_sign_ins(work, user)
    work.record(Act.USER_CLOSED)


def reset_password(work: Work, user: User, password_hash: str) -> None:
    """Give an account a password that is good for one sign-in, and end every sign-in it has.

    Raises:
        NotAllowed: the actor does not look after accounts, or it is their own: whoever finds an
            administrator's browser open shall not make a password for it.
        IllegalMove: the account is closed.
    """
    work.require(Permission.USER_MANAGE)
    _refuse_closed(user)
    if user.id == work.actor.user_id:
        raise NotAllowed("Choose another password for yourself under “Your account”.")
    user.password_hash = password_hash
    user.is_one_time = True
    end_sign_ins(work, user)
    work.record(Act.USER_PASSWORD_RESET)


def choose_password(work: Work, user: User, password_hash: str, *, instead_of: str) -> None:
    """Give one's own account another password; every sign-in it has ends, this one too.

    Args:
        instead_of: the hash that the present password was compared with, before the turn.

    Raises:
        NotAllowed: it is somebody else's account: nobody chooses a password for another.
        ChangedMeanwhile: the account has another password by now, or was closed.
    """
    work.require(Permission.ACCOUNT_OWN)
    if user.id != work.actor.user_id:
        raise NotAllowed("Nobody chooses a password for somebody else.")
    if user.password_hash != instead_of or user.closed_at is not None:
        raise ChangedMeanwhile(
            "Your account was changed while this page was open. Sign in again to change it."
        )
    user.password_hash = password_hash
    user.is_one_time = False
    end_sign_ins(work, user)
    work.record(Act.USER_PASSWORD_SET)


def choose_mail(work: Work, user: User, every: Every) -> None:
    """Choose how often one wants mail oneself.

    Raises:
        NotAllowed: it is somebody else's account.
    """
    work.require(Permission.ACCOUNT_OWN)
    if user.id != work.actor.user_id:
        raise NotAllowed("Nobody chooses for somebody else how often they want mail.")
    user.mail_every = every
    work.record(Act.USER_MAIL_CHOSEN)


def refuse_weak(password: str, *, email: str, name: str, office: str = "") -> None:
    """Refuse a password that cannot be chosen.

    Raises:
        FieldsRefused: with the sentence for the field `password`.
    """
    if sentence := password_sentence(password, about=(email, name, office)):
        raise FieldsRefused({"password": sentence})


def end_sign_ins(work: Work, user: User) -> None:
    """End every sign-in of this account, wherever it is."""
    work.session.execute(
        update(SignIn)
        .where(SignIn.user_id == user.id, SignIn.ended_at.is_(None))
        .values(ended_at=work.now)
    )


def end_own_sign_in(work: Work, sign_in_id: int) -> None:
    """End one of the actor's own sign-ins, on whichever machine it is.

    Raises:
        NotFound: there is none with this id, it has ended, or it is somebody else's.
    """
    work.require(Permission.ACCOUNT_OWN)
    row = work.session.scalar(
        select(SignIn).where(SignIn.id == sign_in_id, SignIn.user_id == work.actor.user_id)
    )
    if row is None or row.ended_at is not None:
        raise NotFound("There is no such sign-in of yours, or it has ended.")
    row.ended_at = work.now
    work.record(Act.USER_SIGNED_OUT, user=row.user_id)


def _refuse_closed(user: User) -> None:
    if user.closed_at is not None:
        raise IllegalMove(f"The account of {user.name} is closed; open a new one instead.")


def _refuse_last(work: Work, user: User) -> None:
    if user.role is Role.ADMINISTRATOR and other_administrators(work, user) == 0:
        raise IllegalMove(
            f"{user.name} is the last administrator. Open another administrator’s account first."
        )
