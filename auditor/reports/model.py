"""Issued reports, orders of them, and the pseudonyms that stand for officers in them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from auditor.base import AUDITED, Audited, Base, Id, Withdrawable
from auditor.columns import Audience
from auditor.reports.rules import Fate, Step


class Report(Withdrawable, Base):
    """One workbook as issued. `data_sha256` is over its cells, the file's digest over its bytes.

    `position` and `head` are the number of entries in the trail, and the newest link, at the
    moment the rows were read.
    """

    __tablename__ = "reports"
    __table_args__ = (Index(None, "audience", "id"), AUDITED)

    audience: Mapped[Audience]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    with_names: Mapped[bool] = mapped_column(default=False)
    names_reason: Mapped[str | None]
    as_of: Mapped[datetime]
    filters: Mapped[str | None]
    row_counts: Mapped[tuple[str, ...]]
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"))
    name: Mapped[str]
    data_sha256: Mapped[str]
    position: Mapped[int]
    head: Mapped[str]
    signature: Mapped[str | None]
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("reports.id"))
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class ReportOrder(Base):
    """What somebody asked for that takes longer than a page can wait, and how far it is.

    A working table: an order changes no record, its progress would fill the trail with what nobody
    looks up, and what came of it, by whom and why with names, is an act of its own.
    """

    __tablename__ = "report_orders"
    __table_args__ = (Index(None, "finished_at", "id"),)

    id: Mapped[Id]
    audience: Mapped[Audience]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    with_names: Mapped[bool] = mapped_column(default=False)
    names_reason: Mapped[str | None]
    ordered_at: Mapped[datetime]
    ordered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    #: How often it was begun; whoever has it knows by this number that it still is theirs.
    attempt: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime | None]
    heard_at: Mapped[datetime | None]
    step: Mapped[Step | None]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
    outcome: Mapped[Fate | None]
    report_id: Mapped[int | None] = mapped_column(ForeignKey("reports.id"))
    says: Mapped[str | None]


class Pseudonym(Audited, Base):
    """What the council reads instead of a name: drawn at random, so that nobody can compute it."""

    __tablename__ = "pseudonyms"
    __table_args__ = (AUDITED,)

    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), unique=True)
    pseudonym: Mapped[str] = mapped_column(unique=True)
