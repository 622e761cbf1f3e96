"""Rows set aside on disk, so that a report of any number of them needs room for one."""

import pickle
import weakref
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Final

from auditor.sheets.cells import CellValue

#: Bytes up to which rows stay in memory.
_IN_MEMORY: Final = 4 << 20


class Spool:
    """Rows in the order in which they were added; to be gone through as often as needed.

    The file has no name: nobody else can read it, and it is gone with its process.
    """

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by what comes next
        weakref.finalize(self, self._file.close)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[tuple[CellValue, ...]]:
        self._file.seek(0)
        for _ in range(self._count):
            yield pickle.load(self._file)  # noqa: S301 - nobody but `add` wrote it

    def add(self, row: tuple[CellValue, ...]) -> None:
        """Set one more aside; not while they are gone through."""
        pickle.dump(row, self._file, pickle.HIGHEST_PROTOCOL)
        self._count += 1
