"""Pages about confirming and denying: what that would do is shown before it is done."""

from functools import partial
from typing import Final

from flask import Blueprint, flash, redirect, url_for

from auditor.access import Permission
from auditor.approvals.checks import refuse_to_decide
from auditor.approvals.forms import DECIDING, ConfirmationForm, DecisionForm, DenialForm
from auditor.approvals.needs import wrong_document
from auditor.approvals.queries import described, get_approval
from auditor.approvals.rules import Decision, made_on
from auditor.approvals.service import decide, effect_of
from auditor.approvals.wording import effect_in_words
from auditor.web.access import Answer, Opening, requires, requires_own_turn
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("deciding", __name__)

#: The button of each decision, and the endpoint that its page posts to.
_BUTTONS: Final = {
    Decision.CONFIRMED: ("Confirm", "approvals.deciding.confirm"),
    Decision.DENIED: ("Deny", "approvals.deciding.deny"),
}


@bp.get("/approvals/<int:approval_id>/confirm")
@requires(Permission.APPROVAL_DECIDE)
def ask_to_confirm(work: Work, approval_id: int) -> Answer:
    form = ConfirmationForm.from_request()
    return _page(work, approval_id, Decision.CONFIRMED, form=form)


@bp.get("/approvals/<int:approval_id>/deny")
@requires(Permission.APPROVAL_DECIDE)
def ask_to_deny(work: Work, approval_id: int) -> Answer:
    return _page(work, approval_id, Decision.DENIED, form=DenialForm.from_request())


@bp.post("/approvals/<int:approval_id>/confirm")
@requires_own_turn(Permission.APPROVAL_DECIDE)
def confirm(opening: Opening, approval_id: int) -> Answer:
    return _decide(opening, approval_id, Decision.CONFIRMED)


@bp.post("/approvals/<int:approval_id>/deny")
@requires_own_turn(Permission.APPROVAL_DECIDE)
def deny(opening: Opening, approval_id: int) -> Answer:
    return _decide(opening, approval_id, Decision.DENIED)


def _decide(opening: Opening, approval_id: int, decision: Decision) -> Answer:
    form = DECIDING[decision].from_request()
    if not form.show.data and form.accepts(
        lambda: decide(
            partial(opening.wiring.open, opening.actor),
            opening.wiring.files,
            approval_id,
            decision=decision,
            reason=form.reason.data,
            attached=form.attached(),
            document_on=form.document_on.data,
        )
    ):
        flash(f"Approval {approval_id} is {decision}.")
        return redirect(url_for("approvals.show", approval_id=approval_id))
    with opening.reading() as work:
        return _page(work, approval_id, decision, form=form, status=422)


def _page(
    work: Work, approval_id: int, decision: Decision, *, form: DecisionForm, status: int = 200
) -> Answer:
    approval = get_approval(work, approval_id)
    refuse_to_decide(work, approval)
    button, endpoint = _BUTTONS[decision]
    wrong = wrong_document(form.document_on.data, has_document=True, today=work.today)
    if form.show.data:
        form.refuse_shown(wrong)
        status = 422 if form.errors else 200
    document_on = None if wrong else form.document_on.data
    effect = effect_of(work, approval, decision, document_on=document_on)
    return page(
        "approvals/decide.html",
        status,
        approval=described(work, approval_id),
        form=form,
        button=button,
        action=url_for(endpoint, approval_id=approval_id),
        document_on=document_on,
        effect=effect_in_words(effect, made_on=made_on(work.today, document_on)),
    )
