"""Approvals, and the reviews of those that something changed about."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from auditor.access import Through
from auditor.approvals.rules import Decision
from auditor.approvals.staleness import ReviewOutcome
from auditor.base import AUDITED, Audited, Base, Withdrawable


class Approval(Withdrawable, Base):
    """A request, what was decided about it, and whether it was revoked.

    Nothing here says “approved”: the status of a use is computed for its day from these dates.
    `document` and `document_on` are the request's; each later step has its own. `decided_for_id`
    and `revoked_for_id` say in whose place a deputy acted. A decided approval is never edited;
    one entered in error is marked so and counts as never taken.
    """

    __tablename__ = "approvals"
    __table_args__ = (Index(None, "tool_id", "department_id"), AUDITED)

    tool_id: Mapped[int] = mapped_column(ForeignKey("tools.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), index=True)
    unit: Mapped[str | None]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"), index=True)
    purposes: Mapped[tuple[str, ...]] = mapped_column(default=())
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    conditions: Mapped[str | None]
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    requested_at: Mapped[datetime]
    requested_through: Mapped[Through]
    document: Mapped[str | None]
    document_on: Mapped[date | None]
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))
    decision: Mapped[Decision | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_for_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    decided_through: Mapped[Through | None]
    decision_reason: Mapped[str | None]
    decision_document_on: Mapped[date | None]
    decision_evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    revoked_for_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    revoked_at: Mapped[datetime | None]
    revoked_through: Mapped[Through | None]
    revoked_from: Mapped[date | None]
    revocation_reason: Mapped[str | None]
    revocation_document_on: Mapped[date | None]
    revocation_evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))
    in_error_at: Mapped[datetime | None]
    in_error_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    in_error_reason: Mapped[str | None]


class ApprovalReview(Audited, Base):
    """What was said of an approval about which something had changed; rows are only ever added.

    That one is to be reviewed is stored nowhere: see `stale`. `successor_id` is the approval that
    took the place of one that was narrowed.
    """

    __tablename__ = "approval_reviews"
    __table_args__ = (AUDITED,)

    approval_id: Mapped[int] = mapped_column(ForeignKey("approvals.id"), index=True)
    outcome: Mapped[ReviewOutcome]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("approvals.id"), index=True)
    reason: Mapped[str]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reviewed_for_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reviewed_at: Mapped[datetime]
    reviewed_through: Mapped[Through]
