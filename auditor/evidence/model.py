"""Kept files, and what each was handed in to show."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from auditor.base import AUDITED, Audited, Base, Withdrawable


class StoredFile(Audited, Base):
    """A file in the store; its bytes stand under `sha256` and are never written again."""

    __tablename__ = "files"
    __table_args__ = (AUDITED,)

    sha256: Mapped[str] = mapped_column(unique=True)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str]


class Evidence(Withdrawable, Base):
    """A document as handed in: which file, under what name, and what it shows."""

    __tablename__ = "evidence"
    __table_args__ = (AUDITED,)

    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"))
    name: Mapped[str]
    shows: Mapped[str | None]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"), index=True)
    handed_in_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    handed_in_at: Mapped[datetime]
    shared_at: Mapped[datetime | None]
