"""Reading the trail: its position, the history of a record, and what does not hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import func, select, tuple_

from auditor.access import Permission, Role
from auditor.evidence.model import StoredFile
from auditor.people.queries import names_of_users
from auditor.reports.queries.anchored import report_faults
from auditor.store import FileStore
from auditor.trail.acts import said
from auditor.trail.model import Change, Entry
from auditor.trail.replay import Fault, faults
from auditor.trail.seal import GENESIS
from auditor.work import Work


@dataclass(frozen=True, slots=True)
class Told:
    """One act in a record's history.

    Attributes:
        changes: for each row that changed: which record, its id, what was done, and the values
            before and after by field; None in place of both when they were erased by law.
    """

    seq: int
    says: str
    who: str
    at: datetime
    changes: tuple[tuple[str, int, str, Mapping[str, Any], Mapping[str, Any]], ...]


def position(work: Work) -> tuple[int, str]:
    """How many entries the trail has, and its newest link in hex: together, where it stands."""
    newest = select(Entry.seq, Entry.link).order_by(Entry.seq.desc()).limit(1)
    row = work.session.execute(newest).first()
    return (row.seq + 1, row.link.hex()) if row else (0, GENESIS.hex())


def newest_change(work: Work, record: str, record_id: int) -> int:
    """The place in the trail of this row's newest change; forms carry it as `seen`."""
    newest = select(func.max(Change.seq)).where(
        Change.record == record, Change.record_id == record_id
    )
    found = work.session.scalar(newest)
    return -1 if found is None else found


def history(
    work: Work, rows: Sequence[tuple[str, int]], *, after: int = -1, limit: int = 100
) -> list[Told]:
    """What was done to these rows, newest first.

    Args:
        rows: record and id of each row; an officer's history takes in their assignments'.
        after: only what was done after this place in the trail.
        limit: at most so many acts.
    """
    changed = (
        select(Change.seq)
        .where(tuple_(Change.record, Change.record_id).in_(rows), Change.seq > after)
        .distinct()
        .order_by(Change.seq.desc())
        .limit(limit)
    )
    seqs = list(work.session.scalars(changed))
    entries = {e.seq: e for e in work.session.scalars(select(Entry).where(Entry.seq.in_(seqs)))}
    changes: dict[int, list[Change]] = {}
    wanted = select(Change).where(
        Change.seq.in_(seqs), tuple_(Change.record, Change.record_id).in_(rows)
    )
    for change in work.session.scalars(wanted.order_by(Change.seq, Change.n)):
        changes.setdefault(change.seq, []).append(change)
    says = {seq: orjson.loads(entry.payload) for seq, entry in entries.items()}
    names = names_of_users(work, [told["actor"]["id"] for told in says.values()])
    return [
        Told(
            seq,
            said(entries[seq].act),
            who_acted(says[seq]["actor"], names),
            datetime.fromisoformat(says[seq]["at"]),
            tuple(_read(change) for change in changes.get(seq, ())),
        )
        for seq in seqs
        if seq in entries
    ]


def who_acted(actor: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """Who an entry says acted, and whether it was by the command line.

    Args:
        actor: as the entry’s payload has it.
        names: of users, by id.
    """
    if actor["id"] is None:
        return "The operator" if actor["role"] == Role.SYSTEM else "A visitor"
    through = " (command line)" if actor.get("by") == "command line" else ""
    return f"{names.get(actor['id'], 'Somebody')}{through}"


def _read(change: Change) -> tuple[str, int, str, Mapping[str, Any], Mapping[str, Any]]:
    before, after = orjson.loads(change.body) if change.body else ({}, {})
    return change.record, change.record_id, change.what, before, after


def all_faults(work: Work, files: FileStore) -> list[Fault]:
    """Whatever does not hold: an entry, its place, a row that differs from it, a kept file, and
    what issued reports say of the trail.

    Raises:
        NotAllowed: the actor does not look after the trail.
    """
    work.require(Permission.TRAIL_VERIFY)
    return [
        *faults(work.session.connection()),
        *_lost_files(work, files),
        *report_faults(work, files),
    ]


def _lost_files(work: Work, files: FileStore) -> Iterator[Fault]:
    kept = select(StoredFile.id, StoredFile.sha256).order_by(StoredFile.id)
    for row in work.session.execute(kept):
        if not files.holds(row.sha256):
            says = "Its bytes are missing from the folder of kept files, or were changed there."
            yield Fault("file", None, f"files {row.id}", says)
