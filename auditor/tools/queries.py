"""Reading tools."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from auditor.approvals.model import Approval
from auditor.base import standing
from auditor.departments.queries import (
    Listed,
    count_standing,
    found_in,
    in_numbers,
    listed_by_id,
    listed_withdrawn,
)
from auditor.errors import NotFound
from auditor.findings.model import Finding
from auditor.officers.rules import fold
from auditor.reach import within_reach
from auditor.rulings.model import Ruling
from auditor.tools.model import Tool
from auditor.tools.rules import Category
from auditor.work import Work


def tools(
    work: Work,
    *,
    q: str = "",
    category: Category | None = None,
    withdrawn: bool = False,
    after: int | None = None,
) -> Listed:
    """One page of the tools, found by part of a name, a vendor or an alias.

    Each with the number of its standing findings that are within reach.
    """
    reached = within_reach(work.actor, Finding.department_id)
    about = select(func.count()).where(Finding.tool_id == Tool.id, standing(Finding), reached)
    wanted = select(
        Tool.id,
        Tool.name,
        Tool.vendor,
        Tool.category,
        Tool.risk_level,
        Tool.withdrawn_at,
        about.scalar_subquery().label("findings"),
    ).where(*found_in(Tool.folded, q), *listed_withdrawn(Tool, withdrawn=withdrawn))
    if category is not None:
        wanted = wanted.where(Tool.category == category)
    return listed_by_id(work, wanted, key=Tool.id, after=after)


def get_tool(work: Work, tool_id: int) -> Tool:
    """The tool, withdrawn or not.

    Raises:
        NotFound: there is none.
    """
    found = work.session.scalar(select(Tool).where(Tool.id == tool_id))
    if found is None:
        raise NotFound("There is no such tool.")
    return found


def findings_of_tool(work: Work, tool: Tool) -> int:
    """How many standing findings within reach are about this tool."""
    reached = within_reach(work.actor, Finding.department_id)
    return count_standing(work, Finding, (Finding.tool_id == tool.id) & reached)


def stands_on_tool(work: Work, tool: Tool) -> str:
    """What keeps a tool from being withdrawn, in numbers; empty when nothing does."""
    kinds: tuple[tuple[type[Any], str], ...] = (
        (Finding, "finding"),
        (Approval, "approval"),
        (Ruling, "ruling"),
    )
    return in_numbers(
        [(count_standing(work, kind, kind.tool_id == tool.id), noun) for kind, noun in kinds]
    )


def folded_tool(name: str, vendor: str | None, aliases: Sequence[str]) -> str:
    """What searches for a tool look in; whoever writes one keeps it so."""
    return fold(name, vendor, *aliases)
