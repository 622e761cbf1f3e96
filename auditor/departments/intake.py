"""What an upload of departments would do: a department is recognised by its code."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from auditor.departments.columns import COLUMNS
from auditor.departments.model import Department
from auditor.departments.queries import folded_department
from auditor.departments.rules import DepartmentKind
from auditor.departments.service import domains_sentence
from auditor.findings.model import Finding
from auditor.flags.service import assess
from auditor.uploads.drafts import EMPTY, Aside, Draft, Kind, Options, Plan
from auditor.uploads.lookups import name_key
from auditor.uploads.merging import NAMELESS, Merging, settle
from auditor.uploads.rules import was_undone
from auditor.work import Work

_WITHDRAWN = ("withdrawn_at", "withdrawn_by_id", "withdrawn_reason")
_FIELDS = ("code", "name", "aliases", "kind", "city", "state", "email_domains")


def plan(work: Work, drafts: Sequence[Draft], options: Options) -> Plan:
    """Compare the rows with the departments on record; a code on record is never changed."""
    made = Plan()
    merging = Merging(made, options, COLUMNS, checks={"email_domains": domains_sentence})
    columns = [getattr(Department, name) for name in (*_FIELDS, *_WITHDRAWN)]
    found = work.session.execute(select(Department.id, *columns)).mappings()
    stands = {row["id"]: dict(row) for row in found}
    by_code = {name_key(row["code"]): row for row in stands.values()}
    borne = _Borne(stands.values())
    new_names = _names_of_new(drafts)
    for draft in drafts:
        code = name_key(draft.values["code"])
        known = by_code.get(code)
        fault = _fault(draft, known, has_name=code in new_names) or borne.fault(draft, code)
        if fault:
            column, reason = fault
            value = draft.get(column) or ""
            text = "; ".join(value) if isinstance(value, tuple) else value
            made.refuse(draft.number, merging.heading(column), value=text, reason=reason)
            continue
        values = _values(draft)
        if known or code in merging.groups:
            del values["code"]
        if known is not None and known["withdrawn_at"] is not None:  # Its upload was undone.
            values |= dict.fromkeys(_WITHDRAWN, EMPTY)
        if merging.take(draft, known["id"] if known else code, values):
            borne.remember(values, code)
    settle(made, merging, "departments", stands=stands, folded=_folded)
    made.rows.sort(key=lambda row: row.number)
    return made


def _values(draft: Draft) -> dict[str, Any]:
    values = dict(draft.values)
    if values.get("kind") is EMPTY:
        values["kind"] = DepartmentKind.OTHER
    if draft.get("email_domains"):
        values["email_domains"] = tuple(domain.lower() for domain in values["email_domains"])
    return values


class _Borne:
    """Which names and domains are a department’s already, by its code."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._names: dict[str, str] = {}
        self._domains: dict[str, str] = {}
        for row in rows:
            if row["withdrawn_at"] is None:
                self.remember(row, name_key(row["code"]))
                self._names |= dict.fromkeys(map(name_key, row["aliases"]), name_key(row["code"]))

    def remember(self, values: Mapping[str, Any], code: str) -> None:
        """Let no other department bear these."""
        if name := values.get("name"):
            self._names[name_key(name)] = code
        if (domains := values.get("email_domains")) and domains is not EMPTY:
            self._domains |= dict.fromkeys(domains, code)

    def fault(self, draft: Draft, code: str) -> tuple[str, str] | None:
        """What the row would take from another department, and why it cannot."""
        name = draft.get("name")
        whose = self._names.get(name_key(name)) if name else None
        if whose not in {None, code}:
            reason = (
                f"“{name}” is a name of the department {whose} already. Give the code of that "
                "one, or another name."
            )
            return "name", reason
        for domain in draft.get("email_domains") or ():
            whose = self._domains.get(domain.lower(), code)
            if whose != code:
                reason = (
                    f"{domain} is a domain of the department {whose} already, and an address has "
                    "one department. Leave it out at one of them."
                )
                return "email_domains", reason
        return None


def _names_of_new(drafts: Sequence[Draft]) -> set[str]:
    """The codes for which some row of the file gives a name."""
    return {name_key(draft.values["code"]) for draft in drafts if draft.get("name")}


def _fault(
    draft: Draft, known: Mapping[str, Any] | None, *, has_name: bool
) -> tuple[str, str] | None:
    """The field for which the row is refused, and why; None where it is sound."""
    if known is not None and known["withdrawn_at"] and not was_undone(known["withdrawn_reason"]):
        reason = (
            f"The department with this code, {known['name']}, was withdrawn. Give another code."
        )
        return "code", reason
    if draft.values.get("name") is EMPTY:
        return "name", "A department cannot be without a name. Give one, or leave the cell empty."
    if known is None and not has_name:
        return "name", NAMELESS
    return None


def _folded(values: Mapping[str, Any]) -> str:
    return folded_department(values["code"], values["name"], values.get("aliases", ()))


def assess_after(work: Work, made: Plan, _added: Mapping[str, Sequence[int]]) -> None:
    """Assess the findings of every department whose e-mail domains a file changed."""
    changed = [row["id"] for row in made.changes.get("departments", ()) if "email_domains" in row]
    if changed:
        because = "a file changed the department’s e-mail domains"
        assess(work, Finding.department_id.in_(changed), because=because)


KIND = Kind(
    "departments",
    COLUMNS,
    plan,
    assess_after,
    keeps_by_itself=True,
    aside=Aside("withdrawn_reason"),
)
