from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.days import Calendar, Day, business_days_after, business_days_since, city_day

NEW_YORK = ZoneInfo("America/New_York")


@given(st.dates())
@settings(deadline=None, database=None)
def test_what_is_shown_can_be_read_again(day: date) -> None:
    for known in (Day.on(day), Day.of_month(day.year, day.month)):
        assert Day.parse(str(known)) == known
        assert day in known.days()


def test_a_day_is_shown_as_a_day_and_a_month_as_a_month() -> None:
    assert str(Day.on(date(2020, 2, 5))) == "2020-02-05"
    assert str(Day.of_month(2020, 2)) == "2020-02"
    assert str(Day.of_month(33, 4)) == "0033-04"


def test_a_month_reaches_from_its_first_to_its_last_day() -> None:
    leap = Day.parse(" 2020-02 ")
    assert leap == Day(date(2020, 2, 1), date(2020, 2, 29))
    assert leap.is_month
    assert len(list(leap.days())) == 29
    assert Day.of_month(9999, 12).last == date.max


def test_a_day_known_exactly_is_one_day() -> None:
    day = Day.parse("2020-02-05")
    assert not day.is_month
    assert list(day.days()) == [date(2020, 2, 5)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2020",
        "2020-13",
        "2020-00",
        "2020-02-30",
        "0000-01",
        "20200205",
        "2020-W06-3",
        "2020-2-5",
        "02/05/2020",
        "2020-02-05T10:00",
        "２０２０-02",
    ],
)
def test_what_is_no_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="a day such as 2020-02-05 nor a month such as 2020-02"):
        Day.parse(text)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2020, 2, 1), date(2020, 2, 28)),
        (date(2020, 2, 2), date(2020, 2, 29)),
        (date(2020, 2, 1), date(2020, 3, 31)),
        (date(2020, 2, 29), date(2020, 2, 1)),
    ],
)
def test_a_part_of_a_month_is_no_day(first: date, last: date) -> None:
    with pytest.raises(ValueError, match="neither one day nor one whole calendar month"):
        Day(first, last)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 3, 2), 10, date(2026, 3, 16)),  # a Monday
        (date(2026, 3, 6), 1, date(2026, 3, 9)),  # a Friday
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        (date(2026, 3, 8), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 0, date(2026, 3, 7)),
    ],
)
def test_business_days_leave_weekends_out(day: date, count: int, expected: date) -> None:
    assert business_days_after(day, count) == expected


def test_a_holiday_is_no_business_day_and_at_a_weekend_changes_nothing() -> None:
    monday, sunday = date(2026, 3, 9), date(2026, 3, 8)
    assert business_days_after(date(2026, 3, 6), 1, {monday, sunday}) == date(2026, 3, 10)
    assert business_days_after(date(2026, 3, 6), 1, frozenset({sunday})) == monday


def test_business_days_are_counted_forward_only() -> None:
    with pytest.raises(ValueError, match="-1 is below 0"):
        business_days_after(date(2026, 3, 6), -1)


def test_a_moment_is_the_city_s_day_and_not_the_day_in_utc() -> None:
    assert city_day(datetime(2020, 2, 6, 4, 59, tzinfo=UTC), NEW_YORK) == date(2020, 2, 5)
    assert city_day(datetime(2020, 2, 6, 5, 0, tzinfo=UTC), NEW_YORK) == date(2020, 2, 6)


def test_summer_time_moves_the_city_s_midnight() -> None:
    midnight = datetime(2020, 7, 6, 4, 0, tzinfo=UTC)
    assert city_day(midnight, NEW_YORK) == date(2020, 7, 6)
    assert city_day(midnight - timedelta(seconds=1), NEW_YORK) == date(2020, 7, 5)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a zone"):
        city_day(datetime(2020, 2, 6, 5, 0), NEW_YORK)  # noqa: DTZ001 -- That is the mistake.


#: New York’s clock, and holidays of 2026 to 2028: a Thursday and its Friday, and New Year’s Day.
CITY = Calendar(
    NEW_YORK,
    frozenset({date(2026, 11, 26), date(2026, 11, 27), date(2027, 1, 1)}),
    cut_off_hour=17,
)


