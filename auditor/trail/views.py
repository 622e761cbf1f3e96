"""Pages about the trail: who did what to which record when."""

from flask import Blueprint, request

from auditor.access import Permission
from auditor.trail.forms import EntriesSoughtForm
from auditor.trail.queries import position
from auditor.trail.reading import MOST, entries, get_entry, may_see_values
from auditor.trail.wording import PAGES, called, fields_of, shows_values
from auditor.web.access import Answer, requires
from auditor.web.editing import number_in_address
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("trail", __name__, url_prefix="/trail")


@bp.get("")
@requires(Permission.TRAIL_READ)
def index(work: Work) -> Answer:
    form = EntriesSoughtForm(request.args)
    sought = form.sought()
    listed, lines = entries(work, **sought, after=number_in_address("after"))
    count, head = position(work)
    return page(
        "trail/index.html",
        form=form,
        listed=listed,
        lines=lines,
        sought={name: value or None for name, value in sought.items()},
        position=count,
        head=head,
        called=called,
    )


@bp.get("/<int:entry_id>")
@requires(Permission.TRAIL_READ)
def show(work: Work, entry_id: int) -> Answer:
    entry = get_entry(work, entry_id)
    with_values = work.actor.may(Permission.TRAIL_VALUES)
    is_free = with_values and may_see_values(work)
    return page(
        "trail/show.html",
        entry=entry,
        changes=[
            (change, fields_of(change) if is_free and shows_values(change.record) else None)
            for change in entry.changes
        ],
        about=entry.about if is_free else {},
        with_values=with_values,
        is_free=is_free,
        most=MOST,
        called=called,
        pages_of=PAGES,
    )
