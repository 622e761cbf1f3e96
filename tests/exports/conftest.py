"""Where files are kept while they are handed in again."""

from pathlib import Path

import pytest

from auditor.store import FileStore


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")
