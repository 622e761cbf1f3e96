"""Reading the runs of jobs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select

from auditor.access import Permission
from auditor.departments.queries import Listed, listed_by_id
from auditor.jobs.model import JobRun
from auditor.jobs.rules import SETTLED, Run
from auditor.work import Work

_COLUMNS = (
    JobRun.id,
    JobRun.job,
    JobRun.ran_for,
    JobRun.attempt,
    JobRun.started_at,
    JobRun.finished_at,
    JobRun.outcome,
    JobRun.says,
)


@dataclass(frozen=True, slots=True)
class Pulse:
    """How the jobs do, each by its name.

    Attributes:
        newest: its newest run, whatever became of it.
        settled: its newest run that came to its end.
    """

    newest: Mapping[str, Run]
    settled: Mapping[str, Run]


def newest_run(work: Work, job: str) -> Run | None:
    """The job's newest run, whatever became of it."""
    wanted = _runs().where(JobRun.job == job).order_by(JobRun.id.desc()).limit(1)
    row = work.session.execute(wanted).first()
    return Run(*row) if row else None


def pulse(work: Work) -> Pulse:
    """How the jobs do, with one statement.

    Raises:
        NotAllowed: the actor may not ask whether all is well.
    """
    work.require(Permission.HEALTH_READ)
    newest = select(func.max(JobRun.id)).group_by(JobRun.job)
    settled = newest.where(JobRun.outcome.in_(SETTLED))
    wanted = _runs().where(or_(JobRun.id.in_(newest), JobRun.id.in_(settled))).order_by(JobRun.id)
    found = [Run(*row) for row in work.session.execute(wanted)]
    return Pulse(
        {run.job: run for run in found},
        {run.job: run for run in found if run.outcome in SETTLED},
    )


def runs(work: Work, *, after: int | None = None) -> Listed:
    """One page of the runs of all jobs, newest first.

    Raises:
        NotAllowed: the actor may not read of jobs.
    """
    work.require(Permission.JOB_READ)
    return listed_by_id(work, _runs(), key=JobRun.id, after=after)


def _runs() -> Select[*tuple[Any, ...]]:
    return select(*_COLUMNS)
