"""Which fields of a record were set by hand since an upload last set them."""

from collections import defaultdict
from datetime import datetime
from typing import Any, Final

import orjson
from sqlalchemy import select

from auditor.people.queries import names_of_users
from auditor.trail.acts import Act
from auditor.trail.model import Change, Entry
from auditor.uploads.drafts import Held
from auditor.work import Work

#: What sets fields as files say, or said: neither counts as a hand's edit.
_OF_FILES: Final = (Act.UPLOAD_APPLIED.value, Act.UPLOAD_UNDONE.value)


class HandEdits:
    """Asks the trail, and remembers what it answered; made once for a plan."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._touched: dict[str, set[int]] = {}
        self._fields: dict[tuple[str, int], dict[str, Held]] = {}

    def held(self, record: str, record_id: int, field: str) -> Held | None:
        """Who set this field by hand, and when; None where an upload did, or nobody."""
        if record not in self._touched:
            self._touched[record] = self._touched_by_hand(record)
        if record_id not in self._touched[record]:
            return None
        row = record, record_id
        if row not in self._fields:
            self._fields[row] = self._set_by_hand(record, record_id)
        return self._fields[row].get(field)

    def _touched_by_hand(self, record: str) -> set[int]:
        wanted = (
            select(Change.record_id)
            .join(Entry, Entry.seq == Change.seq)
            .where(Change.record == record, Entry.act.not_in(_OF_FILES))
            .distinct()
        )
        return set(self._work.session.scalars(wanted))

    def _set_by_hand(self, record: str, record_id: int) -> dict[str, Held]:
        """By field: whose act is the newest that set it, unless that was an upload.

        An upload that was undone counts as never applied: who set the field before it is asked.
        """
        wanted = (
            select(Change.body, Entry.act, Entry.payload)
            .join(Entry, Entry.seq == Change.seq)
            .where(Change.record == record, Change.record_id == record_id)
            .order_by(Change.seq, Change.n)
        )
        setters: dict[str, list[tuple[str, bytes]]] = defaultdict(list)
        for body, act, payload in self._work.session.execute(wanted):
            _, after = orjson.loads(body) if body else ({}, {})
            for field in after:
                if act == Act.UPLOAD_UNDONE:
                    del setters[field][-1:]
                else:
                    setters[field].append((act, payload))
        by_payload: dict[bytes, list[str]] = defaultdict(list)
        for field, (*_, (act, payload)) in ((f, s) for f, s in setters.items() if s):
            if act != Act.UPLOAD_APPLIED:
                by_payload[payload].append(field)
        return {
            field: held
            for payload, fields in by_payload.items()
            for held in [self._held(orjson.loads(payload))]
            for field in fields
        }

    def _held(self, entry: dict[str, Any]) -> Held:
        names = names_of_users(self._work, [entry["actor"]["id"]])
        who = names.get(entry["actor"]["id"], "the operator")
        return Held(who, datetime.fromisoformat(entry["at"]))
