"""A page for each step of a follow-up: what it does and asks for, and then the step."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for

from auditor.concern import Concealed, own_accounts
from auditor.errors import NotFound
from auditor.follow_ups.checks import permission_for
from auditor.follow_ups.forms import StepForm
from auditor.follow_ups.queries.chosen import who_can_answer
from auditor.follow_ups.queries.shown import get_follow_up
from auditor.follow_ups.steps import STEPS, Step
from auditor.web.access import Answer, Opening, requires, requires_own_turn
from auditor.web.pages import page
from auditor.wiring import current_wiring
from auditor.work import Work

bp = Blueprint("steps", __name__)


def _page(
    work: Work, follow_up_id: int, step: Step, *, form: StepForm, status: int = 200
) -> Answer:
    shown = get_follow_up(work, follow_up_id)
    if isinstance(shown, Concealed):
        raise NotFound("There is no such follow-up, or none that your account may know of.")
    own = own_accounts(work)
    offered = [line for line in shown.lines if step.offers and step.offers(line, own)]
    return page(
        "follow_ups/step.html",
        status,
        shown=shown,
        step=step,
        form=form,
        offered=offered,
        ticked=_ticked(form, [line.row.id for line in offered]),
        waits={
            line.row.id: line.hearing.waits_until(current_wiring().calendar) for line in offered
        },
        today=work.today,
        is_office=not work.actor.is_confined,
    )


def _ticked(form: Any, offered: list[int]) -> list[int]:
    """As it was sent; else all lines where that was asked for, or where there is only one."""
    if request.method == "POST" and "lines" in form:
        return list(form.lines.data or ())
    return offered if request.args.get("ticked") == "all" or len(offered) == 1 else []


def _form(work: Work, follow_up_id: int, step: Step) -> StepForm:
    form, shown = step.form.from_request(), get_follow_up(work, follow_up_id)
    accounts = []
    if "assigned_to" in form and not isinstance(shown, Concealed):
        flags = [line.row.flag_id for line in shown.lines]
        accounts = who_can_answer(work, shown.row.department_id, flags)
        if request.method == "GET":
            form["assigned_to"].data = shown.row.assigned_to_id or 0
    form.offer(accounts, by_office=not work.actor.is_confined)
    return form


def _asked_by(step: Step) -> Any:
    @requires(permission_for(step.move))
    def ask(work: Work, follow_up_id: int) -> Answer:
        step.check(work, follow_up_id)
        return _page(work, follow_up_id, step, form=_form(work, follow_up_id, step))

    return ask


def _taken_by(step: Step) -> Any:
    @requires_own_turn(permission_for(step.move))
    def take(opening: Opening, follow_up_id: int) -> Answer:
        with opening.reading() as work:
            step.check(work, follow_up_id)
            form = _form(work, follow_up_id, step)
        if form.accepts(lambda: step.take(opening, follow_up_id, form)):
            flash(step.done.format(follow_up_id))
            return redirect(url_for("follow_ups.show", follow_up_id=follow_up_id))
        with opening.reading() as work:
            return _page(work, follow_up_id, step, form=form, status=422)

    return take


for each in STEPS:
    address = f"/follow-ups/<int:follow_up_id>/{each.word}"
    bp.add_url_rule(address, f"ask_to_{each.word}", _asked_by(each), methods=["GET"])
    bp.add_url_rule(address, each.word, _taken_by(each), methods=["POST"])
