"""Each role's own first page, and whether all is well."""

from flask import Blueprint, jsonify, redirect, url_for

from auditor.access import Permission
from auditor.home import queries
from auditor.schema.migrating import unreadiness
from auditor.verdicts.columns import VERDICT_READS
from auditor.web.access import Answer, requires
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
        counts=queries.counts(work),
        verdict_reads=VERDICT_READS,
        waiting_requests=queries.waiting_requests(work),
        previewed=queries.previewed_uploads(work),
    )


def _council(work: Work) -> Answer:
    return page("home/council.html", reports=queries.newest_reports(work))


#: Whoever holds the permission has this first page; the first that fits.
_PAGES = (
    (Permission.USER_MANAGE, _administrator),
    (Permission.APPROVAL_DECIDE, _supervisor),
    (Permission.UPLOAD_READ, _oversight),
    (Permission.REPORT_READ, _council),
)
