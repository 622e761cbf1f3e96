"""Hashing passwords, which takes long and much memory on purpose: never inside a writing work."""

import secrets
import threading
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from auditor.settings import Settings

#: How many passwords are hashed at the same moment: each takes 64 MiB.
AT_ONCE: Final = 4

_turns: Final = threading.BoundedSemaphore(AT_ONCE)


@cache
def _hasher(rounds: int, memory_kib: int) -> PasswordHasher:
    return PasswordHasher(time_cost=rounds, memory_cost=memory_kib)


@cache
def _nobody(rounds: int, memory_kib: int) -> str:
    return _hasher(rounds, memory_kib).hash(secrets.token_hex(16))


def hash_password(settings: Settings, password: str) -> str:
    """The argon2id hash of a password, exactly as it was typed."""
    with _turns:
        return _hasher(settings.password_rounds, settings.password_memory_kib).hash(password)


def password_fits(settings: Settings, password_hash: str | None, password: str) -> bool:
    """Whether the password has this hash; it takes as long where there is no hash to compare."""
    cost = (settings.password_rounds, settings.password_memory_kib)
    with _turns:
        try:
            return _hasher(*cost).verify(password_hash or _nobody(*cost), password) and bool(
                password_hash
            )
        except (VerificationError, InvalidHashError):
            return False


def make_password() -> str:
    """A password nobody would guess, in four groups that can be read out."""
    signs = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(signs) for _ in range(5)) for _ in range(4))
