"""A unit of work: one transaction, one actor, one moment, and the trail they leave.

Everything that reads or changes records takes a `Work` as its first argument. The web makes one
per request, the command line one per command, the scheduler one per job; none of them commits
by any other way.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from auditor.access import Actor, Permission
from auditor.base import Audited
from auditor.db import Sessions, begin_reading, begin_writing
from auditor.errors import NotAllowed
from auditor.parameters import Parameters
from auditor.trail import door
from auditor.trail.acts import Act
from auditor.trail.capture import PEN
from auditor.trail.pen import Pen, UnrecordedChange

#: What rules rest on where the office has laid down nothing else.
_USUAL: Final = Parameters()


@dataclass(frozen=True, slots=True)
class Work:
    """One transaction, seen from inside. `now` is fixed when it is opened."""

    session: Session
    actor: Actor
    now: datetime
    zone: ZoneInfo
    parameters: Parameters
    _pen: Pen | None

    @property
    def today(self) -> date:
        """The calendar day in the city, which is what due dates are counted in."""
        return self.now.astimezone(self.zone).date()

    def require(self, permission: Permission, *, in_department: int | None = None) -> None:
        """Refuse unless the actor holds `permission`, there where a department is named.

        Raises:
            NotAllowed: the actor does not.
        """
        if not self.actor.may(permission, in_department=in_department):
            raise NotAllowed("Your account does not allow this.")

    def record(self, act: Act, **about: Any) -> int:
        """Name in the trail what has been done since the act before, or since the beginning.

        What changed in which row is noted by itself. An act that changed no row (a download) is
        an entry all the same.

        Args:
            about: what no row says (how many rows a file had); erasable, like all values.

        Returns:
            The entry's place in the trail, counted from 0.

        Raises:
            UnrecordedChange: something changed that is not for this act to change.
        """
        self.session.flush()
        return self._writing.seal(act, about)

    def add_many(self, kind: type[Audited], rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Add rows by column name, as a set; gives their ids in the same order."""
        return door.add_many(self.session, self._writing, kind, rows)

    def change_many(self, kind: type[Audited], rows: Sequence[Mapping[str, Any]]) -> int:
        """Change rows, each with its `id` and the columns that may differ; gives how many did."""
        return door.change_many(self.session, self._writing, kind, rows)

    def abandon(self) -> None:
        """Undo everything done so far and give up the turn; the work may still be read from."""
        if self._pen is not None:
            self.session.connection().info.pop(PEN, None)
        self.session.rollback()
        self.session.info.pop(PEN, None)
        begin_reading(self.session)

    @property
    def _writing(self) -> Pen:
        if self._pen is None:
            raise UnrecordedChange("This work was opened for reading.")
        return self._pen


@contextmanager
def open_work(
    sessions: Sessions,
    actor: Actor,
    zone: ZoneInfo,
    now: datetime | None = None,
    *,
    reading: bool = False,
    parameters: Parameters = _USUAL,
) -> Iterator[Work]:
    """Open one unit of work: commit when the block ends well, roll back when it raises.

    A work opened for `reading` waits for nobody and is never committed. Any other first waits for
    its turn: there is one writer at a time, on both databases, so what it reads stays true until
    it commits. Keep it short; parse, hash and render outside.

    Args:
        parameters: what the office's rules rest on.

    Raises:
        Busy: the turn did not come within 15 seconds.
        UnrecordedChange: the block changed an audited record and named no act for it.
    """
    with sessions() as session:  # Closing without a commit rolls back.
        if reading:
            begin_reading(session)
            yield Work(session, actor, now or datetime.now(UTC), zone, parameters, None)
            return
        held = begin_writing(session).info
        moment = now or datetime.now(UTC)  # Read after the wait, so that entries follow in time.
        pen = Pen(session, _named(actor), moment)
        session.info[PEN] = held[PEN] = pen
        try:
            yield Work(session, actor, moment, zone, parameters, pen)
            if PEN in session.info:
                session.flush()
                pen.refuse_unnamed()
                session.commit()
        finally:
            held.pop(PEN, None)


def _named(actor: Actor) -> Mapping[str, Any]:
    named: dict[str, Any] = {
        "id": actor.user_id,
        "role": actor.role,
        "department": actor.department_id,
        "by": actor.through,
    }
    return named | ({"account": actor.system_account} if actor.system_account else {})
