"""The bytes that are hashed, and the hashes."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

import orjson

#: What the first entry follows.
GENESIS: Final = hashlib.sha256(b"auditor-trail/v1").digest()

#: 128 bits: without its salt nobody can guess a value from its commitment, not even a badge.
SALT_BYTES: Final = 16

#: So many salts are drawn at once; most acts need but one, for which this takes no longer.
_AT_ONCE: Final = 256

_OPTIONS: Final = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z

Values = Mapping[str, Any]


class Noted(NamedTuple):
    """One row's change: `what` is add, change, remove or about."""

    record: str
    record_id: int
    what: str
    before: Values
    after: Values


def canonical(value: object) -> bytes:
    """RFC 8785 for text, whole numbers, truth values, days, UTC moments, lists and ASCII keys.

    Raises:
        TypeError: anything else, but beware of floats, which pass: no audited column is one.
    """
    return orjson.dumps(value, _plain, _OPTIONS)


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"The trail cannot hold {type(value).__name__}.")


def canonical_digest(value: object) -> str | None:
    """What stands in the trail for a value that should not; nothing for nothing."""
    return None if value is None else sha256(canonical(value)).hex()


def sha256(*parts: bytes) -> bytes:
    """The hash of the parts, one after the other."""
    return hashlib.sha256(b"".join(parts)).digest()


def committed(changes: Iterable[Noted]) -> Iterator[tuple[str, int, str, bytes, bytes, bytes]]:
    """Each change with its commitment, its salt and its body."""
    salts = _salts()
    for record, record_id, what, before, after in changes:
        salt = next(salts)
        body = orjson.dumps([before, after], _plain, _OPTIONS)
        yield record, record_id, what, hashlib.sha256(b"\x03" + salt + body).digest(), salt, body


def _salts() -> Iterator[bytes]:
    """Salts without end, asked of the system many at a time."""
    while True:
        drawn = os.urandom(SALT_BYTES * _AT_ONCE)
        for start in range(0, len(drawn), SALT_BYTES):
            yield drawn[start : start + SALT_BYTES]


def commitment(salt: bytes, body: bytes) -> bytes:
    """What a change shows of its values to those who may not see them."""
    return hashlib.sha256(b"\x03" + salt + body).digest()


class Digest:
    """How many changes an entry seals, and the SHA-256 over all of their commitments."""

    def __init__(self) -> None:
        self.count = 0
        self._running = hashlib.sha256()

    def take_in(self, record: str, record_id: int, what: str, commits: bytes) -> None:
        """Take in the next change, in the order in which they were noted."""
        self.count += 1
        self._running.update(f"{record} {record_id} {what} ".encode() + commits)

    def hex(self) -> str:
        """The digest over everything taken in so far."""
        return self._running.hexdigest()


def linked(link: bytes, payload: bytes) -> tuple[bytes, bytes]:
    """The leaf of `payload`, and the link that follows from the link before it."""
    leaf = sha256(b"\x00", payload)
    return leaf, sha256(b"\x02", link, leaf)
