"""Addresses at which the lists are downloaded as files, narrowed as on their pages."""

from collections.abc import Callable
from typing import Final, NamedTuple

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict
from wtforms import Form as Fields

from auditor.access import Permission
from auditor.approvals.forms import ApprovalsSoughtForm
from auditor.approvals.queries import concerning
from auditor.approvals.sought import approvals
from auditor.departments.forms import SoughtForm
from auditor.departments.queries import Listed, departments
from auditor.errors import FieldsRefused
from auditor.exports.rules import Form
from auditor.exports.service import download
from auditor.findings.forms import FindingsSoughtForm
from auditor.findings.sought import findings
from auditor.officers.forms import OfficersSoughtForm
from auditor.officers.queries import officers
from auditor.rulings.forms import RulingsSoughtForm
from auditor.rulings.queries import rulings
from auditor.statements.forms import StatementsSoughtForm
from auditor.statements.queries.listed import statements
from auditor.tools.forms import ToolsSoughtForm
from auditor.tools.queries import tools
from auditor.web.access import Answer, Opening, requires_own_turn
from auditor.web.editing import number_in_address
from auditor.work import Work

bp = Blueprint("exports", __name__)


class Offered(NamedTuple):
    """A list that is offered as a file: who may, and a page of it as its address narrows it."""

    name: str
    permission: Permission
    listed: Callable[[Work], Listed]


def _findings(work: Work) -> Listed:
    form = FindingsSoughtForm(request.args)
    form.offer([], [], is_confined=work.actor.is_confined)
    _refuse_wrong(form)
    return findings(work, form.sought())


def _approvals(work: Work) -> Listed:
    form = ApprovalsSoughtForm(request.args)
    form.offer([], [])
    _refuse_wrong(form)
    return approvals(work, form.sought(), own=concerning(work))


def _rulings(work: Work) -> Listed:
    form = RulingsSoughtForm(request.args)
    form.offer([], [])
    return rulings(work, form.sought())


def _statements(work: Work) -> Listed:
    form = StatementsSoughtForm(request.args)
    form.offer([], [])
    return statements(work, form.sought())


def _tools(work: Work) -> Listed:
    form = ToolsSoughtForm(request.args)
    category, withdrawn = form.sought_category(), form.withdrawn.data == "yes"
    return tools(work, q=form.q.data or "", category=category, withdrawn=withdrawn)


def _officers(work: Work) -> Listed:
    form = OfficersSoughtForm(request.args)
    of = number_in_address("department")
    withdrawn = form.withdrawn.data == "yes"
    return officers(work, q=form.q.data or "", department_id=of, withdrawn=withdrawn)


def _departments(work: Work) -> Listed:
    form = SoughtForm(request.args)
    return departments(work, q=form.q.data or "", withdrawn=form.withdrawn.data == "yes")


LISTS: Final = (
    Offered("approvals", Permission.APPROVAL_READ, _approvals),
    Offered("departments", Permission.DEPARTMENT_READ, _departments),
    Offered("findings", Permission.FINDING_READ, _findings),
    Offered("officers", Permission.OFFICER_READ, _officers),
    Offered("rulings", Permission.RULING_READ, _rulings),
    Offered("statements", Permission.STATEMENT_READ, _statements),
    Offered("tools", Permission.TOOL_READ, _tools),
)


def _refuse_wrong(form: Fields) -> None:
    """Refuse a filter that cannot be: without it the file would hold more than was asked for."""
    if not form.validate():
        raise FieldsRefused({each.name: str(each.errors[0]) for each in form if each.errors})


def _route(offered: Offered, kind: Form) -> None:
    def get_file(opening: Opening) -> Answer:
        args: MultiDict[str, str] = request.args
        name, content = download(
            opening,
            offered.name,
            kind,
            permission=offered.permission,
            listed=offered.listed,
            sought={key: value for key, value in args.items() if value},
            office=opening.wiring.settings.office,
        )
        response = Response(content, mimetype="application/octet-stream")
        response.headers.set("Content-Disposition", "attachment", filename=name)
        return response

    view = requires_own_turn(offered.permission)(get_file)
    bp.add_url_rule(f"/{offered.name}.{kind}", f"{offered.name}_{kind}", view)


for _offered in LISTS:
    for _kind in Form:
        _route(_offered, _kind)
