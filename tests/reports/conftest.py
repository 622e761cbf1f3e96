import pytest

from auditor.settings import Settings
from auditor.store import FileStore
from tests.conftest import OpenWork
from tests.findings.factory import City
from tests.reports.factory import make_secretive_register


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_secretive_register(work)


@pytest.fixture
def files(settings: Settings) -> FileStore:
    return FileStore(settings.var / "files")
