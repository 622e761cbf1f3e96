from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.days import Day, business_days_after, city_day

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
