"""What a flush changed, noted by itself; and the guard before every way past it."""

import re
from collections.abc import Mapping
from datetime import UTC
from functools import cache
from typing import Any, Final

from sqlalchemy import ClauseElement, Connection, Engine, Table, event, inspect
from sqlalchemy.orm import InstanceState, Session, sessionmaker
from sqlalchemy.orm.attributes import set_committed_value

from auditor.base import BY_DIGEST, Audited, Base, UtcDateTime
from auditor.trail.pen import Pen, UnrecordedChange
from auditor.trail.seal import Noted, canonical_digest

#: Under this name a session, and its connection, hold the pen of the work they belong to.
PEN: Final = "pen"

_WRITES: Final = re.compile(
    r"\b(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM)"
    r"\s+(?:ONLY\s+)?(?:\w+\.)?[\"`\[]?(\w+)",
    re.IGNORECASE,
)


def listen(sessions: sessionmaker[Session], engine: Engine) -> None:
    """Have every session of this factory write the trail, and let nothing go past it."""
    event.listen(sessions, "before_flush", _open_door)
    event.listen(sessions, "after_flush", _note_flushed)
    event.listen(sessions, "after_soft_rollback", _take_back)
    event.listen(engine, "before_cursor_execute", _guard)


@cache
def audited_tables() -> list[Table]:
    """Every table whose rows the trail accounts for, in the order of their foreign keys."""
    kinds = {m.local_table for m in Base.registry.mappers if issubclass(m.class_, Audited)}
    return [table for table in Base.metadata.sorted_tables if table in kinds]


@cache
def _audited_names() -> frozenset[str]:
    return frozenset(table.name for table in audited_tables())


def table_of(kind: type[Audited]) -> Table:
    """The table that rows of this kind stand in."""
    return Base.metadata.tables[kind.__tablename__]


def told(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row's values as the trail holds them: moments in UTC, secrets by their digest."""
    told = dict(row)
    told.pop("id", None)
    for key in _moments(table) & told.keys():
        told[key] = told[key] and told[key].astimezone(UTC)
    for key in _secrets(table) & told.keys():
        told[key] = canonical_digest(told[key])
    return told


def written(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """What an added row is remembered by: its id is the record's name, and null says nothing."""
    return {key: value for key, value in told(table, row).items() if value is not None}


@cache
def _moments(table: Table) -> frozenset[str]:
    return frozenset(column.name for column in table.c if isinstance(column.type, UtcDateTime))


@cache
def _secrets(table: Table) -> frozenset[str]:
    return frozenset(column.name for column in table.c if column.info.get(BY_DIGEST))


def _open_door(session: Session, *_: object) -> None:
    pen: Pen | None = session.info.get(PEN)
    for row in session.dirty:
        state = inspect(row)
        if any(isinstance(state.dict.get(key), ClauseElement) for key in state.committed_state):
            raise UnrecordedChange(f"{row} was given SQL instead of a value.")
    if pen:
        pen.writing = True


def _note_flushed(session: Session, _context: object) -> None:
    # After the flush ids and foreign keys are set, and the values before are not yet forgotten.
    pen: Pen | None = session.info.get(PEN)
    if pen is None:
        return
    added, removed = set(session.new), set(session.deleted)  # Each access builds the set anew.
    changed = [row for row in session.dirty if isinstance(row, Audited)]
    notes = [_added(row) for row in added if isinstance(row, Audited)]
    notes.sort(key=lambda note: (note.record, note.record_id))
    notes += [note for row in changed if (note := _changed(row))]
    notes += [_removed(row) for row in removed if isinstance(row, Audited)]
    pen.writing = False
    if notes:
        pen.note(notes)


def _take_back(session: Session, _transaction: object) -> None:
    pen: Pen | None = session.info.get(PEN)
    if pen is not None:
        pen.took_back()


def _added(row: Audited) -> Noted:
    state = inspect(row)
    for key in state.mapper.column_attrs.keys() - state.dict.keys():
        set_committed_value(row, key, None)  # It was added without, so null is what it was.
    values = written(table_of(type(row)), _values(state))
    return Noted(row.__tablename__, row.id, "add", {}, values)


def _removed(row: Audited) -> Noted:
    noted = _added(row)
    return noted._replace(what="remove", before=noted.after, after={})


def _changed(row: Audited) -> Noted | None:
    state = inspect(row)
    values = _values(state)
    moved = {k: state.attrs[k].history for k in state.committed_state if k in values}
    moved = {key: history for key, history in moved.items() if history.has_changes()}
    if blind := [key for key, history in moved.items() if not history.deleted]:
        raise UnrecordedChange(f"{', '.join(blind)} of {row} set without having been read.")
    if not moved:
        return None
    before = {key: history.deleted[0] for key, history in moved.items()}
    after = {key: values[key] for key in moved}
    table = table_of(type(row))
    return Noted(row.__tablename__, row.id, "change", told(table, before), told(table, after))


def _values(state: InstanceState[Any]) -> dict[str, Any]:
    return {key: state.dict.get(key) for key in state.mapper.column_attrs.keys()}  # noqa: SIM118


def _guard(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
    # The statement's text is looked at, so that raw SQL does not go past either.
    if not any(name.lower() in _audited_names() for name in _WRITES.findall(statement)):
        return
    pen: Pen | None = connection.info.get(PEN)
    if pen is None or not pen.writing:
        raise UnrecordedChange(f"This went past the trail: {statement[:60]}")
