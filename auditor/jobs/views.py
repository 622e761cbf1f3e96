"""The page about jobs: when each is due, and how their runs went."""

from flask import Blueprint

from auditor.access import Permission
from auditor.jobs.queries import pulse, runs
from auditor.jobs.registry import ERRANDS, JOBS
from auditor.jobs.rules import Run
from auditor.web.access import Answer, requires
from auditor.web.editing import number_in_address
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("jobs", __name__, url_prefix="/jobs")


@bp.get("")
@requires(Permission.JOB_READ)
def index(work: Work) -> Answer:
    listed = runs(work, after=number_in_address("after"))
    return page(
        "jobs/index.html",
        jobs=JOBS.values(),
        errands=ERRANDS.values(),
        newest=pulse(work).newest,
        listed=listed,
        runs=[Run(*row) for row in listed.rows],
        now=work.now,
    )
