"""`flask trail verify` names what was changed behind the register's back."""

import hashlib
import json
import uuid
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, text

from auditor.access import SYSTEM
from auditor.app import create_app
from auditor.db import make_engine, make_sessions
from auditor.departments.model import Department
from auditor.evidence.model import StoredFile
from auditor.schema.migrating import upgrade
from auditor.settings import Settings
from auditor.store import FileStore
from auditor.trail.acts import Act
from auditor.trail.model import Entry
from auditor.work import open_work
from tests import postgres
from tests.conftest import DATABASES, MORNING, ZONE, make_settings

VERIFY = ["trail", "verify", "--json"]
COUNT = 6


@pytest.fixture(params=DATABASES)
def attacked(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """A register of its own, whose guards the attacker may take down."""
    url = None
    if request.param == "postgresql":
        server: str = request.getfixturevalue("pg_server")
        url = postgres.make_database(server, f"attacked_{uuid.uuid4().hex}")
    settings = make_settings(tmp_path, url)
    engine = make_engine(settings.database_url)
    upgrade(engine, settings)
    sessions = make_sessions(engine)
    with open_work(sessions, SYSTEM, ZONE, MORNING) as work:
        for k in range(COUNT):
            row = {"code": f"D{k}", "name": f"Department {k}", "folded": f"d{k}"}
            work.add_many(Department, [row])
            work.record(Act.DEPARTMENT_ADDED)
        work.session.get_one(Department, 2).name = "Renamed"
        work.record(Act.DEPARTMENT_EDITED)
    yield settings
    engine.dispose()


@pytest.fixture
def engine(attacked: Settings) -> Iterator[Engine]:
    """The attacker's own way into the database."""
    engine = make_engine(attacked.database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def app(attacked: Settings) -> Iterator[Flask]:
    app = create_app(attacked)
    yield app
    app.extensions["auditor"].engine.dispose()


ONE_BYTE = "UPDATE trail_entries SET payload = {bytes} WHERE seq = 3"
ATTACKS = {
    "a byte of an entry": (ONE_BYTE, "entry", 3),
    "the act of an entry": (
        "UPDATE trail_entries SET act = 'user.added' WHERE seq = 3",
        "entry",
        3,
    ),
    "an entry in the middle": ("DELETE FROM trail_entries WHERE seq = 3", "entry", 3),
    "an entry and its changes": (
        "DELETE FROM trail_entries WHERE seq = 3; DELETE FROM trail_changes WHERE seq = 3",
        "entry",
        3,
    ),
    "the values of a change": (
        "UPDATE trail_changes SET body = {body} WHERE seq = 3",
        "record",
        "departments 4",
    ),
    "a change added to a sealed entry": (
        "INSERT INTO trail_changes SELECT seq, 9, record, 5, what, commitment, salt, body "
        "FROM trail_changes WHERE seq = 3",
        "entry",
        3,
    ),
    "a change without its entry": (
        "INSERT INTO trail_changes SELECT 70, 9, record, 5, what, commitment, salt, body "
        "FROM trail_changes WHERE seq = 3",
        "entry",
        70,
    ),
    "a change removed": ("DELETE FROM trail_changes WHERE seq = 3", "entry", 3),
    "a change moved to another record": (
        "UPDATE trail_changes SET record_id = 3 WHERE seq = 3",
        "entry",
        3,
    ),
    "a row changed": ("UPDATE departments SET name = 'x' WHERE id = 4", "record", "departments 4"),
    "a row changed and changed back in part": (
        "UPDATE departments SET name = 'Department 1' WHERE id = 2",
        "record",
        "departments 2",
    ),
    "a row that cannot be read": (
        "UPDATE departments SET aliases = '[' WHERE id = 4",
        "record",
        "departments 4",
    ),
    "a row added": (
        "INSERT INTO departments (code, name, aliases, email_domains, kind, is_active, folded) "
        "VALUES ('X', 'X', '[]', '[]', 'police', {true}, 'x')",
        "record",
        "departments 7",
    ),
    "a row removed": ("DELETE FROM departments WHERE id = 4", "record", "departments 4"),
}


def take_down_guards(connection: Connection) -> None:
    """What an attacker with the database's own password would do first."""
    if connection.dialect.name == "sqlite":
        for name in list(
            connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        ):
            connection.execute(text(f"DROP TRIGGER {name}"))
        return
    for table in ("trail_entries", "trail_changes"):
        connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))


def written_for(connection: Connection, statement: str) -> str:
    """The statement in the database's own way of writing bytes and truth."""
    payload = connection.scalar(text("SELECT payload FROM trail_entries WHERE seq = 3")) or b""
    one_more = payload.replace(b'"v":1', b'"v":2').hex()
    body = b'[{},{"name":"Nobody"}]'.hex()
    if connection.dialect.name == "sqlite":
        filled = {"bytes": f"x'{one_more}'", "body": f"x'{body}'", "true": "1"}
    else:
        filled = {"bytes": rf"'\x{one_more}'", "body": rf"'\x{body}'", "true": "true"}
    for name, value in filled.items():
        statement = statement.replace(f"{{{name}}}", value)
    return statement


