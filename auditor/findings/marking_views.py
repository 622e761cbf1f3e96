"""Pages by which a finding is withdrawn, or marked as a duplicate of another."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for

from auditor.access import Permission
from auditor.concern import HANDLED_BY
from auditor.departments.forms import WithdrawalForm
from auditor.findings.entry_forms import DuplicateForm
from auditor.findings.marking import (
    kept_by_duplicates,
    mark_duplicate,
    unmark_duplicate,
    withdraw_finding,
)
from auditor.findings.queries import finding_row
from auditor.findings.recognition import duplicates_of
from auditor.findings.service import refuse_to_change
from auditor.findings.sought import findings_among
from auditor.verdicts.columns import LABEL, VERDICT_READS
from auditor.web.access import Answer, requires
from auditor.web.forms import ConfirmForm
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("marking", __name__)


@bp.get("/findings/<int:finding_id>/withdraw")
@requires(Permission.FINDING_EDIT)
def ask_withdrawal(work: Work, finding_id: int) -> Answer:
    return _withdrawal(work, finding_row(work, finding_id), WithdrawalForm.from_request())


@bp.post("/findings/<int:finding_id>/withdraw")
@requires(Permission.FINDING_EDIT)
def withdraw(work: Work, finding_id: int) -> Answer:
    finding, form = finding_row(work, finding_id), WithdrawalForm.from_request()
    if form.accepts(lambda: withdraw_finding(work, finding, form.reason.data or "")):
        flash(f"Finding {finding_id} has been withdrawn. It stays visible and counts nowhere.")
        return redirect(url_for("findings.show", finding_id=finding_id))
    return _withdrawal(work, finding, form, status=422)


@bp.get("/findings/<int:finding_id>/duplicate")
@requires(Permission.FINDING_EDIT)
def ask_duplicate(work: Work, finding_id: int) -> Answer:
    return _duplicate(work, finding_row(work, finding_id), DuplicateForm.from_request())


@bp.post("/findings/<int:finding_id>/duplicate")
@requires(Permission.FINDING_EDIT)
def mark(work: Work, finding_id: int) -> Answer:
    finding, form = finding_row(work, finding_id), DuplicateForm.from_request()
    if form.accepts(lambda: mark_duplicate(work, finding, form.number())):
        flash(f"Finding {finding_id} is marked a duplicate of finding {finding.duplicate_of_id}.")
        return redirect(url_for("findings.show", finding_id=finding_id))
    return _duplicate(work, finding, form, status=422)


@bp.post("/findings/<int:finding_id>/no-duplicate")
@requires(Permission.FINDING_EDIT)
def unmark(work: Work, finding_id: int) -> Answer:
    finding, form = finding_row(work, finding_id), ConfirmForm.from_request()
    if form.accepts(lambda: unmark_duplicate(work, finding)):
        flash(f"Finding {finding_id} is no longer marked a duplicate.")
        return redirect(url_for("findings.show", finding_id=finding_id))
    return _duplicate(work, finding, DuplicateForm.from_request(), status=422)


def _withdrawal(work: Work, finding: Any, form: WithdrawalForm, *, status: int = 200) -> Answer:
    refuse_to_change(work, finding)
    kept = kept_by_duplicates(work, finding)
    return page("findings/withdraw.html", status, finding=finding, form=form, kept=kept)


def _duplicate(work: Work, finding: Any, form: DuplicateForm, *, status: int = 200) -> Answer:
    refuse_to_change(work, finding)
    return page(
        "findings/duplicate.html",
        status,
        finding=finding,
        form=form,
        kept=kept_by_duplicates(work, finding),
        alike=findings_among(work, duplicates_of(work, finding)),
        handled_by=HANDLED_BY,
        verdict_reads=VERDICT_READS,
        label=LABEL,
    )
