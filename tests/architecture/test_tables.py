"""What the trail must be able to say of every table, and what guards it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, Float, Numeric, Table

from auditor.db import make_engine
from auditor.errors import NotReady
from auditor.models import Base
from auditor.schema.migrating import check_models, downgrade, refuse_unready, upgrade
from auditor.settings import Settings
from auditor.trail.capture import audited_tables
from auditor.trail.guards import POSTGRESQL, SQLITE, standing_guards
from tests.conftest import DATABASES, ROOT, make_settings
from tests.postgres import make_database

#: Tables that no act accounts for, each for its reason: the trail itself; sign-ins, which their
#: acts tell; wrong ones, which are forgotten; verdicts, which are computed anew from records; runs
#: of jobs, which say when the clock did what the trail tells by itself; orders of reports, since a
#: report that is issued is an act by itself; notices, which tell people of what the trail tells.
ASIDE = {
    *("trail_entries", "trail_changes", "sign_ins", "wrong_sign_ins", "verdicts", "job_runs"),
    *("notices", "report_orders"),
}


def test_every_table_is_audited_or_set_aside() -> None:
    assert {table.name for table in audited_tables()} | ASIDE == set(Base.metadata.tables)
    assert not {table.name for table in audited_tables()} & ASIDE


@pytest.mark.parametrize("table", audited_tables(), ids=str)
def test_the_trail_can_tell_every_column(table: Table) -> None:
    for column in table.c:
        assert column.server_default is None or column.primary_key, column
        assert column.onupdate is None, column
        assert column.server_onupdate is None, column
        assert column.computed is None, column
        assert not isinstance(column.type, Float | Numeric), column
        assert column.default is None or column.default.is_scalar, column
    for key in table.foreign_key_constraints:
        assert key.ondelete is None, key
        assert key.onupdate is None, key
    assert table.dialect_options["sqlite"]["autoincrement"] is True


@pytest.fixture(params=DATABASES)
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings over a database that has no tables yet, of this test's own."""
    url = None
    if request.param == "postgresql":
        worker = request.getfixturevalue("worker")
        server = request.getfixturevalue("pg_server")
        url = make_database(server, f"bare_{worker}_{abs(hash(tmp_path))}")
    return make_settings(tmp_path, url)


@pytest.fixture
def blank(bare: Settings) -> Iterator[Engine]:
    engine = make_engine(bare.database_url)
    yield engine
    engine.dispose()


def guards(engine: Engine) -> dict[str, str]:
    with engine.connect() as connection:
        return standing_guards(connection)


def test_there_and_back_and_there_again_without_a_drift(blank: Engine, bare: Settings) -> None:
    with pytest.raises(NotReady, match="no tables yet"):
        refuse_unready(blank, bare)
    upgrade(blank, bare)
    check_models(blank, bare)
    wanted = SQLITE if blank.dialect.name == "sqlite" else POSTGRESQL
    assert guards(blank) == wanted
    downgrade(blank, bare, "0001")
    assert guards(blank) == {}
    with pytest.raises(NotReady, match="flask db upgrade"):
        refuse_unready(blank, bare)
    downgrade(blank, bare, "base")
    upgrade(blank, bare)
    check_models(blank, bare)
    refuse_unready(blank, bare)
    assert guards(blank) == wanted


def weaken(engine: Engine) -> str:
    """What a careless migration does: the guard of entries is gone, another says less."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("DROP TRIGGER entries_kept ON trail_entries")
            connection.exec_driver_sql("ALTER TABLE trail_changes DISABLE TRIGGER changes_kept")
            return "entries_kept changes_kept"
        connection.exec_driver_sql("DROP TRIGGER entries_no_delete")
        connection.exec_driver_sql("DROP TRIGGER changes_no_delete")
        connection.exec_driver_sql(
            "CREATE TRIGGER changes_no_delete BEFORE DELETE ON trail_changes WHEN 0 "
            "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        )
        return "entries_no_delete changes_no_delete"


def test_a_guard_that_is_gone_or_weaker_stops_every_start(blank: Engine, bare: Settings) -> None:
    upgrade(blank, bare)
    gone, weaker = weaken(blank).split()

    with pytest.raises(NotReady) as refused:
        refuse_unready(blank, bare)
    assert f"{gone}, which guards the trail, is missing" in str(refused.value)
    assert f"{weaker}, which guards the trail, was altered" in str(refused.value)

    started = start(bare)
    assert started.returncode != 0
    assert gone in started.stderr
    assert "Traceback" not in started.stderr


def test_a_server_starts_on_a_register_that_is_ready(blank: Engine, bare: Settings) -> None:
    assert "flask db upgrade" in start(bare).stderr
    upgrade(blank, bare)
    assert start(bare).returncode == 0


def start(settings: Settings) -> subprocess.CompletedProcess[str]:
    """What a server does first: import the application."""
    return subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=ROOT,
        env={
            "PATH": "",
            "AUDITOR_VAR": str(settings.var),
            "AUDITOR_DATABASE_URL": settings.database_url,
            "AUDITOR_SECRET_KEY": settings.secret_key,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_migrations_are_one_numbered_line_and_import_nothing_of_ours() -> None:
    files = sorted((ROOT / "migrations/versions").glob("*.py"))
    assert files
    for number, path in enumerate(files, start=1):
        text = path.read_text()
        before = f'"{number - 1:04}"' if number > 1 else "None"
        assert path.name.startswith(f"{number:04}_")
        assert f'revision = "{number:04}"' in text
        assert f"down_revision = {before}" in text
        assert "import auditor" not in text
        assert "from auditor" not in text
