"""Pages about issued reports: workbooks as given to somebody, kept byte for byte."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, url_for

from auditor.access import Permission
from auditor.departments.queries import choices_of_departments
from auditor.departments.service import refuse_withdrawn
from auditor.errors import FieldsRefused, FileRefused
from auditor.reports.forms import CopyForm, ReportForm, ReportWithdrawalForm
from auditor.reports.order_views import bp as orders
from auditor.reports.ordering import place_order
from auditor.reports.queries.findings import count_findings
from auditor.reports.queries.issued import findings_on, get_report, reports
from auditor.reports.queries.orders import open_orders
from auditor.reports.rules import AUDIENCE_READS, Order
from auditor.reports.service import Issued, download, issue, withdraw_report
from auditor.reports.verifying import Compared, compare
from auditor.reports.wording import found_sentence
from auditor.web.access import Answer, Opening, requires, requires_own_turn
from auditor.web.editing import number_in_address
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("reports", __name__, url_prefix="/reports")
bp.register_blueprint(orders)


@bp.get("")
@requires(Permission.REPORT_READ)
def index(work: Work) -> Answer:
    listed = reports(work, after=number_in_address("after"))
    return page(
        "reports/index.html",
        listed=listed,
        orders=open_orders(work),
        findings_on=findings_on,
        audience_reads=AUDIENCE_READS,
    )


@bp.get("/new")
@requires(Permission.REPORT_ISSUE)
def new(work: Work) -> Answer:
    form = ReportForm.from_request(audience="council")
    form.offer(choices_of_departments(work))
    return page("reports/new.html", form=form)


@bp.post("/new")
@requires_own_turn(Permission.REPORT_ISSUE)
def create(opening: Opening) -> Answer:
    form = ReportForm.from_request()
    onward: list[str] = []
    with opening.reading() as work:
        form.offer(choices_of_departments(work))
    if form.accepts(lambda: onward.append(_issue_or_order(opening, form.order()))):
        return redirect(onward[0])
    return page("reports/new.html", 422, form=form)


def _issue_or_order(opening: Opening, order: Order) -> str:
    """Issue what takes moments, so that nobody waits for a clock; order what takes longer."""
    most = opening.wiring.settings.report_at_once
    with opening.reading() as work:
        is_small = count_findings(work, order.department_id, most=most + 1) <= most
    if is_small:
        report_id = _issue(opening, order).report_id
        flash(f"Report {report_id} is issued, and kept as it is.")
        return url_for("reports.show", report_id=report_id)
    with opening.writing() as work:
        order_id = place_order(work, order)
    return url_for("reports.orders.show", order_id=order_id)


def _issue(opening: Opening, order: Order) -> Issued:
    wiring = opening.wiring
    try:
        return issue(opening, wiring.files, order, office=wiring.settings.office)
    except FileRefused as refusal:
        raise FieldsRefused({"workbook": str(refusal)}) from None


@bp.get("/<int:report_id>")
@requires(Permission.REPORT_READ)
def show(work: Work, report_id: int) -> Answer:
    return page(
        "reports/show.html", report=get_report(work, report_id), audience_reads=AUDIENCE_READS
    )


@bp.get("/<int:report_id>/download")
@requires_own_turn(Permission.REPORT_READ)
def get_file(opening: Opening, report_id: int) -> Answer:
    name, content = download(opening, opening.wiring.files, report_id)
    response = Response(content, mimetype="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@bp.get("/<int:report_id>/withdraw")
@requires(Permission.REPORT_ISSUE)
def ask_withdrawal(work: Work, report_id: int) -> Answer:
    return _withdrawal(get_report(work, report_id).row, ReportWithdrawalForm.from_request())


@bp.post("/<int:report_id>/withdraw")
@requires(Permission.REPORT_ISSUE)
def withdraw(work: Work, report_id: int) -> Answer:
    report = get_report(work, report_id).row
    form = ReportWithdrawalForm.from_request()
    reason, instead = form.reason.data or "", form.instead.data
    if form.accepts(lambda: withdraw_report(work, report_id, reason, instead=instead)):
        flash(f"Report {report_id} has been withdrawn.")
        return redirect(url_for("reports.show", report_id=report_id))
    return _withdrawal(report, form, status=422)


def _withdrawal(report: Any, form: ReportWithdrawalForm, *, status: int = 200) -> Answer:
    refuse_withdrawn(report, f"Report {report.id}")
    return page("reports/withdraw.html", status, report=report, form=form)


@bp.get("/verify")
@requires(Permission.REPORT_COMPARE)
def ask_copy(_work: Work) -> Answer:
    return _copy(CopyForm.from_request())


@bp.post("/verify")
@requires_own_turn(Permission.REPORT_COMPARE)
def verify(opening: Opening) -> Answer:
    form = CopyForm.from_request()
    if not form.validate():
        return _copy(form, status=422)
    try:
        compared = compare(opening, opening.wiring.files, form.file.data.read())
    except FileRefused as refusal:
        form.refuse(FieldsRefused({"file": str(refusal)}))
        return _copy(form, status=422)
    return _copy(form, compared, name=form.file.data.filename)


def _copy(
    form: CopyForm, compared: Compared | None = None, *, name: str = "", status: int = 200
) -> Answer:
    said = found_sentence(compared) if compared else ""
    told = {"form": form, "compared": compared, "name": name, "said": said}
    return page("reports/verify.html", status, **told)
