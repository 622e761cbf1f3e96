"""The bare driver, by which everything else is measured: it reads and writes, and does no more."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine

from auditor.models import Base


def columns(table: str) -> list[str]:
    return [column.name for column in Base.metadata.tables[table].c]


#: A table, and rows with all of its columns.
Rows = tuple[str, Sequence[Any]]


class Driver:
    """The same reading and writing by the bare driver, as a measure."""

    def __init__(self, engine: Engine) -> None:
        self._connection: Any = engine.raw_connection()
        self._cursor = self._connection.cursor()
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._mark = "?" if self._is_sqlite else "%s"

    def rows(
        self, table: str, names: Sequence[str], between: tuple[int, int], *, by: str
    ) -> list[Any]:
        self._cursor.execute(
            f"SELECT {', '.join(names)} FROM {table} "  # noqa: S608 - our own names
            f"WHERE {by} BETWEEN {self._mark} AND {self._mark} ORDER BY {by}",
            between,
        )
        return list(self._cursor.fetchall())

    def whole_rows(self, table: str, between: tuple[int, int], *, by: str) -> Rows:
        return table, self.rows(table, columns(table), between, by=by)

    def write(self, *written: Rows) -> None:
        if self._is_sqlite:
            self._cursor.execute("BEGIN IMMEDIATE")
        for table, rows in written:
            names = columns(table)
            marks = ", ".join([self._mark] * len(names))
            self._cursor.executemany(
                f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})",  # noqa: S608
                rows,
            )
        if self._is_sqlite:
            self._cursor.execute("COMMIT")
        else:
            self._connection.commit()

    def end(self) -> None:
        if not self._is_sqlite:
            self._connection.rollback()
