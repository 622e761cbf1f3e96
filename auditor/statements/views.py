"""Pages about statements: who is asked, what is answered, and who has not answered."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, flash, redirect, request, url_for

from auditor.access import Permission
from auditor.approvals.requesting import keep_paper
from auditor.columns import for_audience
from auditor.concern import HANDLED_BY, Concealed
from auditor.departments.forms import WithdrawalForm
from auditor.departments.queries import choices_of_departments, names_of_departments
from auditor.errors import IllegalMove, NotAllowed
from auditor.reach import audience_of
from auditor.rulings.queries import choices_of_tools
from auditor.statements.columns import COLUMNS
from auditor.statements.forms import AnswerForm, QuestionForm, StatementsSoughtForm
from auditor.statements.queries.counted import answers_by_tool
from auditor.statements.queries.listed import (
    as_said,
    flags_on,
    get_kept_statement,
    get_statement,
    said_about,
    statements,
)
from auditor.statements.queries.rounds import get_round, rounds
from auditor.statements.rules import remarks, superseded
from auditor.statements.service import (
    answer,
    ask,
    refuse_to_answer,
    refuse_to_withdraw,
    withdraw_statement,
)
from auditor.trail.queries import history
from auditor.web.access import Answer, Opening, requires, requires_own_turn
from auditor.web.editing import Wording, ids_in, in_words, number_in_address
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("statements", __name__)

#: Under which names the trail knows what the columns call by name.
_STORED: Final = {"tool": "tool_id", "department": "department_id"}


@bp.get("/statements")
@requires(Permission.STATEMENT_READ)
def index(work: Work) -> Answer:
    form = StatementsSoughtForm(request.args)
    confined = work.actor.is_confined
    form.offer(choices_of_tools(work), [] if confined else choices_of_departments(work))
    sought = form.sought()
    return page(
        "statements/index.html",
        form=form,
        listed=statements(work, sought, after=number_in_address("after")),
        told=answers_by_tool(work, tool_id=sought.tool_id, department_id=sought.department_id),
        rounds=rounds(work) if work.actor.may(Permission.STATEMENT_ASK) else (),
        today=work.today,
        handled_by=HANDLED_BY,
    )


@bp.get("/statements/<int:statement_id>")
@requires(Permission.STATEMENT_READ)
def show(work: Work, statement_id: int) -> Answer:
    found = get_statement(work, statement_id)
    if isinstance(found, Concealed):
        return page(
            "findings/own.html", what="statement", number=statement_id, handled_by=HANDLED_BY
        )
    beside = said_about(work, found.tool_id, found.department_id)
    said = as_said(beside)
    (own,) = as_said([found])
    return page(
        "statements/show.html",
        statement=found,
        others=[row for row in beside if row.id != statement_id],
        remarks=remarks(own, said) if found.withdrawn_at is None else (),
        supersedes=superseded(said).get(statement_id),
        flags=flags_on(work, statement_id),
        today=work.today,
        may_answer=_is_free(refuse_to_answer, work, statement_id),
        may_withdraw=_is_free(refuse_to_withdraw, work, statement_id),
        entries=_history(work, statement_id),
    )


def _is_free(refuse: Callable[[Work, Any], None], work: Work, statement_id: int) -> bool:
    """Whether the step would not be refused, so that its button leads somewhere."""
    try:
        refuse(work, get_kept_statement(work, statement_id))
    except (NotAllowed, IllegalMove):
        return False
    return True


@bp.get("/statements/<int:statement_id>/round")
@requires(Permission.STATEMENT_ASK)
def show_round(work: Work, statement_id: int) -> Answer:
    return page(
        "statements/round.html",
        round=get_round(work, statement_id, after=number_in_address("after")),
        statement_id=statement_id,
        today=work.today,
    )


@bp.get("/statements/new")
@requires(Permission.STATEMENT_ASK)
def new(work: Work) -> Answer:
    form = QuestionForm.from_request(asked_on=work.today)
    return _question(work, form)


@bp.post("/statements/new")
@requires(Permission.STATEMENT_ASK)
def create(work: Work) -> Answer:
    form = QuestionForm.from_request()
    form.offer(choices_of_tools(work), choices_of_departments(work))
    ids: list[int] = []
    if not form.accepts(lambda: ids.extend(ask(work, **form.asked()))):
        return _question(work, form, status=422)
    if len(ids) == 1:
        flash(f"Statement {ids[0]} waits for its answer.")
        return redirect(url_for("statements.show", statement_id=ids[0]))
    flash(f"{len(ids):,} departments have been asked.")
    return redirect(url_for("statements.show_round", statement_id=ids[0]))


def _question(work: Work, form: QuestionForm, *, status: int = 200) -> Answer:
    form.offer(choices_of_tools(work), choices_of_departments(work))
    return page("statements/new.html", status, form=form)


@bp.get("/statements/<int:statement_id>/answer")
@requires(Permission.STATEMENT_ANSWER)
def ask_answer(work: Work, statement_id: int) -> Answer:
    signs = work.actor.name if work.actor.is_confined else None
    form = AnswerForm.from_request(answered_on=work.today, signed_by=signs)
    return _answer(work, statement_id, form)


@bp.post("/statements/<int:statement_id>/answer")
@requires_own_turn(Permission.STATEMENT_ANSWER)
def record_answer(opening: Opening, statement_id: int) -> Answer:
    form, held = AnswerForm.from_request(), list[int]()
    with opening.reading() as work:
        refuse_to_answer(work, get_kept_statement(work, statement_id))

    def act() -> None:
        paper = keep_paper(opening.wiring.files, form.attached())
        with opening.writing() as work:
            held.append(answer(work, statement_id, form.facts(), paper=paper))

    if form.accepts(act):
        flash("The answer is on record.")
        return redirect(url_for("statements.show", statement_id=held[0]))
    with opening.reading() as work:
        return _answer(work, statement_id, form, status=422)


def _answer(work: Work, statement_id: int, form: AnswerForm, *, status: int = 200) -> Answer:
    refuse_to_answer(work, get_kept_statement(work, statement_id))
    found = get_statement(work, statement_id)
    return page("statements/answer.html", status, statement=found, form=form)


@bp.get("/statements/<int:statement_id>/withdraw")
@requires(Permission.STATEMENT_ASK)
def ask_withdrawal(work: Work, statement_id: int) -> Answer:
    return _withdrawal(work, statement_id, WithdrawalForm.from_request())


@bp.post("/statements/<int:statement_id>/withdraw")
@requires(Permission.STATEMENT_ASK)
def withdraw(work: Work, statement_id: int) -> Answer:
    form = WithdrawalForm.from_request()
    if form.accepts(lambda: withdraw_statement(work, statement_id, form.reason.data or "")):
        flash(f"Statement {statement_id} has been withdrawn. It counts nowhere any more.")
        return redirect(url_for("statements.show", statement_id=statement_id))
    return _withdrawal(work, statement_id, form, status=422)


def _withdrawal(
    work: Work, statement_id: int, form: WithdrawalForm, *, status: int = 200
) -> Answer:
    refuse_to_withdraw(work, get_kept_statement(work, statement_id))
    found = get_statement(work, statement_id)
    return page("statements/withdraw.html", status, statement=found, form=form)


def _history(work: Work, statement_id: int) -> Any:
    told = history(work, [("statements", statement_id)])
    columns = for_audience(COLUMNS, audience_of(work.actor))
    stored = [replace(column, field=_STORED.get(column.field, column.field)) for column in columns]
    names: dict[str, Any] = {
        "tool_id": {row.id: row.name for row in choices_of_tools(work)},
        "department_id": names_of_departments(work, ids_in(told, "department_id")),
    }
    return in_words(told, Wording({"statements": stored}, names))
