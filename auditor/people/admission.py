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
from auditor.people.rules import ACCOUNT_TRIES, ADDRESS_TRIES, COUNTED_MINUTES, wait_until
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
    since = work.now - timedelta(minutes=COUNTED_MINUTES)
    work.session.execute(delete(WrongSignIn).where(WrongSignIn.at < since - timedelta(days=1)))
    for column, value, tries in (
        (WrongSignIn.account, account, ACCOUNT_TRIES),
        (WrongSignIn.address, address, ADDRESS_TRIES),
    ):
        wrong = select(WrongSignIn.at).where(column == value, WrongSignIn.at > since)
        until = wait_until(list(work.session.scalars(wrong)), tries)
        if until is not None and work.now < until:
            return Try(None, user)
    tried = WrongSignIn(account=account, address=address, at=work.now)
    work.session.add(tried)
    work.session.flush()
    return Try(tried.id, user)


def conclude_try(work: Work, tried: Try, *, fits: bool) -> str | None:
    """Let the person in when the password fitted; gives the new sign-in's number, else None.

    The account is read again: it may have been closed, or its password spent, meanwhile.
    """
    if tried.user is None or tried.id is None:
        return None
    user = work.session.get_one(User, tried.user.id)
    if not fits or user.closed_at is not None or user.password_hash != tried.user.password_hash:
        work.record(Act.USER_REFUSED, user=user.id)
        return None
    work.session.execute(delete(WrongSignIn).where(WrongSignIn.id == tried.id))
    if user.is_one_time:
        user.password_hash = ""
    number = secrets.token_urlsafe(32)
    work.session.add(
        SignIn(key=key_of(number), user_id=user.id, created_at=work.now, last_seen_at=work.now)
    )
    work.record(Act.USER_SIGNED_IN, user=user.id)
    return number


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
