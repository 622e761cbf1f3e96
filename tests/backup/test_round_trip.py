"""A backup put back: the same rows, files and trail, on whichever database, while others write."""

import stat
from pathlib import Path
from threading import Event, Thread

import pytest
from flask import Flask

from auditor.access import SYSTEM
from auditor.backup.packing import back_up
from auditor.backup.restoring import restore
from auditor.errors import IllegalMove, NotFound
from auditor.schema.migrating import refuse_unready
from auditor.store import FileStore
from auditor.trail.queries import all_faults
from auditor.wiring import Wiring
from tests.backup.factory import (
    LETTER,
    empty_register,
    fill,
    next_assignment,
    wiring_of,
)
from tests.conftest import DATABASES
from tests.home.factory import make_tool


@pytest.fixture
def wiring(app: Flask) -> Wiring:
    found: Wiring = app.extensions["auditor"]
    fill(found)
    return found


@pytest.mark.parametrize("kind", DATABASES)
def test_a_register_comes_back_as_it_was_on_either_database(
    wiring: Wiring, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    taken = back_up(wiring, SYSTEM, tmp_path / "one.zip")
    assert stat.S_IMODE((tmp_path / "one.zip").stat().st_mode) == 0o600
    settings = empty_register(
        kind, tmp_path / "other", lambda: str(request.getfixturevalue("pg_server"))
    )
    told, faults = restore(settings, FileStore(settings.var / "files"), tmp_path / "one.zip")
    assert (told, faults) == (taken, [])

    other = wiring_of(settings)
    refuse_unready(other.engine, settings)
    again = back_up(other, SYSTEM, tmp_path / "two.zip")
    assert (again.position, again.head) == (taken.position, taken.head)
    assert again.files == taken.files
    assert {name: said.sha256 for name, said in again.tables.items()} == {
        name: said.sha256 for name, said in taken.tables.items()
    }
    assert other.files.read(*taken.files) == LETTER
    assert next_assignment(other) == next_assignment(wiring) == 3
    with other.open(SYSTEM, reading=True) as work:
        assert all_faults(work, other.files) == []
    other.engine.dispose()


def test_a_backup_is_of_one_moment_while_others_write(wiring: Wiring, tmp_path: Path) -> None:
    is_over = Event()

    def write() -> None:
        number = 0
        while not is_over.is_set():
            with wiring.open(SYSTEM) as work:
                make_tool(work, f"Tool {number}")
            number += 1

    writer = Thread(target=write)
    writer.start()
    try:
        taken = [back_up(wiring, SYSTEM, tmp_path / f"{n}.zip") for n in range(4)]
    finally:
        is_over.set()
        writer.join()
    assert taken[0].position < taken[-1].position
    for number, manifest in enumerate(taken):
        settings = empty_register("sqlite", tmp_path / f"of-{number}", str)
        files = FileStore(settings.var / "files")
        assert restore(settings, files, tmp_path / f"{number}.zip") == (manifest, [])
        assert manifest.tables["tools"].rows == manifest.position - taken[0].position + (
            taken[0].tables["tools"].rows
        )


def test_a_lost_file_is_named_and_no_backup_is_left(wiring: Wiring, tmp_path: Path) -> None:
    (sha256,) = back_up(wiring, SYSTEM, tmp_path / "one.zip").files
    wiring.files.path(sha256).write_bytes(LETTER[:-1])
    folder = tmp_path / "backups"
    folder.mkdir()
    with pytest.raises(NotFound, match=sha256):
        back_up(wiring, SYSTEM, folder / "two.zip")
    assert list(folder.iterdir()) == []


def test_no_backup_takes_the_place_of_another_file(wiring: Wiring, tmp_path: Path) -> None:
    (tmp_path / "one.zip").write_bytes(b"relied upon")
    with pytest.raises(IllegalMove, match="already"):
        back_up(wiring, SYSTEM, tmp_path / "one.zip")
    assert (tmp_path / "one.zip").read_bytes() == b"relied upon"


def test_the_key_of_reports_is_only_in_a_file_of_its_own(app: Flask, tmp_path: Path) -> None:
    settings = app.extensions["auditor"].settings
    key = "ab" * 32
    (settings.var / "report-key").write_text(key)
    out, keys = tmp_path / "one.zip", tmp_path / "key"
    args = ["backup", str(out), "--report-key", str(keys), "--json"]
    ended = app.test_cli_runner().invoke(args=args)
    assert ended.exit_code == 0, ended.output
    assert keys.read_text() == f"{key}\n"
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    assert key.encode() not in out.read_bytes()
