"""What is not put back: damaged, foreign and hostile files; and nothing is left of the try."""

import hashlib
import os
import shutil
import signal
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest

from auditor.access import SYSTEM
from auditor.backup.packing import back_up
from auditor.backup.restoring import restore
from auditor.errors import FileRefused, IllegalMove
from auditor.settings import Settings
from auditor.store import FileStore
from auditor.trail.queries import all_faults
from auditor.wiring import Wiring
from tests.backup.factory import changed, empty_register, fill, is_empty, wiring_of
from tests.conftest import DATABASES, make_settings

Members = dict[str, bytes]

KILLS = 8


@pytest.fixture(scope="module")
def register(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wiring]:
    """A filled register of the embedded database: which one it was taken from is all the same."""
    var = tmp_path_factory.mktemp("filled")
    shutil.copy(migrated, var / "auditor.db")
    wiring = wiring_of(make_settings(var))
    fill(wiring)
    yield wiring
    wiring.engine.dispose()


@pytest.fixture
def backup(register: Wiring, tmp_path: Path) -> Path:
    back_up(register, SYSTEM, tmp_path / "one.zip")
    return tmp_path / "one.zip"


def put_back(settings: Settings, path: Path) -> None:
    restore(settings, FileStore(settings.var / "files"), path)


def say(**said: object) -> Callable[[Members], object]:
    """Have the manifest say something else."""

    def change(members: Members) -> None:
        told = orjson.loads(members["manifest.json"])
        members["manifest.json"] = orjson.dumps(told | said)

    return change


def edit(members: Members) -> None:
    members["tables/officers.jsonl"] = members["tables/officers.jsonl"].replace(b"Ng", b"Nh", 1)


def forge(members: Members) -> None:
    """Change a row and have its digest agree: only the trail tells."""
    edit(members)
    told = orjson.loads(members["manifest.json"])
    digest = hashlib.sha256(members["tables/officers.jsonl"]).hexdigest()
    told["tables"]["officers"]["sha256"] = digest
    members["manifest.json"] = orjson.dumps(told)


HOSTILE: dict[str, tuple[Callable[[Members], object], str]] = {
    "a changed row": (edit, "tables/officers.jsonl"),
    "a changed row whose digest agrees": (forge, "officers 1"),
    "a missing table": (lambda m: m.pop("tables/tools.jsonl"), "tables/tools.jsonl"),
    "a longer table": (
        lambda m: m.update({"tables/tools.jsonl": b"[1]\n"}),
        "tables/tools.jsonl",
    ),
    "a way out": (lambda m: m.update({"../../report-key": b"mine"}), "report-key"),
    "a file named by a way out": (say(files={"../../secret-key": 4}), "manifest.json"),
    "a bomb": (lambda m: m.update({"tables/tools.jsonl": bytes(9_000_000)}), "tables/tools"),
    "another revision": (say(revision="0001"), "revision 0001"),
    "another head": (say(head="00" * 32), "does not end"),
    "another format": (say(format=2), "manifest.json"),
    "no manifest": (lambda m: m.pop("manifest.json"), "manifest.json"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_damaged_or_hostile_is_named_and_leaves_nothing(
    backup: Path, name: str, tmp_path: Path
) -> None:
    change, says = HOSTILE[name]
    settings = empty_register("sqlite", tmp_path / "other", str)
    with pytest.raises(FileRefused, match=says):
        put_back(settings, changed(backup, change))
    assert is_empty(settings)


def test_a_file_cut_short_anywhere_is_refused(backup: Path, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    settings = empty_register("sqlite", tmp_path / "other", str)
    at = range(0, len(whole), len(whole) // 20)
    copy = tmp_path / "copy.zip"
    for place in at:
        copy.write_bytes(whole[:place])
        with pytest.raises(FileRefused, match="end is missing"):
            put_back(settings, copy)
    assert is_empty(settings)


def test_a_register_that_is_not_empty_is_left_as_it_is(register: Wiring, backup: Path) -> None:
    with pytest.raises(IllegalMove, match="not empty"):
        put_back(register.settings, backup)


@pytest.mark.parametrize("kind", DATABASES)
def test_a_restore_that_is_killed_leaves_nothing_that_the_next_one_stumbles_over(
    kind: str, backup: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    goal = empty_register(
        kind, tmp_path / "other", lambda: str(request.getfixturevalue("pg_server"))
    )
    began = time.perf_counter()
    put_back(empty_register("sqlite", tmp_path / "timed", str), backup)
    takes = time.perf_counter() - began
    for number in range(KILLS):
        killed = _killed(goal, backup, after=takes * number / KILLS)
        if not killed or not is_empty(goal):
            break  # It had ended, or was killed once all was there.
    else:
        put_back(goal, backup)
    with pytest.raises(IllegalMove, match="not empty"):
        put_back(goal, backup)
    wiring = wiring_of(goal)
    with wiring.open(SYSTEM, reading=True) as work:
        assert all_faults(work, wiring.files) == []
    wiring.engine.dispose()


def _killed(settings: Settings, backup: Path, *, after: float) -> bool:
    """Whether the child was killed before its end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            put_back(settings, backup)
        finally:
            os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)
