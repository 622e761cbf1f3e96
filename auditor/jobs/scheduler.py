"""The clock. The only module that knows APScheduler."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from typing import Final

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from auditor.access import SYSTEM
from auditor.jobs.runner import run_due, run_ordered
from auditor.notices.sending import mail_of, send_due
from auditor.wiring import Turns, Wiring

#: How often the clock is looked at.
TICK_SECONDS: Final = 60

#: How often it is looked whether somebody ordered something: they are waiting.
LOOK_SECONDS: Final = 2


@contextmanager
def kept(wiring: Wiring) -> Iterator[None]:
    """Run each job at its time, beside whatever the block does; a run is ended before it is left.

    What is due is not left to the scheduler, which knows of no other process: it only ticks, now
    and then each minute, and the table of runs says whether there is anything to do; that of
    notices says whether there is anything to mail.
    """
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # A tick that is missed is nothing.
    scheduler = BackgroundScheduler(
        timezone=UTC,
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
    )
    ticks = OrTrigger(
        [DateTrigger(timezone=UTC), IntervalTrigger(seconds=TICK_SECONDS, timezone=UTC)]
    )
    scheduler.add_job(run_due, ticks, args=(Turns(wiring, SYSTEM), wiring.files))
    scheduler.add_job(
        run_ordered,
        IntervalTrigger(seconds=LOOK_SECONDS, timezone=UTC),
        args=(Turns(wiring, SYSTEM), wiring.files),
    )
    if mail := mail_of(wiring.settings):
        scheduler.add_job(send_due, ticks, args=(Turns(wiring, SYSTEM), mail))
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown()
