"""Pages about reviewing an approval that something changed about."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for

from auditor.access import Permission
from auditor.approvals.queries import described, get_approval
from auditor.approvals.reviewing import keep_approval, what_to_review
from auditor.approvals.reviewing_forms import KeepingForm
from auditor.approvals.stale import reviews_of, why_to_review
from auditor.web.access import Answer, requires
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("reviewing", __name__)


def review_panel(work: Work, approval_id: int) -> dict[str, Any]:
    """What an approval's page shows of reviews: why one is due, and those that were made."""
    return {
        "to_review": why_to_review(work, approval_id),
        "reviews": reviews_of(work, approval_id),
    }


@bp.get("/approvals/<int:approval_id>/keep")
@requires(Permission.APPROVAL_DECIDE)
def ask_to_keep(work: Work, approval_id: int) -> Answer:
    return _page(work, approval_id, form=KeepingForm.from_request())


@bp.post("/approvals/<int:approval_id>/keep")
@requires(Permission.APPROVAL_DECIDE)
def keep(work: Work, approval_id: int) -> Answer:
    form, approval = KeepingForm.from_request(), get_approval(work, approval_id)
    what_to_review(work, approval)
    if form.accepts(
        lambda: keep_approval(work, approval, reason=form.reason.data, seen=form.place)
    ):
        flash(f"Approval {approval_id} is kept as it is.")
        return redirect(url_for("approvals.show", approval_id=approval_id))
    return _page(work, approval_id, form=form, status=422)


def _page(work: Work, approval_id: int, *, form: KeepingForm, status: int = 200) -> Answer:
    found = what_to_review(work, get_approval(work, approval_id))
    form.seen.data = str(found.newest)
    return page(
        "approvals/keep.html",
        status,
        approval=described(work, approval_id),
        form=form,
        reasons=found.reasons,
    )
