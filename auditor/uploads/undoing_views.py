"""Pages on which an applied upload is undone, once it was seen what that does."""

from flask import Blueprint, flash, redirect, url_for

from auditor.access import Permission
from auditor.errors import IllegalMove
from auditor.uploads.queries import get_upload
from auditor.uploads.telling import LISTED
from auditor.uploads.undoing import look_at_undoing, undo
from auditor.web.access import Answer, Opening, requires, requires_own_turn
from auditor.web.forms import ConfirmForm
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("undoing", __name__)


@bp.get("/<int:upload_id>/undo")
@requires(Permission.UPLOAD_APPLY)
def ask(work: Work, upload_id: int) -> Answer:
    upload = get_upload(work, upload_id)
    made, refusal = None, ""
    try:
        made = look_at_undoing(work, upload_id)
    except IllegalMove as refused:
        refusal = str(refused)
    return page(
        "uploads/undo.html",
        upload=upload,
        made=made,
        refusal=refusal,
        form=ConfirmForm(),
        listed=LISTED,
    )


@bp.post("/<int:upload_id>/undo")
@requires_own_turn(Permission.UPLOAD_APPLY)
def take_back(opening: Opening, upload_id: int) -> Answer:
    here = url_for("uploads.show", upload_id=upload_id)
    if not ConfirmForm.from_request().validate():
        flash("This page had been open for too long. Look at it once more, then undo.")
        return redirect(here)
    made = undo(opening, upload_id)
    flash(f"Undone: {made.in_words()}.")
    return redirect(here)
