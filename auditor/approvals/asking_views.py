"""Pages that ask for the approvals which ticked findings call for, all in one step."""

from typing import Final

from flask import Blueprint, flash, redirect, request, url_for

from auditor.access import Permission
from auditor.approvals.asking_forms import AskingForm
from auditor.approvals.columns import ApprovalState
from auditor.approvals.proposals import Proposed, proposed
from auditor.approvals.requesting import Wanted, keep_paper, request_each
from auditor.web.access import Answer, Opening, requires, requires_own_turn
from auditor.web.editing import MOST
from auditor.web.formats import count
from auditor.web.forms import filled
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("asking", __name__)

_TEMPLATE: Final = "approvals/from_findings.html"


@bp.get("/approvals/from-findings")
@requires(Permission.APPROVAL_REQUEST)
def propose(work: Work) -> Answer:
    form = AskingForm.from_request()
    found = _proposed(work, form)
    return page(_TEMPLATE, form=form, proposed=found)


@bp.post("/approvals/from-findings")
@requires_own_turn(Permission.APPROVAL_REQUEST)
def ask(opening: Opening) -> Answer:
    form, made = AskingForm.from_request(), list[int]()
    with opening.reading() as work:
        found = _proposed(work, form)
    if found.requests and form.accepts(lambda: made.extend(_ask(opening, form, found))):
        asked = made[0] if len(made) == 1 else f"{made[0]} to {made[-1]}"
        flash(f"{count(len(made), 'approval has', 'approvals have')} been asked for: {asked}.")
        return redirect(url_for("approvals.index", state=ApprovalState.REQUESTED.value))
    return page(_TEMPLATE, 422, form=form, proposed=found)


def _proposed(work: Work, form: AskingForm) -> Proposed:
    ticked = request.values.getlist("finding", type=int)
    found = proposed(work, [number for number in ticked if 0 < number <= MOST])
    form.propose(found.requests, work.today)
    return found


def _ask(opening: Opening, form: AskingForm, found: Proposed) -> list[int]:
    paper = keep_paper(opening.wiring.files, form.attached())
    by_key = {proposal.key: proposal for proposal in found.requests}
    wanted = {
        key: Wanted(
            tool_id=by_key[key].tool_id,
            department_id=by_key[key].department_id,
            officer_id=by_key[key].officer_id,
            valid_from=filled(each.valid_from.data),
            purposes=each.chosen_purposes(),
            valid_until=form.valid_until.data,
            conditions=form.conditions.data,
            document=form.document.data,
            paper=paper,
            document_on=form.document_on.data,
        )
        for key, each in form.chosen().items()
    }
    with opening.writing() as work:
        return request_each(work, wanted)
