"""What officers, accounts and users are called in a report."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from sqlalchemy import Select, or_, select

from auditor.approvals.model import Approval
from auditor.columns import Audience
from auditor.findings.model import Finding
from auditor.officers.model import Officer
from auditor.officers.rules import fold
from auditor.reports.model import Pseudonym
from auditor.reports.rules import Order
from auditor.work import Work


@dataclass(slots=True)
class Naming:
    """How this report names people.

    Attributes:
        officers: by id, a name or a pseudonym.
        accounts: by what tells one unidentified account from another, its number: that of the
            first finding with it, so that it stays when more are found.
    """

    order: Order
    officers: Mapping[int, str]
    accounts: dict[Hashable, int] = field(default_factory=dict)

    @classmethod
    def of(cls, work: Work, order: Order) -> Self:
        """The names, or pseudonyms, of every officer whom a finding or an approval names."""
        if order.shows_names:
            wanted = select(Officer.id, Officer.family_name, Officer.given_name)
            rows = work.session.execute(wanted.where(Officer.id.in_(_named())))
            return cls(order, {row.id: f"{row.family_name}, {row.given_name}" for row in rows})
        drawn = select(Pseudonym.officer_id, Pseudonym.pseudonym)
        return cls(order, {row.officer_id: row.pseudonym for row in work.session.execute(drawn)})

    def officer(self, officer_id: int | None) -> str | None:
        """An officer; None for none."""
        return None if officer_id is None else self.officers[officer_id]

    def account(self, row: Any) -> Hashable:
        """What tells whose access a finding records: an officer, or an account not identified."""
        who = who_had(row)
        if row.officer_id is None:
            self.accounts.setdefault(who, row.id)
        return who

    def whose(self, row: Any) -> str | None:
        """The officer of a finding, or to the council the number of the account."""
        if row.officer_id is not None or self.order.audience is not Audience.COUNCIL:
            return self.officer(row.officer_id)
        return f"Unidentified account {self.accounts[self.account(row)]}"

    def user(self, name: str | None, role: str | None, department: str | None) -> str | None:
        """Who did something: by name, to the council by role and department."""
        if self.order.audience is not Audience.COUNCIL:
            return name
        return ", ".join(filter(None, (role, department))) or None


def who_had(row: Any) -> Hashable:
    """Equal for findings of one officer, or of one account that is not identified.

    An account is known by its address, else by the name as received within its department; with
    neither it is that finding's alone.
    """
    if row.officer_id is not None:
        return ("officer", row.officer_id)
    if email := (row.account_email or "").strip().casefold():
        return ("email", email)
    name = fold(row.name_as_received or "").strip()
    return ("name", row.department_id, name) if name else ("finding", row.id)


def without_pseudonym(work: Work) -> list[int]:
    """The ids of officers whom a finding or an approval names, and who have no pseudonym yet."""
    wanted = (
        select(Officer.id)
        .outerjoin(Pseudonym, Pseudonym.officer_id == Officer.id)
        .where(Officer.id.in_(_named()), Pseudonym.id.is_(None))
    )
    return list(work.session.scalars(wanted.order_by(Officer.id)))


def pseudonyms(work: Work) -> set[str]:
    """Every pseudonym that is given."""
    return set(work.session.scalars(select(Pseudonym.pseudonym)))


def _named() -> Select[int]:
    return select(Officer.id).where(
        or_(
            select(Finding.id).where(Finding.officer_id == Officer.id).exists(),
            select(Approval.id).where(Approval.officer_id == Officer.id).exists(),
        )
    )
