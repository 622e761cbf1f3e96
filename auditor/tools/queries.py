"""Reading tools."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import case, func, not_, or_, select

from auditor.approvals.model import Approval
from auditor.base import standing
from auditor.concern import Own
from auditor.departments.model import Department
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
from auditor.findings.rules import Stage
from auditor.officers.model import Officer
from auditor.officers.rules import fold
from auditor.reach import within_reach
from auditor.rulings.model import Ruling
from auditor.statements.model import Statement
from auditor.tools.model import Tool
from auditor.tools.rules import Category
from auditor.verdicts.model import StoredVerdict
from auditor.verdicts.rules import Verdict
from auditor.work import Work

#: So many of those who signed up stand on a tool’s page; the list of findings has all.
NAMED: Final = 50

#: At these stages somebody has signed up, the furthest first.
_SIGNED_UP: Final = tuple(stage for stage in reversed(Stage) if stage.reaches(Stage.SIGNED_UP))


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


def who_signed_up(work: Work, tool: Tool, own: Own) -> Sequence[Any]:
    """The findings that count, of whoever signed up for the tool or went further, at most `NAMED`.

    The furthest stage stands first, then the earlier day; what concerns the reader is left out.
    """
    furthest = case({stage: rank for rank, stage in enumerate(_SIGNED_UP)}, value=Finding.stage)
    wanted = (
        select(
            Finding.id,
            Finding.officer_id,
            Officer.family_name,
            Officer.given_name,
            Finding.name_as_received,
            Finding.account_email,
            Finding.stage,
            Finding.signed_up_on,
            Finding.signed_up_on_last,
            Department.name.label("department"),
            StoredVerdict.verdict,
            StoredVerdict.reason,
        )
        .join(Department, Department.id == Finding.department_id)
        .join(StoredVerdict, StoredVerdict.finding_id == Finding.id)
        .outerjoin(Officer, Officer.id == Finding.officer_id)
        .where(
            Finding.tool_id == tool.id,
            Finding.stage.in_(_SIGNED_UP),
            StoredVerdict.verdict != Verdict.NOT_COUNTED,
            within_reach(work.actor, Finding.department_id),
            not_(own.findings()),
        )
    )
    first = (furthest, Finding.signed_up_on.is_(None), Finding.signed_up_on, Finding.id)
    return work.session.execute(wanted.order_by(*first).limit(NAMED)).all()


def departments_about(work: Work, tool: Tool, own: Own) -> Sequence[Any]:
    """Id and name of the departments with a finding or an approval of the tool, by name.

    At most `NAMED` of those within reach; what concerns the reader does not count.
    """
    found = select(Finding.id).where(
        Finding.tool_id == tool.id, Finding.department_id == Department.id, not_(own.findings())
    )
    asked = select(Approval.id).where(
        Approval.tool_id == tool.id, Approval.department_id == Department.id
    )
    wanted = select(Department.id, Department.name).where(
        within_reach(work.actor, Department.id), or_(found.exists(), asked.exists())
    )
    by_name = wanted.order_by(Department.name, Department.id)
    return work.session.execute(by_name.limit(NAMED)).all()


def stands_on_tool(work: Work, tool: Tool) -> str:
    """What keeps a tool from being withdrawn, in numbers; empty when nothing does."""
    kinds: tuple[tuple[type[Any], str], ...] = (
        (Finding, "finding"),
        (Approval, "approval"),
        (Ruling, "ruling"),
        (Statement, "statement"),
    )
    return in_numbers(
        [(count_standing(work, kind, kind.tool_id == tool.id), noun) for kind, noun in kinds]
    )


def folded_tool(name: str, vendor: str | None, aliases: Sequence[str]) -> str:
    """What searches for a tool look in; whoever writes one keeps it so."""
    return fold(name, vendor, *aliases)
