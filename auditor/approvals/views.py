"""Pages about approvals: what was asked for, what it would do, and what was decided."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, flash, redirect, request, url_for

from auditor.access import Permission
from auditor.approvals.asking_views import bp as asking
from auditor.approvals.columns import COUNTS_NOWHERE, REVIEW, SHEET, ApprovalState
from auditor.approvals.deciding_views import bp as deciding
from auditor.approvals.forms import ApprovalsSoughtForm, RequestForm
from auditor.approvals.narrowing_views import bp as narrowing
from auditor.approvals.queries import (
    as_ruled,
    concerning,
    deciders,
    described,
    get_approval,
)
from auditor.approvals.requesting import Wanted, keep_paper, officer_named, request_approval
from auditor.approvals.reviewing_views import bp as reviewing
from auditor.approvals.reviewing_views import review_panel
from auditor.approvals.revoking_views import bp as revocation
from auditor.approvals.rules import Decision
from auditor.approvals.service import effect_of
from auditor.approvals.several_views import bp as several
from auditor.approvals.sought import approvals
from auditor.approvals.stale import stale_among
from auditor.approvals.undoing_views import bp as undoing
from auditor.approvals.undoing_views import may_mark, may_withdraw
from auditor.approvals.waiting import PER_PAGE, free_to_decide
from auditor.approvals.wording import COVERING, days_of_steps, effect_in_words
from auditor.columns import for_audience
from auditor.concern import HANDLED_BY, concerning_approvals
from auditor.departments.queries import choices_of_departments
from auditor.findings.queries import choices
from auditor.officers.queries import names_of_officers
from auditor.reach import audience_of
from auditor.rulings.queries import choices_of_tools
from auditor.trail.queries import history
from auditor.verdicts.queries.covering import covering
from auditor.web.access import Answer, Opening, requires, requires_own_turn
from auditor.web.editing import Wording, ids_in, in_words, number_in_address
from auditor.web.forms import filled
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("approvals", __name__)
bp.register_blueprint(asking)
bp.register_blueprint(deciding)
bp.register_blueprint(narrowing)
bp.register_blueprint(reviewing)
bp.register_blueprint(revocation)
bp.register_blueprint(several)
bp.register_blueprint(undoing)

#: Under which names the trail knows what the columns call by name or compute.
_STORED: Final = {"officer": "officer_id", "state": "decision"}


@bp.get("/approvals")
@requires(Permission.APPROVAL_READ)
def index(work: Work) -> Answer:
    form = ApprovalsSoughtForm(request.args)
    form.offer(*choices(work))
    own = concerning(work)
    form.validate()
    listed = approvals(work, form.sought(), own=own, after=number_in_address("after"))
    may_decide = work.actor.may(Permission.APPROVAL_DECIDE)
    waiting = free_to_decide(work, limit=PER_PAGE) if may_decide else []
    return page(
        "approvals/index.html",
        form=form,
        listed=listed,
        sought=form.in_address(),
        waiting=waiting,
        own=own,
        to_review=stale_among(work, listed.rows),
        days={row.id: days_of_steps(row, work.zone) for row in (*listed.rows, *waiting)},
        handled_by=HANDLED_BY,
    )


@bp.get("/approvals/new")
@requires(Permission.APPROVAL_REQUEST)
def new(work: Work) -> Answer:
    return _new(work, RequestForm.from_request())


@bp.post("/approvals/new")
@requires_own_turn(Permission.APPROVAL_REQUEST)
def create(opening: Opening) -> Answer:
    form = RequestForm.from_request()
    made: list[int] = []
    with opening.reading() as work:
        _offer(work, form)
    if form.accepts(lambda: made.append(_request(opening, form))):
        flash(f"Approval {made[0]} has been asked for.")
        return redirect(url_for("approvals.show", approval_id=made[0]))
    return page("approvals/new.html", 422, form=form)


def _request(opening: Opening, form: RequestForm) -> int:
    paper = keep_paper(opening.wiring.files, form.attached())
    with opening.writing() as work:
        return _recorded(work, form, paper=paper)


def _recorded(work: Work, form: RequestForm, *, paper: Any) -> int:
    department_id = work.actor.department_id or 0
    if not work.actor.is_confined:
        department_id = int(form.department.data or 0)
    wanted = Wanted(
        tool_id=int(form.tool.data or 0),
        department_id=department_id,
        unit=form.unit.data,
        officer_id=officer_named(work, department_id, form.officer.data),
        purposes=form.chosen_purposes(),
        valid_from=filled(form.valid_from.data),
        valid_until=form.valid_until.data,
        conditions=form.conditions.data,
        document=form.document.data,
        paper=paper,
        document_on=form.document_on.data,
    )
    return request_approval(work, wanted).id


def _new(work: Work, form: RequestForm) -> Answer:
    _offer(work, form)
    return page("approvals/new.html", form=form)


def _offer(work: Work, form: RequestForm) -> None:
    confined = work.actor.is_confined
    form.offer(choices_of_tools(work), None if confined else choices_of_departments(work))


@bp.get("/approvals/<int:approval_id>")
@requires(Permission.APPROVAL_READ)
def show(work: Work, approval_id: int) -> Answer:
    row, approval = described(work, approval_id), get_approval(work, approval_id)
    ruled = as_ruled(approval, work.zone)
    if concerning_approvals(work, [ruled]):
        return page("findings/own.html", what="approval", number=approval_id, handled_by=HANDLED_BY)
    is_open = row.state == ApprovalState.REQUESTED
    effect = effect_of(work, approval, Decision.CONFIRMED) if is_open else None
    may_be_revoked = row.state == ApprovalState.CONFIRMED
    who = deciders(work, approval) if is_open or may_be_revoked else []
    is_theirs = work.actor.user_id in {each.user_id for each in who}
    reviewed = review_panel(work, approval_id)
    return page(
        "approvals/show.html",
        approval=row,
        is_open=is_open,
        days=days_of_steps(row, work.zone),
        deciders=who,
        may_decide=is_open and is_theirs,
        may_withdraw=may_withdraw(work, approval),
        may_mark=may_mark(work, approval),
        may_revoke=may_be_revoked and is_theirs,
        may_narrow=may_be_revoked and is_theirs and not _has_ended(row, work),
        effect=effect_in_words(effect, made_on=work.today) if effect is not None else (),
        covering=None if row.state in COUNTS_NOWHERE else covering(work, ruled),
        **reviewed,
        may_keep=reviewed["to_review"] is not None and is_theirs,
        entries=_history(work, approval_id, reviewed["reviews"]),
        **COVERING,
    )


def _has_ended(row: Any, work: Work) -> bool:
    return row.valid_until is not None and row.valid_until < work.today


def _history(work: Work, approval_id: int, reviews: Iterable[Any]) -> Any:
    rows = [("approval_reviews", each.id) for each in reviews]
    told = history(work, [("approvals", approval_id), *rows])
    columns = for_audience(SHEET, audience_of(work.actor))
    stored = [replace(column, field=_STORED.get(column.field, column.field)) for column in columns]
    names = {"officer_id": names_of_officers(work, ids_in(told, "officer_id"))}
    reviewed = for_audience(REVIEW, audience_of(work.actor))
    return in_words(told, Wording({"approvals": stored, "approval_reviews": reviewed}, names))
