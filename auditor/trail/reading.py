"""One entry of the trail: what it says, how it is sealed, and its rows a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import literal as sql_literal
from sqlalchemy import select, union_all

from auditor.access import Permission
from auditor.base import BY_DIGEST, Base
from auditor.departments.model import Department
from auditor.errors import NotFound
from auditor.officers.model import Officer
from auditor.people.model import User
from auditor.tools.model import Tool
from auditor.trail.acts import said
from auditor.trail.concealing import concerning_rows
from auditor.trail.model import Change, Entry
from auditor.trail.rules import FIRST_ROWS, KEPT_BACK, PAGE
from auditor.work import Work

#: Which records a field with an id names, by how its name ends; the first that fits.
NAMED_BY = {
    "department_id": "departments",
    "officer_id": "officers",
    "same_person_id": "officers",
    "tool_id": "tools",
    "user_id": "users",
    "by_id": "users",
    "assigned_to_id": "users",
}


@dataclass(frozen=True, slots=True)
class Changed:
    """One row of an entry.

    Attributes:
        record: empty for what the act says besides, which is in no row.
        before, after: values by field; empty where the reader sees none.
        by_digest: fields of which the trail holds no more than a digest.
        is_kept_back: its values are not for this page.
        is_redacted: its values were erased by law.
        is_own: it concerns the reader, who is told nothing but that it exists.
    """

    record: str
    record_id: int
    what: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    by_digest: frozenset[str] = frozenset()
    is_kept_back: bool = False
    is_redacted: bool = False
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class EntryTold:
    """An entry as the reader may see it.

    Attributes:
        payload: what was hashed; None where all of it concerns the reader.
        names: by the records' table what a few of them are called, id to name.
        older: after which row the next page of rows begins; None where there is none.
    """

    seq: int
    says: str
    payload: Mapping[str, Any] | None
    leaf: str
    link: str
    rows: tuple[Changed, ...]
    names: Mapping[str, Mapping[int, str]]
    older: int | None


def entry_of(work: Work, seq: int, *, after: int | None = None) -> EntryTold:
    """One entry: with its values for whoever may read the trail, else without.

    Args:
        after: the row after which the page of its rows begins.

    Raises:
        NotFound: there is no such entry.
        NotAllowed: the actor may not look at the trail.
    """
    work.require(Permission.TRAIL_READ)
    entry = work.session.get(Entry, seq)
    if entry is None:
        raise NotFound("There is no such entry in the trail.")
    payload = orjson.loads(entry.payload)
    wanted = (
        select(Change)
        .where(Change.seq == seq, Change.n > (-1 if after is None else after))
        .order_by(Change.n)
        .limit(PAGE + 1)
    )
    found = list(work.session.scalars(wanted))
    older = found[PAGE - 1].n if len(found) > PAGE else None
    rows = tuple(_changed(row, has_values=_reads(work)) for row in found[:PAGE])
    theirs = concerning_rows(work) if _reads(work) else frozenset()
    is_own = any((row.record, row.record_id) in theirs for row in rows)
    if is_own:
        rows = tuple(_concealed(row, theirs) for row in rows)
    if is_own and payload["changes"] <= FIRST_ROWS:
        return EntryTold(seq, "", None, entry.leaf.hex(), entry.link.hex(), (), {}, None)
    names = _names(work, rows, payload["actor"])
    sealed = (entry.leaf.hex(), entry.link.hex())
    return EntryTold(seq, said(entry.act), payload, *sealed, rows, names, older)


def _reads(work: Work) -> bool:
    return work.actor.may(Permission.TRAIL_VALUES)


def _changed(row: Change, *, has_values: bool) -> Changed:
    if not has_values:
        return Changed(row.record, row.record_id, row.what)
    if row.record in KEPT_BACK:
        return Changed(row.record, row.record_id, row.what, is_kept_back=True)
    if row.body is None:
        return Changed(row.record, row.record_id, row.what, is_redacted=True)
    before, after = orjson.loads(row.body)
    return Changed(row.record, row.record_id, row.what, before, after, _kept_by_digest(row.record))


def _kept_by_digest(record: str) -> frozenset[str]:
    table = Base.metadata.tables.get(record)
    columns = () if table is None else table.c
    return frozenset(column.name for column in columns if column.info.get(BY_DIGEST))


def _concealed(row: Changed, theirs: frozenset[tuple[str, int]]) -> Changed:
    """The row, unless it concerns the reader; what the act says besides may be about them too."""
    if (row.record, row.record_id) in theirs:
        return Changed(row.record, row.record_id, row.what, is_own=True)
    return row if row.record else Changed("", 0, row.what, is_own=True)


def _names(
    work: Work, rows: tuple[Changed, ...], actor: Mapping[str, Any]
) -> dict[str, dict[int, str]]:
    wanted: dict[str, set[int]] = {"users": set(), "departments": set()}
    wanted |= {"officers": set(), "tools": set()}
    if actor["id"] is not None:
        wanted["users"].add(actor["id"])
    if actor.get("department") is not None:
        wanted["departments"].add(actor["department"])
    for row in rows:
        for name, value in [*row.before.items(), *row.after.items()]:
            if (record := named_by(name)) and isinstance(value, int):
                wanted[record].add(value)
    full = Officer.family_name + ", " + Officer.given_name
    asked = union_all(
        select(sql_literal("users"), User.id, User.name).where(User.id.in_(wanted["users"])),
        select(sql_literal("departments"), Department.id, Department.name).where(
            Department.id.in_(wanted["departments"])
        ),
        select(sql_literal("tools"), Tool.id, Tool.name).where(Tool.id.in_(wanted["tools"])),
        select(sql_literal("officers"), Officer.id, full).where(Officer.id.in_(wanted["officers"])),
    )
    names: dict[str, dict[int, str]] = {record: {} for record in wanted}
    for record, row_id, name in work.session.execute(asked):
        names[record][row_id] = name
    return names


def named_by(name: str) -> str | None:
    """The table that an id in this field is of; None where the field holds no such id."""
    return next((table for end, table in NAMED_BY.items() if name.endswith(end)), None)
