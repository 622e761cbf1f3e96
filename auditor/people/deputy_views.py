"""A page on which supervisors name their deputies for the days of a leave."""

from flask import Blueprint, flash, redirect, url_for

from auditor.access import Permission
from auditor.people.deputies import (
    choices_of_deputies,
    end_deputation,
    name_deputy,
    own_deputations,
)
from auditor.people.forms import DeputyForm
from auditor.web.access import Answer, requires
from auditor.web.forms import ConfirmForm, filled
from auditor.web.pages import Page, page
from auditor.work import Work

bp = Blueprint("deputies", __name__, url_prefix="/account/deputies")


@bp.get("")
@requires(Permission.DEPUTY_NAME)
def show(work: Work) -> Answer:
    return _page(work, _form(work))


@bp.post("")
@requires(Permission.DEPUTY_NAME)
def name(work: Work) -> Answer:
    form = _form(work)
    if not form.accepts(
        lambda: name_deputy(
            work,
            int(form.deputy.data),
            since=filled(form.since.data),
            until=filled(form.until.data),
        )
    ):
        return _page(work, form, 422)
    flash("Your deputy is named for these days.")
    return redirect(url_for("deputies.show"))


@bp.post("/<int:deputation_id>/end")
@requires(Permission.DEPUTY_NAME)
def end(work: Work, deputation_id: int) -> Answer:
    if ConfirmForm.from_request().validate():
        end_deputation(work, deputation_id)
        flash("The days of this deputy have ended.")
    return redirect(url_for("deputies.show"))


def _form(work: Work) -> DeputyForm:
    form = DeputyForm.from_request()
    form.offer(choices_of_deputies(work))
    return form


def _page(work: Work, form: DeputyForm, status: int = 200) -> Page:
    return page(
        "people/deputies.html",
        status,
        form=form,
        deputations=own_deputations(work),
        today=work.today,
        own_id=work.actor.user_id,
    )
