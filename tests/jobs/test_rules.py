"""When a job is due, and what a verification still says."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.jobs.rules import (
    AGAIN_AFTER,
    LATE_AFTER,
    VERIFY,
    Outcome,
    Run,
    Trust,
    due_day,
    is_due,
    verification,
)
from tests.conftest import MORNING, ZONE

DAY = date(2026, 3, 2)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "at", "day"),
    [
        ("2026-03-02 08:29", "03:30", "2026-03-01"),  # 03:29 in the city
        ("2026-03-02 08:30", "03:30", "2026-03-02"),
        ("2026-03-03 03:00", "00:30", "2026-03-02"),  # 22:00 in the city, and the 3rd in UTC
        # Clocks go forward on 8 March 2026, from 02:00 to 03:00 (07:00 UTC).
        ("2026-03-08 07:29", "02:30", "2026-03-07"),  # 03:29: the missing 02:30 is an hour later
        ("2026-03-08 07:30", "02:30", "2026-03-08"),
        ("2026-03-08 07:29", "03:30", "2026-03-07"),
        ("2026-03-08 07:30", "03:30", "2026-03-08"),
        # Clocks go back on 1 November 2026, from 02:00 to 01:00 (06:00 UTC).
        ("2026-11-01 05:29", "01:30", "2026-10-31"),
        ("2026-11-01 05:30", "01:30", "2026-11-01"),  # the first of two
        ("2026-11-01 06:00", "01:30", "2026-11-01"),  # 01:00 again: it has been 01:30 already
        ("2026-11-01 06:30", "01:30", "2026-11-01"),
        ("2026-11-01 08:29", "03:30", "2026-10-31"),
        ("2026-11-01 08:30", "03:30", "2026-11-01"),
    ],
)
def test_a_day_is_due_from_its_hour_in_the_city_on(now: str, at: str, day: str) -> None:
    assert due_day(utc(now), ZONE, time.fromisoformat(at)) == date.fromisoformat(day)


@given(
    st.integers(0, 2 * 366 * 24 * 60).map(lambda minutes: MORNING + timedelta(minutes=minutes)),
    st.timedeltas(timedelta(0), timedelta(days=2)),
    st.times(),
    st.sampled_from(["America/New_York", "America/St_Johns", "America/Havana", "Asia/Kolkata"]),
)
def test_the_day_that_is_due_never_goes_back(
    now: datetime, later: timedelta, at: time, zone: str
) -> None:
    city = ZoneInfo(zone)
    assert due_day(now, city, at) <= due_day(now + later, city, at)


def run(outcome: Outcome | None = None, *, ran_for: date = DAY, ended: bool = True) -> Run:
    finished = MORNING if ended and outcome else None
    return Run(1, VERIFY, ran_for, 1, MORNING, finished, outcome, ("The trail …",))


SOON, LATER = MORNING + AGAIN_AFTER - timedelta(seconds=1), MORNING + AGAIN_AFTER
YESTERDAY = DAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, MORNING, True),
        (run(Outcome.DONE), LATER, False),
        (run(Outcome.FAULTS), LATER, False),
        (run(Outcome.DONE, ran_for=YESTERDAY), SOON, True),
        (run(Outcome.DONE, ran_for=DAY + timedelta(days=1)), LATER, False),
        (run(Outcome.FAILED), SOON, False),
        (run(Outcome.FAILED), LATER, True),
        (run(Outcome.FAILED, ran_for=YESTERDAY), SOON, True),
        (run(), SOON, False),
        (run(), LATER, True),
        (run(ran_for=YESTERDAY), SOON, False),
        (run(ran_for=YESTERDAY), LATER, True),
    ],
)
def test_a_job_is_due_once_a_day_and_again_after_an_hour_unless_it_ended(
    last: Run | None, now: datetime, *, due: bool
) -> None:
    assert is_due(last, DAY, now) is due


def test_a_verification_counts_for_two_days_and_a_fault_for_good() -> None:
    in_time, late = MORNING + LATE_AFTER, MORNING + LATE_AFTER + timedelta(seconds=1)

    seen = [
        verification(None, MORNING),
        verification(run(Outcome.DONE), in_time),
        verification(run(Outcome.DONE), late),
        verification(run(Outcome.FAULTS), in_time),
        verification(run(Outcome.FAULTS), late),
    ]

    assert [(each.trust, each.is_wrong) for each in seen] == [
        (Trust.NEVER, False),
        (Trust.WHOLE, False),
        (Trust.LATE, True),
        (Trust.FAULTS, True),
        (Trust.FAULTS, True),
    ]
