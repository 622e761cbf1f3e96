"""Running jobs, from wherever they are asked for: claimed, then done, then noted."""

import logging

from auditor.errors import AuditorError
from auditor.jobs.queries import newest_run
from auditor.jobs.registry import ERRANDS, JOBS, Job
from auditor.jobs.rules import Outcome, Result, due_day, is_due
from auditor.jobs.service import claim, claim_again, conclude
from auditor.reports.ordering import Clock
from auditor.store import FileStore
from auditor.uploads.taking import Turns

log = logging.getLogger(__name__)


def run_due(turns: Turns, files: FileStore) -> None:
    """Run each job that is due and that nobody else has taken; called again and again."""
    for job in JOBS.values():
        with turns.reading() as work:  # Most often it is not, and then nobody's turn is taken.
            day = due_day(work.now, work.zone, job.at)
            if not is_due(newest_run(work, job.name), day, work.now):
                continue
        with turns.writing() as work:
            run_id = claim(work, job.name, job.at)
        if run_id is not None:
            _carry_out(turns, files, job, run_id=run_id)


def run_ordered(clock: Clock, files: FileStore) -> None:
    """Do what was ordered and waits; called again and again, and most often there is nothing."""
    for errand in ERRANDS.values():
        try:
            errand.run(clock, files)
        except AuditorError as refusal:
            log.warning("%s: %s", errand.name, refusal)
        except Exception:  # Whatever it was, what waits is looked at again.
            log.exception("%s failed.", errand.name)


def run_now(clock: Clock, files: FileStore, name: str) -> Result:
    """Run one job now, although it may have run today; or do what was ordered.

    Raises:
        NotAllowed: the actor may not run jobs.
        IllegalMove: it is running at this moment.
    """
    if name in ERRANDS:
        return ERRANDS[name].run(clock, files)
    job = JOBS[name]
    with clock.writing() as work:
        run_id = claim_again(work, job.name, job.at)
    return _carry_out(clock, files, job, run_id=run_id)


def _carry_out(turns: Turns, files: FileStore, job: Job, *, run_id: int) -> Result:
    try:
        result = job.run(turns, files)
    except AuditorError as refusal:
        result = Result(Outcome.FAILED, (str(refusal),))
    except Exception as error:  # Whatever it was, it is noted, and the other jobs are run.
        log.exception("The job %s failed.", job.name)
        kind = type(error).__name__
        says = f"It broke off with {kind}; the log of the process that ran it tells the rest."
        result = Result(Outcome.FAILED, (says,))
    with turns.writing() as work:
        conclude(work, run_id, result)
    log.info("%s: %s", job.name, result.says[0])
    return result
