"""Flags."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from auditor.base import AUDITED, Audited, Base
from auditor.flags.rules.states import FlagState, Severity


class Flag(Audited, Base):
    """At most one per finding, or statement, and rule; when it holds again, it is reopened.

    It is raised on a finding or on a statement, and never on both.

    `state_reason` says why it is in its state: which facts changed, or why it was dismissed.
    """

    __tablename__ = "flags"
    __table_args__ = (
        UniqueConstraint("finding_id", "rule"),
        UniqueConstraint("statement_id", "rule"),
        Index(None, "department_id", "state", "id"),
        AUDITED,
    )

    finding_id: Mapped[int | None] = mapped_column(ForeignKey("findings.id"))
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("statements.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    rule: Mapped[str]
    rule_version: Mapped[int]
    severity: Mapped[Severity]
    reason: Mapped[str]
    raised_at: Mapped[datetime]
    state: Mapped[FlagState] = mapped_column(default=FlagState.OPEN)
    state_at: Mapped[datetime]
    state_reason: Mapped[str | None]
