"""Departments."""

from sqlalchemy.orm import Mapped, mapped_column

from auditor.base import AUDITED, Base, Withdrawable
from auditor.departments.rules import DepartmentKind


class Department(Withdrawable, Base):
    """`folded` is code, name and aliases without case and accents: what searches look in."""

    __tablename__ = "departments"
    __table_args__ = (AUDITED,)

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    aliases: Mapped[tuple[str, ...]] = mapped_column(default=())
    email_domains: Mapped[tuple[str, ...]] = mapped_column(default=())
    kind: Mapped[DepartmentKind] = mapped_column(default=DepartmentKind.POLICE)
    city: Mapped[str | None]
    state: Mapped[str | None]
    head_name: Mapped[str | None]
    head_email: Mapped[str | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    folded: Mapped[str]
