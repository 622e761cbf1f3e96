"""The invented city as a register: filled once for a test run, and copied for each test."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from auditor.app import create_app
from auditor.columns import Audience
from auditor.demo.city import make_city
from auditor.demo.filling import ACCOUNTS, fill, kept_accounts
from auditor.people.acting import acting_user
from auditor.reports.ordering import place_order
from auditor.reports.rules import Order
from auditor.reports.service import issue
from auditor.schema.migrating import upgrade
from auditor.uploads.kinds import KINDS
from auditor.uploads.planning import Sent
from auditor.uploads.service import preview
from auditor.wiring import Turns, current_wiring
from tests.conftest import make_settings

#: A file that was looked at and not applied: new, changed and refused rows, and a date to settle.
ROSTER = (
    b"Department,Employee id,Family name,Given name,Unit\nPHPD,999001,Vantongeren,Io,Harbor\n"
    b"PHPD,104113,Battersill,Alton,Harbor\nNowhere,1,Nobody,Ned,Harbor\n"
)


@pytest.fixture(scope="session")
def filled_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var folder that holds the invented city in the embedded database."""
    var = tmp_path_factory.mktemp("city")
    app = create_app(make_settings(var))
    with app.app_context():
        wiring = current_wiring()
        upgrade(wiring.engine, wiring.settings)
        fill(wiring, make_city(), lambda _said: None)
        clerk = Turns(wiring, acting_user(next(iter(kept_accounts(wiring)))[1]))
        issue(clerk, wiring.files, Order(audience=Audience.COUNCIL), office="Port Halden")
        with clerk.writing() as work:
            place_order(work, Order(audience=Audience.INTERNAL))
        preview(clerk, wiring.files, Sent(KINDS["officers"], "roster.csv", ROSTER))
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
