"""Putting a backup into an empty register: all of it, or nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Table, insert, inspect, select, text
from sqlalchemy import table as table_named
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import sessionmaker

from auditor.access import SYSTEM
from auditor.backup.manifest import Manifest
from auditor.backup.rows import PORTION, go_on_after, plain_tables
from auditor.backup.unpacking import Archive, opened
from auditor.db import make_engine
from auditor.errors import FileRefused, IllegalMove
from auditor.schema.migrating import refuse_foreign_revision, unreadiness, upgrade_within
from auditor.settings import Settings
from auditor.store import FileStore
from auditor.trail.queries import all_faults, position
from auditor.trail.replay import Fault
from auditor.work import Work, open_work

_ENTRIES, _CHANGES = "trail_entries", "trail_changes"

#: What `trail verify` says when the key that signs reports is not the one that signed them. It is
#: told, and mended by putting the key back; rows, files and trail are whole without it.
_OF_THE_KEY: Final = frozenset({"key", "signature"})


def restore(settings: Settings, files: FileStore, path: Path) -> tuple[Manifest, list[Fault]]:
    """Put a backup into an empty register; gives what it held, and what is said of the report key.

    Everything is checked before anything is written. Rows and tables come in one transaction,
    kept files before its end: whatever is stopped in between leaves an empty register, and files
    that the next restore finds to be right.

    Raises:
        FileRefused: the file is no whole backup, or not of this program's revision.
        IllegalMove: the register is not empty.
        NotReady: the database is at a revision that this program does not know.
    """
    with opened(path) as archive:
        refuse_foreign_revision(settings, archive.manifest.revision)
        engine = make_engine(settings.database_url)
        try:
            # Sessions that note no changes: the trail that belongs to these rows comes with them.
            sessions = sessionmaker(engine)
            with open_work(sessions, SYSTEM, settings.zone, reading=True) as work:
                _refuse_filled(work.session.connection())
            archive.refuse_damaged()
            with open_work(sessions, SYSTEM, settings.zone) as work:
                return archive.manifest, _put_back(work, settings, files, archive)
        except (DBAPIError, StatementError) as error:
            raise FileRefused(
                "The rows of the backup do not fit together, or the database does not take them "
                f"({type(error).__name__}). Nothing was restored; connect as the owner of the "
                "tables, or take another backup."
            ) from None
        finally:
            engine.dispose()


def _put_back(work: Work, settings: Settings, files: FileStore, archive: Archive) -> list[Fault]:
    connection = work.session.connection()
    _refuse_filled(connection)  # Again: now it is our turn, and nobody else's.
    upgrade_within(connection, settings)
    loops = _defer_loops(connection)
    tables = plain_tables()
    for name, table in tables.items():
        if name not in {_ENTRIES, _CHANGES}:
            _add(connection, table, archive.rows(table))
    _add_trail(connection, archive)
    _undo_deferring(connection, loops)
    go_on_after(connection, {name: said.last_id for name, said in archive.manifest.tables.items()})
    for sha256 in archive.manifest.files:
        files.take(sha256, archive.chunks(sha256))
    return _refuse_unwhole(work, settings, files, archive.manifest)


def _refuse_filled(connection: Connection) -> None:
    names = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
    for name in names:
        one = select(text("1")).select_from(table_named(name)).limit(1)
        if connection.execute(one).first():
            raise IllegalMove(
                f"The register is not empty: there are rows in its table {name}. A backup is put "
                "only into an empty one: name another database and another var folder."
            )


def _add(connection: Connection, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    portion: list[dict[str, Any]] = []
    for row in rows:
        portion.append(row)
        if len(portion) == PORTION:
            connection.execute(insert(table), portion)
            portion = []
    if portion:
        connection.execute(insert(table), portion)


def _add_trail(connection: Connection, archive: Archive) -> None:
    """Entry by entry, each after its changes: the guards stand, and let nothing else in."""
    tables = plain_tables()
    changes = archive.rows(tables[_CHANGES])
    waiting = next(changes, None)
    for entry in archive.rows(tables[_ENTRIES]):
        mine = []
        while waiting is not None and waiting["seq"] == entry["seq"]:
            mine.append(waiting)
            waiting = next(changes, None)
            if len(mine) == PORTION:
                connection.execute(insert(tables[_CHANGES]), mine)
                mine = []
        if mine:
            connection.execute(insert(tables[_CHANGES]), mine)
        connection.execute(insert(tables[_ENTRIES]), [entry])
    if waiting is not None:
        raise FileRefused("The backup holds changes without their entry. Take another backup.")


def _defer_loops(connection: Connection) -> list[tuple[str, str]]:
    """Let a row name a later one of its own table until all of them are there."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        return []
    loops = connection.exec_driver_sql(
        "SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint "
        "WHERE contype = 'f' AND conrelid = confrelid"
    )
    found = [(table, name) for table, name in loops]
    for table, name in found:
        connection.exec_driver_sql(
            f"ALTER TABLE {table} ALTER CONSTRAINT {name} DEFERRABLE INITIALLY DEFERRED"
        )
    return found


def _undo_deferring(connection: Connection, loops: list[tuple[str, str]]) -> None:
    if loops:
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for table, name in loops:
        connection.exec_driver_sql(f"ALTER TABLE {table} ALTER CONSTRAINT {name} NOT DEFERRABLE")


def _refuse_unwhole(
    work: Work, settings: Settings, files: FileStore, manifest: Manifest
) -> list[Fault]:
    """Refuse what would not stand: it is rolled back, as if it had not begun."""
    faults = all_faults(work, files)
    wrong = [fault.told() for fault in faults if fault.kind not in _OF_THE_KEY]
    wrong += unreadiness(work.session.connection(), settings)
    if position(work) != (manifest.position, manifest.head):
        wrong.append("The trail does not end where the manifest says.")
    if wrong:
        more = f" And {len(wrong) - 1:,} more." if len(wrong) > 1 else ""
        raise FileRefused(
            f"The register in this backup is not whole: {wrong[0]}{more} Nothing was restored; "
            "take an earlier backup."
        )
    return [fault for fault in faults if fault.kind in _OF_THE_KEY]