def at(day: str, hour: str) -> datetime:
    """That moment on the city’s clock."""
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("day", "hour", "count", "due"),
    [
        # Within a week, before and from the cut-off hour on.
        ("2026-03-02", "09:00", 1, "2026-03-03"),
        ("2026-03-02", "16:59", 1, "2026-03-03"),
        ("2026-03-02", "17:00", 1, "2026-03-04"),
        ("2026-03-02", "23:30", 1, "2026-03-04"),
        ("2026-03-02", "23:30", 10, "2026-03-17"),
        # Over a weekend: Friday night, Saturday and Sunday all count as received on Monday.
        ("2026-03-06", "09:00", 1, "2026-03-09"),
        ("2026-03-06", "23:30", 1, "2026-03-10"),
        ("2026-03-07", "10:00", 1, "2026-03-10"),
        ("2026-03-08", "23:30", 1, "2026-03-10"),
        # The night before clocks go forward, the night after it, and a term across it.
        ("2026-03-07", "23:30", 5, "2026-03-16"),
        ("2026-03-08", "23:30", 5, "2026-03-16"),
        ("2026-03-05", "23:30", 5, "2026-03-13"),
        # The same where clocks go back.
        ("2026-10-31", "23:30", 5, "2026-11-09"),
        ("2026-11-01", "23:30", 5, "2026-11-09"),
        ("2026-10-29", "23:30", 5, "2026-11-06"),
        # Over holidays: the night before two of them, on one, and over New Year.
        ("2026-11-25", "23:30", 1, "2026-12-01"),
        ("2026-11-25", "10:00", 1, "2026-11-30"),
        ("2026-11-26", "23:30", 1, "2026-12-01"),
        ("2026-12-31", "23:30", 1, "2027-01-05"),
        # To, on and after 29 February, and the same nights of a year without one.
        ("2028-02-25", "23:30", 1, "2028-02-29"),
        ("2028-02-28", "10:00", 1, "2028-02-29"),
        ("2028-02-28", "23:30", 1, "2028-03-01"),
        ("2028-02-29", "23:30", 1, "2028-03-02"),
        ("2027-02-26", "23:30", 1, "2027-03-02"),
        # Nothing to wait for: due on the day of receipt.
        ("2026-03-02", "23:30", 0, "2026-03-03"),
    ],
)
def test_a_due_date_is_counted_on_the_citys_clock_and_calendar(
    day: str, hour: str, count: int, due: str
) -> None:
    moment = at(day, hour)
    for same in (moment, moment.astimezone(UTC), moment.astimezone(ZoneInfo("Asia/Tokyo"))):
        assert CITY.due_on(same, count) == date.fromisoformat(due)


@given(
    st.integers(0, 10 * 365 * 24 * 60).map(
        lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    st.timedeltas(timedelta(0), timedelta(days=9)),
    st.integers(0, 30),
)
@settings(deadline=None, database=None)
def test_what_comes_in_later_is_never_due_earlier_and_always_on_a_business_day(
    moment: datetime, later: timedelta, count: int
) -> None:
    due = CITY.due_on(moment, count)
    assert due <= CITY.due_on(moment + later, count)
    assert due.weekday() < 5
    assert due not in CITY.holidays
    assert due >= city_day(moment, NEW_YORK)


@given(
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.integers(0, 400),
    st.sets(st.dates(date(2019, 12, 1), date(2032, 2, 1)), max_size=40),
)
@settings(deadline=None, database=None)
def test_business_days_are_counted_backwards_as_they_are_forwards(
    day: date, later: int, holidays: set[date]
) -> None:
    until = day + timedelta(later)
    count = business_days_since(day, until, holidays)
    assert business_days_after(day, count, holidays) <= until
    assert business_days_after(day, count + 1, holidays) > until
    assert business_days_since(until, day, holidays) == 0


def test_an_office_that_never_ends_its_day_takes_in_until_midnight() -> None:
    assert Calendar(NEW_YORK).due_on(at("2026-03-02", "23:30"), 1) == date(2026, 3, 3)
