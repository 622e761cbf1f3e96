"""Pages on which a supervisor looks through what waits for them, and decides several at once."""

from functools import partial
from typing import Any, Final

from flask import Blueprint, flash, redirect, request, url_for

from auditor.access import Permission
from auditor.approvals.forms import DECIDING, DecisionForm
from auditor.approvals.needs import wrong_document
from auditor.approvals.rules import Decision, made_on
from auditor.approvals.service import effect_together
from auditor.approvals.several import Outcome, decide_each, ticked
from auditor.approvals.waiting import waiting_page
from auditor.approvals.wording import days_of_steps, effect_in_words
from auditor.flags.rules.rule import numbered
from auditor.verdicts.columns import REASON_READS, VERDICT_READS
from auditor.web.access import Answer, Opening, requires, requires_own_turn
from auditor.web.editing import MOST, number_in_address
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("several", __name__)

#: The button of each decision, and the endpoint that its page posts to.
_BUTTONS: Final = {
    Decision.CONFIRMED: ("Confirm", "approvals.several.confirm"),
    Decision.DENIED: ("Deny", "approvals.several.deny"),
}

_NOTHING: Final = "No finding is on record of these tools in this department."


@bp.get("/approvals/waiting")
@requires(Permission.APPROVAL_DECIDE)
def index(work: Work) -> Answer:
    after = number_in_address("after") or 0
    return page(
        "approvals/waiting.html",
        found=waiting_page(work, after=after),
        after=after,
        all_ticked=request.args.get("ticked") == "all",
        verdict_reads=VERDICT_READS,
        reason_reads=REASON_READS,
    )


@bp.get("/approvals/waiting/confirm")
@requires(Permission.APPROVAL_DECIDE)
def ask_to_confirm(work: Work) -> Answer:
    return _page(work, Decision.CONFIRMED, form=DECIDING[Decision.CONFIRMED].from_request())


@bp.get("/approvals/waiting/deny")
@requires(Permission.APPROVAL_DECIDE)
def ask_to_deny(work: Work) -> Answer:
    return _page(work, Decision.DENIED, form=DECIDING[Decision.DENIED].from_request())


@bp.post("/approvals/waiting/confirm")
@requires_own_turn(Permission.APPROVAL_DECIDE)
def confirm(opening: Opening) -> Answer:
    return _decide(opening, Decision.CONFIRMED)


@bp.post("/approvals/waiting/deny")
@requires_own_turn(Permission.APPROVAL_DECIDE)
def deny(opening: Opening) -> Answer:
    return _decide(opening, Decision.DENIED)


def _ticked() -> list[int]:
    numbers = request.values.getlist("approval", type=int)
    return [number for number in numbers if 0 < number <= MOST]


def _decide(opening: Opening, decision: Decision) -> Answer:
    form, ids, done = DECIDING[decision].from_request(), _ticked(), list[Outcome]()
    if (
        ids
        and not form.show.data
        and form.accepts(
            lambda: done.append(
                decide_each(
                    partial(opening.wiring.open, opening.actor),
                    opening.wiring.files,
                    ids,
                    decision=decision,
                    reason=form.reason.data,
                    attached=form.attached(),
                    document_on=form.document_on.data,
                )
            )
        )
    ):
        return _told(done[0], decision)
    with opening.reading() as work:
        return _page(work, decision, form=form, status=422)


def _told(outcome: Outcome, decision: Decision) -> Answer:
    """Where all were decided, what waits now; else which were, and why the others were not."""
    which = numbered("approval", outcome.decided).capitalize() if outcome.decided else ""
    done = f"{which} {'are' if outcome.decided[1:] else 'is'} {decision}." if which else ""
    if outcome.refused:
        context: dict[str, Any] = {"done": done, "outcome": outcome, "decision": decision}
        return page("approvals/decided.html", 200 if done else 409, **context)
    flash(done)
    return redirect(url_for("approvals.several.index"))


def _page(work: Work, decision: Decision, *, form: DecisionForm, status: int = 200) -> Answer:
    found = ticked(work, _ticked())
    button, endpoint = _BUTTONS[decision]
    wrong = wrong_document(form.document_on.data, has_document=True, today=work.today)
    if form.show.data:
        form.refuse_shown(wrong)
        status = 422 if form.errors else 200
    on = None if wrong else form.document_on.data
    effect = effect_together(work, found.free, decision, document_on=on)
    return page(
        "approvals/several.html",
        status,
        found=found,
        days={row.id: days_of_steps(row, work.zone) for row in found.free},
        form=form,
        button=button,
        action=url_for(endpoint),
        document_on=on,
        effect=effect_in_words(effect, made_on=made_on(work.today, on), nothing=_NOTHING),
    )
