"""Accounts that are open, and what an approval or a ruling says of them today."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import and_, func

from auditor.approvals.queries import standing_approvals
from auditor.approvals.rules import Approval
from auditor.findings.asked import COUNTED
from auditor.findings.model import Finding
from auditor.findings.rules import AccountState, Facts, Licence, Stage
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
from auditor.questions.rules.tables import Cell, Row, numbers, texts
from auditor.tools.model import Tool
from auditor.verdicts.rules import Reason, status

_OPEN: Final = and_(COUNTED, Finding.account_state == AccountState.OPEN)

_TODAY: Final = {
    Reason.PROHIBITED: "a ruling prohibits it",
    Reason.COUNCIL_APPROVAL_MISSING: "the council’s own approval is required, and missing",
    Reason.APPROVED: "an approval covers everybody",
    Reason.PERMITTED: "a ruling permits it",
    Reason.NO_RULE: "no rule is on record for today",
    Reason.AWAITING: "a request waits for its decision",
    Reason.SCOPE_UNKNOWN: "an approval covers some: it names a unit, an officer or purposes",
}

_NOTHING: Final = "no approval covers it"

_CONCERNS: Final = "not told: an approval there concerns you"


def _open(asking: Asking) -> Iterator[Row]:
    counts = (
        func.count().label("all"),
        findings_of(Asked.OPEN, "not_approved"),
        *(
            func.count().filter(Finding.licence == licence).label(licence.name)
            for licence in Licence
        ),
        findings_of(Asked.LEFT, "left"),
    )
    rows = counted(asking, _OPEN, by=(*PLACE, Tool.category), counts=counts)
    today = standing_today(asking, rows)
    for row in by_name(rows):
        open_ = place_of(row) | {"account_state": AccountState.OPEN.value, "counting": "figures"}
        yield (
            Cell(row.tool),
            Cell(row.department),
            findings_cell(row.all, open_),
            findings_cell(row.not_approved, place_of(row), Asked.OPEN),
            *(
                findings_cell(getattr(row, licence.name), open_ | {"licence": licence.value})
                for licence in Licence
            ),
            findings_cell(row.left, open_, Asked.LEFT),
            Cell(today[row.tool_id, row.department_id]),
        )


def standing_today(asking: Asking, rows: Iterable[Any]) -> dict[tuple[int, int], str]:
    """What holds today for whoever has an account there, by tool and department."""
    rows, work = list(rows), asking.work
    rulings = rulings_of(asking)
    approvals = approvals_of(asking, rows)
    theirs = concerning_of(asking)
    told = {}
    for row in rows:
        place = row.tool_id, row.department_id
        # Nothing is told of who, in which unit, or for what: only what covers everybody covers.
        facts = Facts(
            tool_id=row.tool_id,
            category=row.category,
            department_id=row.department_id,
            stage=Stage.USED,
        )
        reason = status(work.today, facts, rulings, approvals[place]).reason
        is_own = any(one.id in theirs for one in approvals[place])
        told[place] = _CONCERNS if is_own else _TODAY.get(reason, _NOTHING)
    return told


def approvals_of(asking: Asking, rows: Iterable[Any]) -> dict[tuple[int, int], list[Approval]]:
    """By tool and department, what counts of the approvals of these."""
    rows = list(rows)
    found: dict[tuple[int, int], list[Approval]] = defaultdict(list)
    tool_ids, department_ids = {row.tool_id for row in rows}, {row.department_id for row in rows}
    for one in standing_approvals(asking.work, tool_ids, department_ids):
        found[one.tool_id, one.department_id].append(one)
    return found


TABLES: Final = (
    Telling(
        question=4,
        name="open-accounts",
        heading="Open accounts by tool and department",
        columns=(
            *texts("Tool", "Department"),
            *numbers("Open accounts", "Not approved when used"),
            *numbers(*(f"Licence {licence}" for licence in Licence)),
            *numbers("Of people who left"),
            *texts("What holds today"),
        ),
        rows=_open,
        tells="“Not approved when used” goes by the days that are known of a finding, “What holds "
        "today” by the rulings and approvals of today.",
    ),
)
