"""Statements."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from auditor.base import AUDITED, Base, Withdrawable
from auditor.statements.rules import Answer, Aware


class Statement(Withdrawable, Base):
    """One answer of a department about a tool; a later one is a row of its own.

    Which one it supersedes is told by the days, and never stored: an earlier answer may well be
    recorded after a later one. A question that waits for its answer is a row of *no response*.
    """

    __tablename__ = "statements"
    __table_args__ = (Index(None, "department_id", "tool_id"), AUDITED)

    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    tool_id: Mapped[int] = mapped_column(ForeignKey("tools.id"), index=True)
    question: Mapped[str | None]
    asked_on: Mapped[date]
    due_on: Mapped[date | None]
    answer: Mapped[Answer]
    answered_on: Mapped[date | None]
    units_asked: Mapped[int | None]
    units_in_all: Mapped[int | None]
    aware_before_asked: Mapped[Aware] = mapped_column(default=Aware.NOT_SAID)
    complete_list: Mapped[bool | None]
    signed_by: Mapped[str | None]
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))
    recorded_at: Mapped[datetime]
