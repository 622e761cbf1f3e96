"""Each tool today: what holds, who approved it until when, and what lies outside of that."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import func

from auditor.access import Permission
from auditor.approvals.columns import ApprovalState
from auditor.approvals.model import Approval
from auditor.approvals.queries import as_ruled, described_approvals, state_told
from auditor.approvals.rules import Approval as Ruled
from auditor.approvals.rules import in_term, is_confirmed
from auditor.findings.asked import COUNTED
from auditor.questions.queries.accounts import approvals_of, standing_today
from auditor.questions.queries.counting import (
    PLACE,
    Asking,
    Telling,
    by_name,
    concerning_of,
    counted,
    findings_cell,
    findings_of,
    place_of,
    rulings_of,
)
from auditor.questions.rules import Asked
from auditor.questions.rules.tables import Cell, Row, days, numbers, texts
from auditor.reach import within_reach
from auditor.rulings.rules import Ruling, ruling_in_force
from auditor.tools.model import Tool
from auditor.verdicts.model import StoredVerdict
from auditor.verdicts.rules import Reason


def _tools(asking: Asking) -> Iterator[Row]:
    outside = func.count().filter(StoredVerdict.reason == Reason.OUTSIDE_SCOPE).label("outside")
    counts = (findings_of(Asked.COUNCIL_MISSING, "council"), outside)
    rows = by_name(counted(asking, COUNTED, by=(*PLACE, Tool.category), counts=counts))
    work = asking.work
    today, approvals = standing_today(asking, rows), approvals_of(asking, rows)
    rulings, theirs = rulings_of(asking), concerning_of(asking)
    for row in rows:
        place = row.tool_id, row.department_id
        ruling = ruling_in_force(
            work.today,
            rulings,
            tool_id=row.tool_id,
            category=row.category,
            department_id=row.department_id,
        )
        running = [
            one for one in approvals[place] if _runs(one, work.today) and one.id not in theirs
        ]
        narrowed = place_of(row)
        yield (
            Cell(row.tool),
            Cell(row.department),
            Cell(today[place]),
            *_ruled(ruling),
            Cell(len(running), "approvals", narrowed | {"valid_on": work.today.isoformat()}),
            Cell(min((one.valid_until for one in running if one.valid_until), default=None)),
            findings_cell(row.council, narrowed, Asked.COUNCIL_MISSING),
            findings_cell(row.outside, narrowed | _OUTSIDE),
        )


_OUTSIDE: Final = {"reason": Reason.OUTSIDE_SCOPE.value, "counting": "figures"}


def _runs(approval: Ruled, day: date) -> bool:
    return is_confirmed(approval) and in_term(approval, day)


def _ruled(ruling: Ruling | None) -> tuple[Cell, ...]:
    if ruling is None:
        return (Cell(None), Cell(None), Cell(None))
    since = max(ruling.effective_from, ruling.adopted_on)
    said = f"{ruling.outcome} ({ruling.body})"
    return (Cell(said), Cell(since), Cell(ruling.effective_until))


def _in_term(asking: Asking) -> Iterator[Row]:
    """Those that run today and do not concern the reader, by tool, department and number."""
    work = asking.work
    wanted = described_approvals().where(
        state_told.in_([ApprovalState.CONFIRMED.value, ApprovalState.REVOKED.value]),
        Approval.id.not_in(concerning_of(asking)),
        within_reach(work.actor, Approval.department_id),
    )
    rows = work.session.execute(wanted.order_by(Approval.id)).all()
    for row in sorted(rows, key=lambda row: (row.tool.casefold(), row.department.casefold())):
        ruled = as_ruled(row, work.zone)
        if _runs(ruled, work.today):
            yield _approval(row, ruled)


def _approval(row: Any, ruled: Ruled) -> Row:
    scope = (row.unit, "one officer" if row.officer_id else None, *row.purposes)
    return (
        Cell(row.id, "approvals.show", {"approval_id": str(row.id)}),
        Cell(row.tool),
        Cell(row.department),
        Cell("; ".join(filter(None, scope)) or "everybody, any purpose"),
        Cell(row.decided_by),
        Cell(ruled.decided_on),
        Cell(row.valid_from),
        Cell(row.valid_until),
        Cell(row.conditions),
    )


TABLES: Final = (
    Telling(
        question=8,
        name="tools-today",
        heading="Each tool today, by department",
        columns=(
            *texts("Tool", "Department", "What holds today", "Ruling in force"),
            *days("In force since", "Until"),
            *numbers("Approvals that run today"),
            *days("The first ends on"),
            *numbers("Findings without the council’s approval", "Findings outside a scope"),
        ),
        rows=_tools,
        tells="Tools of which a department has a finding. A use outside the unit, the officer or "
        "the purposes of an approval breaks its scope; conditions in words are judged by people.",
    ),
    Telling(
        question=8,
        name="approvals-that-run",
        heading="Approvals that run today",
        columns=(
            *numbers("Approval"),
            *texts("Tool", "Department", "For", "Confirmed by"),
            *days("Confirmed on", "Valid from", "Use must stop after"),
            *texts("Conditions"),
        ),
        rows=_in_term,
        permission=Permission.APPROVAL_READ,
    ),
)
