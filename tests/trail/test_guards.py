"""What the database itself refuses, asked by its own driver past every layer of ours."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from auditor.db import make_engine
from auditor.settings import Settings
from auditor.trail.guards import POSTGRESQL, SQLITE, standing_guards
from tests.conftest import OpenWork
from tests.test_work import make_department

#: Each is tried in a transaction of its own, on the database it is written for.
EITHER = (
    "UPDATE trail_entries SET act = 'x'",
    "UPDATE trail_entries SET seq = 7 WHERE seq = 1",
    "DELETE FROM trail_entries",
    "DELETE FROM trail_entries WHERE seq = 1",
    "INSERT INTO trail_entries SELECT 5, act, payload, leaf, link FROM trail_entries WHERE seq = 1",
    "INSERT INTO trail_entries SELECT 0, act, payload, leaf, link FROM trail_entries WHERE seq = 1",
    "UPDATE trail_changes SET body = NULL WHERE seq = 1",
    "UPDATE trail_changes SET salt = NULL, body = NULL, record_id = 9 WHERE seq = 1",
    "UPDATE trail_changes SET commitment = salt WHERE seq = 1",
    "DELETE FROM trail_changes",
    "INSERT INTO trail_changes SELECT 1, 9, record, record_id, what, commitment, salt, body "
    "FROM trail_changes WHERE seq = 1",
)
ONLY_SQLITE = (
    "INSERT OR REPLACE INTO trail_entries SELECT seq, 'x', payload, leaf, link "
    "FROM trail_entries WHERE seq = 1",
    "REPLACE INTO trail_entries SELECT seq, 'x', payload, leaf, link "
    "FROM trail_entries WHERE seq = 1",
    "INSERT OR REPLACE INTO trail_changes SELECT seq, n, 'x', record_id, what, commitment, salt, "
    "body FROM trail_changes WHERE seq = 1",
    "UPDATE OR REPLACE trail_entries SET seq = 0 WHERE seq = 1",
    "INSERT INTO trail_entries SELECT seq, act, payload, leaf, link FROM trail_entries "
    "WHERE seq = 1 ON CONFLICT (seq) DO UPDATE SET act = 'x'",
)
ONLY_POSTGRESQL = (
    "TRUNCATE trail_entries",
    "TRUNCATE trail_changes",
    "INSERT INTO trail_entries SELECT seq, act, payload, leaf, link FROM trail_entries "
    "WHERE seq = 1 ON CONFLICT (seq) DO UPDATE SET act = 'x'",
    "INSERT INTO trail_entries SELECT 2, act, payload, leaf, link FROM trail_entries WHERE seq = 1",
    "SET LOCAL session_replication_role = replica; DELETE FROM trail_entries",
    "SET LOCAL session_replication_role = replica; UPDATE trail_changes SET what = 'x'",
)


@pytest.fixture
def filled(settings: Settings, work: OpenWork) -> Settings:
    with work() as w:
        make_department(w)
        make_department(w, "PARKS", "Parks")
    return settings


def told(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        return [
            *connection.execute(text("SELECT * FROM trail_entries ORDER BY seq")),
            *connection.execute(text("SELECT * FROM trail_changes ORDER BY seq, n")),
        ]


def test_no_statement_changes_what_was_told(filled: Settings) -> None:
    engine = make_engine(filled.database_url)
    before = told(engine)
    sqlite = engine.dialect.name == "sqlite"
    for attack in (*EITHER, *(ONLY_SQLITE if sqlite else ONLY_POSTGRESQL)):
        with engine.begin() as connection:
            if sqlite:
                # As in any other program that opens the file.
                connection.exec_driver_sql("PRAGMA recursive_triggers = OFF")
            with pytest.raises(DBAPIError):
                connection.exec_driver_sql(attack)
            connection.rollback()
        assert told(engine) == before, attack
    engine.dispose()


def test_the_digests_of_the_guards_are_those_of_the_migrations(settings: Settings) -> None:
    engine = make_engine(settings.database_url)
    wanted = SQLITE if engine.dialect.name == "sqlite" else POSTGRESQL
    with engine.connect() as connection:
        assert standing_guards(connection) == wanted
    engine.dispose()
