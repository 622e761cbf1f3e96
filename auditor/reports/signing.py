"""What a report is signed over, and the key that only this register has."""

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any, Final

from auditor.errors import NotReady
from auditor.store import FileStore

_FORM: Final = b"auditor-report/v1\n"

#: What a report says of its filters where there are none.
NO_FILTER: Final = "none"

#: In the var folder, beside the folder of kept files; made when the first report is issued.
KEY_FILE: Final = "report-key"
_KEY_BYTES: Final = 32

#: Characters of a key's digest: they tell one key from another, and nothing of the key.
_NAME_LENGTH: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a report says of itself, whatever it says further.

    Attributes:
        as_of: the moment it shows, in UTC, to the second.
        rows: how many each sheet has, as “title: number”.
        position, head: where the trail stood when the rows were read.
    """

    audience: str
    as_of: str
    filters: str
    rows: tuple[str, ...]
    position: int
    head: str
    data_sha256: str

    def text(self) -> bytes:
        """The bytes that are signed; the form is a promise to reports already issued."""
        told = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return _FORM + told.encode()


def claims_of(report: Any) -> Claims:
    """What a report says of itself, from its record."""
    return Claims(
        audience=report.audience.value,
        as_of=to_the_second(report.as_of),
        filters=report.filters or NO_FILTER,
        rows=tuple(report.row_counts),
        position=report.position,
        head=report.head,
        data_sha256=report.data_sha256,
    )


def to_the_second(moment: datetime) -> str:
    """A moment in UTC, as it is signed."""
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()


class Seal(Enum):
    """What is found of a signature; each says why, where it does not hold."""

    HOLDS = ""
    NONE = "It bears no signature."
    BROKEN = "Its signature is not that of what it says: it was changed after it was signed."
    OTHER_KEY = "It is signed with another key than the one in the var folder."
    NO_KEY = (
        f"Its signature cannot be checked: the file {KEY_FILE} is missing from the var folder. Put "
        "it back from where the keys are kept."
    )


def signature(key: bytes, claims: Claims) -> str:
    """Which key it is, and the HMAC-SHA256 over what is claimed, in hex."""
    return f"{_name(key)}:{hmac.new(key, claims.text(), hashlib.sha256).hexdigest()}"


def seal_of(key: bytes | None, claims: Claims, signed: str | None) -> Seal:
    """Whether a signature is this register's, over exactly these claims."""
    if not signed:
        return Seal.NONE
    if key is None:
        return Seal.NO_KEY
    if signed.partition(":")[0] != _name(key):
        return Seal.OTHER_KEY
    expected = signature(key, claims).encode()
    holds = hmac.compare_digest(expected, signed.encode("utf-8", "replace"))
    return Seal.HOLDS if holds else Seal.BROKEN


def held_key(files: FileStore) -> bytes | None:
    """The register's key; None where there is none.

    Raises:
        NotReady: the file does not hold a key.
    """
    try:
        written = _path(files).read_text("ascii").strip()
        key = bytes.fromhex(written)
    except FileNotFoundError:
        return None
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise NotReady(
            f"The file {_path(files)} holds no key. Put the right one back in its place."
        )
    return key


def made_key(files: FileStore) -> bytes:
    """The register's key, made now where there is none; two who make one get the same."""
    path = _path(files)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(secrets.token_hex(_KEY_BYTES).encode() + b"\n")
            out.flush()
            os.fsync(out.fileno())
        # Whole from the first moment on, and never in the place of one that is there.
        try:
            path.hardlink_to(part)
        except FileExistsError:
            pass
        finally:
            part.unlink()
    key = held_key(files)
    if key is None:
        raise NotReady(f"No key can be kept in the folder {path.parent}.")
    return key


def _path(files: FileStore) -> Path:
    return files.root.parent / KEY_FILE


def _name(key: bytes) -> str:
    return hashlib.sha256(b"auditor-report-key\n" + key).hexdigest()[:_NAME_LENGTH]
