"""The people who sign in, their sign-ins, and the wrong ones."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from auditor.access import Actor, Role, Through
from auditor.base import AUDITED, BY_DIGEST, Audited, Base, Id
from auditor.people.rules import Every


class User(Audited, Base):
    """A person with an account. Accounts are closed, never deleted: the trail refers to them.

    `is_one_time` says that the password was made by the operator and is good for one sign-in;
    at that sign-in it is spent (`password_hash` emptied), and the person chooses their own.
    `mail_every` is None for who has not chosen: they are told on every business day.
    """

    __tablename__ = "users"
    __table_args__ = (AUDITED,)

    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[Role]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    password_hash: Mapped[str] = mapped_column(info={BY_DIGEST: True})
    is_one_time: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None]
    mail_every: Mapped[Every | None]

    def as_actor(self, through: Through = Through.PAGE, account: str | None = None) -> Actor:
        return Actor(
            self.name,
            self.role,
            self.id,
            self.department_id,
            self.officer_id,
            self.email,
            through,
            account,
        )


class Deputation(Audited, Base):
    """For which days a supervisor, `user_id`, named another one their deputy; both inclusive.

    Nothing says that it is running: that is asked for a day. An ended one counts on no day.
    """

    __tablename__ = "deputations"
    __table_args__ = (AUDITED,)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    since: Mapped[date]
    until: Mapped[date]
    named_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SignIn(Base):
    """One sign-in. The cookie holds the number whose SHA-256 is `key`; nothing here opens it."""

    __tablename__ = "sign_ins"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class WrongSignIn(Base):
    """A sign-in that was tried. It is written before the password is checked, and taken back when
    it was right, so that tries made at the same moment count too. `account` is a keyed digest:
    people type passwords into the field for the address.
    """

    __tablename__ = "wrong_sign_ins"
    __table_args__ = (Index(None, "account", "at"), Index(None, "address", "at"))

    id: Mapped[Id]
    account: Mapped[str]
    address: Mapped[str]
    at: Mapped[datetime]
