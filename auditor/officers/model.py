"""Officers, and their dated assignments."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from auditor.base import AUDITED, Audited, Base, Withdrawable


class Officer(Withdrawable, Base):
    """A member of one department, sworn or not; after a move there is a second record.

    `same_person_id` names the record that the others of one person point to. `folded` is the
    names and the employee id without case and accents: what searches look in.
    """

    __tablename__ = "officers"
    __table_args__ = (
        Index(None, "department_id", "employee_id"),
        Index(None, "family_name", "given_name", "id"),
        AUDITED,
    )

    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    employee_id: Mapped[str | None]
    given_name: Mapped[str]
    middle_name: Mapped[str | None]
    family_name: Mapped[str]
    former_names: Mapped[tuple[str, ...]] = mapped_column(default=())
    email: Mapped[str | None]
    is_sworn: Mapped[bool | None]
    same_person_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"), index=True)
    folded: Mapped[str]


class Assignment(Audited, Base):
    """Where an officer was, with which badge and rank, from a day on and until one, inclusive.

    Without `since` it counts from always, without `until` it runs on.
    """

    __tablename__ = "assignments"
    __table_args__ = (AUDITED,)

    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), index=True)
    badge: Mapped[str | None] = mapped_column(index=True)
    rank: Mapped[str | None]
    unit: Mapped[str | None]
    since: Mapped[date | None]
    until: Mapped[date | None]
