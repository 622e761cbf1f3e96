"""The days of one column: ISO, or one order for all."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.days import Day
from auditor.uploads.day_order import Days, Order, read_days
from tests.conftest import ZONE

WRITTEN = {
    Order.DAY_FIRST: "{0.day}/{0.month}/{0.year}",
    Order.MONTH_FIRST: "{0.month:02}-{0.day:02}-{0.year}",
    Order.YEAR_FIRST: "{0.year}.{0.month}.{0.day}",
}


def days_of(*cells: object) -> Days:
    return read_days(dict(enumerate(cells)), "Signed up on", zone=ZONE)  # type: ignore[arg-type]


@given(
    st.lists(st.dates(date(1900, 1, 1), date(2199, 12, 31)), min_size=1, max_size=8),
    st.sampled_from(Order),
)
def test_a_day_is_never_read_as_another_than_was_written(days: list[date], order: Order) -> None:
    read = days_of(*(WRITTEN[order].format(day) for day in days))

    assert set(read.read) | set(read.refused) == set(range(len(days)))
    if read.read:
        assert [read.read[n].first for n in range(len(days))] == days
    else:
        others = [day for day in days if day.day > 12]
        assert not others, "A day above 12 decides the order of the whole column."


@given(st.lists(st.text("0123456789/-. JanFeb:", max_size=14), max_size=6))
def test_whatever_is_written_is_read_or_refused_and_never_an_error(cells: list[str]) -> None:
    read = days_of(*cells)

    assert set(read.read) | set(read.refused) == set(range(len(cells)))
    assert not set(read.read) & set(read.refused)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2020-02-05", "2020-02-05"),
        (" 2020-02 ", "2020-02"),
        (date(2020, 2, 5), "2020-02-05"),
        (datetime(2020, 2, 5, 23, 59, 59), "2020-02-05"),  # noqa: DTZ001 - as a workbook has it
        ("2020-02-05 23:30:00", "2020-02-05"),
        ("2020-02-05T03:30:00Z", "2020-02-04"),
        ("2020-02-05 03:30:00.1234567 UTC", "2020-02-04"),
        ("2020-02-04T20:30-08:00", "2020-02-04"),
        (datetime(2020, 2, 5, 3, 30, tzinfo=UTC), "2020-02-04"),
        ("2/14/20", "2020-02-14"),
        ("31.12.99", "1999-12-31"),
        ("Feb. 5, 2020", "2020-02-05"),
        ("5 February 2020", "2020-02-05"),
        ("5-Sept-20", "2020-09-05"),
        ("2/14/2020 11:05 PM", "2020-02-14"),
    ],
)
def test_a_day_that_can_mean_one_thing_only_is_read(cell: object, day: str) -> None:
    assert days_of(cell).read == {0: Day.parse(day)}


@pytest.mark.parametrize(
    "cell",
    [
        *("soon", "30/02/2020", "2020-13", "2020-02-30", "0001-01-01", "9999-12-31"),
        *(43831, 1.5, True, "１２/１３/2020", "20200205", "1/2", "13/13/2020"),
        *("2020-02-05T25:00:00Z", "1/2-2020"),
    ],
)
def test_what_is_no_day_is_refused_and_keeps_no_other_from_being_read(cell: object) -> None:
    read = days_of(cell, "12/31/2020")

    assert list(read.refused) == [0]
    assert read.read == {1: Day.on(date(2020, 12, 31))}


def test_one_day_above_twelve_decides_the_order_of_the_column_and_it_is_said() -> None:
    read = days_of("03/04/2020", "03/14/2020", "2021-01-09")

    assert read.read[0] == Day.on(date(2020, 3, 4))
    assert read.remark == "“Signed up on” was read as month/day/year: “03/04/2020” is 4 March 2020."


def test_a_column_that_no_day_decides_is_refused_with_an_example_and_the_remedy() -> None:
    read = days_of("03/04/2020", "05/05/2020", "2020-01-31")

    assert list(read.read) == [2]
    assert read.refused[0] == read.refused[1]
    assert "“03/04/2020” may be 4 March 2020 or 3 April 2020" in read.refused[0]
    assert "Write all its days as 2020-04-03" in read.refused[0] or "2020-03-04" in read.refused[0]


def test_days_that_mean_the_same_in_every_order_need_no_decision() -> None:
    assert days_of("05/05/2020", "7/7/2021").read[1] == Day.on(date(2021, 7, 7))


def test_a_column_of_two_orders_is_refused_as_a_whole() -> None:
    read = days_of("03/04/2020", "13/04/2020", "04/14/2020")

    assert not read.read
    assert "“13/04/2020” can only be day/month/year" in read.refused[0]
    assert "“04/14/2020” only month/day/year" in read.refused[2]
