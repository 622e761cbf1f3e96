"""The page of the ten questions, a page for each, and its tables as files."""

from typing import Final

from flask import Blueprint, Response

from auditor.access import Permission
from auditor.errors import NotFound
from auditor.exports.rules import Form
from auditor.questions.queries.answering import answers
from auditor.questions.queries.tables import tables, tables_for
from auditor.questions.rules import QUESTIONS
from auditor.questions.rules.tables import Shape
from auditor.questions.service import download_table
from auditor.web.access import Answer, Opening, requires, requires_own_turn
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("questions", __name__)

#: Who may open the lists that answers lead to.
_LISTS: Final = {
    "approvals": Permission.APPROVAL_READ,
    "findings": Permission.FINDING_READ,
    "follow_ups": Permission.FOLLOW_UP_READ,
    "reports": Permission.REPORT_READ,
    "rulings": Permission.RULING_READ,
    "statements": Permission.STATEMENT_READ,
}


@bp.get("/questions")
@requires(Permission.FIGURES_READ)
def index(work: Work) -> Answer:
    closer = {number: tables_for(work.actor, number) for number in range(1, len(QUESTIONS) + 1)}
    return page("questions/index.html", answers=answers(work), opened=_opened(work), closer=closer)


@bp.get("/questions/<int:question_id>")
@requires(Permission.FIGURES_READ)
def show(work: Work, question_id: int) -> Answer:
    if not 0 < question_id <= len(QUESTIONS):
        raise NotFound(f"There is no such question: they are numbered 1 to {len(QUESTIONS)}.")
    return page(
        "questions/show.html",
        answered=answers(work, [question_id])[0],
        tables=tables(work, question_id),
        opened=_opened(work),
        last=len(QUESTIONS),
        number_shape=Shape.NUMBER,
    )


def _opened(work: Work) -> set[str]:
    return {name for name, permission in _LISTS.items() if work.actor.may(permission)}


def _route(form: Form) -> None:
    def get_table(opening: Opening, table: str) -> Answer:
        office = opening.wiring.settings.office
        name, content = download_table(opening, table, form, office=office)
        response = Response(content, mimetype="application/octet-stream")
        response.headers.set("Content-Disposition", "attachment", filename=name)
        return response

    view = requires_own_turn(Permission.FIGURES_READ)(get_table)
    bp.add_url_rule(f"/questions/<table>.{form}", f"table_{form}", view)


for _form in Form:
    _route(_form)
