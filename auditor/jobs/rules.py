"""When a job is due, and what its runs tell; once a day, in the city's days."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

#: The job whose result is told apart: it says whether the register can be relied on.
VERIFY: Final = "trail-verify"

#: A run that failed, or did not end, is taken up again so long after it began.
AGAIN_AFTER: Final = timedelta(hours=1)

#: A verification of the trail older than this is late.
LATE_AFTER: Final = timedelta(days=2)


class Outcome(StrEnum):
    """How a run ended."""

    DONE = "done"
    FAULTS = "found faults"
    FAILED = "failed"


#: The run did what it was for, whatever it found.
SETTLED: Final = (Outcome.DONE, Outcome.FAULTS)


class Result(NamedTuple):
    """What a job tells of a run.

    Attributes:
        says: a sentence that may be shown to anybody, then one for each thing it found.
    """

    outcome: Outcome
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a job.

    Attributes:
        ran_for: the city's day for which it was due.
        attempt: 1 for the first of that day.
        finished_at: None while it runs, and for good when its process ended before it.
    """

    id: int
    job: str
    ran_for: date
    attempt: int
    started_at: datetime
    finished_at: datetime | None = None
    outcome: Outcome | None = None
    says: tuple[str, ...] | None = None

    def is_running(self, now: datetime) -> bool:
        """Whether it may still be running; after an hour it is taken to have been cut off."""
        return self.finished_at is None and now - self.started_at < AGAIN_AFTER

    def state(self, now: datetime) -> str:
        """How it ended, in a word; or that it is running, or never ended."""
        return self.outcome or ("running" if self.is_running(now) else "did not end")


def due_day(now: datetime, zone: ZoneInfo, at: time) -> date:
    """The newest of the city's days on which it has been `at` o'clock.

    Of two such moments, on the night when clocks go back, it is the first; where there is none,
    on the night when they go forward, it is the moment that would have been it.

    Args:
        now: with a zone, usually UTC.
        at: the clock in the city.
    """
    today = now.astimezone(zone).date()
    moment = datetime.combine(today, at, zone).astimezone(UTC)
    return today if now.astimezone(UTC) >= moment else today - timedelta(days=1)


def is_due(last: Run | None, day: date, now: datetime) -> bool:
    """Whether the clock has to start a job for `day`, the newest for which it can be due.

    Days that were missed before it are not made up for: one run sees what each would have seen.

    Args:
        last: the job's newest run, whatever became of it; None before its first.
    """
    if last is None:
        return True
    if last.outcome in SETTLED:
        return last.ran_for < day
    if last.outcome is Outcome.FAILED and last.ran_for < day:
        return True
    return now - last.started_at >= AGAIN_AFTER


class Trust(StrEnum):
    """What can be said of the trail since it was last verified."""

    WHOLE = "whole"
    FAULTS = "not whole"
    LATE = "late"
    NEVER = "not verified yet"


@dataclass(frozen=True, slots=True)
class Verification:
    """The last verification of the trail, as it is seen now.

    Attributes:
        at: when it ended.
        says: a sentence that may be shown to anybody.
        found: a sentence for each fault, as far as they were noted.
    """

    trust: Trust
    at: datetime | None
    says: str
    found: tuple[str, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Whether somebody has to do something; a register just set up may wait for its night."""
        return self.trust in {Trust.FAULTS, Trust.LATE}


def verification(run: Run | None, now: datetime) -> Verification:
    """What the newest verification that came to its end says, by now.

    Args:
        run: None where there was none.
    """
    if run is None or run.finished_at is None or not run.says:
        return Verification(
            Trust.NEVER,
            None,
            "The trail has not been verified yet; flask jobs keep does it each night.",
        )
    says, *found = run.says
    if run.outcome is Outcome.FAULTS:
        return Verification(Trust.FAULTS, run.finished_at, says, tuple(found))
    if now - run.finished_at > LATE_AFTER:
        late = "The trail was last verified more than 2 days ago: see that flask jobs keep runs."
        return Verification(Trust.LATE, run.finished_at, late)
    return Verification(Trust.WHOLE, run.finished_at, says)
