"""The engine, and the factory that makes sessions."""

from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from auditor.errors import Busy
from auditor.trail.capture import listen

Sessions = sessionmaker[Session]

#: The advisory lock's number on PostgreSQL; any number that nothing else in the database uses.
TRAIL_TURN: Final = 20260302

#: How long a writer waits for its turn, in milliseconds, before it gives up with a sentence.
TURN_WAIT_MS: Final = 15_000

_BUSY: Final = (
    "Many people are saving at this moment, and it was not your turn in time. "
    "Nothing was changed; try again."
)


def make_engine(url: str) -> Engine:
    """An engine for `url`; SQLite gets foreign keys, a write-ahead log and real transactions."""
    if url.startswith("sqlite"):
        engine = create_engine(url, pool_size=20, max_overflow=20)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(url, pool_size=20, max_overflow=20, pool_pre_ping=True)


def make_sessions(engine: Engine) -> Sessions:
    """Sessions that keep loaded values after commit, so that a page can still show them."""
    sessions = sessionmaker(engine, expire_on_commit=False)
    listen(sessions, engine)
    return sessions


def begin_reading(session: Session) -> Connection:
    """Begin to read at one moment: what is read agrees with itself, and nobody is waited for."""
    options: dict[str, Any] = {"reading": True}
    if session.get_bind().dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return session.connection(execution_options=options)


def begin_writing(session: Session, *, patient: bool = True) -> Connection:
    """Wait until no other transaction is writing; the turn lasts until this one ends.

    Args:
        patient: wait for `TURN_WAIT_MS`; else give up at once when it is another's turn.

    Raises:
        Busy: the turn did not come in time.
    """
    try:
        connection = session.connection(execution_options={"patient": patient})
        if connection.dialect.name == "postgresql":
            # READ COMMITTED, so that what is read after the wait is not older than the turn.
            connection.execute(text(f"SET LOCAL lock_timeout = {TURN_WAIT_MS if patient else 1}"))
            connection.execute(text(f"SELECT pg_advisory_xact_lock({TRAIL_TURN})"))
    except OperationalError as error:
        session.rollback()
        if "locked" in str(error) or "lock timeout" in str(error):
            raise Busy(_BUSY) from None
        raise
    return connection


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transaction guessing is switched off, so that DDL and reads are inside
    # the transaction that SQLAlchemy begins. With a write-ahead log readers never wait.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {TURN_WAIT_MS}",
        "foreign_keys = ON",
        "journal_mode = WAL",
        "synchronous = FULL",
        "recursive_triggers = ON",
        "cell_size_check = ON",
        "cache_size = -65536",  # 64 MB a connection, so that a large upload stays in memory.
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its turn before it reads: one that read first and then found the database
    # changed by another could only fail.
    options = connection.get_execution_options()
    reading, patient = options.get("reading", False), options.get("patient", True)
    connection.exec_driver_sql(f"PRAGMA query_only = {int(reading)}")
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {TURN_WAIT_MS if patient else 0}")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
