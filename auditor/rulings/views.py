"""Pages about rulings."""

from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, request

from auditor.access import Permission
from auditor.departments.queries import choices_of_departments, names_of_departments
from auditor.rulings.columns import COLUMNS
from auditor.rulings.forms import RulingsSoughtForm
from auditor.rulings.queries import choices_of_tools, get_ruling, rulings
from auditor.trail.queries import history
from auditor.web.access import Answer, requires
from auditor.web.editing import Wording, ids_in, in_words, number_in_address
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("rulings", __name__)

#: Under which names the trail knows what the columns call by name.
_STORED: Final = {"tool": "tool_id", "department": "department_id"}


@bp.get("/rulings")
@requires(Permission.RULING_READ)
def index(work: Work) -> Answer:
    form, tools = RulingsSoughtForm(request.args), choices_of_tools(work)
    form.offer(tools, choices_of_departments(work))
    listed = rulings(
        work,
        tool_id=number_in_address("tool"),
        department_id=number_in_address("department"),
        outcome=form.sought_outcome(),
        withdrawn=form.withdrawn.data == "yes",
        after=number_in_address("after"),
    )
    return page("rulings/index.html", form=form, listed=listed)


@bp.get("/rulings/<int:ruling_id>")
@requires(Permission.RULING_READ)
def show(work: Work, ruling_id: int) -> Answer:
    ruling = get_ruling(work, ruling_id)
    told = history(work, [("rulings", ruling_id)])
    columns = [replace(column, field=_STORED.get(column.field, column.field)) for column in COLUMNS]
    names: dict[str, Any] = {
        "tool_id": {row.id: row.name for row in choices_of_tools(work)},
        "department_id": names_of_departments(work, ids_in(told, "department_id")),
    }
    entries = in_words(told, Wording({"rulings": columns}, names))
    return page("rulings/show.html", ruling=ruling, entries=entries)
