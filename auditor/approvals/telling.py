"""Telling of a step taken with `--as`: whoever was named, and the oversight office, at once."""

from auditor.approvals.model import Approval
from auditor.approvals.queries import as_ruled
from auditor.concern import concerning_approvals
from auditor.departments.model import Department
from auditor.notices.service import is_by_command, write_notice
from auditor.notices.wording import Said, in_anothers_name, in_your_name
from auditor.people.queries import oversight_accounts
from auditor.tools.model import Tool
from auditor.work import Work


def tell_if_by_command(work: Work, approval: Approval, step: str) -> None:
    """Write the notices of a step that was taken on the command line; of any other none.

    Whom the approval concerns is told nothing of it.

    Args:
        step: confirmed, denied, revoked, narrowed, or kept after a review.
    """
    if not is_by_command(work):
        return
    facts = {
        "tool": work.session.get_one(Tool, approval.tool_id).name,
        "department": work.session.get_one(Department, approval.department_id).name,
        "by": work.actor.system_account or "unknown",
    }
    subject, path = f"Approval {approval.id} was {step} by command", f"/approvals/{approval.id}"
    if work.actor.user_id is not None:
        named = in_your_name(approval.id, step, **facts)
        write_notice(work, work.actor.user_id, subject, [Said(named, path)])
    sentence, ruled = in_anothers_name(approval.id, step, **facts), as_ruled(approval, work.zone)
    for user in oversight_accounts(work):
        if not concerning_approvals(work, [ruled], of=user.as_actor()):
            write_notice(work, user.id, subject, [Said(sentence, path)])
