"""The entries of the trail as a list: narrowed, a page by key, newest first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Text, and_, cast, func, select

from auditor.access import Permission
from auditor.jobs.queries import pulse
from auditor.jobs.rules import VERIFY, Verification, verification
from auditor.people.model import User
from auditor.trail.acts import said
from auditor.trail.concealing import Row, concerning_rows
from auditor.trail.model import Change, Entry
from auditor.trail.queries import position, who_acted
from auditor.trail.rules import FIRST_ROWS, PAGE, WINDOW, Sought, user_in_payload
from auditor.work import Work

#: Of so many places at once it is asked when they were written; two rounds find a day in a million.
_PROBES = 1_000


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in the list.

    Attributes:
        changes: how many rows it changed, and what it says besides.
        rows: the first of them that do not concern the reader.
        is_own: it concerns the reader, who is told nothing but that it exists.
    """

    seq: int
    says: str = ""
    who: str = ""
    through: str = ""
    at: datetime | None = None
    changes: int = 0
    rows: tuple[Row, ...] = ()
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Entries:
    """A page of the trail, and where the trail stands.

    Attributes:
        older: after which entry the next page begins; None where there is none.
        looked_to: the entry down to which it was looked, where not all could be at once.
    """

    position: int
    head: str
    verified: Verification
    users: Mapping[int, str]
    lines: Sequence[Line]
    older: int | None = None
    looked_to: int | None = None


def entries(work: Work, sought: Sought, *, after: int | None = None) -> Entries:
    """One page of the trail, in six statements; two more find the days it is narrowed to.

    Raises:
        NotAllowed: the actor may not look at the trail.
    """
    work.require(Permission.TRAIL_READ)
    entries, head = position(work)
    users = users_by_name(work)
    low, high = _span(work, sought, entries)
    high = high if after is None else min(after, high)
    lowest = max(low, high - WINDOW) if sought.needs_window else low
    lines = _lines(work, sought, (lowest, high), PAGE + 1, users)
    older = lines[PAGE - 1].seq if len(lines) > PAGE else None
    looked_to = lowest if older is None and lowest > low else None
    shown = _shown(work, sought, lines[:PAGE])
    last = verification(pulse(work).settled.get(VERIFY), work.now)
    return Entries(entries, head, last, users, shown, older, looked_to)


def all_lines(work: Work, sought: Sought, most: int) -> list[Line]:
    """Every entry that is sought, newest first, but no more than `most`.

    Raises:
        NotAllowed: the actor may not look at the trail.
    """
    work.require(Permission.TRAIL_READ)
    span = _span(work, sought, position(work)[0])
    return _shown(work, sought, _lines(work, sought, span, most, users_by_name(work)))


def users_by_name(work: Work) -> dict[int, str]:
    """Every account that ever was, id to name, in the order of the names."""
    found = work.session.execute(select(User.id, User.name).order_by(User.name, User.id))
    return {row.id: row.name for row in found}


def _lines(
    work: Work, sought: Sought, span: tuple[int, int], most: int, users: Mapping[int, str]
) -> list[Line]:
    chosen = (
        select(Entry.seq, Entry.act, Entry.payload)
        .where(Entry.seq >= span[0], Entry.seq < span[1], *_conditions(work, sought))
        .order_by(Entry.seq.desc())
        .limit(most)
        .subquery()
    )
    first = and_(Change.seq == chosen.c.seq, Change.n < FIRST_ROWS)
    wanted = (
        select(chosen, Change.record, Change.record_id)
        .outerjoin_from(chosen, Change, first)
        .order_by(chosen.c.seq.desc(), Change.n)
    )
    rows = work.session.execute(wanted)
    return [_line(list(group), users) for _, group in groupby(rows, lambda row: row.seq)]


def _conditions(work: Work, sought: Sought) -> Iterator[ColumnElement[bool]]:
    if sought.act is not None:
        yield Entry.act == sought.act.value
    if sought.who is not None:
        yield _as_text(work).contains(user_in_payload(sought.who), autoescape=True)
    if sought.record and sought.record_id is not None:
        named = (Change.record == sought.record, Change.record_id == sought.record_id)
        yield Entry.seq.in_(select(Change.seq).where(*named))
    elif sought.record:
        of_kind = select(Change.n).where(Change.seq == Entry.seq, Change.record == sought.record)
        yield of_kind.exists()


def _as_text(work: Work) -> ColumnElement[str]:
    """The payload to search in; each database turns bytes to text by a word of its own."""
    if work.session.get_bind().dialect.name == "postgresql":
        return func.convert_from(Entry.payload, "UTF8", type_=Text)
    return cast(Entry.payload, Text)


def _line(rows: Sequence[Any], users: Mapping[int, str]) -> Line:
    told = orjson.loads(rows[0].payload)
    return Line(
        rows[0].seq,
        said(rows[0].act),
        who_acted(told["actor"], users),
        told["actor"].get("by") or "",
        datetime.fromisoformat(told["at"]),
        told["changes"],
        tuple((row.record, row.record_id) for row in rows if row.record),
    )


def _shown(work: Work, sought: Sought, lines: Iterable[Line]) -> list[Line]:
    """The lines as the reader may see them: what concerns them is not found by what it tells."""
    if not work.actor.may(Permission.TRAIL_VALUES):
        return list(lines)
    theirs = concerning_rows(work)
    if not theirs:
        return list(lines)
    shown = (concealed(line, theirs) for line in lines)
    return [line for line in shown if not (line.is_own and sought.is_telling)]


def concealed(line: Line, theirs: frozenset[Row]) -> Line:
    """The line without what concerns the reader: nothing is left of an act on few rows."""
    if theirs.isdisjoint(line.rows):
        return line
    if line.changes <= FIRST_ROWS:
        return Line(line.seq, is_own=True)
    left = tuple(row for row in line.rows if row not in theirs)
    return Line(line.seq, line.says, line.who, line.through, line.at, line.changes, left)


def _span(work: Work, sought: Sought, entries: int) -> tuple[int, int]:
    """The places from which on, and before which, an entry was written on the days sought."""
    moments = {}
    if sought.since is not None:
        moments["low"] = _midnight(work, sought.since)
    if sought.until is not None:
        moments["high"] = _midnight(work, sought.until + timedelta(days=1))
    found = _places(work, moments, entries)
    return found.get("low", 0), found.get("high", entries)


def _midnight(work: Work, day: date) -> datetime:
    return datetime.combine(day, time(), work.zone)


def _places(work: Work, moments: Mapping[str, datetime], entries: int) -> dict[str, int]:
    """By each name the place of the first entry at or after its moment; entries follow in time."""
    spans = dict.fromkeys(moments, (0, entries))
    while open_ := {name: span for name, span in spans.items() if span[0] < span[1]}:
        probes = {name: _probes(*span) for name, span in open_.items()}
        asked = sorted({seq for seqs in probes.values() for seq in seqs})
        rows = work.session.execute(select(Entry.seq, Entry.payload).where(Entry.seq.in_(asked)))
        at = {row.seq: datetime.fromisoformat(orjson.loads(row.payload)["at"]) for row in rows}
        for name, seqs in probes.items():
            before = [seq for seq in seqs if at[seq] < moments[name]]
            since = [seq for seq in seqs if at[seq] >= moments[name]]
            low, high = spans[name]
            spans[name] = (max(before, default=low - 1) + 1, min(since, default=high))
    return {name: low for name, (low, _) in spans.items()}


def _probes(low: int, high: int) -> Sequence[int]:
    return range(low, high, max(1, -(-(high - low) // _PROBES)))
