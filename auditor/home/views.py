"""Each role's own first page, and whether all is well."""

from flask import Blueprint, jsonify, redirect, request, url_for

from auditor.access import Permission
from auditor.home import queries
from auditor.home.forms import FiguresSoughtForm
from auditor.reports.queries.standing import standing_figures
from auditor.schema.migrating import unreadiness
from auditor.verdicts.columns import LABEL, VERDICT_READS
from auditor.web.access import Answer, requires
from auditor.web.editing import number_in_address
from auditor.web.pages import page
from auditor.web.sign_in import must_choose_password
from auditor.wiring import current_wiring
from auditor.work import Work

bp = Blueprint("home", __name__)


@bp.get("/")
@requires(Permission.ACCOUNT_OWN)
def show(work: Work) -> Answer:
    if must_choose_password():
        return redirect(url_for("account.show"))
    for permission, first_page in _PAGES:
        if work.actor.may(permission):
            return first_page(work)
    return redirect(url_for("account.show"))


@bp.get("/figures")
@requires(Permission.FIGURES_READ)
def figures(work: Work) -> Answer:
    tool, department = number_in_address("tool"), number_in_address("department")
    told = standing_figures(work, tool_id=tool, department_id=department)
    form = FiguresSoughtForm(request.args)
    form.offer(told.tools, told.departments)
    within = {"tool": tool, "department": department}
    return page("home/all_figures.html", form=form, told=told, within=within, label=LABEL)


@bp.get("/healthz")
@requires(Permission.HEALTH_READ)
def health(work: Work) -> Answer:
    wrong = list(unreadiness(work.session.connection(), current_wiring().settings))
    return jsonify(status="not ready" if wrong else "ok", says=wrong), 503 if wrong else 200


def _administrator(work: Work) -> Answer:
    wrong = list(unreadiness(work.session.connection(), current_wiring().settings))
    accounts = queries.accounts_by_role(work)
    return page("home/administrator.html", accounts=accounts, wrong=wrong)


def _supervisor(work: Work) -> Answer:
    return page(
        "home/supervisor.html",
        counts=queries.counts(work),
        verdict_reads=VERDICT_READS,
        requests=queries.requests_to_decide(work),
    )


def _oversight(work: Work) -> Answer:
    return page(
        "home/oversight.html",
        waits=queries.what_waits(work),
        told=standing_figures(work),
        label=LABEL,
    )


def _council(work: Work) -> Answer:
    return page(
        "home/council.html",
        reports=queries.newest_reports(work),
        told=standing_figures(work),
        label=LABEL,
    )


#: Whoever holds the permission has this first page; the first that fits.
_PAGES = (
    (Permission.USER_MANAGE, _administrator),
    (Permission.APPROVAL_DECIDE, _supervisor),
    (Permission.UPLOAD_READ, _oversight),
    (Permission.REPORT_READ, _council),
)
