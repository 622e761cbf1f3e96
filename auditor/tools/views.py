"""Pages about tools."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for

from auditor.access import Permission
from auditor.concern import own_of
from auditor.departments.forms import WithdrawalForm
from auditor.departments.service import kept_by, refuse_withdrawn
from auditor.reports.queries.standing import standing_figures
from auditor.tools.columns import COLUMNS
from auditor.tools.department_views import bp as department
from auditor.tools.forms import ToolForm, ToolsSoughtForm
from auditor.tools.queries import (
    departments_about,
    get_tool,
    stands_on_tool,
    tools,
    who_signed_up,
)
from auditor.tools.service import (
    ToolFacts,
    add_tool,
    edit_tool,
    withdraw_tool,
)
from auditor.trail.queries import history, newest_change
from auditor.verdicts.columns import LABEL, REASON_READS, VERDICT_READS
from auditor.web.access import Answer, requires
from auditor.web.editing import SAVED, Wording, in_words, number_in_address
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("tools", __name__)
bp.register_blueprint(department)

WORDING = Wording({"tools": COLUMNS})


@bp.get("/tools")
@requires(Permission.TOOL_READ)
def index(work: Work) -> Answer:
    form = ToolsSoughtForm(request.args)
    category = form.sought_category()
    withdrawn = form.withdrawn.data == "yes"
    listed = tools(
        work,
        q=form.q.data or "",
        category=category,
        withdrawn=withdrawn,
        after=number_in_address("after"),
    )
    return page("tools/index.html", form=form, listed=listed)


@bp.get("/tools/new")
@requires(Permission.TOOL_EDIT)
def new(_work: Work) -> Answer:
    return page("tools/form.html", form=ToolForm.from_request(), tool=None)


@bp.post("/tools/new")
@requires(Permission.TOOL_EDIT)
def create(work: Work) -> Answer:
    form = ToolForm.from_request()
    if tool := form.saves(lambda: add_tool(work, form.facts())):
        flash(f"{tool.name} has been entered.")
        return redirect(url_for("tools.show", tool_id=tool.id))
    return page("tools/form.html", 422, form=form, tool=None)


@bp.get("/tools/<int:tool_id>")
@requires(Permission.TOOL_READ)
def show(work: Work, tool_id: int) -> Answer:
    tool, own = get_tool(work, tool_id), own_of(work)
    return page(
        "tools/show.html",
        tool=tool,
        board=standing_figures(work, tool_id=tool.id, own=own).board,
        signed_up=who_signed_up(work, tool, own),
        departments=departments_about(work, tool, own),
        label=LABEL,
        verdict_reads=VERDICT_READS,
        reason_reads=REASON_READS,
        entries=in_words(history(work, [("tools", tool.id)]), WORDING),
    )


@bp.get("/tools/<int:tool_id>/edit")
@requires(Permission.TOOL_EDIT)
def edit(work: Work, tool_id: int) -> Answer:
    tool = get_tool(work, tool_id)
    refuse_withdrawn(tool, tool.name)
    seen = newest_change(work, "tools", tool.id)
    form = ToolForm.from_request(seen=seen, **_filling(tool))
    return page("tools/form.html", form=form, tool=tool)


@bp.post("/tools/<int:tool_id>/edit")
@requires(Permission.TOOL_EDIT)
def save(work: Work, tool_id: int) -> Answer:
    tool = get_tool(work, tool_id)
    form = ToolForm.from_request()
    row = ("tools", tool.id)
    if told := history(work, [row], after=form.place):
        meanwhile = form.take_in(told, WORDING, row=row)
        context = {"form": form, "tool": tool, "meanwhile": meanwhile}
        return page("tools/form.html", 409, **context)
    changed = form.saves(lambda: edit_tool(work, tool, form.facts()))
    if changed is not None:
        flash(SAVED[changed])
        return redirect(url_for("tools.show", tool_id=tool.id))
    return page("tools/form.html", 422, form=form, tool=tool)


@bp.get("/tools/<int:tool_id>/withdraw")
@requires(Permission.TOOL_EDIT)
def ask_withdrawal(work: Work, tool_id: int) -> Answer:
    return _withdrawal(work, get_tool(work, tool_id), WithdrawalForm.from_request())


@bp.post("/tools/<int:tool_id>/withdraw")
@requires(Permission.TOOL_EDIT)
def withdraw(work: Work, tool_id: int) -> Answer:
    tool = get_tool(work, tool_id)
    form = WithdrawalForm.from_request()
    if form.accepts(lambda: withdraw_tool(work, tool, form.reason.data or "")):
        flash(f"{tool.name} has been withdrawn.")
        return redirect(url_for("tools.show", tool_id=tool.id))
    return _withdrawal(work, tool, form, status=422)


def _withdrawal(work: Work, tool: Any, form: WithdrawalForm, *, status: int = 200) -> Answer:
    refuse_withdrawn(tool, tool.name)
    stands = stands_on_tool(work, tool)
    kept = kept_by(tool.name, stands) if stands else ""
    return page("tools/withdraw.html", status, tool=tool, form=form, kept=kept)


def _filling(tool: Any) -> dict[str, Any]:
    return {name: getattr(tool, name) for name in ToolFacts.__slots__}
