"""Tools."""

from sqlalchemy.orm import Mapped, mapped_column

from auditor.base import AUDITED, Base, Withdrawable
from auditor.tools.rules import Category, RiskLevel


class Tool(Withdrawable, Base):
    """`folded` is name, vendor and aliases without case and accents: what searches look in."""

    __tablename__ = "tools"
    __table_args__ = (AUDITED,)

    name: Mapped[str]
    vendor: Mapped[str | None]
    category: Mapped[Category] = mapped_column(default=Category.OTHER)
    aliases: Mapped[tuple[str, ...]] = mapped_column(default=())
    domains: Mapped[tuple[str, ...]] = mapped_column(default=())
    risk_level: Mapped[RiskLevel | None]
    description: Mapped[str | None]
    website: Mapped[str | None]
    folded: Mapped[str]
