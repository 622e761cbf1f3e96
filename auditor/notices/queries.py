"""Reading notices."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, func, or_, select

from auditor.access import Permission
from auditor.notices.model import Notice
from auditor.notices.rules import SHOWN_FOR
from auditor.notices.wording import Said
from auditor.people.model import User
from auditor.work import Work

#: How many notices a first page names.
NAMED = 10


class Outbox(NamedTuple):
    """What has not been mailed yet.

    Attributes:
        unsent: how many, those to closed accounts left out.
        failing: how many of them a mail server did not take when it was last asked.
        failure: a sentence on the newest of these.
    """

    unsent: int
    failing: int
    failure: str | None


def to_send() -> ColumnElement[bool]:
    """The condition that meets what is still to be mailed: never to a closed account."""
    is_open = select(User.id).where(User.id == Notice.user_id, User.closed_at.is_(None)).exists()
    return Notice.sent_at.is_(None) & or_(Notice.user_id.is_(None), is_open)


def is_any_due(work: Work) -> bool:
    """Whether there is anything to send at this moment."""
    wanted = select(Notice.id).where(to_send(), Notice.due_at <= work.now).limit(1)
    return work.session.scalar(wanted) is not None


def outbox(work: Work) -> Outbox:
    """What has not been mailed yet, and why.

    Raises:
        NotAllowed: the actor may not read how jobs went.
    """
    work.require(Permission.JOB_READ)
    failing = func.count(case((Notice.failure.is_not(None), 1)))
    unsent, failed = work.session.execute(select(func.count(), failing).where(to_send())).one()
    newest = select(Notice.failure).where(to_send(), Notice.failure.is_not(None))
    return Outbox(unsent, failed, work.session.scalar(newest.order_by(Notice.due_at.desc())))


def own_notices(work: Work) -> Sequence[Any]:
    """When the actor was told what of late, the newest first: `written_at`, `subject`, `said`."""
    found = work.session.execute(
        select(Notice.written_at, Notice.subject, Notice.sentences, Notice.paths)
        .where(Notice.user_id == work.actor.user_id, Notice.written_at > work.now - SHOWN_FOR)
        .order_by(Notice.id.desc())
        .limit(NAMED)
    )
    return [(row.written_at, row.subject, as_said(row)) for row in found]


def as_said(row: Any) -> list[Said]:
    """The sentences of a notice, each with the page it leads to."""
    return [Said(*each) for each in zip(row.sentences, row.paths, strict=True)]
