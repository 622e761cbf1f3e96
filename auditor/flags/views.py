"""Pages about flags."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for

from auditor.access import Permission
from auditor.columns import for_audience
from auditor.concern import HANDLED_BY, Concealed
from auditor.departments.queries import choices_of_departments
from auditor.flags.columns import COLUMNS
from auditor.flags.dismissal import dismiss_flag, kept_from_dismissing, refuse_dismissal
from auditor.flags.forms import DismissalForm, FlagsSoughtForm
from auditor.flags.queries import flags, get_flag
from auditor.flags.rules.rulebook import BY_ID
from auditor.follow_ups.queries.chosen import follow_ups_of_flags
from auditor.reach import audience_of
from auditor.trail.queries import history
from auditor.web.access import Answer, requires
from auditor.web.editing import Wording, in_words, number_in_address
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("flags", __name__)


@bp.get("/flags")
@requires(Permission.FLAG_READ)
def index(work: Work) -> Answer:
    form = FlagsSoughtForm(request.args)
    form.offer([] if work.actor.is_confined else choices_of_departments(work))
    listed = flags(
        work,
        rule=form.rule.data or "",
        severity=form.sought_severity(),
        state=form.sought_state(),
        department_id=number_in_address("department"),
        after=number_in_address("after"),
    )
    may_ask = work.actor.may(Permission.FOLLOW_UP_JUDGE)
    return page(
        "flags/index.html", form=form, listed=listed, handled_by=HANDLED_BY, may_ask=may_ask
    )


@bp.get("/flags/<int:flag_id>")
@requires(Permission.FLAG_READ)
def show(work: Work, flag_id: int) -> Answer:
    flag = get_flag(work, flag_id)
    if isinstance(flag, Concealed):
        return page("findings/own.html", what="flag", number=flag_id, handled_by=HANDLED_BY)
    columns = for_audience(COLUMNS, audience_of(work.actor))
    may = work.actor.may(Permission.FLAG_DISMISS)
    return page(
        "flags/show.html",
        flag=flag,
        explains=_explains(flag),
        kept=kept_from_dismissing(work, flag_id) if may else None,
        follow_up_id=follow_ups_of_flags(work, [flag_id]).get(flag_id),
        entries=in_words(history(work, [("flags", flag_id)]), Wording({"flags": columns})),
    )


@bp.get("/flags/<int:flag_id>/dismiss")
@requires(Permission.FLAG_DISMISS)
def ask_to_dismiss(work: Work, flag_id: int) -> Answer:
    refuse_dismissal(work, flag_id)
    return _dismissal(work, flag_id, DismissalForm.from_request())


@bp.post("/flags/<int:flag_id>/dismiss")
@requires(Permission.FLAG_DISMISS)
def dismiss(work: Work, flag_id: int) -> Answer:
    form = DismissalForm.from_request()
    refuse_dismissal(work, flag_id)
    if form.accepts(lambda: dismiss_flag(work, flag_id, reason=form.reason.data or "")):
        flash(f"Flag {flag_id} is dismissed. It comes back when the facts change.")
        return redirect(url_for("flags.show", flag_id=flag_id))
    return _dismissal(work, flag_id, form, status=422)


def _dismissal(work: Work, flag_id: int, form: DismissalForm, *, status: int = 200) -> Answer:
    flag = get_flag(work, flag_id)
    return page("flags/dismiss.html", status, flag=flag, form=form, explains=_explains(flag))


def _explains(flag: Any) -> str:
    rule = BY_ID.get(flag.rule)
    return rule.explains if rule else "This rule is not raised any more."
