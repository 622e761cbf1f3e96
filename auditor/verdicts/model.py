"""Verdicts: derived from records alone, thrown away and computed again at any time."""

from datetime import date
from typing import Final

from sqlalchemy import BigInteger, ForeignKey, Index, column, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from auditor.base import Base
from auditor.verdicts.rules import Reason, Verdict

_HAS_OTHERS: Final = column("other_reasons") != literal_column("'[]'")


class StoredVerdict(Base):
    """What `verdicts.rules.assess` says of one finding. Not audited: it depends on nothing else.

    `fingerprint` is of all that verdict and flags rest on, see `flags.fingerprints`.
    """

    __tablename__ = "verdicts"
    __table_args__ = (
        Index(None, "department_id", "verdict", "finding_id"),
        Index(None, "verdict", "finding_id"),
        Index(None, "reason", "finding_id"),
        # Few have more than one reason: those who look for the others need not go through all.
        Index(
            "ix_verdicts_other_reasons",
            "other_reasons",
            "finding_id",
            sqlite_where=_HAS_OTHERS,
            postgresql_where=_HAS_OTHERS,
        ),
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
    fingerprint: Mapped[int | None] = mapped_column(BigInteger)
