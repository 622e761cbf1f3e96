from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from auditor.app import create_app
from auditor.settings import Settings
from auditor.store import FileStore
from auditor.wiring import Wiring, current_wiring
from tests.conftest import OpenWork
from tests.findings.factory import City
from tests.reports.factory import make_secretive_register


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_secretive_register(work)


@pytest.fixture
def files(settings: Settings) -> FileStore:
    return FileStore(settings.var / "files")


@pytest.fixture
def ordering(settings: Settings) -> Iterator[Flask]:
    """The application of an office that has every report ordered."""
    app = create_app(replace(settings, report_at_once=0))
    yield app
    app.extensions["auditor"].engine.dispose()


@pytest.fixture
def wiring(ordering: Flask) -> Wiring:
    with ordering.app_context():
        return current_wiring()
