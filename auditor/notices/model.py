"""Notices: a working table of what is to be mailed, and what was."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from auditor.base import Base, Id


class Notice(Base):
    """What one person is told. It is written in the work that causes it, and sent later.

    `message_id` is fixed when it is written, so that a mail sent twice can be told from two. Until
    `due_at` nobody takes it: it waits after a failure, or somebody is just sending it. Not
    audited: what it tells of is in the trail by itself.

    It goes to an account, or to the `address` of somebody who has none. Of one `occasion`, where
    it bears one, it is written once.
    """

    __tablename__ = "notices"
    __table_args__ = (Index(None, "sent_at", "due_at"),)

    id: Mapped[Id]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    address: Mapped[str | None]
    occasion: Mapped[str | None] = mapped_column(unique=True)
    subject: Mapped[str]
    sentences: Mapped[tuple[str, ...]]
    paths: Mapped[tuple[str, ...]]
    message_id: Mapped[str] = mapped_column(unique=True)
    written_at: Mapped[datetime]
    due_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    failure: Mapped[str | None]
