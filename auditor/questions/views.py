"""The page of the ten questions."""

from typing import Final

from flask import Blueprint

from auditor.access import Permission
from auditor.questions.queries import answers
from auditor.web.access import Answer, requires
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("questions", __name__)

#: Who may open the lists that answers lead to.
_LISTS: Final = {
    "approvals": Permission.APPROVAL_READ,
    "findings": Permission.FINDING_READ,
    "reports": Permission.REPORT_READ,
    "rulings": Permission.RULING_READ,
    "statements": Permission.STATEMENT_READ,
}


@bp.get("/questions")
@requires(Permission.FIGURES_READ)
def index(work: Work) -> Answer:
    opened = {name for name, permission in _LISTS.items() if work.actor.may(permission)}
    return page("questions/index.html", answers=answers(work), opened=opened)
