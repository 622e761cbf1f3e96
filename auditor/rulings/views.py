"""Pages about rulings; a step is taken only once its effect was seen."""

from dataclasses import asdict, replace

from flask import Blueprint, request

from auditor.access import Permission
from auditor.departments.queries import choices_of_departments
from auditor.rulings.effect import Effect, effect_of
from auditor.rulings.forms import (
    EndForm,
    RulingForm,
    RulingsSoughtForm,
    RulingWithdrawalForm,
)
from auditor.rulings.queries import (
    choices_of_tools,
    findings_decided_by,
    get_kept_ruling,
    get_ruling,
    in_force_today,
    rulings,
)
from auditor.rulings.service import (
    add_ruling,
    edit_ruling,
    end_ruling,
    facts_named,
    facts_of,
    withdraw_ruling,
)
from auditor.rulings.steps import place_of, step_page, take_step, wording_of
from auditor.trail.queries import history
from auditor.web.access import Answer, Opening, requires, requires_own_turn
from auditor.web.editing import in_words, number_in_address
from auditor.web.forms import filled
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("rulings", __name__)


@bp.get("/rulings")
@requires(Permission.RULING_READ)
def index(work: Work) -> Answer:
    form = RulingsSoughtForm(request.args)
    form.offer(choices_of_tools(work), choices_of_departments(work))
    sought = form.sought()
    listed = rulings(work, sought, after=number_in_address("after"))
    department_id = work.actor.department_id if work.actor.is_confined else sought.department_id
    asked = bool(sought.tool_id and department_id)
    return page(
        "rulings/index.html",
        form=form,
        listed=listed,
        today=work.today,
        asked=asked,
        in_force=in_force_today(work, sought.tool_id or 0, department_id or 0) if asked else None,
    )


@bp.get("/rulings/<int:ruling_id>")
@requires(Permission.RULING_READ)
def show(work: Work, ruling_id: int) -> Answer:
    ruling = get_ruling(work, ruling_id)
    told = history(work, [("rulings", ruling_id)])
    return page(
        "rulings/show.html",
        ruling=ruling,
        today=work.today,
        decides=findings_decided_by(work, ruling_id),
        entries=in_words(told, wording_of(work, told)),
    )


@bp.get("/rulings/new")
@requires(Permission.RULING_EDIT)
def new(work: Work) -> Answer:
    return step_page(work, RulingForm.from_request(), "new")


@bp.post("/rulings/new")
@requires_own_turn(Permission.RULING_EDIT)
def create(opening: Opening) -> Answer:
    form = RulingForm.from_request()
    return take_step(
        opening,
        form,
        "new",
        effect=lambda work: effect_of(work, None, facts_named(work, **form.said())),
        act=lambda work: add_ruling(work, facts_named(work, **form.said())).id,
    )


@bp.get("/rulings/<int:ruling_id>/edit")
@requires(Permission.RULING_EDIT)
def edit(work: Work, ruling_id: int) -> Answer:
    ruling = get_ruling(work, ruling_id)
    told = asdict(facts_of(get_kept_ruling(work, ruling_id)))
    form = RulingForm.from_request(
        seen=place_of(work, ruling_id), **told, tool=ruling.tool, department=ruling.department
    )
    return step_page(work, form, "edit", ruling_id)


@bp.post("/rulings/<int:ruling_id>/edit")
@requires_own_turn(Permission.RULING_EDIT)
def save(opening: Opening, ruling_id: int) -> Answer:
    form = RulingForm.from_request()

    def act(work: Work) -> int:
        edit_ruling(work, get_kept_ruling(work, ruling_id), facts_named(work, **form.said()))
        return ruling_id

    return take_step(
        opening,
        form,
        "edit",
        ruling_id,
        effect=lambda work: effect_of(
            work, get_kept_ruling(work, ruling_id), facts_named(work, **form.said())
        ),
        act=act,
    )


@bp.get("/rulings/<int:ruling_id>/end")
@requires(Permission.RULING_EDIT)
def ask_end(work: Work, ruling_id: int) -> Answer:
    until = get_ruling(work, ruling_id).effective_until or work.today
    form = EndForm.from_request(seen=place_of(work, ruling_id), effective_until=until)
    return step_page(work, form, "end", ruling_id)


@bp.post("/rulings/<int:ruling_id>/end")
@requires_own_turn(Permission.RULING_EDIT)
def end(opening: Opening, ruling_id: int) -> Answer:
    form = EndForm.from_request()

    def effect(work: Work) -> Effect:
        ruling = get_kept_ruling(work, ruling_id)
        until = filled(form.effective_until.data)
        return effect_of(work, ruling, replace(facts_of(ruling), effective_until=until))

    def act(work: Work) -> int:
        end_ruling(work, get_kept_ruling(work, ruling_id), filled(form.effective_until.data))
        return ruling_id

    return take_step(opening, form, "end", ruling_id, effect=effect, act=act)


@bp.get("/rulings/<int:ruling_id>/withdraw")
@requires(Permission.RULING_EDIT)
def ask_withdrawal(work: Work, ruling_id: int) -> Answer:
    effect = effect_of(work, get_kept_ruling(work, ruling_id), None)
    form = RulingWithdrawalForm.from_request(seen=place_of(work, ruling_id))
    return step_page(work, form, "withdraw", ruling_id, effect=effect)


@bp.post("/rulings/<int:ruling_id>/withdraw")
@requires_own_turn(Permission.RULING_EDIT)
def withdraw(opening: Opening, ruling_id: int) -> Answer:
    form = RulingWithdrawalForm.from_request()

    def act(work: Work) -> int:
        withdraw_ruling(work, get_kept_ruling(work, ruling_id), form.reason.data or "")
        return ruling_id

    return take_step(
        opening,
        form,
        "withdraw",
        ruling_id,
        effect=lambda work: effect_of(work, get_kept_ruling(work, ruling_id), None),
        act=act,
    )
