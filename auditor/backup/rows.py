"""Rows as text that is the same whichever database they stand in, and back."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Final

import orjson
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    TypeDecorator,
    func,
    select,
    text,
)
from sqlalchemy.types import Text, TypeEngine

from auditor.models import Base

#: Left behind: a sign-in that was ended since must not be good again where a backup is put back.
LEFT_OUT: Final = frozenset({"sign_ins", "wrong_sign_ins"})

#: How many rows are read or written at a time: memory stays flat however many there are.
PORTION: Final = 2000

#: What stands in a column of each plain type.
_PLAIN: Final[Mapping[type[TypeEngine[Any]], type[TypeEngine[Any]]]] = {
    Boolean: Boolean,
    DateTime: DateTime,
    Date: Date,
    Integer: BigInteger,
    LargeBinary: LargeBinary,
}


@cache
def plain_tables() -> Mapping[str, Table]:
    """Every table that is taken, each after those it names, with nothing but plain values.

    Words and vocabularies are text here, byte for byte as they are stored: what was once
    recorded in a word that the program has since given up is taken and put back as it is.
    """
    plain = MetaData()
    return {
        str(table.name): Table(
            table.name,
            plain,
            *(Column(c.name, _plain(c.type), primary_key=c.primary_key) for c in table.c),
        )
        for table in Base.metadata.sorted_tables
        if table.name not in LEFT_OUT
    }


def _plain(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    inner = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    found = (plain for known, plain in _PLAIN.items() if isinstance(inner, known))
    return next(found, Text)()


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """Each row as one line, by key."""
    found = connection.execute(
        select(table).order_by(*table.primary_key), execution_options={"yield_per": PORTION}
    )
    for row in found:
        yield orjson.dumps(tuple(row), default=_in_hex, option=orjson.OPT_APPEND_NEWLINE)


def _in_hex(value: object) -> str:
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(type(value).__name__)


def row_from(line: bytes, table: Table) -> dict[str, Any]:
    """The row of a line.

    Raises:
        ValueError, TypeError: it is no row of this table.
    """
    values = orjson.loads(line)
    if not isinstance(values, list):
        raise TypeError("no list")
    return {
        name: None if value is None else read(value)
        for (name, read), value in zip(_readers(table), values, strict=True)
    }


@cache
def _readers(table: Table) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    return tuple((column.name, _READERS[type(column.type)]) for column in table.c)


def _exactly(kind: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(f"no {kind.__name__}")
        return value

    return read


def _from_text(read: Callable[[str], Any]) -> Callable[[Any], Any]:
    is_text = _exactly(str)
    return lambda value: read(is_text(value))


_READERS: Final[Mapping[type, Callable[[Any], Any]]] = {
    BigInteger: _exactly(int),
    Boolean: _exactly(bool),
    Text: _exactly(str),
    DateTime: _from_text(datetime.fromisoformat),
    Date: _from_text(date.fromisoformat),
    LargeBinary: _from_text(bytes.fromhex),
}


def last_ids(connection: Connection) -> dict[str, int]:
    """The highest id that each table ever gave out, as far as the database remembers it."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
        return {row.name: row.seq for row in found}
    last = text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:name, 'id')::regclass)")
    told = {name: connection.scalar(last, {"name": name}) for name in _with_ids()}
    return {name: number for name, number in told.items() if number is not None}


def go_on_after(connection: Connection, remembered: Mapping[str, int | None]) -> None:
    """Have no id given out that was given out before, though its row may be gone."""
    for name, table in _with_ids().items():
        highest = connection.scalar(select(func.max(table.c.id))) or 0
        given = {"name": name, "last": max(highest, remembered[name] or 0)}
        if not given["last"]:
            continue
        if connection.dialect.name == "postgresql":
            goes_on = "SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"
            connection.execute(text(goes_on), given)
        elif Base.metadata.tables[name].dialect_options["sqlite"]["autoincrement"]:
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), given)
            goes_on = "INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"
            connection.execute(text(goes_on), given)


def _with_ids() -> dict[str, Table]:
    return {name: table for name, table in plain_tables().items() if "id" in table.c}
