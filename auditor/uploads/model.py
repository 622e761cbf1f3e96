"""Uploads."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from auditor.base import AUDITED, Audited, Base
from auditor.uploads.rules import UploadState


class Upload(Audited, Base):
    """One file as received, how its columns were read, and what became of its rows.

    `refused` holds each refused row as a JSON object, so that the page can be shown again.
    `applied_seq` is the place in the trail of the entry that names everything it changed.
    """

    __tablename__ = "uploads"
    __table_args__ = (AUDITED,)

    kind: Mapped[str]
    name: Mapped[str]
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    as_of: Mapped[date | None]
    columns: Mapped[tuple[str, ...]] = mapped_column(default=())
    received_at: Mapped[datetime]
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    state: Mapped[UploadState] = mapped_column(default=UploadState.PREVIEWED)
    applied_at: Mapped[datetime | None]
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    applied_seq: Mapped[int | None]
    rows_new: Mapped[int | None]
    rows_changed: Mapped[int | None]
    rows_unchanged: Mapped[int | None]
    refused: Mapped[tuple[str, ...]] = mapped_column(default=())
