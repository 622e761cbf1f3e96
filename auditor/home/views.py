"""Each role's own first page, and whether all is well."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, jsonify, redirect, request, url_for

from auditor.access import Permission
from auditor.approvals.stale import waiting_for_review
from auditor.concern import own_of
from auditor.home import queries
from auditor.home.forms import FiguresSoughtForm
from auditor.jobs.registry import JOBS
from auditor.jobs.rules import Run, Verification
from auditor.notices.queries import Outbox, outbox, own_notices
from auditor.reports.figures.followed import by_action, by_outcome
from auditor.reports.queries.standing import standing_figures, standing_lines
from auditor.statements.queries.counted import answers_by_tool
from auditor.statements.queries.listed import questions_to_answer
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
    own = own_of(work)
    told = standing_figures(work, tool_id=tool, department_id=department, own=own)
    lines = standing_lines(work, tool_id=tool, department_id=department, own=own)
    form = FiguresSoughtForm(request.args)
    form.offer(told.tools, told.departments)
    within = {"tool": tool, "department": department}
    return page(
        "home/all_figures.html",
        form=form,
        told=told,
        answered=answers_by_tool(work, tool_id=tool, department_id=department, own=own),
        outcomes=by_outcome(lines),
        actions=by_action(lines),
        within=within,
        label=LABEL,
    )


@bp.get("/healthz")
@requires(Permission.HEALTH_READ)
def health(work: Work) -> Answer:
    found = queries.health(work, current_wiring().settings)
    told = {
        "status": "not ok" if found.wrong else "ok",
        "says": found.wrong,
        "database": "not ready" if found.database else "ready",
        "trail": found.trail and _trail(found.trail),
        "mail": "off" if current_wiring().settings.smtp_url is None else "on",
        "jobs": {name: run and _run(run, work) for name in JOBS for run in [found.jobs.get(name)]},
    }
    return jsonify(told), 503 if found.wrong else 200


def _trail(last: Verification) -> dict[str, str | None]:
    """What anybody may know of it: which faults were found is for the administrator."""
    return {"state": last.trust, "verified_at": _utc(last.at), "says": last.says}


def _run(run: Run, work: Work) -> dict[str, str | None]:
    state = run.state(work.now)
    return {"state": state, "ran_for": run.ran_for.isoformat(), "ended_at": _utc(run.finished_at)}


def _utc(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None


def _administrator(work: Work) -> Answer:
    found = queries.health(work, current_wiring().settings)
    accounts = queries.accounts_by_role(work)
    return page("home/administrator.html", accounts=accounts, health=found, mail=_mail(work))


def _mail(work: Work) -> Outbox | None:
    """What has not been mailed yet; None where mail is off."""
    return outbox(work) if current_wiring().settings.smtp_url else None


def _notices(work: Work) -> Sequence[Any]:
    """What stands on the first page because it is not mailed."""
    return () if current_wiring().settings.smtp_url else own_notices(work)


def _supervisor(work: Work) -> Answer:
    return page(
        "home/supervisor.html",
        notices=_notices(work),
        counts=queries.counts(work),
        verdict_reads=VERDICT_READS,
        requests=queries.requests_to_decide(work),
        to_review=waiting_for_review(work),
        questions=questions_to_answer(work),
        today=work.today,
        follow_ups=queries.follow_ups_to_answer(work),
    )


def _oversight(work: Work) -> Answer:
    return page(
        "home/oversight.html",
        notices=_notices(work),
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
