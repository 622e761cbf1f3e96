"""Departments: entered, edited, withdrawn; and what all names, domains and addresses must be."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import select

from auditor.access import Permission
from auditor.base import Withdrawable
from auditor.columns import plain
from auditor.departments.model import Department
from auditor.departments.queries import folded_department, stands_on_department
from auditor.departments.rules import DepartmentKind
from auditor.errors import FieldsRefused, IllegalMove
from auditor.findings.model import Finding
from auditor.flags.service import assess
from auditor.officers.rules import fold
from auditor.trail.acts import Act
from auditor.work import Work

_EMAIL: Final = re.compile(r"[^@\s;,]+@[^@\s;,]+\.[^@\s;,]+")
_DOMAIN: Final = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentFacts:
    """What is said of a department when it is entered or edited."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    email_domains: tuple[str, ...] = ()
    kind: DepartmentKind = DepartmentKind.POLICE
    city: str | None = None
    state: str | None = None
    head_name: str | None = None
    head_email: str | None = None
    is_active: bool = True


def add_department(work: Work, facts: DepartmentFacts) -> Department:
    """Enter a department.

    Raises:
        NotAllowed: the actor does not keep the register.
        FieldsRefused: with a sentence for each field that cannot be.
    """
    work.require(Permission.DEPARTMENT_EDIT)
    _refuse_wrong(work, facts, own_id=None)
    department = Department(**_values(facts))
    work.session.add(department)
    work.record(Act.DEPARTMENT_ADDED)
    return department


def edit_department(work: Work, department: Department, facts: DepartmentFacts) -> bool:
    """Edit a department; False, and nothing is recorded, when nothing is different.

    Raises:
        NotAllowed: the actor does not keep the register.
        IllegalMove: it has been withdrawn.
        FieldsRefused: with a sentence for each field that cannot be.
    """
    work.require(Permission.DEPARTMENT_EDIT, in_department=department.id)
    refuse_withdrawn(department, department.name)
    _refuse_wrong(work, facts, own_id=department.id)
    domains = department.email_domains
    if not set_what_differs(department, _values(facts)):
        return False
    work.record(Act.DEPARTMENT_EDITED)
    if department.email_domains != domains:
        because = "the department’s e-mail domains changed"
        assess(work, Finding.department_id == department.id, because=because)
    return True


def withdraw_department(work: Work, department: Department, reason: str) -> None:
    """Withdraw a department that no standing record names.

    Raises:
        NotAllowed: the actor does not keep the register.
        IllegalMove: it has been withdrawn already, or records stand on it.
        FieldsRefused: no reason is given.
    """
    work.require(Permission.DEPARTMENT_EDIT, in_department=department.id)
    if stands := stands_on_department(work, department):
        raise IllegalMove(kept_by(department.name, stands))
    withdraw(work, department, department.name, reason=reason)
    work.record(Act.DEPARTMENT_WITHDRAWN)


def kept_by(name: str, stands: str) -> str:
    """The sentence by which a withdrawal is refused."""
    return (
        f"{name} cannot be withdrawn while there are records that name it: {stands}. "
        "Withdraw those first."
    )


def withdraw(work: Work, row: Withdrawable, name: str, *, reason: str) -> None:
    """Mark a record as withdrawn; whoever calls it names the act.

    Raises:
        IllegalMove: it has been withdrawn already.
        FieldsRefused: no reason is given.
    """
    refuse_withdrawn(row, name)
    if not reason.strip():
        raise FieldsRefused({"reason": "Say why it is withdrawn; the reason stays on the record."})
    work.session.refresh(row)  # What was added in this very work has not been read yet.
    row.withdrawn_at = work.now
    row.withdrawn_by_id = work.actor.user_id
    row.withdrawn_reason = reason


def refuse_withdrawn(row: Withdrawable, name: str) -> None:
    """Refuse to touch what has been withdrawn.

    Raises:
        IllegalMove: it has been.
    """
    if row.withdrawn_at is not None:
        raise IllegalMove(f"{name} has been withdrawn and stays as it is; enter a new record.")


def set_what_differs(row: Any, values: Mapping[str, Any]) -> bool:
    """Set those values that are different, and say whether any was."""
    different = {key: value for key, value in values.items() if getattr(row, key) != value}
    for key, value in different.items():
        setattr(row, key, value)
    return bool(different)


def email_sentence(email: str | None) -> str:
    """What is wrong with an e-mail address that may be missing; empty when nothing is."""
    if email and not _EMAIL.fullmatch(email):
        return f"“{email}” is no e-mail address; write one such as ada@city.example."
    return ""


def domains_sentence(domains: Iterable[str]) -> str:
    """What is wrong with the first internet domain that is none; empty when all are."""
    for domain in domains:
        if not _DOMAIN.fullmatch(domain):
            return f"“{domain}” is no internet domain; write one such as police.example."
    return ""


def compared(name: str) -> str:
    """How names and aliases are compared: without case, accents, or signs for blanks."""
    return fold(plain(name))


def taken_sentence(names: Iterable[str], taken: Mapping[str, str]) -> str:
    """Which of these names another record bears already, and which; empty when none does."""
    for name in names:
        if whose := taken.get(compared(name)):
            return f"“{name}” is what {whose} is called already; two records cannot share it."
    return ""


def _values(facts: DepartmentFacts) -> dict[str, Any]:
    folded = folded_department(facts.code, facts.name, facts.aliases)
    return {**asdict(facts), "folded": folded}


def _refuse_wrong(work: Work, facts: DepartmentFacts, *, own_id: int | None) -> None:
    taken, codes, domains = _borne_by_others(work, own_id)
    lacking = {
        "code": "" if facts.code else "Enter a short code, such as SPD.",
        "name": "" if facts.name else "Enter the department’s name.",
    }
    wrong = {
        "code": lacking["code"] or taken_sentence([facts.code], codes | taken),
        "name": lacking["name"] or taken_sentence([facts.name], taken),
        "aliases": taken_sentence(facts.aliases, taken),
        "email_domains": domains_sentence(facts.email_domains)
        or _shared_domain(facts.email_domains, domains),
        "head_email": email_sentence(facts.head_email),
    }
    if wrong := {field: sentence for field, sentence in wrong.items() if sentence}:
        raise FieldsRefused(wrong)


def _shared_domain(domains: Collection[str], taken: Mapping[str, str]) -> str:
    for domain in domains:
        if domain in taken:
            return (
                f"{domain} is a domain of {taken[domain]} already; an address has one department."
            )
    return ""


def _borne_by_others(
    work: Work, own_id: int | None
) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Names, codes and domains of the other departments, each with whose it is.

    A withdrawn department keeps its code alone, so that the code in an old file stays its.
    """
    taken: dict[str, str] = {}
    codes: dict[str, str] = {}
    domains: dict[str, str] = {}
    for other in work.session.scalars(select(Department).where(Department.id != (own_id or 0))):
        withdrawn = other.withdrawn_at is not None
        whose = f"{other.name}{', which was withdrawn,' if withdrawn else ''}"
        codes[compared(other.code)] = whose
        if not withdrawn:
            taken |= {compared(n): whose for n in (other.code, other.name, *other.aliases)}
            domains |= dict.fromkeys(other.email_domains, whose)
    return taken, codes, domains
