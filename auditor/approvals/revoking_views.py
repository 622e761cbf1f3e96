"""Pages about revoking an approval."""

from functools import partial
from typing import Final

from flask import Blueprint, flash, redirect, url_for

from auditor.access import Permission
from auditor.approvals.checks import refuse_to_revoke
from auditor.approvals.forms import RevocationForm
from auditor.approvals.needs import wrong_days
from auditor.approvals.queries import as_ruled, described, get_approval
from auditor.approvals.revoking import effect_of_revoking, first_day_named, revoke
from auditor.approvals.rules import made_on
from auditor.approvals.wording import effect_in_words
from auditor.web.access import Answer, Opening, requires, requires_own_turn
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("revocation", __name__)

_SHOW: Final = "approvals.show"


@bp.get("/approvals/<int:approval_id>/revoke")
@requires(Permission.APPROVAL_DECIDE)
def ask(work: Work, approval_id: int) -> Answer:
    return _page(work, approval_id, form=RevocationForm.from_request())


@bp.post("/approvals/<int:approval_id>/revoke")
@requires_own_turn(Permission.APPROVAL_DECIDE)
def record(opening: Opening, approval_id: int) -> Answer:
    form = RevocationForm.from_request()
    if not form.show.data and form.accepts(
        lambda: revoke(
            partial(opening.wiring.open, opening.actor),
            opening.wiring.files,
            approval_id,
            reason=form.reason.data,
            revoked_from=form.revoked_from.data,
            attached=form.attached(),
            document_on=form.document_on.data,
        )
    ):
        flash(f"Approval {approval_id} is revoked.")
        return redirect(url_for(_SHOW, approval_id=approval_id))
    with opening.reading() as work:
        return _page(work, approval_id, form=form, status=422)


def _page(work: Work, approval_id: int, *, form: RevocationForm, status: int = 200) -> Answer:
    approval = get_approval(work, approval_id)
    refuse_to_revoke(work, approval)
    ruled = as_ruled(approval, work.zone)
    said, on = form.revoked_from.data, form.document_on.data
    wrong = wrong_days(ruled, said, has_document=True, document_on=on, today=work.today)
    if form.show.data:
        form.refuse_shown(wrong)
        status = 422 if form.errors else 200
    if "document_on" in wrong:
        on = None
    revoked_from = max(first_day_named(work, approval, said, on), made_on(work.today, on))
    effect = effect_of_revoking(work, approval, revoked_from=revoked_from, document_on=on)
    # What a document could do at the most: revoke it on the very day it was confirmed.
    earliest = max(ruled.decided_on or work.today, ruled.valid_from)
    utmost = effect_of_revoking(work, approval, revoked_from=earliest, document_on=ruled.decided_on)
    return page(
        "approvals/revoke.html",
        status,
        approval=described(work, approval_id),
        form=form,
        revoked_from=revoked_from,
        document_on=on,
        effect=effect_in_words(effect, made_on=made_on(work.today, on)),
        earliest=earliest,
        utmost=effect_in_words(utmost, made_on=earliest),
    )
