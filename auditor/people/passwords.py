"""Hashing passwords, which takes long and much memory on purpose: never inside a writing work."""

import secrets
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from auditor.errors import Busy
from auditor.settings import Settings

#: How many passwords are hashed at the same moment: each takes 64 MiB.
AT_ONCE: Final = 4

#: How long one waits for another's password to be hashed, in seconds.
LONGEST_WAIT_SECONDS: Final = 10

_turns: Final = threading.BoundedSemaphore(AT_ONCE)


@cache
def _hasher(rounds: int, memory_kib: int) -> PasswordHasher:
    # One lane: a sign-in takes one core, and leaves the others to whoever is working.
    return PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=1)


@cache
def _nobodys(rounds: int, memory_kib: int) -> str:
    # Put together, not hashed: the first sign-in with an unknown address would else be the one
    # that takes twice as long.
    salt, value = (b64encode(secrets.token_bytes(n)).decode().rstrip("=") for n in (16, 32))
    return f"$argon2id$v=19$m={memory_kib},t={rounds},p=1${salt}${value}"


def hash_password(settings: Settings, password: str) -> str:
    """The argon2id hash of a password, exactly as it was typed.

    Raises:
        Busy: too many passwords were being checked at this moment.
    """
    with _turn():
        return _hasher(settings.password_rounds, settings.password_memory_kib).hash(password)


def password_fits(settings: Settings, password_hash: str | None, password: str) -> bool:
    """Whether the password has this hash; it takes as long where there is no hash to compare.

    Raises:
        Busy: too many passwords were being checked at this moment.
    """
    cost = (settings.password_rounds, settings.password_memory_kib)
    with _turn():
        try:
            fits = _hasher(*cost).verify(password_hash or _nobodys(*cost), password)
        except (VerificationError, InvalidHashError):
            return False
    return bool(fits and password_hash)


def make_password() -> str:
    """A password nobody would guess, in four groups that can be read out."""
    signs = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(signs) for _ in range(5)) for _ in range(4))


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=LONGEST_WAIT_SECONDS):
        raise Busy("Many people are signing in at this moment. Try again in a minute.")
    try:
        yield
    finally:
        _turns.release()
