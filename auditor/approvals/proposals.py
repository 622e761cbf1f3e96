"""Which requests ticked findings call for: one for each officer, tool and department."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, select

from auditor.approvals.columns import ApprovalState
from auditor.approvals.model import Approval
from auditor.approvals.queries import state_told
from auditor.approvals.rules import Purpose
from auditor.concern import HANDLED_BY, own_of
from auditor.departments.model import Department
from auditor.findings.model import Finding
from auditor.findings.rules import Certainty
from auditor.officers.model import Officer
from auditor.reach import within_reach
from auditor.tools.model import Tool
from auditor.work import Work

#: So many findings are looked at in one step; a page of the list has fewer.
MOST_TICKED: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One request that could be made.

    Attributes:
        findings: the ids of the findings it is for, in order.
        begins: the first day that is known of them; None where none is.
        purposes: those of all the findings; empty, for any, where one of them tells none.
        waiting: the ids of requests for the same officer that wait for a decision already.
    """

    tool_id: int
    department_id: int
    officer_id: int
    tool: str
    department: str
    officer: str
    findings: tuple[int, ...]
    begins: date | None
    purposes: tuple[Purpose, ...]
    waiting: tuple[int, ...]

    @property
    def key(self) -> str:
        """What names its fields on a form."""
        return f"for-{self.findings[0]}"


@dataclass(frozen=True, slots=True)
class Proposed:
    """What can be asked for, and for which findings nothing can: a sentence for each."""

    requests: list[Proposal] = field(default_factory=list)
    impossible: list[str] = field(default_factory=list)


def proposed(work: Work, finding_ids: Collection[int]) -> Proposed:
    """The requests that these findings call for, by department, officer and tool.

    Args:
        finding_ids: at most `MOST_TICKED` of them are looked at, the lowest first.
    """
    ticked = sorted(set(finding_ids))
    ids = ticked[:MOST_TICKED]
    rows = {row.id: row for row in work.session.execute(_wanted(work, ids))}
    found = Proposed()
    groups: dict[tuple[int, int, int], list[Any]] = {}
    for finding_id in ids:
        row = rows.get(finding_id)
        if why := _impossible(finding_id, row):
            found.impossible.append(why)
        elif row is not None:
            key = (row.officer_id, row.tool_id, row.department_id)
            groups.setdefault(key, []).append(row)
    if more := len(ticked) - len(ids):
        found.impossible.append(
            f"{more:,} more findings are ticked: ask for {MOST_TICKED} at a time."
        )
    waiting = _waiting(work, groups)
    found.requests.extend(_proposal(each, waiting.get(key, ())) for key, each in groups.items())
    found.requests.sort(key=lambda each: (each.department, each.officer, each.tool, each.findings))
    return found


def _wanted(work: Work, ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *Finding.__table__.c,
            own_of(work).findings().label("is_own"),
            Tool.name.label("tool"),
            Tool.withdrawn_at.label("tool_withdrawn_at"),
            Department.name.label("department"),
            Officer.family_name,
            Officer.given_name,
        )
        .join(Tool, Tool.id == Finding.tool_id)
        .join(Department, Department.id == Finding.department_id)
        .outerjoin(Officer, Officer.id == Finding.officer_id)
        .where(Finding.id.in_(ids), within_reach(work.actor, Finding.department_id))
    )


def _impossible(finding_id: int, row: Any) -> str:
    """Why nothing can be asked for this finding; empty where something can."""
    if row is None:
        return f"Finding {finding_id}: there is none, or none that your account may know of."
    if row.is_own:
        return f"Finding {finding_id} concerns you: it is handled by {HANDLED_BY}."
    nothing = "counts nowhere: there is nothing to approve."
    for holds, why in (
        (row.withdrawn_at, f"is withdrawn and {nothing}"),
        (row.duplicate_of_id, f"is a duplicate: tick finding {row.duplicate_of_id} instead."),
        (row.certainty is Certainty.DISPROVED, f"is disproved and {nothing}"),
        (row.tool_withdrawn_at, "is about a tool that was withdrawn: correct its tool first."),
        (
            row.officer_id is None,
            "names no officer on record: enter who it was first, or ask for an approval of the "
            "whole department.",
        ),
    ):
        if holds:
            return f"Finding {finding_id} {why}"
    return ""


def _waiting(
    work: Work, groups: Iterable[tuple[int, int, int]]
) -> dict[tuple[int, int, int], tuple[int, ...]]:
    """The undecided requests that name one of these officers, by officer, tool and department."""
    found: dict[tuple[int, int, int], tuple[int, ...]] = {}
    wanted = select(
        Approval.id, Approval.officer_id, Approval.tool_id, Approval.department_id
    ).where(
        Approval.officer_id.in_({officer_id for officer_id, *_ in groups}),
        within_reach(work.actor, Approval.department_id),
        state_told == ApprovalState.REQUESTED.value,
    )
    for row in work.session.execute(wanted.order_by(Approval.id)):
        key = (row.officer_id, row.tool_id, row.department_id)
        found[key] = (*found.get(key, ()), row.id)
    return found


def _proposal(rows: list[Any], waiting: tuple[int, ...]) -> Proposal:
    first = rows[0]
    days = [
        day
        for row in rows
        for day in (row.offered_on, row.signed_up_on, row.first_used_on, row.last_used_on)
        if day is not None
    ]
    return Proposal(
        tool_id=first.tool_id,
        department_id=first.department_id,
        officer_id=first.officer_id,
        tool=first.tool,
        department=first.department,
        officer=f"{first.family_name}, {first.given_name}",
        findings=tuple(row.id for row in rows),
        begins=min(days, default=None),
        purposes=_purposes(rows),
        waiting=waiting,
    )


def _purposes(rows: list[Any]) -> tuple[Purpose, ...]:
    """Those that an approval needs to cover every one of the findings by its purposes."""
    told = [set(row.purposes) for row in rows]
    if any(not each or Purpose.UNKNOWN in each for each in told):
        return ()
    together = set().union(*told)
    return tuple(purpose for purpose in Purpose if purpose.value in together)
