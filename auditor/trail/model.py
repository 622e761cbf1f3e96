"""The trail's two tables. The database itself refuses changes to them: see migration 0002."""

from typing import Any

from sqlalchemy import BigInteger, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from auditor.base import Base

#: SQLite's strict tables, which keep every value's type, know whole numbers of one size only.
Whole = BigInteger().with_variant(Integer, "sqlite")


class Entry(Base):
    """One act: who did what, when. `seq` counts from 0 without a gap; `payload` is what was hashed.

    There is no foreign key out of the trail and none into it, so that nothing can cascade.
    """

    __tablename__ = "trail_entries"
    __table_args__: Any = (Index(None, "act", "seq"), {"sqlite_strict": True})

    seq: Mapped[int] = mapped_column(Whole, primary_key=True, autoincrement=False)
    act: Mapped[str] = mapped_column(Text)
    payload: Mapped[bytes]
    leaf: Mapped[bytes]
    link: Mapped[bytes]


class Change(Base):
    """What one act did to one row; the entry's payload holds a digest over all of its changes.

    `body` is the canonical JSON of the values before and after, `commitment` hides it behind
    `salt`. A lawful erasure empties `salt` and `body` and leaves everything else, so the trail
    stays whole.
    """

    __tablename__ = "trail_changes"
    __table_args__: Any = (
        Index(None, "record", "record_id", "seq", "n"),
        {"sqlite_strict": True},
    )

    seq: Mapped[int] = mapped_column(Whole, primary_key=True, autoincrement=False)
    n: Mapped[int] = mapped_column(Whole, primary_key=True, autoincrement=False)
    record: Mapped[str] = mapped_column(Text)
    record_id: Mapped[int] = mapped_column(Whole)
    what: Mapped[str] = mapped_column(Text)
    commitment: Mapped[bytes]
    salt: Mapped[bytes | None]
    body: Mapped[bytes | None]
