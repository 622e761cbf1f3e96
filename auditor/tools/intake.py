"""What an upload of tools would do: a tool is recognised by its name or an alias."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from auditor.base import standing
from auditor.departments.service import domains_sentence
from auditor.findings.model import Finding
from auditor.flags.service import assess
from auditor.tools.columns import COLUMNS
from auditor.tools.model import Tool
from auditor.tools.queries import folded_tool
from auditor.tools.rules import Category
from auditor.uploads.drafts import EMPTY, Aside, Draft, Kind, Options, Plan
from auditor.uploads.lookups import Lookups, name_key
from auditor.uploads.merging import Key, Merging, settle
from auditor.work import Work

_FIELDS = ("name", "vendor", "category", "aliases", "domains")
_MORE = ("website", "description", "risk_level")


def plan(work: Work, drafts: Sequence[Draft], options: Options) -> Plan:
    """Compare the rows with the catalogue; the name of a tool on record is never changed."""
    made = Plan()
    checks = {"website": website_sentence, "domains": domains_sentence}
    merging = Merging(made, options, COLUMNS, checks=checks)
    catalogue = _Catalogue(work, merging)
    for draft in drafts:
        key, column, reason = catalogue.key(draft)
        if reason:
            value = draft.values.get(column)
            text = "; ".join(value) if isinstance(value, tuple) else value
            made.refuse(draft.number, merging.heading(column), value=text, reason=reason)
            continue
        values = dict(draft.values)
        if values.get("category") is EMPTY:
            values["category"] = Category.OTHER
        if draft.get("domains"):
            values["domains"] = tuple(domain.lower() for domain in values["domains"])
        if isinstance(key, int) or key in merging.groups:
            del values["name"]
        if merging.take(draft, key, values):
            catalogue.remember(draft, key)
    columns = [getattr(Tool, name) for name in (*_FIELDS, *_MORE)]
    found = work.session.execute(select(Tool.id, *columns).where(standing(Tool))).mappings()
    stands = {row["id"]: dict(row) for row in found}
    settle(made, merging, "tools", stands=stands, folded=_folded)
    made.rows.sort(key=lambda row: row.number)
    return made


def website_sentence(website: str) -> str:
    """What is wrong with a web address to which pages will link; empty when nothing is."""
    if not website.lower().startswith(("https://", "http://")):
        return f"“{website[:60]}” is no web address. Write one that begins with https://."
    return ""


class _Catalogue:
    """The tools on record, and those that earlier rows of the file have added."""

    def __init__(self, work: Work, merging: Merging) -> None:
        self._lookups = Lookups(work)
        self._merging = merging
        self._keys: dict[str, Key] = {}

    def key(self, draft: Draft) -> tuple[Key, str, str]:
        """Under which key the row is put; or the field that is at fault, and why."""
        name = draft.values["name"]
        key = self._keys.get(name_key(name)) or self._lookups.tool(name) or f"new: {name_key(name)}"
        if isinstance(key, str) and self._lookups.tools(name):
            return key, "name", self._lookups.why_not_tool(name)
        for alias in draft.get("aliases") or ():
            others: set[Key] = {self._keys.get(name_key(alias), key), *self._lookups.tools(alias)}
            if others - {key}:
                reason = (
                    f"“{alias}” is the name or an alias of another tool. If the two are one, give "
                    "the row that tool’s name; if not, leave the alias out."
                )
                return key, "aliases", reason
        return key, "", ""

    def remember(self, draft: Draft, key: Key) -> None:
        """Let later rows mean this tool by its name or one of its aliases."""
        aliases = draft.get("aliases") or ()
        for name in (draft.values["name"], *aliases):
            self._keys.setdefault(name_key(name), key)


def _folded(values: Mapping[str, Any]) -> str:
    return folded_tool(values["name"], values.get("vendor"), values.get("aliases", ()))


def assess_after(work: Work, made: Plan, _added: Mapping[str, Sequence[int]]) -> None:
    """Assess the findings of every tool whose category a file changed: rulings may be about it."""
    changed = [row["id"] for row in made.changes.get("tools", ()) if "category" in row]
    if changed:
        because = "a file changed the tool’s category"
        assess(work, Finding.tool_id.in_(changed), because=because)


KIND = Kind(
    "tools", COLUMNS, plan, assess_after, keeps_by_itself=True, aside=Aside("withdrawn_reason")
)
