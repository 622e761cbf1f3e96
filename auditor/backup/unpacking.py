"""Reading a backup that anybody may have made: nothing in it is believed before it is checked."""

import hashlib
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from sqlalchemy import Table

from auditor.backup.manifest import (
    FORMAT,
    MANIFEST,
    Manifest,
    file_member,
    manifest_from,
    rows_member,
)
from auditor.backup.rows import plain_tables, row_from
from auditor.errors import FileRefused

_CHUNK: Final = 1 << 20

#: The most that a manifest, and a single row, may have: more was not written by a backup.
_MANIFEST_BYTES: Final = 256 << 20
_LINE_BYTES: Final = 64 << 20

#: Rows pack to a fifth or a twentieth; what unpacks to more than this was made to fill a disk.
_MOST_PACKED: Final = 500

_ENCRYPTED: Final = 1


class Archive:
    """An opened backup. Members are found by the names that the manifest gives, never by theirs."""

    def __init__(self, file: ZipFile) -> None:
        self._file = file
        self.manifest = self._read_manifest()
        self._refuse_other_tables()
        self._refuse_other_members()

    def refuse_damaged(self) -> None:
        """Read every member to its end.

        Raises:
            FileRefused: one is not what the manifest says; the sentence names it.
        """
        for table in plain_tables().values():
            for _ in self.rows(table):
                pass
        for sha256 in self.manifest.files:
            for _ in self.chunks(sha256):
                pass

    def rows(self, table: Table) -> Iterator[dict[str, Any]]:
        """A table's rows; whether they are all, and those that were taken, is checked at the end.

        Raises:
            FileRefused: they are not, or a line is no row of this table.
        """
        name, said = rows_member(table.name), self.manifest.tables[table.name]
        digest, count = hashlib.sha256(), 0
        with _named(name), self._file.open(name) as member:
            buffered = io.BufferedReader(member, _CHUNK)  # type: ignore[type-var]
            while line := buffered.readline(_LINE_BYTES):
                digest.update(line)
                count += 1
                try:
                    row = row_from(line, table)
                except (ValueError, TypeError, OverflowError):
                    raise FileRefused(_damaged(name, f"line {count:,} is no row of it")) from None
                yield row
        if (count, digest.hexdigest()) != (said.rows, said.sha256):
            raise FileRefused(_damaged(name, "it differs from its digest"))

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """A kept file's bytes; whether they are its own is checked at the end.

        Raises:
            FileRefused: they are not.
        """
        name, digest = file_member(sha256), hashlib.sha256()
        with _named(name), self._file.open(name) as member:
            while chunk := member.read(_CHUNK):
                digest.update(chunk)
                yield chunk
        if digest.hexdigest() != sha256:
            raise FileRefused(_damaged(name, "it differs from its digest"))

    def _read_manifest(self) -> Manifest:
        found = [info for info in self._file.infolist() if info.filename == MANIFEST]
        if len(found) != 1 or found[0].file_size > _MANIFEST_BYTES:
            raise FileRefused(
                f"This file is no backup of a register: it has no {MANIFEST}. Name a file that "
                "flask backup wrote."
            )
        with _named(MANIFEST), self._file.open(found[0]) as member:
            content = member.read(_MANIFEST_BYTES)
        try:
            return manifest_from(content)
        except (ValueError, TypeError):
            raise FileRefused(
                f"In this file {MANIFEST} cannot be read as one of format {FORMAT}. Name a file "
                "that flask backup of this program wrote, and that nobody changed."
            ) from None

    def _refuse_other_tables(self) -> None:
        said = {name: rows.columns for name, rows in self.manifest.tables.items()}
        ours = {name: tuple(c.name for c in table.c) for name, table in plain_tables().items()}
        if said != ours:
            raise FileRefused(
                f"The backup was made at revision {self.manifest.revision}, whose tables differ "
                "from this program’s. Restore it with the program that made it, then upgrade."
            )

    def _refuse_other_members(self) -> None:
        wanted = {name: size for name, (size, _) in self.manifest.members().items()}
        seen = set()
        for info in self._file.infolist():
            name = info.filename
            if name in seen or (name not in wanted and name != MANIFEST):
                raise FileRefused(_damaged(name, "the manifest names no such member, or another"))
            seen.add(name)
            packed = info.compress_size * _MOST_PACKED + _CHUNK
            is_ours = info.compress_type in {ZIP_STORED, ZIP_DEFLATED}
            if not is_ours or info.flag_bits & _ENCRYPTED or info.file_size > packed:
                raise FileRefused(_damaged(name, "it is not packed as a backup packs"))
            if name != MANIFEST and info.file_size != wanted[name]:
                raise FileRefused(_damaged(name, "it has another size than the manifest says"))
        if missing := sorted(wanted.keys() - seen):
            raise FileRefused(_damaged(missing[0], "it is missing"))


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """A backup, for reading.

    Raises:
        FileRefused: it is none, its end is missing, or it is not as its manifest says.
    """
    try:
        file = ZipFile(path)
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        raise FileRefused(
            f"{path} cannot be read as a backup: it is something else, or its end is missing. "
            "Name a file that flask backup wrote, copied whole."
        ) from None
    with file:
        yield Archive(file)


@contextmanager
def _named(member: str) -> Iterator[None]:
    try:
        yield
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error):
        raise FileRefused(_damaged(member, "it is damaged")) from None


def _damaged(member: str, says: str) -> str:
    shown = member if member.isprintable() else ascii(member)
    return (
        f"The backup cannot be used: “{shown[:200]}”: {says}. Nothing was restored; "
        "take another copy of the file, or another backup."
    )
