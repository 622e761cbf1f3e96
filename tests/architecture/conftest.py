"""One register for all tests of who may do what."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.register import Register, made


@pytest.fixture(scope="package")
def register(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    with made(migrated, tmp_path_factory.mktemp("register")) as register:
        yield register
