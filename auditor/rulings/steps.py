"""How pages take a step on a ruling: its effect is shown first, and it is saved once seen."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from flask import flash, redirect, url_for

from auditor.departments.queries import choices_of_departments, names_of_departments
from auditor.errors import ChangedMeanwhile
from auditor.rulings.columns import COLUMNS
from auditor.rulings.effect import Effect, once_seen
from auditor.rulings.forms import StepForm
from auditor.rulings.queries import (
    choices_of_tools,
    described_rulings,
    get_kept_ruling,
    get_ruling,
)
from auditor.rulings.service import refuse
from auditor.trail.queries import Told, history, newest_change
from auditor.web.access import Answer, Opening
from auditor.web.editing import SAVED, Wording, ids_in
from auditor.web.pages import page
from auditor.work import Work

#: Under which names the trail knows what the columns call by name.
_STORED: Final = {"tool": "tool_id", "department": "department_id"}

#: What has been done to a ruling once a step was taken.
_DONE: Final = {"new": "entered", "edit": "saved", "end": "ended", "withdraw": "withdrawn"}


def take_step(
    opening: Opening,
    form: StepForm,
    what: str,
    ruling_id: int | None = None,
    *,
    effect: Callable[[Work], Effect],
    act: Callable[[Work], int],
) -> Answer:
    """Show what a step would do; take it once that was seen, and nobody changed the ruling."""

    def unchanged(work: Work) -> Effect:
        if ruling_id is not None and place_of(work, ruling_id) > form.place:
            raise ChangedMeanwhile("The ruling was changed while this page was open.")
        return effect(work)

    if ruling_id is not None and (answer := _changed_meanwhile(opening, form, what, ruling_id)):
        return answer
    opened = partial(opening.wiring.open, opening.actor)
    done = form.saves(lambda: once_seen(opened, unchanged, act, seen=form.effect_seen))
    if isinstance(done, Effect) and done.nothing:
        flash(SAVED[False])
        return redirect(url_for("rulings.show", ruling_id=ruling_id))
    if isinstance(done, int):
        flash(f"Ruling {done} has been {_DONE[what]}.")
        return redirect(url_for("rulings.show", ruling_id=done))
    with opening.reading() as work:
        return step_page(work, form, what, ruling_id, effect=done, status=200 if done else 422)


def _changed_meanwhile(
    opening: Opening, form: StepForm, what: str, ruling_id: int
) -> Answer | None:
    """The page with what was done since the form was opened; None where nothing was."""
    row = ("rulings", ruling_id)
    with opening.reading() as work:
        told = history(work, [row], after=form.place)
        if not told:
            return None
        refuse(work, get_kept_ruling(work, ruling_id))
        meanwhile = form.take_in(told, wording_of(work, told), row=row)
        return step_page(work, form, what, ruling_id, meanwhile=meanwhile, status=409)


def step_page(
    work: Work,
    form: StepForm,
    what: str,
    ruling_id: int | None = None,
    *,
    effect: Effect | None = None,
    status: int = 200,
    **more: Any,
) -> Answer:
    """The page of a step; with its effect, where that is to be looked at before it is saved.

    Raises:
        NotAllowed, IllegalMove: the ruling cannot be changed by the actor, or by anybody.
    """
    if ruling_id is not None:
        refuse(work, get_kept_ruling(work, ruling_id))
    again = bool(form.effect_seen)
    form.effect.data = effect.seen if effect else ""
    return page(
        "rulings/form.html" if what in {"new", "edit"} else "rulings/step.html",
        status,
        form=form,
        what=what,
        ruling=None if ruling_id is None else get_ruling(work, ruling_id),
        effect=effect,
        again=again,
        winning=described_rulings(work, effect.winning) if effect else (),
        stricter=described_rulings(work, effect.stricter) if effect else (),
        tools=choices_of_tools(work),
        departments=choices_of_departments(work),
        **more,
    )


def place_of(work: Work, ruling_id: int) -> int:
    """The place of the ruling's newest change in the trail."""
    return newest_change(work, "rulings", ruling_id)


def wording_of(work: Work, told: Sequence[Told]) -> Wording:
    """How a ruling's history is told."""
    columns = [replace(column, field=_STORED.get(column.field, column.field)) for column in COLUMNS]
    names: dict[str, Any] = {
        "tool_id": {row.id: row.name for row in choices_of_tools(work)},
        "department_id": names_of_departments(work, ids_in(told, "department_id")),
    }
    return Wording({"rulings": columns}, names)
