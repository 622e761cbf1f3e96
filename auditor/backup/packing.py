"""Taking a backup: the rows of one moment, then the files that they name, then the manifest."""

import errno
import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from alembic.runtime.migration import MigrationContext
from sqlalchemy import select

from auditor.access import Actor
from auditor.backup.manifest import MANIFEST, Manifest, Rows, file_member, rows_member
from auditor.backup.rows import last_ids, lines, plain_tables
from auditor.errors import IllegalMove, NotFound
from auditor.evidence.model import StoredFile
from auditor.store import FileStore
from auditor.trail.queries import position
from auditor.wiring import Wiring
from auditor.work import Work

_CHUNK: Final = 1 << 20

#: How many lost files are named one by one.
_NAMED: Final = 20


def back_up(wiring: Wiring, actor: Actor, out: Path) -> Manifest:
    """Write the whole register to a new file, which appears once it is complete.

    Nobody waits for it: rows are read at one moment while others go on writing. Files are read
    after them, since a file is never changed and a row never names one that is not there yet.

    Raises:
        IllegalMove: there is such a file, or none can be written there.
        NotFound: kept files are missing, or were changed; nothing is left at `out`.
    """
    with _appearing(out) as file, ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        with wiring.open(actor, reading=True) as work:
            manifest = _pack_rows(archive, work)
        _pack_files(archive, wiring.files, manifest)
        with _member(archive, MANIFEST) as member:
            member.write(manifest.written())
    return manifest


def write_new(out: Path, content: bytes) -> None:
    """Write a small file of one's own beside a backup, readable by its owner alone.

    Raises:
        IllegalMove: there is such a file, or none can be written there.
    """
    with _appearing(out) as file:
        file.write(content)


def _pack_rows(archive: ZipFile, work: Work) -> Manifest:
    entries, head = position(work)  # The first thing read: from here on nothing changes.
    connection = work.session.connection()
    remembered = last_ids(connection)
    tables = {}
    for name, table in plain_tables().items():
        count, size, sha256 = _pack_lines(archive, rows_member(name), lines(connection, table))
        columns = tuple(str(column.name) for column in table.c)
        tables[name] = Rows(columns, count, size, sha256, remembered.get(name))
    kept = work.session.execute(select(StoredFile.sha256, StoredFile.size_bytes))
    return Manifest(
        made_at=work.now.isoformat(),
        revision=MigrationContext.configure(connection).get_current_revision() or "",
        position=entries,
        head=head,
        tables=tables,
        files={row.sha256: row.size_bytes for row in kept},
    )


def _pack_lines(archive: ZipFile, name: str, rows: Iterable[bytes]) -> tuple[int, int, str]:
    digest, count, size = hashlib.sha256(), 0, 0
    with _member(archive, name) as member:
        for line in rows:
            digest.update(line)
            count, size = count + 1, size + len(line)
            member.write(line)
    return count, size, digest.hexdigest()


def _pack_files(archive: ZipFile, files: FileStore, manifest: Manifest) -> None:
    lost = [sha256 for sha256 in manifest.files if not _pack_file(archive, files, sha256)]
    if lost:
        more = f" and {len(lost) - _NAMED:,} more" if len(lost) > _NAMED else ""
        raise NotFound(
            "No backup was made: these are missing from the folder of kept files, or were changed "
            f"there: {', '.join(lost[:_NAMED])}{more}. Put each back from an earlier backup."
        )


def _pack_file(archive: ZipFile, files: FileStore, sha256: str) -> bool:
    path, digest = files.path(sha256), hashlib.sha256()
    try:
        file = path.open("rb")
    except OSError:
        return False
    with file, _member(archive, file_member(sha256), ZIP_STORED) as member:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            member.write(chunk)
    return digest.hexdigest() == sha256


def _member(archive: ZipFile, name: str, method: int = ZIP_DEFLATED) -> IO[bytes]:
    info = ZipInfo(name)
    info.compress_type = method
    return archive.open(info, "w", force_zip64=True)


@contextmanager
def _appearing(out: Path) -> Iterator[IO[bytes]]:
    """A new file that gets its name when its block ends well; else nothing is left of it."""
    if out.exists():
        raise IllegalMove(_there_already(out))
    part = out.with_name(f".{out.name}.{secrets.token_hex(4)}.part")
    try:
        handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _name(part, out)
        _keep_the_name(out.parent)
    except OSError as error:
        raise IllegalMove(
            f"The file {out} could not be written: {error.strerror}. Nothing is left of it; "
            "make room, or name another folder."
        ) from None
    finally:
        part.unlink(missing_ok=True)


def _name(part: Path, out: Path) -> None:
    try:
        out.hardlink_to(part)  # Unlike renaming, this never takes the place of another file.
    except FileExistsError:
        raise IllegalMove(_there_already(out)) from None
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS} or out.exists():
            raise
        part.rename(out)  # A folder that knows no second names, such as a mounted share.


def _keep_the_name(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _there_already(out: Path) -> str:
    return f"There is a file {out} already, which is not replaced. Give another name."
