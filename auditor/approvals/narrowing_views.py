"""Pages about narrowing an approval: what that would do is shown before it is done."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, url_for

from auditor.access import Permission
from auditor.approvals.checks import refuse_to_revoke
from auditor.approvals.narrowing import Narrowed, effect_of_narrowing, narrow_approval
from auditor.approvals.queries import described, get_approval
from auditor.approvals.requesting import officer_named
from auditor.approvals.reviewing_forms import NarrowingForm
from auditor.approvals.stale import why_to_review
from auditor.approvals.wording import effect_in_words
from auditor.web.access import Answer, Opening, requires, requires_own_turn
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("narrowing", __name__)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What would be left of it, and what that would do."""

    left: Narrowed
    effect: tuple[str, ...]


@bp.get("/approvals/<int:approval_id>/narrow")
@requires(Permission.APPROVAL_DECIDE)
def ask(work: Work, approval_id: int) -> Answer:
    approval = get_approval(work, approval_id)
    refuse_to_revoke(work, approval)
    form = NarrowingForm.from_request(
        unit=approval.unit, purposes=list(approval.purposes), valid_until=approval.valid_until
    )
    form.fit(approval)
    return _page(work, approval_id, form=form)


@bp.post("/approvals/<int:approval_id>/narrow")
@requires_own_turn(Permission.APPROVAL_DECIDE)
def narrow(opening: Opening, approval_id: int) -> Answer:
    form, shown, made = NarrowingForm.from_request(), list[_Shown](), list[int]()
    with opening.reading() as work:
        approval = get_approval(work, approval_id)
        refuse_to_revoke(work, approval)
        form.fit(approval)
        holds = form.accepts(lambda: shown.append(_shown(work, approval_id, form)))
        if not holds or form.seen.data != shown[0].left.seen:
            return _page(work, approval_id, form=form, shown=shown, status=200 if holds else 422)
    if form.accepts(lambda: made.append(_narrow(opening, approval_id, shown[0].left, form=form))):
        flash(f"Approval {approval_id} is narrowed: approval {made[0]} takes its place.")
        return redirect(url_for("approvals.show", approval_id=made[0]))
    with opening.reading() as work:
        return _page(work, approval_id, form=form, shown=shown, status=422)


def _narrow(opening: Opening, approval_id: int, left: Narrowed, *, form: NarrowingForm) -> int:
    with opening.writing() as work:
        approval = get_approval(work, approval_id)
        return narrow_approval(work, approval, left, reason=form.reason.data).id


def _shown(work: Work, approval_id: int, form: NarrowingForm) -> _Shown:
    approval = get_approval(work, approval_id)
    left = Narrowed.of(
        work,
        approval,
        unit=form.unit.data if "unit" in form else approval.unit,
        officer_id=officer_named(work, approval.department_id, form.officer.data)
        if "officer" in form
        else approval.officer_id,
        purposes=form.purposes.data or (),
        valid_from=form.valid_from.data,
        valid_until=form.valid_until.data,
    )
    effect = effect_of_narrowing(work, approval, left)
    return _Shown(left, effect_in_words(effect, made_on=work.today))


def _page(
    work: Work,
    approval_id: int,
    *,
    form: NarrowingForm,
    shown: list[_Shown] | None = None,
    status: int = 200,
) -> Answer:
    form.seen.data = shown[0].left.seen if shown else ""
    found = why_to_review(work, approval_id)
    return page(
        "approvals/narrow.html",
        status,
        approval=described(work, approval_id),
        form=form,
        reasons=found.reasons if found else (),
        left=shown[0].left if shown else None,
        effect=shown[0].effect if shown else (),
    )
