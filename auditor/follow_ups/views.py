"""Pages about follow-ups: the list, one with everything about it, and asking a department."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for

from auditor.access import Permission
from auditor.concern import HANDLED_BY, Concealed, own_accounts
from auditor.departments.queries import choices_of_departments
from auditor.errors import FieldsRefused, NotAllowed
from auditor.follow_ups.checks import moves_open_to, refuse_concerned
from auditor.follow_ups.forms import AskingForm, FollowUpsSoughtForm
from auditor.follow_ups.queries.chosen import by_person, who_can_answer
from auditor.follow_ups.queries.listing import accounts_expected, follow_ups
from auditor.follow_ups.queries.shown import Shown, get_follow_up
from auditor.follow_ups.rules import DAYS_TO_REPLY, OWING, Move, days_overdue
from auditor.follow_ups.service import Asked, flags_to_ask_about, open_follow_ups
from auditor.follow_ups.step_views import bp as step_pages
from auditor.follow_ups.steps import STEPS, Step
from auditor.follow_ups.wording import history_of
from auditor.web.access import Answer, requires
from auditor.web.editing import MOST, number_in_address
from auditor.web.formats import count, day
from auditor.web.forms import filled
from auditor.web.pages import page
from auditor.wiring import current_wiring
from auditor.work import Work

bp = Blueprint("follow_ups", __name__)
bp.register_blueprint(step_pages)


@bp.get("/follow-ups")
@requires(Permission.FOLLOW_UP_READ)
def index(work: Work) -> Answer:
    form = FollowUpsSoughtForm(request.args)
    departments = [] if work.actor.is_confined else choices_of_departments(work)
    form.offer(departments, accounts_expected(work))
    listed = follow_ups(
        work,
        state=form.sought_state(),
        department_id=number_in_address("department"),
        is_overdue=form.overdue.data == "yes",
        assigned_to_id=number_in_address("assigned_to"),
        after=number_in_address("after"),
    )
    days = {
        row.id: days_overdue(row.state, row.due_on, work.today)
        for row in listed.rows
        if not row.is_own
    }
    return page("follow_ups/index.html", form=form, listed=listed, days=days, handled_by=HANDLED_BY)


@bp.get("/follow-ups/<int:follow_up_id>")
@requires(Permission.FOLLOW_UP_READ)
def show(work: Work, follow_up_id: int) -> Answer:
    shown = get_follow_up(work, follow_up_id)
    if isinstance(shown, Concealed):
        return page(
            "findings/own.html", what="follow-up", number=follow_up_id, handled_by=HANDLED_BY
        )
    row, calendar = shown.row, current_wiring().calendar
    owes = row.state in OWING
    steps, closing = _open_steps(work, shown)
    return page(
        "follow_ups/show.html",
        shown=shown,
        steps=steps,
        kept_from_closing=closing,
        overdue=days_overdue(row.state, row.due_on, work.today),
        answering=_answering(work, shown) if owes else None,
        waits={line.row.id: line.hearing.waits_until(calendar) for line in shown.lines},
        today=work.today,
        days_to_reply=DAYS_TO_REPLY,
        is_office=not work.actor.is_confined,
        entries=history_of(work, shown),
    )


def _answering(work: Work, shown: Shown) -> Sequence[Any]:
    flags = [line.row.flag_id for line in shown.lines]
    return who_can_answer(work, shown.row.department_id, flags)


def _open_steps(work: Work, shown: Shown) -> tuple[list[Step], str | None]:
    """The steps that would not be refused; and why all would be, or closing where it comes next."""
    open_, closing = [], None
    try:
        refuse_concerned(work, shown.row.id)
    except NotAllowed as refusal:
        return [], str(refusal)
    moves = moves_open_to(work, shown.row.state, shown.row.department_id)
    own = own_accounts(work)
    for step in STEPS:
        if step.move not in moves:
            continue
        if step.offers and not any(step.offers(line, own) for line in shown.lines):
            continue
        kept = step.kept_from(work, shown.row.id) if step.refuse else None
        if kept is None:
            open_.append(step)
        elif step.move is Move.CLOSE:
            closing = kept
    return open_, closing


@bp.get("/follow-ups/new")
@requires(Permission.FOLLOW_UP_JUDGE)
def new(work: Work) -> Answer:
    return _asking(work, AskingForm.from_request())


@bp.post("/follow-ups/new")
@requires(Permission.FOLLOW_UP_JUDGE)
def create(work: Work) -> Answer:
    form, made = AskingForm.from_request(), list[int]()
    if form.accepts(lambda: made.extend(_ask(work, form))):
        if len(made) == 1:
            flash(f"Follow-up {made[0]} is opened.")
            return redirect(url_for("follow_ups.show", follow_up_id=made[0]))
        flash(f"{count(len(made), 'follow-up')} are opened: {made[0]} to {made[-1]}.")
        return redirect(url_for("follow_ups.index"))
    return _asking(work, form, status=422)


def _ask(work: Work, form: AskingForm) -> list[int]:
    asked = Asked(
        question=form.question.data or "",
        days=filled(form.days.data),
        assigned_to_id=form.assigned_to.data or None,
        per_officer=form.is_per_officer,
    )
    return open_follow_ups(work, _ticked(), asked, calendar=current_wiring().calendar)


def _ticked() -> list[int]:
    return [number for number in request.values.getlist("flag", type=int) if 0 < number <= MOST]


def _asking(work: Work, form: AskingForm, *, status: int = 200) -> Answer:
    rows: Sequence[Any] = ()
    try:
        rows = flags_to_ask_about(work, _ticked())
    except FieldsRefused as refusal:
        if status < 400:  # noqa: PLR2004 - else the form has said so already
            form.refuse(refusal)
    groups = by_person(rows)
    calendar = current_wiring().calendar
    form.offer(
        who_can_answer(work, rows[0].department_id, [row.flag_id for row in rows]) if rows else (),
        together=f"One for all: 1 follow-up with {count(len(rows), 'line')}, answered at once",
        apart=f"One per officer: {count(len(groups), 'follow-up')}, each answered by itself",
    )
    due = [f"on {day(calendar.due_on(work.now, days))} with {days}" for days in (5, 10, 20)]
    form.days.description = (
        f"Business days after the day of receipt. Asked now, it is due {', '.join(due)}."
    )
    return page("follow_ups/new.html", status, form=form, rows=rows, groups=groups)
