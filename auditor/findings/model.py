"""Findings."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from auditor.base import AUDITED, Base, Withdrawable
from auditor.days import Day
from auditor.findings.rules import (
    AccountKind,
    AccountState,
    Certainty,
    Licence,
    ObtainedThrough,
    Stage,
)


class Finding(Withdrawable, Base):
    """Says who had access to what, and nothing about misconduct.

    A day that is only known to the month has the month's first day in `…_on` and its last in
    `…_on_last`; one known to the day has it in both. Without `officer_id` it is *unidentified*.
    """

    __tablename__ = "findings"
    __table_args__ = (
        Index(None, "tool_id", "department_id"),
        # For lists of a tool's findings, newest first, and for searches by who it was.
        Index(None, "tool_id", "id"),
        Index(None, "officer_id", "account_email"),
        Index(None, "name_as_received", "department_id"),
        AUDITED,
    )

    tool_id: Mapped[int] = mapped_column(ForeignKey("tools.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), index=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"), index=True)
    name_as_received: Mapped[str | None]
    account_email: Mapped[str | None] = mapped_column(index=True)
    account_kind: Mapped[AccountKind] = mapped_column(default=AccountKind.UNKNOWN)
    account_state: Mapped[AccountState] = mapped_column(default=AccountState.UNKNOWN)
    licence: Mapped[Licence] = mapped_column(default=Licence.UNKNOWN)
    obtained_through: Mapped[ObtainedThrough] = mapped_column(default=ObtainedThrough.UNKNOWN)
    stage: Mapped[Stage]
    offered_on: Mapped[date | None]
    offered_on_last: Mapped[date | None]
    signed_up_on: Mapped[date | None]
    signed_up_on_last: Mapped[date | None]
    first_used_on: Mapped[date | None]
    first_used_on_last: Mapped[date | None]
    last_used_on: Mapped[date | None]
    last_used_on_last: Mapped[date | None]
    closed_on: Mapped[date | None]
    closed_on_last: Mapped[date | None]
    searches_low: Mapped[int | None]
    searches_high: Mapped[int | None]
    purposes: Mapped[tuple[str, ...]] = mapped_column(default=())
    case_numbers: Mapped[tuple[str, ...]] = mapped_column(default=())
    on_behalf_of: Mapped[str | None]
    source_kind: Mapped[str | None]
    source_reference: Mapped[str | None]
    certainty: Mapped[Certainty] = mapped_column(default=Certainty.DOCUMENTED)
    notes: Mapped[str | None]
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("findings.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime]

    def day(self, name: str) -> Day | None:
        """The day under a field's name, such as `signed_up_on`, known exactly or to the month."""
        first = getattr(self, name)
        return None if first is None else Day(first, getattr(self, f"{name}_last") or first)
