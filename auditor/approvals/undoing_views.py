"""Pages about withdrawing a request and about marking a decision as entered in error."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for

from auditor.access import Permission
from auditor.approvals.checks import refuse_to_mark, refuse_to_withdraw
from auditor.approvals.queries import described, get_approval
from auditor.approvals.undoing import effect_without, mark_in_error, withdraw_request
from auditor.approvals.undoing_forms import UndoingForm
from auditor.approvals.wording import effect_in_words
from auditor.errors import IllegalMove, NotAllowed
from auditor.web.access import Answer, requires
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("undoing", __name__)


def may_withdraw(work: Work, approval: Any) -> bool:
    """Whether its page offers the actor to withdraw the request."""
    try:
        refuse_to_withdraw(work, approval)
    except (NotAllowed, IllegalMove):
        return False
    return True


def may_mark(work: Work, approval: Any) -> bool:
    """Whether its page offers the actor to mark the decision as entered in error."""
    try:
        refuse_to_mark(work, approval)
    except (NotAllowed, IllegalMove):
        return False
    return True


@bp.get("/approvals/<int:approval_id>/withdraw")
@requires(Permission.APPROVAL_REQUEST)
def ask_to_withdraw(work: Work, approval_id: int) -> Answer:
    refuse_to_withdraw(work, get_approval(work, approval_id))
    return _page(work, approval_id, form=UndoingForm.from_request(), word="Withdraw")


@bp.post("/approvals/<int:approval_id>/withdraw")
@requires(Permission.APPROVAL_REQUEST)
def withdraw(work: Work, approval_id: int) -> Answer:
    form, approval = UndoingForm.from_request(), get_approval(work, approval_id)
    refuse_to_withdraw(work, approval)
    if form.accepts(lambda: withdraw_request(work, approval, reason=form.reason.data)):
        flash(f"The request for approval {approval_id} is withdrawn.")
        return redirect(url_for("approvals.show", approval_id=approval_id))
    return _page(work, approval_id, form=form, word="Withdraw", status=422)


@bp.get("/approvals/<int:approval_id>/entered-in-error")
@requires(Permission.APPROVAL_DECIDE)
def ask_to_mark(work: Work, approval_id: int) -> Answer:
    refuse_to_mark(work, get_approval(work, approval_id))
    return _page(work, approval_id, form=UndoingForm.from_request(), word="Mark as in error")


@bp.post("/approvals/<int:approval_id>/entered-in-error")
@requires(Permission.APPROVAL_DECIDE)
def mark(work: Work, approval_id: int) -> Answer:
    form, approval = UndoingForm.from_request(), get_approval(work, approval_id)
    refuse_to_mark(work, approval)
    if form.accepts(lambda: mark_in_error(work, approval, reason=form.reason.data)):
        flash(f"The decision about approval {approval_id} counts as never taken.")
        return redirect(url_for("approvals.show", approval_id=approval_id))
    return _page(work, approval_id, form=form, word="Mark as in error", status=422)


def _page(
    work: Work, approval_id: int, *, form: UndoingForm, word: str, status: int = 200
) -> Answer:
    approval = get_approval(work, approval_id)
    effect = effect_in_words(effect_without(work, approval), made_on=work.today)
    return page(
        "approvals/undo.html",
        status,
        approval=described(work, approval_id),
        form=form,
        word=word,
        action=url_for(
            "approvals.undoing.withdraw" if word == "Withdraw" else "approvals.undoing.mark",
            approval_id=approval_id,
        ),
        effect=effect,
    )
