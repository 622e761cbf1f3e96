"""Files as received and as issued, kept byte for byte under their SHA-256."""

import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import NotFound


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is on disk; a record that names it may come later, or never."""

    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class FileStore:
    """A folder of files, none of which is ever written to again."""

    root: Path

    def keep(self, content: bytes) -> Kept:
        """Put the bytes on disk, complete or not at all; the same bytes are kept once."""
        sha256 = hashlib.sha256(content).hexdigest()
        if not self.path(sha256).exists():
            self._put(sha256, (content,))
        return Kept(sha256, len(content))

    def take(self, sha256: str, pieces: Iterable[bytes]) -> None:
        """Put bytes on disk that come in pieces, unless they are there as they should be.

        Whoever gives the pieces raises at their end if they do not have this digest; then
        nothing of them is kept.
        """
        if not self.holds(sha256):
            self._put(sha256, pieces)

    def _put(self, sha256: str, pieces: Iterable[bytes]) -> None:
        path = self.path(sha256)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_name(f".{secrets.token_hex(8)}.part")
        try:
            with part.open("wb") as out:
                out.writelines(pieces)
                out.flush()
                os.fsync(out.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def read(self, sha256: str) -> bytes:
        """The bytes, which are still those that were kept.

        Raises:
            NotFound: the file is missing, or it was changed on the disk.
        """
        path = self.path(sha256)
        content = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(content).hexdigest() != sha256:
            raise NotFound(
                "This file is missing from the folder of kept files, or was changed there. "
                "Restore it from a backup: nothing else has its bytes."
            )
        return content

    def holds(self, sha256: str) -> bool:
        """Whether the bytes kept under this digest still have it; reads the whole file."""
        path = self.path(sha256)
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256

    def path(self, sha256: str) -> Path:
        """Where the bytes with this digest are kept, or would be."""
        return self.root / sha256[:2] / sha256[2:]
