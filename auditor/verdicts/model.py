"""Verdicts: derived from records alone, thrown away and computed again at any time."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from auditor.base import Base
from auditor.verdicts.rules import Reason, Verdict


class StoredVerdict(Base):
    """What `verdicts.rules.assess` says of one finding. Not audited: it depends on nothing else."""

    __tablename__ = "verdicts"
    __table_args__ = (
        Index(None, "department_id", "verdict", "finding_id"),
        Index(None, "verdict", "finding_id"),
    )

    finding_id: Mapped[int] = mapped_column(
        ForeignKey("findings.id"), primary_key=True, autoincrement=False
    )
    department_id: Mapped[int]
    verdict: Mapped[Verdict]
    reason: Mapped[Reason | None]
    reason_since: Mapped[date | None]
    other_reasons: Mapped[tuple[str, ...]]
    approval_ids: Mapped[tuple[str, ...]]
    ruling_id: Mapped[int | None]
    span_from: Mapped[date | None]
    span_until: Mapped[date | None]
