"""Claiming a job's run before it begins, and noting how it ended: two short turns."""

from datetime import time

from sqlalchemy import func, select

from auditor.access import Permission
from auditor.errors import IllegalMove
from auditor.jobs.model import JobRun
from auditor.jobs.queries import newest_run
from auditor.jobs.rules import Result, due_day, is_due
from auditor.work import Work


def claim(work: Work, job: str, at: time) -> int | None:
    """Take the job's run for the day that is due; gives its id, or None when it is not due.

    Only one can: it is looked at and taken within the same turn.

    Args:
        at: the clock in the city at which the job is due.

    Raises:
        NotAllowed: the actor may not run jobs.
    """
    work.require(Permission.JOB_RUN)
    day = due_day(work.now, work.zone, at)
    return _begin(work, job, at) if is_due(newest_run(work, job), day, work.now) else None


def claim_again(work: Work, job: str, at: time) -> int:
    """Take a run of the job now, although it may have run today; see `claim`.

    Raises:
        NotAllowed: the actor may not run jobs.
        IllegalMove: it is running at this moment.
    """
    work.require(Permission.JOB_RUN)
    last = newest_run(work, job)
    if last is not None and last.is_running(work.now):
        since = last.started_at.astimezone(work.zone)
        raise IllegalMove(
            f"The job {job} has been running since {since:%H:%M}, in another process. Wait for it "
            "to end; if that process was stopped, the job can be run again an hour after it began."
        )
    return _begin(work, job, at)


def conclude(work: Work, run_id: int, result: Result) -> None:
    """Note how a run ended, in its own row and in no other.

    Raises:
        NotAllowed: the actor may not run jobs.
    """
    work.require(Permission.JOB_RUN)
    run = work.session.get_one(JobRun, run_id)
    run.finished_at, run.outcome, run.says = work.now, result.outcome, result.says


def _begin(work: Work, job: str, at: time) -> int:
    day = due_day(work.now, work.zone, at)
    tried = select(func.max(JobRun.attempt)).where(JobRun.job == job, JobRun.ran_for == day)
    attempt = (work.session.scalar(tried) or 0) + 1
    run = JobRun(job=job, ran_for=day, attempt=attempt, started_at=work.now)
    work.session.add(run)
    work.session.flush()
    return run.id