@pytest.mark.parametrize("attack", ATTACKS)
def test_verify_names_what_was_changed_behind_our_back(
    app: Flask, engine: Engine, attack: str
) -> None:
    before = app.test_cli_runner().invoke(args=VERIFY)
    assert json.loads(before.output) == {"entries": COUNT + 1, "whole": True, "faults": []}
    statement, key, where = ATTACKS[attack]

    with engine.begin() as connection:
        take_down_guards(connection)
        for part in written_for(connection, statement).split("; "):
            connection.exec_driver_sql(part)
    guarded = app.test_cli_runner().invoke(args=VERIFY)
    with engine.begin() as connection:
        put_up_guards(connection)
    after = app.test_cli_runner().invoke(args=VERIFY)

    assert guarded.exit_code == 1
    assert "guards the trail, is missing" in guarded.output or "was altered" in guarded.output
    assert after.exit_code == 1
    told = json.loads(after.output)
    assert not told["whole"]
    assert where in {fault[key] for fault in told["faults"]}, told
    assert len(told["faults"]) <= 3, told


def put_up_guards(connection: Connection) -> None:
    """As a careful attacker would, so that nothing shows at the next start."""
    import importlib.util

    path = Path(__file__).resolve().parents[2] / "migrations/versions/0002_trail_is_append_only.py"
    spec = importlib.util.spec_from_file_location("guards", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if connection.dialect.name == "sqlite":
        for name, (event, when, says) in module.SQLITE.items():
            connection.exec_driver_sql(
                f"CREATE TRIGGER {name} BEFORE {event} WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
            )
        return
    for statement in module.POSTGRESQL:
        if statement.startswith("ALTER TABLE"):
            connection.exec_driver_sql(statement)


def test_entries_rewritten_with_their_hashes_still_do_not_fit_the_tables(
    app: Flask, engine: Engine
) -> None:
    """Somebody who knows how entries are hashed rewrites one, its link and every link after it."""
    with engine.begin() as connection:
        take_down_guards(connection)
        entries = connection.execute(
            text("SELECT seq, payload, link FROM trail_entries ORDER BY seq")
        ).all()
        link = entries[2].link
        for entry in entries[3:]:
            says = orjson.loads(entry.payload) | ({"changes": 0} if entry.seq == 3 else {})
            payload = orjson.dumps(says, option=orjson.OPT_SORT_KEYS)
            leaf = hashlib.sha256(b"\x00" + payload).digest()
            link = hashlib.sha256(b"\x02" + link + leaf).digest()
            values = {"seq": entry.seq, "payload": payload, "leaf": leaf, "link": link}
            connection.execute(
                Entry.__table__.update()  # type: ignore[attr-defined]
                .where(Entry.seq == entry.seq)
                .values(payload=values["payload"], leaf=leaf, link=link)
            )
        put_up_guards(connection)
    told = json.loads(app.test_cli_runner().invoke(args=VERIFY).output)
    assert [fault["entry"] for fault in told["faults"]] == [3]


@pytest.mark.parametrize("payload", [b"", b"not JSON", b"[]", b"null", b'{"act":7}', b"\xff"])
def test_an_entry_that_makes_no_sense_is_a_fault_and_no_crash(
    app: Flask, engine: Engine, payload: bytes
) -> None:
    with engine.begin() as connection:
        take_down_guards(connection)
        connection.execute(
            Entry.__table__.update().where(Entry.seq == 2).values(payload=payload)  # type: ignore[attr-defined]
        )
        put_up_guards(connection)
    told = json.loads(app.test_cli_runner().invoke(args=VERIFY).output)
    assert {fault["entry"] for fault in told["faults"]} == {2}


def test_a_kept_file_that_was_changed_or_is_missing_is_named(
    app: Flask, attacked: Settings
) -> None:
    files = FileStore(attacked.var / "files")
    with open_work(app.extensions["auditor"].sessions, SYSTEM, ZONE) as work:
        for content in (b"one", b"two", b"three"):
            kept = files.keep(content)
            work.session.add(
                StoredFile(sha256=kept.sha256, size_bytes=kept.size_bytes, media_type="text/plain")
            )
            work.session.flush()
        work.record(Act.UPLOAD_PREVIEWED)
    files.path(hashlib.sha256(b"one").hexdigest()).write_bytes(b"other")
    files.path(hashlib.sha256(b"two").hexdigest()).unlink()

    told = json.loads(app.test_cli_runner().invoke(args=VERIFY).output)

    assert [fault["record"] for fault in told["faults"]] == ["files 1", "files 2"]


def test_values_erased_by_law_are_no_fault(app: Flask, engine: Engine) -> None:
    """Only emptying salt and body of a change is let through; the chain then still holds."""
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE trail_changes SET salt = NULL, body = NULL WHERE seq = 3"
        )
    told = json.loads(app.test_cli_runner().invoke(args=VERIFY).output)
    # Its row is not restated here, as an erasure would do, so the row has no history left.
    assert [(f["kind"], f["record"]) for f in told["faults"]] == [("differs", "departments 4")]
