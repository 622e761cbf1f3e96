"""The open end of the trail within one transaction, which nobody else can append to meanwhile."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.orm import Session

from auditor.trail.acts import Act
from auditor.trail.model import Change, Entry
from auditor.trail.seal import GENESIS, Noted, canonical, committed, digest, linked


class UnrecordedChange(RuntimeError):
    """An audited row was changed past the trail, or under no fitting act. Always a bug."""


class Pen:
    """Notes changes as they are made, and seals them under the act that is named afterwards."""

    def __init__(self, session: Session, actor: Mapping[str, Any], now: datetime) -> None:
        self._session = session
        self._actor = actor
        self._now = now
        self._count = 0
        #: Whether rows of audited tables may be changed at this moment; see `capture.guard`.
        self.writing = False

    def note(self, changes: Sequence[Noted]) -> None:
        """Keep changes under the entry that is yet to be named."""
        if not changes:
            return
        seq, _ = self._head()
        rows = [(seq, self._count + k, *row) for k, row in enumerate(committed(changes))]
        connection = self._session.connection()
        # By the driver: half the price of Core, and this is the busiest statement of all.
        mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
        marks = ", ".join([mark] * len(rows[0]))
        connection.exec_driver_sql(f"INSERT INTO trail_changes VALUES ({marks})", rows)  # noqa: S608
        self._count += len(rows)

    def seal(self, act: Act, about: Mapping[str, Any]) -> int:
        """Name the act to which every change since the act before belongs; gives its place.

        Raises:
            UnrecordedChange: a table was changed that this act may not touch.
        """
        if about:
            self.note([Noted("", 0, "about", {}, about)])
        seq, link = self._head()
        mine = self._unsealed(seq)
        if beyond := {change.record for change in mine} - act.touches - {""}:
            raise UnrecordedChange(f"{act} may not change {', '.join(sorted(beyond))}.")
        count, over = digest(mine)
        payload = canonical(
            {
                "act": act,
                "actor": self._actor,
                "at": self._now,
                "changes": count,
                "digest": over,
                "eid": os.urandom(16),
                "v": 1,
            }
        )
        leaf, follows = linked(link, payload)
        entry = {"seq": seq, "act": act.value, "payload": payload, "leaf": leaf, "link": follows}
        self._session.execute(insert(Entry), entry)
        self._count = 0
        return seq

    def refuse_unnamed(self) -> None:
        """Refuse to end while changes have no act.

        Raises:
            UnrecordedChange: there are some.
        """
        if self._count and (left := self._unsealed(self._head()[0])):
            names = sorted({change.record for change in left})
            raise UnrecordedChange(f"Under no act: {', '.join(names)}.")

    @contextmanager
    def door(self) -> Iterator[None]:
        """While this is open, audited tables may be changed: who opens it notes what changed."""
        self.writing = True
        try:
            yield
        finally:
            self.writing = False

    def _head(self) -> tuple[int, bytes]:
        newest = select(Entry.seq, Entry.link).order_by(Entry.seq.desc()).limit(1)
        row = self._session.execute(newest).first()
        return (row.seq + 1, row.link) if row else (0, GENESIS)

    def _unsealed(self, seq: int) -> Sequence[Row[str, int, str, bytes]]:
        # Asked of the database, so that what a savepoint took back is not counted.
        wanted = select(Change.record, Change.record_id, Change.what, Change.commitment)
        return self._session.execute(wanted.where(Change.seq == seq).order_by(Change.n)).all()
