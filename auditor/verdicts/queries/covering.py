"""Reading what an approval covers among the findings of its tool and department."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, not_, select

from auditor.approvals.rules import Approval
from auditor.concern import Own, own_of
from auditor.findings.model import Finding
from auditor.findings.sought import findings_among
from auditor.reach import within_reach
from auditor.rulings.queries import standing_rulings
from auditor.tools.model import Tool
from auditor.verdicts.covering import Coverage, coverage
from auditor.verdicts.queries.reading import COUNTED, Stated, stated
from auditor.work import Work

#: Of a tool in a department so many findings are looked at, the newest.
MOST: Final = 2_000


@dataclass(frozen=True, slots=True)
class Covering:
    """What an approval covers, as the reader may see it.

    Attributes:
        rows: by id, the findings that are told one by one, as lists of findings show them.
        has_more: whether more findings are on record than were looked at, which are `looked_at`.
    """

    drawn: Coverage
    rows: Mapping[int, Any]
    looked_at: int
    has_more: bool


def covering(work: Work, approval: Approval) -> Covering:
    """What an approval covers among the findings within reach that count.

    Findings that concern the reader are left out, and so not counted either.

    Args:
        approval: neither withdrawn nor entered in error, and none that concerns the reader.
    """
    found = newest(work, approval.tool_id, approval.department_id, own=own_of(work))
    drawn = coverage(
        approval,
        [(each.finding_id, each.facts) for each in found[-MOST:]],
        category=work.session.scalar(select(Tool.category).where(Tool.id == approval.tool_id)),
        rulings=standing_rulings(work),
    )
    rows = {row.id: row for row in findings_among(work, drawn.named)} if drawn.named else {}
    return Covering(drawn, rows, min(len(found), MOST), has_more=len(found) > MOST)


def newest(work: Work, tool_id: int, department_id: int, *, own: Own) -> Sequence[Stated]:
    """The newest findings of a tool in a department as the rules see them, by id.

    At most one more than `MOST`, which tells that there are others.
    """
    ids = select(Finding.id).where(of_pair(work, tool_id, department_id, own=own))
    ids = ids.order_by(Finding.id.desc()).limit(MOST + 1).correlate(None)
    return stated(work, Finding.id.in_(ids))


def of_pair(work: Work, tool_id: int, department_id: int, *, own: Own) -> ColumnElement[bool]:
    """The condition on the findings of both that count, within reach, but for the reader’s own."""
    return (
        (Finding.tool_id == tool_id)
        & (Finding.department_id == department_id)
        & COUNTED
        & within_reach(work.actor, Finding.department_id)
        & not_(own.findings())
    )
