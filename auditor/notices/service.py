"""Writing notices within the work that causes them; taking each to be sent, and noting the end."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from auditor.access import Permission, Through
from auditor.notices.model import Notice
from auditor.notices.queries import as_said, to_send
from auditor.notices.rules import TAKEN_FOR, wait_after
from auditor.notices.wording import Said
from auditor.people.model import User
from auditor.work import Work


@dataclass(frozen=True, slots=True)
class Taken:
    """A notice as somebody took it to send it.

    Attributes:
        to_account: whether whoever gets it has an account.
        written_at: the mail's date, however often it is sent.
    """

    id: int
    tries: int
    address: str
    to_account: bool
    subject: str
    said: list[Said]
    message_id: str
    written_at: datetime


def write_notice(
    work: Work,
    user_id: int | None,
    subject: str,
    said: list[Said],
    *,
    address: str | None = None,
    occasion: str | None = None,
) -> None:
    """Have somebody told, once this work is committed; with it, or not at all.

    Args:
        user_id: the account; None for somebody without one, who has an `address`.
        occasion: of which it is written once; for a second one the database refuses the work.
    """
    work.session.add(
        Notice(
            user_id=user_id,
            address=address,
            occasion=occasion,
            subject=subject,
            sentences=tuple(each.sentence for each in said),
            paths=tuple(each.path for each in said),
            message_id=f"<{secrets.token_hex(16)}@auditor.internal>",
            written_at=work.now,
            due_at=work.now,
        )
    )


def is_by_command(work: Work) -> bool:
    """Whether this is done with `--as`, in the name of a person who may not know."""
    return work.actor.through is Through.COMMAND_LINE and work.actor.user_id is not None


def take_next(work: Work) -> Taken | None:
    """Take the notice that has been due longest, so that nobody else sends it meanwhile.

    Raises:
        NotAllowed: the actor may not run jobs.
    """
    work.require(Permission.JOB_RUN)
    wanted = select(Notice).where(to_send(), Notice.due_at <= work.now)
    notice = work.session.scalar(wanted.order_by(Notice.due_at, Notice.id).limit(1))
    if notice is None:
        return None
    notice.tries += 1
    notice.due_at = work.now + TAKEN_FOR
    return Taken(
        notice.id,
        notice.tries,
        notice.address or work.session.get_one(User, notice.user_id).email,
        notice.user_id is not None,
        notice.subject,
        as_said(notice),
        notice.message_id,
        notice.written_at,
    )


def mark_sent(work: Work, taken: Taken) -> None:
    """Note that a mail server took the notice.

    Raises:
        NotAllowed: the actor may not run jobs.
    """
    work.require(Permission.JOB_RUN)
    notice = work.session.get_one(Notice, taken.id)
    notice.sent_at, notice.failure = work.now, None


def put_off(work: Work, taken: Taken, failure: str) -> None:
    """Note why no mail server took it; it is tried again, each time after a longer wait.

    Raises:
        NotAllowed: the actor may not run jobs.
    """
    work.require(Permission.JOB_RUN)
    notice = work.session.get_one(Notice, taken.id)
    if notice.tries == taken.tries:  # Else another took it up meanwhile, and it is theirs to say.
        notice.due_at, notice.failure = work.now + wait_after(taken.tries), failure
