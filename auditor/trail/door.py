"""The bulk door: many rows at once, each with its change in the trail."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Connection, Table, bindparam, func, select, text, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from auditor.base import Audited
from auditor.trail.capture import table_of, told, written
from auditor.trail.pen import Pen
from auditor.trail.seal import Noted

Row = Mapping[str, Any]

#: How many ids one SELECT asks for; SQLite takes 32,766 parameters at most.
PORTION: Final = 900


def add_many(session: Session, pen: Pen, kind: type[Audited], rows: Sequence[Row]) -> list[int]:
    """Add rows by column name, as a set; gives their ids in the same order."""
    if not rows:
        return []
    session.flush()
    table, connection = table_of(kind), session.connection()
    full = _filled(table, rows)
    ids = _new_ids(connection, table, len(rows))
    _insert(connection, table, ids, full)
    pen.note(
        Noted(table.name, record_id, "add", {}, written(table, row))
        for record_id, row in zip(ids, full, strict=True)
    )
    return ids


def _filled(table: Table, rows: Sequence[Row]) -> Sequence[Row]:
    """The rows, each with the same columns, and with the defaults of those they do not name."""
    alike = rows[0].keys()
    defaults = {column.name: _default(column.default) for column in table.c if column.default}
    if defaults.keys() <= alike and all(row.keys() == alike for row in rows):
        return rows
    blank = defaults | {name: defaults.get(name) for row in rows for name in row}
    return [{**blank, **row} for row in rows]


def _insert(connection: Connection, table: Table, ids: Sequence[int], rows: Sequence[Row]) -> None:
    # By the driver, each value as its column's type writes it: Core costs as much again.
    dialect, names = connection.dialect, list(rows[0])
    kinds = [table.c[name].type.dialect_impl(dialect) for name in names]
    # Rows share moments, words and days: each value is written out once.
    writes = [
        (k, _Once(w)) for k, kind in enumerate(kinds, 1) if (w := kind.bind_processor(dialect))
    ]
    values = itemgetter(*names, names[0])  # Of one name alone it would give no tuple.

    def cells() -> Iterator[list[Any]]:
        for record_id, row in zip(ids, rows, strict=True):
            line = [record_id, *values(row)[:-1]]
            for k, write in writes:
                line[k] = write[line[k]]
            yield line

    mark = "?" if dialect.paramstyle == "qmark" else "%s"
    quoted = ", ".join(map(dialect.identifier_preparer.quote, ["id", *names]))
    marks = ", ".join([mark] * (len(names) + 1))
    cursor: Any = connection.connection.cursor()  # Both drivers take an iterator.
    statement = f"INSERT INTO {table.name} ({quoted}) VALUES ({marks})"  # noqa: S608 - our names
    cursor.executemany(statement, cells())
    cursor.close()


class _Once(dict[Any, Any]):
    """How values are stored: each is written out once, however many rows bear it."""

    def __init__(self, write: Callable[[Any], Any]) -> None:
        super().__init__()
        self._write = write

    def __missing__(self, value: Any) -> Any:
        return self.setdefault(value, self._write(value))


def change_many(session: Session, pen: Pen, kind: type[Audited], rows: Sequence[Row]) -> int:
    """Change rows, each with its `id` and the columns that may differ; gives how many did.

    Rows may name different columns; those that name the same ones go together as a set.
    """
    session.flush()
    by_columns: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        by_columns.setdefault(tuple(key for key in row if key != "id"), []).append(row)
    changed = sum(
        _change_alike(session, pen, kind, keys, alike) for keys, alike in by_columns.items()
    )
    session.expire_all()
    return changed


def _change_alike(
    session: Session, pen: Pen, kind: type[Audited], keys: Sequence[str], rows: Sequence[Row]
) -> int:
    table, connection = table_of(kind), session.connection()
    old = _as_they_stand(connection, table, keys, [row["id"] for row in rows])
    moved = [(r, [k for k in keys if r[k] != old[r["id"]][k]]) for r in rows]
    moved = [(row, differing) for row, differing in moved if differing]
    if not moved:
        return 0
    with pen.door():
        connection.execute(
            update(table)
            .where(table.c.id == bindparam("_id"))
            .values({key: bindparam(key) for key in keys}),
            # Without its id among the values, or every row would be searched for references to it.
            [{"_id": row["id"], **{key: row[key] for key in keys}} for row, _ in moved],
        )
    pen.note(_changed(table, old[row["id"]], row, differing) for row, differing in moved)
    return len(moved)


def _changed(table: Table, old: Row, new: Row, differing: Sequence[str]) -> Noted:
    before = told(table, {key: old[key] for key in differing})
    after = told(table, {key: new[key] for key in differing})
    return Noted(table.name, new["id"], "change", before, after)


def _new_ids(connection: Connection, table: Table, count: int) -> list[int]:
    if connection.dialect.name == "postgresql":
        taken = "SELECT nextval(pg_get_serial_sequence(:t, 'id')) FROM generate_series(1, :n)"
        return list(connection.execute(text(taken), {"t": table.name, "n": count}).scalars())
    used = text("SELECT seq FROM sqlite_sequence WHERE name = :t")
    stands = connection.scalar(select(func.coalesce(func.max(table.c.id), 0))) or 0
    highest = max(stands, connection.scalar(used, {"t": table.name}) or 0)
    return list(range(highest + 1, highest + 1 + count))


def _default(default: object) -> object:
    return default.arg if isinstance(default, ScalarElementColumnDefault) else None


def _as_they_stand(
    connection: Connection, table: Table, keys: Sequence[str], ids: Sequence[int]
) -> dict[int, Mapping[str, Any]]:
    wanted = select(table.c.id, *(table.c[key] for key in keys))
    return {
        row["id"]: dict(row)
        for k in range(0, len(ids), PORTION)
        for row in connection.execute(wanted.where(table.c.id.in_(ids[k : k + PORTION]))).mappings()
    }
