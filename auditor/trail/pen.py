"""The open end of the trail within one transaction, which nobody else can append to meanwhile."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from auditor.trail.acts import Act
from auditor.trail.model import Change, Entry
from auditor.trail.seal import GENESIS, Digest, Noted, canonical, committed, linked

#: How many columns a change has; see `trail.model.Change`, whose order this is.
CHANGE_COLUMNS: Final = 8


class UnrecordedChange(RuntimeError):
    """An audited row was changed past the trail, or under no fitting act. Always a bug."""


class Pen:
    """Notes changes as they are made, and seals them under the act that is named afterwards."""

    def __init__(self, session: Session, actor: Mapping[str, Any], now: datetime) -> None:
        self._session = session
        self._actor = actor
        self._now = now
        self._n = 0
        #: A digest over what was noted since the act before, and the tables it is about; None
        #: when a savepoint may have taken some of it back.
        self._open: tuple[Digest, set[str]] | None = (Digest(), set())
        #: Whether rows of audited tables may be changed at this moment; see `capture.guard`.
        self.writing = False

    def note(self, changes: Iterable[Noted]) -> None:
        """Keep changes under the entry that is yet to be named."""
        seq, _ = self._head()
        connection = self._session.connection()
        mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
        # Straight to the driver and row by row: this is the busiest statement of all, and a file
        # of a hundred thousand rows is never held a second time.
        cursor: Any = connection.connection.cursor()  # Both drivers take an iterator.
        marks = ", ".join([mark] * CHANGE_COLUMNS)
        cursor.executemany(
            f"INSERT INTO trail_changes VALUES ({marks})",  # noqa: S608 - only marks
            self._rows(seq, changes),
        )
        cursor.close()

    def _rows(self, seq: int, changes: Iterable[Noted]) -> Iterator[tuple[Any, ...]]:
        for n, row in enumerate(committed(changes), self._n):
            if self._open is not None:
                digest, records = self._open
                digest.take_in(row[0], row[1], row[2], row[3])
                records.add(row[0])
            self._n = n + 1
            yield (seq, n, *row)

    def seal(self, act: Act, about: Mapping[str, Any]) -> int:
        """Name the act to which every change since the act before belongs; gives its place.

        Raises:
            UnrecordedChange: a table was changed that this act may not touch.
        """
        if about:
            self.note([Noted("", 0, "about", {}, about)])
        seq, link = self._head()
        digest, records = self._unsealed(seq)
        if beyond := records - act.touches - {""}:
            raise UnrecordedChange(f"{act} may not change {', '.join(sorted(beyond))}.")
        payload = canonical(
            {
                "act": act,
                "actor": self._actor,
                "at": self._now,
                "changes": digest.count,
                "digest": digest.hex(),
                "eid": os.urandom(16),
                "v": 1,
            }
        )
        leaf, follows = linked(link, payload)
        entry = {"seq": seq, "act": act.value, "payload": payload, "leaf": leaf, "link": follows}
        self._session.execute(insert(Entry), entry)
        self._n, self._open = 0, (Digest(), set())
        return seq

    def refuse_unnamed(self) -> None:
        """Refuse to end while changes have no act.

        Raises:
            UnrecordedChange: there are some.
        """
        if self._n and (left := self._unsealed(self._head()[0])[1]):
            raise UnrecordedChange(f"Under no act: {', '.join(sorted(left))}.")

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

    def took_back(self) -> None:
        """A savepoint was undone: what is still noted is asked of the database from now on."""
        self._open = None

    def _unsealed(self, seq: int) -> tuple[Digest, set[str]]:
        if self._open is not None:
            return self._open
        digest, records = Digest(), set()
        wanted = select(Change.record, Change.record_id, Change.what, Change.commitment)
        for row in self._session.execute(wanted.where(Change.seq == seq).order_by(Change.n)):
            digest.take_in(*row)
            records.add(row.record)
        return digest, records
