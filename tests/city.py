"""The invented city as a register: filled once for a test run, and copied for each test."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from auditor.app import create_app
from auditor.demo.city import make_city
from auditor.demo.filling import ACCOUNTS, fill
from auditor.schema.migrating import upgrade
from auditor.wiring import current_wiring
from tests.conftest import make_settings


@pytest.fixture(scope="session")
def filled_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var folder that holds the invented city in the embedded database."""
    var = tmp_path_factory.mktemp("city")
    app = create_app(make_settings(var))
    with app.app_context():
        wiring = current_wiring()
        upgrade(wiring.engine, wiring.settings)
        fill(wiring, make_city(), lambda _said: None)
        wiring.engine.dispose()
    return var


@pytest.fixture
def city(filled_city: Path, tmp_path: Path) -> Iterator[Flask]:
    """The application over a copy of the invented city."""
    var = tmp_path / "city"
    shutil.copytree(filled_city, var)
    app = create_app(make_settings(var))
    yield app
    app.extensions["auditor"].engine.dispose()


def accounts(app: Flask) -> dict[str, tuple[str, str]]:
    """E-mail address and password by role; the supervisor is that of the first department."""
    kept = json.loads((app.extensions["auditor"].settings.var / ACCOUNTS).read_text())
    return {a["role"]: (a["email"], a["password"]) for a in reversed(kept)}
