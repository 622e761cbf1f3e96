"""What was changed since an upload was applied, of the rows that it had added or changed."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from auditor.people.queries import names_of_users
from auditor.trail.acts import Act
from auditor.trail.model import Change, Entry
from auditor.uploads.model import Upload
from auditor.work import Work

#: A row of a table, by the table's name and its id.
Place = tuple[str, int]


class Setter(NamedTuple):
    """Who set a field last: by which act, in words, and whether that was a file."""

    by: str
    is_file: bool


def set_since(work: Work, upload: Upload) -> Mapping[Place, Mapping[str, str]]:
    """By row and field, who set it after the upload did, such as “Ines Ortega, 2026-03-02”.

    What a later upload set and its undoing put back counts as never touched.
    """
    mine = aliased(Change)
    wanted = (
        select(Change.record, Change.record_id, Change.body, Entry.act, Entry.payload)
        .join(Entry, Entry.seq == Change.seq)
        .join(
            mine,
            and_(
                mine.seq == upload.applied_seq,
                mine.record == Change.record,
                mine.record_id == Change.record_id,
            ),
        )
        .where(Change.seq > upload.applied_seq, Change.record.not_in(("", Upload.__tablename__)))
        .order_by(Change.seq, Change.n)
    )
    setters: dict[Place, dict[str, list[tuple[str, bytes]]]] = defaultdict(dict)
    for record, record_id, body, act, payload in work.session.execute(wanted):
        before, after = orjson.loads(body) if body else ({}, {})
        for field in before.keys() | after.keys():
            stack = setters[record, record_id].setdefault(field, [])
            if act == Act.UPLOAD_UNDONE and stack and stack[-1][0] == Act.UPLOAD_APPLIED:
                stack.pop()
            else:
                stack.append((act, payload))
    return _in_words(work, setters)


def _in_words(
    work: Work, setters: Mapping[Place, Mapping[str, list[tuple[str, bytes]]]]
) -> dict[Place, dict[str, str]]:
    newest = {
        place: {field: stack[-1] for field, stack in fields.items() if stack}
        for place, fields in setters.items()
    }
    payloads = {setter[1] for fields in newest.values() for setter in fields.values()}
    entries: dict[bytes, Any] = {payload: orjson.loads(payload) for payload in payloads}
    names = names_of_users(work, [entry["actor"]["id"] for entry in entries.values()])
    told: dict[Place, dict[str, str]] = {}
    for place, fields in newest.items():
        for field, (act, payload) in fields.items():
            entry = entries[payload]
            who = names.get(entry["actor"]["id"], "the operator")
            by = "a later file of " if act == Act.UPLOAD_APPLIED else ""
            on = datetime.fromisoformat(entry["at"]).date().isoformat()
            told.setdefault(place, {})[field] = f"{by}{who}, {on}"
    return told
