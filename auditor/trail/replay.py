"""The register as the trail says it stands, or stood; and whether it does."""

import heapq
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, Final, NamedTuple

import orjson
from sqlalchemy import Column, Connection, Row, Table, select, type_coerce
from sqlalchemy.types import NullType

from auditor.trail.capture import audited_tables, written
from auditor.trail.model import Change, Entry
from auditor.trail.seal import GENESIS, Digest, canonical, commitment, linked

Standing = tuple[int, dict[str, Any], str]

#: The key under which a replayed or stored row says why it cannot be trusted.
DOUBT: Final = "?"

#: How many rows are fetched at a time: memory stays flat however long the trail is.
PORTION: Final = 2000


class Fault(NamedTuple):
    """What does not hold; `entry` or `record` say where."""

    kind: str
    entry: int | None
    record: str
    says: str

    def told(self) -> str:
        """What it is, where, and what does not hold, in one line."""
        return f"{self.kind}: {self.record or f'entry {self.entry}'}: {self.says}"


def replay(connection: Connection, table: Table, until: int | None = None) -> Iterator[Standing]:
    """Each row as it stood after entry `until` (now, when None), by id; {} where it was removed."""
    wanted = select(Change.record_id, Change.what, Change.body).where(Change.record == table.name)
    if until is not None:
        wanted = wanted.where(Change.seq <= until)
    found = connection.execute(wanted.order_by(Change.record_id, Change.seq, Change.n))
    for record_id, changes in groupby(found, key=attrgetter("record_id")):
        values: dict[str, Any] = {}
        for change in changes:
            values = _after(values, change)
        yield record_id, {key: value for key, value in values.items() if value is not None}, "trail"


def _after(values: dict[str, Any], change: Any) -> dict[str, Any]:
    try:
        before: dict[str, Any]
        after: dict[str, Any]
        before, after = orjson.loads(change.body) if change.body is not None else ({}, {})
        if change.what == "change" and any(values.get(k) != v for k, v in before.items()):
            return values | after | {DOUBT: "A change began from other values than the trail had."}
        return {} if change.what == "remove" else values | after
    except (ValueError, TypeError, AttributeError):
        return values | {DOUBT: "A change cannot be read."}


def faults(connection: Connection) -> Iterator[Fault]:
    """Everything wrong, in two passes that need no more memory for a longer trail."""
    streaming = connection.execution_options(yield_per=PORTION)
    yield from _in_the_chain(streaming)
    for table in audited_tables():
        yield from _in_the_table(streaming, table)


def _in_the_chain(connection: Connection) -> Iterator[Fault]:
    noted = connection.execute(select(Change.__table__).order_by(Change.seq, Change.n))
    groups = ((seq, list(changes)) for seq, changes in groupby(noted, key=attrgetter("seq")))
    waiting = next(groups, None)
    link, expected = GENESIS, 0
    for entry in connection.execute(select(Entry.__table__).order_by(Entry.seq)):
        while waiting is not None and waiting[0] < entry.seq:
            yield Fault("removed", waiting[0], "", "It is gone; only its changes are left.")
            waiting = next(groups, None)
        if entry.seq != expected:
            gone = f"Entries {expected} to {entry.seq - 1} are gone."
            yield Fault("removed", expected, "", gone)
            link = entry.link  # What follows is judged by what is left of it.
        mine: list[Row[Any]] = []
        if waiting is not None and waiting[0] == entry.seq:
            mine, waiting = waiting[1], next(groups, None)
        yield from _in_the_entry(entry, None if entry.seq != expected else link, mine)
        link, expected = entry.link, entry.seq + 1
    while waiting is not None:
        yield Fault("removed", waiting[0], "", "There are changes without their entry.")
        waiting = next(groups, None)


def _in_the_entry(entry: Row[Any], link: bytes | None, changes: list[Row[Any]]) -> Iterator[Fault]:
    if link is not None and linked(link, entry.payload) != (entry.leaf, entry.link):
        yield Fault("edited", entry.seq, "", "It was changed, or does not follow the one before.")
    says = _payload(entry.payload)
    stands = Digest()
    for c in changes:
        stands.take_in(c.record, c.record_id, c.what, c.commitment)
    if (entry.act, stands.count, stands.hex()) != (
        says.get("act"),
        says.get("changes"),
        says.get("digest"),
    ):
        yield Fault("edited", entry.seq, "", "Its changes were added to, removed or exchanged.")
    for c in changes:
        if c.body is not None and commitment(c.salt or b"", c.body) != c.commitment:
            yield Fault("edited", c.seq, f"{c.record} {c.record_id}", "Its values were changed.")


def _payload(payload: bytes) -> Mapping[str, Any]:
    try:
        says = orjson.loads(payload)
    except ValueError:
        return {}
    return says if isinstance(says, dict) else {}


def _in_the_table(connection: Connection, table: Table) -> Iterator[Fault]:
    both = heapq.merge(
        replay(connection, table), _as_it_stands(connection, table), key=itemgetter(0)
    )
    for record_id, found in groupby(both, key=itemgetter(0)):
        by_side = {side: values for _, values, side in found}
        told, stands = by_side.get("trail", {}), by_side.get("table", {})
        if told != stands:
            name = f"{table.name} {record_id}"
            yield Fault("differs", None, name, _difference(told, stands))


def _difference(told: Mapping[str, Any], stands: Mapping[str, Any]) -> str:
    if not stands:
        return "It is in its history, and is gone from its table."
    if not told:
        return "It stands in its table, and no history tells of it."
    names = sorted(key for key in told.keys() | stands.keys() if told.get(key) != stands.get(key))
    return str(told.get(DOUBT) or f"It differs from its history in {', '.join(names)}.")


def _as_it_stands(connection: Connection, table: Table) -> Iterator[Standing]:
    # Values are taken raw and read one by one, so that one that cannot be read is a fault of
    # its row, and not the end of the check.
    raw = [type_coerce(column, NullType()).label(column.name) for column in table.c]
    readers = {column.name: _reader(connection, column) for column in table.c}
    for row in connection.execute(select(*raw).order_by(table.c.id)).mappings():
        try:
            values = {key: readers[key](value) for key, value in row.items()}
            yield row["id"], orjson.loads(canonical(written(table, values))), "table"
        except (ValueError, TypeError, LookupError, AttributeError):
            yield row["id"], {DOUBT: "unreadable"}, "table"


def _reader(connection: Connection, column: Column[Any]) -> Any:
    kind = column.type.dialect_impl(connection.dialect)
    read = kind.result_processor(connection.dialect, None)
    return read or (lambda value: value)
