"""What a backup says it holds: written last, read first, and held against everything else."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import orjson

#: Another number when an older program could not read what a newer one writes.
FORMAT: Final = 1

#: The manifest's own name within the file.
MANIFEST: Final = "manifest.json"

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Rows:
    """One table's rows: how many, in how many bytes, with which digest.

    Attributes:
        last_id: the highest id that was ever given out, though its row may be gone; None where
            only the rows themselves tell.
    """

    columns: tuple[str, ...]
    rows: int
    bytes: int
    sha256: str
    last_id: int | None


@dataclass(frozen=True, slots=True)
class Manifest:
    """The reading moment, and everything that was there.

    Attributes:
        position, head: where the trail stood.
        tables: by name, in an order in which a row never comes before the one it names.
        files: the size of each kept file in bytes, by its SHA-256.
    """

    made_at: str
    revision: str
    position: int
    head: str
    tables: Mapping[str, Rows]
    files: Mapping[str, int]

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(said.rows for said in self.tables.values())

    @property
    def file_bytes(self) -> int:
        """How many bytes the kept files have together."""
        return sum(self.files.values())

    def members(self) -> dict[str, tuple[int, str]]:
        """Size and SHA-256 of every member besides the manifest, by name."""
        rows = {rows_member(name): (said.bytes, said.sha256) for name, said in self.tables.items()}
        return rows | {file_member(sha256): (size, sha256) for sha256, size in self.files.items()}

    def written(self) -> bytes:
        """The manifest's bytes."""
        says = {"format": FORMAT, **asdict(self)}
        return orjson.dumps(says, option=orjson.OPT_INDENT_2)


def rows_member(table: str) -> str:
    """Under which name a table's rows stand within the file."""
    return f"tables/{table}.jsonl"


def file_member(sha256: str) -> str:
    """Under which name a kept file stands within the file."""
    return f"files/{sha256}"


def manifest_from(content: bytes) -> Manifest:
    """The manifest of these bytes.

    Raises:
        ValueError, TypeError: they are none, or of a format that this program does not know.
    """
    says = orjson.loads(content)
    if not isinstance(says, dict) or says.get("format") != FORMAT:
        raise ValueError("another format")
    return Manifest(
        made_at=_text(says.get("made_at")),
        revision=_text(says.get("revision")),
        position=_number(says.get("position")),
        head=_digest(says.get("head")),
        tables={_text(name): _rows(said) for name, said in _mapping(says.get("tables")).items()},
        files={_digest(name): _number(size) for name, size in _mapping(says.get("files")).items()},
    )


def _rows(said: object) -> Rows:
    told = _mapping(said)
    columns, last_id = told.get("columns"), told.get("last_id")
    if not isinstance(columns, list):
        raise TypeError("no columns")
    return Rows(
        tuple(_text(name) for name in columns),
        _number(told.get("rows")),
        _number(told.get("bytes")),
        _digest(told.get("sha256")),
        None if last_id is None else _number(last_id),
    )


def _mapping(said: object) -> Mapping[str, Any]:
    if not isinstance(said, dict):
        raise TypeError("no mapping")
    return said


def _text(said: object) -> str:
    if not isinstance(said, str):
        raise TypeError("no text")
    return said


def _digest(said: object) -> str:
    # A digest becomes the name of a file on disk: nothing else may.
    if not isinstance(said, str) or not _SHA256.fullmatch(said):
        raise ValueError("no digest")
    return said


def _number(said: object) -> int:
    if type(said) is not int or not 0 <= said < 2**63:
        raise ValueError("no number")
    return said
