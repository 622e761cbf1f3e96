"""The trail as its page shows it: entries newest first, and one with all of its changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

import orjson
from sqlalchemy import func, select

from auditor.concern import concern_of
from auditor.departments.queries import COUNTED, Listed, listed_by_id
from auditor.errors import NotFound
from auditor.people.queries import names_of_users
from auditor.trail.acts import said
from auditor.trail.model import Change, Entry
from auditor.trail.queries import who_acted
from auditor.work import Work

#: So many changes of one entry are shown; a file of many rows has more.
MOST: Final = 200


class Touched(NamedTuple):
    """How many rows of one kind an act changed, and the id of the first of them."""

    record: str
    rows: int
    record_id: int


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in the list.

    Attributes:
        touched: the rows it changed, by kind; empty for an act that changed none.
    """

    seq: int
    act: str
    says: str
    who: str
    at: datetime
    touched: Sequence[Touched]


@dataclass(frozen=True, slots=True)
class Changed:
    """One change of an entry.

    Attributes:
        before, after: the values by field; None in place of both where they were erased by law.
    """

    record: str
    record_id: int
    what: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry, as it stands in the chain.

    Attributes:
        changes: at most `MOST` of them, in order.
        total: how many there are.
        about: what the act says that no row does.
    """

    line: Line
    leaf: str
    link: str
    changes: Sequence[Changed]
    total: int
    about: Mapping[str, Any]


def entries(
    work: Work,
    *,
    act: str = "",
    record: str = "",
    record_id: int | None = None,
    after: int | None = None,
) -> tuple[Listed, list[Line]]:
    """One page of the entries, newest first.

    Args:
        act: as it is stored.
        record: the name of a table: only acts that changed a row of it, or the one row with this
            `record_id`.
    """
    wanted = select(Entry.seq.label("id"), Entry.act, Entry.payload)
    if act:
        wanted = wanted.where(Entry.act == act)
    if record:
        changed = select(Change.seq).where(Change.seq == Entry.seq, Change.record == record)
        if record_id is not None:
            changed = changed.where(Change.record_id == record_id)
        wanted = wanted.where(changed.exists())
    listed = listed_by_id(work, wanted, key=Entry.seq, after=after, most=COUNTED)
    touched = _touched(work, [row.id for row in listed.rows])
    return listed, _lines(work, listed.rows, touched)


def get_entry(work: Work, seq: int) -> Shown:
    """The entry at this place with its changes.

    Raises:
        NotFound: the trail has no such place.
    """
    row = work.session.execute(
        select(Entry.seq.label("id"), Entry.act, Entry.payload, Entry.leaf, Entry.link).where(
            Entry.seq == seq
        )
    ).first()
    if row is None:
        raise NotFound(f"The trail has no entry {seq}.")
    wanted = select(Change).where(Change.seq == seq).order_by(Change.n).limit(MOST)
    changes = [_changed(change) for change in work.session.scalars(wanted)]
    total = select(func.count()).select_from(Change).where(Change.seq == seq, Change.record != "")
    about = next((each.after or {} for each in changes if not each.record), {})
    return Shown(
        _lines(work, [row], _touched(work, [seq]))[0],
        row.leaf.hex(),
        row.link.hex(),
        [each for each in changes if each.record],
        work.session.scalar(total) or 0,
        about,
    )


def may_see_values(work: Work) -> bool:
    """Whether nothing in the register concerns the reader, so that all values may be shown."""
    return not concern_of(work).is_any


def _touched(work: Work, seqs: Sequence[int]) -> dict[int, list[Touched]]:
    found: dict[int, list[Touched]] = {}
    wanted = (
        select(Change.seq, Change.record, func.count(), func.min(Change.record_id))
        .where(Change.seq.in_(seqs), Change.record != "")
        .group_by(Change.seq, Change.record)
        .order_by(Change.seq, Change.record)
    )
    for seq, record, rows, first in work.session.execute(wanted):
        found.setdefault(seq, []).append(Touched(record, rows, first))
    return found


def _lines(work: Work, rows: Sequence[Any], touched: Mapping[int, Sequence[Touched]]) -> list[Line]:
    payloads = {row.id: orjson.loads(row.payload) for row in rows}
    names = names_of_users(work, [told["actor"]["id"] for told in payloads.values()])
    return [
        Line(
            row.id,
            row.act,
            said(row.act),
            who_acted(payloads[row.id]["actor"], names),
            datetime.fromisoformat(payloads[row.id]["at"]),
            touched.get(row.id, ()),
        )
        for row in rows
    ]


def _changed(change: Change) -> Changed:
    sides: tuple[Any, Any] = orjson.loads(change.body) if change.body else (None, None)
    return Changed(change.record, change.record_id, change.what, *sides)
