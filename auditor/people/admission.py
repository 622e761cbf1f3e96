"""Signing in, in two short works with the slow check of the password between them."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from auditor.access import Permission
from auditor.people.model import SignIn, User, WrongSignIn
from auditor.people.queries import user_by_email
from auditor.people.rules import (
    ACCOUNT_TRIES,
    ADDRESS_TRIES,
    COUNTED_MINUTES,
    counted_address,
    wait_until,
)
from auditor.trail.acts import Act
from auditor.work import Work


@dataclass(frozen=True, slots=True)
class Try:
    """One try at signing in. Without `id` it has to wait, and is refused whatever the password."""

    id: int | None
    user: User | None

    @property
    def password_hash(self) -> str | None:
        """What the password is compared with; None where the answer is no in any case."""
        if self.id is None or self.user is None or self.user.closed_at is not None:
            return None
        return self.user.password_hash or None


def announce_try(work: Work, email: str, *, address: str, secret: str) -> Try:
    """Count this try as a wrong one until it turns out right, unless it has to wait.

    Args:
        address: the network address the request came from.
        secret: keys the digest under which the typed e-mail address is remembered.
    """
    work.require(Permission.SIGN_IN)
    user = user_by_email(work, email)
    account = hmac.new(secret.encode(), email.strip().lower().encode(), hashlib.sha256).hexdigest()
    address = counted_address(address)
    since = work.now - timedelta(minutes=COUNTED_MINUTES)
    work.session.execute(delete(WrongSignIn).where(WrongSignIn.at < since - timedelta(days=1)))
    for column, value, tries in (
        (WrongSignIn.account, account, ACCOUNT_TRIES),
        (WrongSignIn.address, address, ADDRESS_TRIES),
    ):
        wrong = select(WrongSignIn.at).where(column == value, WrongSignIn.at > since)
        until = wait_until(work.session.scalars(wrong).all(), tries)
        if until is not None and work.now < until:
            return Try(None, user)
    tried = WrongSignIn(account=account, address=address, at=work.now)
    work.session.add(tried)
    work.session.flush()
    return Try(tried.id, user)


def conclude_try(
    work: Work, tried: Try, *, fits: bool, instead_of: str | None = None
) -> str | None:
    """Let the person in when the password fitted; gives the new sign-in's number, else None.

    The account is read again: it may have been closed, or its password spent, meanwhile. A wrong
    one is recorded whether or not there is such an account, and takes as long; one that had to
    wait is not, so that nobody fills the trail from outside.

    Args:
        instead_of: the number of the sign-in that the same browser held; it ends.
    """
    work.require(Permission.SIGN_IN)
    if tried.id is None:
        return None
    user = work.session.get(User, tried.user.id) if tried.user else None
    if not (fits and user and tried.user) or not _stands(user, tried.user):
        work.record(Act.USER_REFUSED, user=user.id if user else None)
        return None
    take_back(work, tried)
    if user.is_one_time:
        user.password_hash = ""
    number = secrets.token_urlsafe(32)
    work.session.add(
        SignIn(key=key_of(number), user_id=user.id, created_at=work.now, last_seen_at=work.now)
    )
    work.record(Act.USER_SIGNED_IN, user=user.id)
    if instead_of:
        sign_out(work, instead_of)
    return number


def take_back(work: Work, tried: Try) -> None:
    """No longer count this try as a wrong one: the password was right."""
    work.session.execute(delete(WrongSignIn).where(WrongSignIn.id == tried.id))


def refuse_try(work: Work) -> None:
    """Record that somebody who is signed in gave a present password that was not right."""
    work.require(Permission.ACCOUNT_OWN)
    work.record(Act.USER_REFUSED, user=work.actor.user_id)


def sign_out(work: Work, number: str) -> None:
    """End this sign-in; its cookie opens nothing any more, wherever it was copied to."""
    work.require(Permission.SIGN_IN)
    row = work.session.scalar(select(SignIn).where(SignIn.key == key_of(number)))
    if row is not None and row.ended_at is None:
        row.ended_at = work.now
        work.record(Act.USER_SIGNED_OUT, user=row.user_id)


def key_of(number: str) -> str:
    """Under what a sign-in's number is found: a reader of the table could not sign in with it."""
    return hashlib.sha256(number.encode()).hexdigest()


def _stands(user: User, tried: User) -> bool:
    return user.closed_at is None and user.password_hash == tried.password_hash
