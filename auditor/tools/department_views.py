"""The page of a tool in one department: all approvals and rulings over time."""

from flask import Blueprint

from auditor.access import Permission
from auditor.concern import HANDLED_BY
from auditor.departments.queries import get_department
from auditor.findings.rules import DAY_LABELS
from auditor.tools.queries import get_tool
from auditor.verdicts.columns import LABEL, REASON_READS, VERDICT_READS
from auditor.verdicts.over_time import ROWS
from auditor.verdicts.queries.over_time import record_of
from auditor.web.access import Answer, requires
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("department", __name__)


@bp.get("/tools/<int:tool_id>/departments/<int:department_id>")
@requires(Permission.APPROVAL_READ)
def show(work: Work, tool_id: int, department_id: int) -> Answer:
    tool, department = get_tool(work, tool_id), get_department(work, department_id)
    return page(
        "tools/department.html",
        tool=tool,
        department=department,
        record=record_of(work, tool, department),
        kinds=[DAY_LABELS[field] for field in ROWS],
        handled_by=HANDLED_BY,
        label=LABEL,
        verdict_reads=VERDICT_READS,
        reason_reads=REASON_READS,
    )
