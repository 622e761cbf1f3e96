"""Rulings."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from auditor.base import AUDITED, Base, Withdrawable
from auditor.rulings.rules import Body, Outcome
from auditor.tools.rules import Category


class Ruling(Withdrawable, Base):
    """Neither `tool_id` nor `category` means every tool; no `department_id` means all of them."""

    __tablename__ = "rulings"
    __table_args__ = (AUDITED,)

    tool_id: Mapped[int | None] = mapped_column(ForeignKey("tools.id"), index=True)
    category: Mapped[Category | None]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    body: Mapped[Body]
    outcome: Mapped[Outcome]
    adopted_on: Mapped[date]
    effective_from: Mapped[date]
    effective_until: Mapped[date | None]
    document: Mapped[str | None]
    recorded_at: Mapped[datetime]
