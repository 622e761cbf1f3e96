"""The bytes that are hashed, and the hashes."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

import orjson

#: What the first entry follows.
GENESIS: Final = hashlib.sha256(b"auditor-trail/v1").digest()

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
    return orjson.dumps(value, default=_plain, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)


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
    for record, record_id, what, before, after in changes:
        salt, body = os.urandom(16), canonical([before, after])
        yield record, record_id, what, commitment(salt, body), salt, body


def commitment(salt: bytes, body: bytes) -> bytes:
    """What a change shows of its values to those who may not see them."""
    return hashlib.sha256(b"\x03" + salt + body).digest()


def digest(changes: Iterable[Iterable[Any]]) -> tuple[int, str]:
    """How many changes there are, and the SHA-256, in hex, over all of their commitments."""
    count, running = 0, hashlib.sha256()
    for record, record_id, what, commits in changes:
        running.update(f"{record} {record_id} {what} ".encode() + commits)
        count += 1
    return count, running.hexdigest()


def linked(link: bytes, payload: bytes) -> tuple[bytes, bytes]:
    """The leaf of `payload`, and the link that follows from the link before it."""
    leaf = sha256(b"\x00", payload)
    return leaf, sha256(b"\x02", link, leaf)
