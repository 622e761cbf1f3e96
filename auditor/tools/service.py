"""Tools: entered, edited, withdrawn."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from auditor.access import Permission
from auditor.base import standing
from auditor.departments.service import (
    compared,
    domains_sentence,
    kept_by,
    refuse_withdrawn,
    set_what_differs,
    taken_sentence,
    withdraw,
)
from auditor.errors import FieldsRefused, IllegalMove
from auditor.findings.model import Finding
from auditor.flags.service import assess
from auditor.tools.model import Tool
from auditor.tools.queries import folded_tool, stands_on_tool
from auditor.tools.rules import Category, RiskLevel
from auditor.trail.acts import Act
from auditor.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolFacts:
    """What is said of a tool when it is entered or edited."""

    name: str
    vendor: str | None = None
    category: Category = Category.OTHER
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    risk_level: RiskLevel | None = None
    description: str | None = None
    website: str | None = None


def add_tool(work: Work, facts: ToolFacts) -> Tool:
    """Enter a tool.

    Raises:
        NotAllowed: the actor does not keep the register.
        FieldsRefused: with a sentence for each field that cannot be.
    """
    work.require(Permission.TOOL_EDIT)
    _refuse_wrong(work, facts, own_id=None)
    tool = Tool(**_values(facts))
    work.session.add(tool)
    work.record(Act.TOOL_ADDED)
    return tool


def edit_tool(work: Work, tool: Tool, facts: ToolFacts) -> bool:
    """Edit a tool; False, and nothing is recorded, when nothing is different.

    Raises:
        NotAllowed: the actor does not keep the register.
        IllegalMove: it has been withdrawn.
        FieldsRefused: with a sentence for each field that cannot be.
    """
    work.require(Permission.TOOL_EDIT)
    refuse_withdrawn(tool, tool.name)
    _refuse_wrong(work, facts, own_id=tool.id)
    category = tool.category
    if not set_what_differs(tool, _values(facts)):
        return False
    work.record(Act.TOOL_EDITED)
    if tool.category is not category:
        assess(work, Finding.tool_id == tool.id, because="the tool’s category changed")
    return True


def withdraw_tool(work: Work, tool: Tool, reason: str) -> None:
    """Withdraw a tool that no standing record names.

    Raises:
        NotAllowed: the actor does not keep the register.
        IllegalMove: it has been withdrawn already, or records stand on it.
        FieldsRefused: no reason is given.
    """
    work.require(Permission.TOOL_EDIT)
    if stands := stands_on_tool(work, tool):
        raise IllegalMove(kept_by(tool.name, stands))
    withdraw(work, tool, tool.name, reason=reason)
    work.record(Act.TOOL_WITHDRAWN)


def _values(facts: ToolFacts) -> dict[str, Any]:
    return {**asdict(facts), "folded": folded_tool(facts.name, facts.vendor, facts.aliases)}


def _refuse_wrong(work: Work, facts: ToolFacts, *, own_id: int | None) -> None:
    others = select(Tool).where(standing(Tool), Tool.id != (own_id or 0))
    taken = {
        compared(name): other.name
        for other in work.session.scalars(others)
        for name in (other.name, *other.aliases)
    }
    wrong = {
        "name": taken_sentence([facts.name], taken)
        if facts.name
        else "Enter the name under which the tool is sold.",
        "aliases": taken_sentence(facts.aliases, taken),
        "domains": domains_sentence(facts.domains),
        "website": _website_sentence(facts.website),
    }
    if wrong := {field: sentence for field, sentence in wrong.items() if sentence}:
        raise FieldsRefused(wrong)


def _website_sentence(website: str | None) -> str:
    # Pages link to it, so that nothing but a web address may stand here.
    if website and not website.lower().startswith(("https://", "http://")):
        return f"“{website}” is no web address; write one that begins with https://."
    return ""
