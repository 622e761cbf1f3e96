"""What departments answered, counted by tool."""

from collections import defaultdict
from typing import NamedTuple

from sqlalchemy import not_, select

from auditor.access import Permission
from auditor.base import standing
from auditor.concern import Own
from auditor.reach import within_reach
from auditor.statements.model import Statement
from auditor.statements.queries.listed import as_said, concerning
from auditor.statements.rules import Statement as Said
from auditor.statements.rules import Tally, tally
from auditor.tools.model import Tool
from auditor.work import Work


class AboutTool(NamedTuple):
    """What the departments that were asked about a tool answered."""

    tool_id: int
    tool: str
    tally: Tally


def answers_by_tool(
    work: Work,
    *,
    tool_id: int | None = None,
    department_id: int | None = None,
    own: Own | None = None,
) -> list[AboutTool]:
    """What was answered about each tool, by name; what concerns the reader is left out.

    An answer about one tool says nothing of another, so that departments are never counted across
    tools.

    Args:
        own: what the reader is in the register, where that is known already.

    Raises:
        NotAllowed: the actor may not read figures.
    """
    work.require(Permission.FIGURES_READ)
    conditions = [
        column == wanted
        for column, wanted in (
            (Statement.tool_id, tool_id),
            (Statement.department_id, department_id),
        )
        if wanted is not None
    ]
    wanted = (
        select(*Statement.__table__.c, Tool.name.label("tool"))
        .join(Tool, Tool.id == Statement.tool_id)
        .where(
            standing(Statement),
            within_reach(work.actor, Statement.department_id),
            not_(concerning(work, own)),
            *conditions,
        )
    )
    told: dict[tuple[int, str], dict[int, list[Said]]] = defaultdict(lambda: defaultdict(list))
    rows = work.session.execute(wanted.order_by(Statement.id)).all()
    for row, said in zip(rows, as_said(rows), strict=True):
        told[row.tool_id, row.tool][row.department_id].append(said)
    ordered = sorted(told.items(), key=lambda item: (item[0][1].casefold(), item[0][0]))
    return [AboutTool(*key, tally(said.values())) for key, said in ordered]
