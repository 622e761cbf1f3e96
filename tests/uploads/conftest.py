"""A desk at which files are handed in, over an empty register or one with two departments."""

from pathlib import Path

import pytest

from auditor.store import FileStore
from tests.conftest import OpenWork
from tests.findings.factory import City, make_city
from tests.uploads.factory import DEPARTMENTS, Desk


@pytest.fixture
def desk(work: OpenWork, tmp_path: Path) -> Desk:
    return Desk(work, FileStore(tmp_path / "files"))


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """The desk of an office that oversees HPD and CSO."""
    desk.apply("departments", DEPARTMENTS)
    return desk


@pytest.fixture
def city(work: OpenWork) -> City:
    """Two departments with officers and supervisors, a tool, and a ruling of the chief."""
    return make_city(work)
