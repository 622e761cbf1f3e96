"""Who a signed-in request belongs to."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select, update

from auditor.access import SYSTEM
from auditor.db import begin_writing
from auditor.errors import Busy, NotAllowed
from auditor.people.admission import key_of
from auditor.people.model import SignIn, User
from auditor.people.rules import is_over
from auditor.web.sign_in import SignedIn
from auditor.wiring import Wiring, current_wiring
from auditor.work import Work

#: How old `last_seen_at` may be before it is written anew.
TOUCHED_EVERY: Final = timedelta(minutes=1)


def load_signed_in(number: str) -> SignedIn | None:
    """The account, read afresh: closing it or changing its role takes hold at once."""
    wiring = current_wiring()
    with wiring.open(SYSTEM, reading=True) as work:
        row = work.session.execute(
            select(SignIn, User)
            .join(User, User.id == SignIn.user_id)
            .where(
                SignIn.key == key_of(number), SignIn.ended_at.is_(None), User.closed_at.is_(None)
            )
        ).first()
        now = work.now
    if row is None or is_over(row.SignIn.created_at, row.SignIn.last_seen_at, now):
        return None
    if now - row.SignIn.last_seen_at >= TOUCHED_EVERY:
        _touch(wiring, row.SignIn.id, now)
    return SignedIn(row.User.as_actor(), number, row.User.is_one_time)


def refuse_changed(work: Work) -> None:
    """Refuse to write for somebody whose account was changed while they waited for their turn.

    Raises:
        NotAllowed: the account was closed, or given another role, department or officer record.
    """
    if work.actor.user_id is None:
        return
    user = work.session.get(User, work.actor.user_id)
    actor = work.actor
    held = (actor.role, actor.department_id, actor.officer_id, None)
    if user is None or (user.role, user.department_id, user.officer_id, user.closed_at) != held:
        raise NotAllowed("Your account was changed a moment ago. Sign in again.")


def _touch(wiring: Wiring, sign_in_id: int, now: datetime) -> None:
    # In a transaction of its own that waits for nobody: when somebody is writing at this
    # moment, the next request will do it.
    try:
        with wiring.sessions() as session:
            begin_writing(session, patient=False)
            seen = update(SignIn).where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None))
            session.execute(seen.values(last_seen_at=now))
            session.commit()
    except Busy:
        return
