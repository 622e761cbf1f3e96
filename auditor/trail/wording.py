"""How the changes of an entry are told: under the headings that its records have elsewhere."""

from collections.abc import Mapping
from typing import Any, Final

from auditor.columns import Column
from auditor.exports.columns import RECORDS
from auditor.trail.reading import Changed

#: By table, under which of `RECORDS` its columns stand, and how one row of it is called.
CALLED: Final[Mapping[str, str]] = {
    "approvals": "approval",
    "assignments": "assignment",
    "departments": "department",
    "evidence": "document",
    "files": "kept file",
    "findings": "finding",
    "flags": "flag",
    "follow_ups": "follow-up",
    "officers": "officer",
    "pseudonyms": "pseudonym",
    "reports": "report",
    "rulings": "ruling",
    "statements": "statement",
    "tools": "tool",
    "uploads": "upload",
    "users": "account",
}

#: Pages of records, by table: the endpoint and the name of its variable.
PAGES: Final[Mapping[str, tuple[str, str]]] = {
    "approvals": ("approvals.show", "approval_id"),
    "departments": ("departments.show", "department_id"),
    "findings": ("findings.show", "finding_id"),
    "flags": ("flags.show", "flag_id"),
    "follow_ups": ("follow_ups.show", "follow_up_id"),
    "officers": ("officers.show", "officer_id"),
    "reports": ("reports.show", "report_id"),
    "rulings": ("rulings.show", "ruling_id"),
    "statements": ("statements.show", "statement_id"),
    "tools": ("tools.show", "tool_id"),
    "uploads": ("uploads.show", "upload_id"),
}

#: Accounts are the administrator's, and a pseudonym beside its officer would undo it.
_KEPT_BACK: Final = frozenset({"users", "sign_ins", "pseudonyms"})


def called(record: str) -> str:
    """How one row of a table is called."""
    return CALLED.get(record, record.replace("_", " ").removesuffix("s"))


def shows_values(record: str) -> bool:
    """Whether the values of a table's rows are shown on the trail's page at all."""
    return record not in _KEPT_BACK


def fields_of(change: Changed) -> list[tuple[str, Any, Any]]:
    """Each field that differs: its heading, and the values before and after."""
    before, after = change.before or {}, change.after or {}
    headings = _headings(change.record)
    return [
        (_heading(name, headings), before.get(name), after.get(name))
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    ]


def _headings(record: str) -> Mapping[str, str]:
    columns: tuple[Column, ...] = RECORDS.get(record.capitalize().replace("_", "-"), ())
    return {column.field: column.heading for column in columns}


def _heading(name: str, headings: Mapping[str, str]) -> str:
    for field in (name, name.removesuffix("_id")):
        if field in headings:
            return headings[field]
    return name.replace("_", " ").capitalize()
