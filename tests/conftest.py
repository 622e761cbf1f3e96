"""Fixtures every test may use: a migrated, empty database of either kind, and a fixed morning."""

import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Engine

from auditor.access import SYSTEM, Actor
from auditor.app import create_app
from auditor.db import Sessions, make_engine, make_sessions
from auditor.models import Base
from auditor.parameters import Parameters
from auditor.schema.migrating import upgrade
from auditor.settings import Settings
from auditor.work import Work, open_work
from tests import postgres
from tests.browser import Browser

ROOT = Path(__file__).resolve().parent.parent
ZONE = ZoneInfo("America/New_York")
MORNING = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)  # A Monday, 9 a.m. in the city.

hypothesis_settings.register_profile("auditor", deadline=None)
hypothesis_settings.load_profile("auditor")

OpenWork = Callable[..., AbstractContextManager[Work]]

#: On which databases the tests run: both, unless the environment names one.
DATABASES = os.environ.get("AUDITOR_TEST_DATABASES", "sqlite,postgresql").split(",")


def make_settings(var: Path, database_url: str | None = None) -> Settings:
    return Settings(
        database_url=database_url or f"sqlite:///{var}/auditor.db",
        var=var,
        secret_key="only for tests, and for nothing else",
        templates_dir=ROOT / "templates",
        migrations_dir=ROOT / "migrations",
        zone=ZONE,
        password_rounds=1,
        password_memory_kib=8,
    )


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite file brought to the newest migration, made once and copied per test."""
    var = tmp_path_factory.mktemp("database")
    engine = make_engine(f"sqlite:///{var}/auditor.db")
    upgrade(engine, make_settings(var))
    engine.dispose()
    return var / "auditor.db"


@pytest.fixture(scope="session")
def pg_server() -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # The server's package warns about folders it makes.
        with postgres.server() as url:
            yield url


@pytest.fixture(scope="session")
def pg_migrated(pg_server: str, worker: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A PostgreSQL database of this worker's own, emptied after each test that used it."""
    url = postgres.make_database(pg_server, f"tests_{worker}")
    engine = make_engine(url)
    upgrade(engine, make_settings(tmp_path_factory.mktemp("unused"), url))
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def worker() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(params=DATABASES)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings over an empty register: the test runs once for each kind of database."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated"), tmp_path / "auditor.db")
        yield make_settings(tmp_path)
        return
    url: str = request.getfixturevalue("pg_migrated")
    yield make_settings(tmp_path, url)
    engine = make_engine(url)
    postgres.empty(engine, [table.name for table in reversed(Base.metadata.sorted_tables)])
    engine.dispose()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave a real browser to the quicker database: a page looks the same over either."""
    twice = [
        item for item in items if item.get_closest_marker("browser") and "[postgresql" in item.name
    ]
    if twice and "sqlite" in DATABASES:
        config.hook.pytest_deselected(items=twice)
        items[:] = [item for item in items if item not in twice]


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    engine = make_engine(settings.database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sessions(engine: Engine) -> Sessions:
    return make_sessions(engine)


@pytest.fixture
def work(sessions: Sessions) -> OpenWork:
    """`with work() as w:` opens a unit of work, by default the system's and on that morning."""

    def opened(
        actor: Actor = SYSTEM,
        now: datetime = MORNING,
        *,
        reading: bool = False,
        parameters: Parameters = Parameters(),  # noqa: B008 - frozen
    ) -> AbstractContextManager[Work]:
        return open_work(sessions, actor, ZONE, now, reading=reading, parameters=parameters)

    return opened


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    yield app
    app.extensions["auditor"].engine.dispose()


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app)
