"""Pages about the trail: who did what, to which record, when, and with which values."""

from typing import Any, Final

from flask import Blueprint, Response, request, url_for

from auditor.access import Permission, Through
from auditor.concern import HANDLED_BY
from auditor.errors import FieldsRefused
from auditor.trail.forms import TrailSoughtForm
from auditor.trail.listing import entries
from auditor.trail.queries import who_acted
from auditor.trail.reading import Changed, EntryTold, entry_of
from auditor.trail.rules import called
from auditor.trail.service import trail_file
from auditor.trail.wording import fields_in_words
from auditor.web.access import Answer, Opening, requires, requires_own_turn
from auditor.web.editing import number_in_address
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("trail", __name__)

#: The page of a record, the variable of its address, and who may open it.
_PAGES: Final = {
    "approvals": ("approvals.show", "approval_id", Permission.APPROVAL_READ),
    "departments": ("departments.show", "department_id", Permission.DEPARTMENT_READ),
    "findings": ("findings.show", "finding_id", Permission.FINDING_READ),
    "flags": ("flags.show", "flag_id", Permission.FLAG_READ),
    "follow_ups": ("follow_ups.show", "follow_up_id", Permission.FOLLOW_UP_READ),
    "officers": ("officers.show", "officer_id", Permission.OFFICER_READ),
    "reports": ("reports.show", "report_id", Permission.REPORT_READ),
    "rulings": ("rulings.show", "ruling_id", Permission.RULING_READ),
    "statements": ("statements.show", "statement_id", Permission.STATEMENT_READ),
    "tools": ("tools.show", "tool_id", Permission.TOOL_READ),
    "uploads": ("uploads.show", "upload_id", Permission.UPLOAD_READ),
    "users": ("users.edit", "user_id", Permission.USER_MANAGE),
}


@bp.get("/trail")
@requires(Permission.TRAIL_READ)
def index(work: Work) -> Answer:
    form = TrailSoughtForm(request.args)
    holds = form.validate()
    listed = entries(work, form.sought(), after=number_in_address("after"))
    form.offer(listed.users)
    return page(
        "trail/index.html",
        200 if holds else 422,
        form=form,
        listed=listed,
        sought=form.address(),
        is_first="after" not in request.args,
        **_shared(work),
    )


@bp.get("/trail.csv")
@requires_own_turn(Permission.TRAIL_READ)
def download(opening: Opening) -> Answer:
    form = TrailSoughtForm(request.args)
    if not form.validate():
        raise FieldsRefused({each.name: str(each.errors[0]) for each in form if each.errors})
    name, content = trail_file(opening, form.sought(), form.address())
    response = Response(content, mimetype="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@bp.get("/trail/<int:entry_id>")
@requires(Permission.TRAIL_READ)
def show(work: Work, entry_id: int) -> Answer:
    after = request.args.get("after", type=int)
    told = entry_of(work, entry_id, after=after)
    return page(
        "trail/show.html",
        told=told,
        actor_told=_actor(told),
        rows=[(row, _row_in_words(row, told)) for row in told.rows],
        is_first=after is None,
        **_shared(work),
    )


def _actor(told: EntryTold) -> dict[str, Any]:
    if told.payload is None:
        return {}
    actor = told.payload["actor"]
    through = actor.get("by") or ""
    return {
        "who": who_acted(actor, told.names["users"]),
        "role": actor["role"],
        "department": told.names["departments"].get(actor.get("department")),
        "through": through,
        "by_command": through == Through.COMMAND_LINE,
        "account": actor.get("account"),
    }


def _row_in_words(row: Changed, told: EntryTold) -> Any:
    return [] if row.is_own or row.is_redacted else fields_in_words(row, told)


def _shared(work: Work) -> dict[str, Any]:
    def address(record: str, record_id: int) -> str | None:
        """The record's page, where the reader may open it."""
        if record not in _PAGES or not work.actor.may(_PAGES[record][2]):
            return None
        endpoint, name, _ = _PAGES[record]
        variables: dict[str, Any] = {name: record_id}
        return url_for(endpoint, **variables)

    return {"address": address, "called": called, "handled_by": HANDLED_BY}
