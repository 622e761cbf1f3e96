from datetime import date
from itertools import pairwise

import pytest

from auditor.days import Day
from auditor.findings.rules import Facts, Stage, day_sentences, fitting_stage, stage_sentences
from tests.verdicts.registers import FEBRUARY, feb, make_facts

TODAY = date(2020, 2, 10)
SIGNED_UP = {"signed_up_on": FEBRUARY}
USED = {"signed_up_on": FEBRUARY, "last_used_on": Day.on(feb(5))}


def test_each_stage_reaches_itself_and_those_before_it() -> None:
    for before, after in pairwise(Stage):
        assert after.reaches(before)
        assert after.reaches(after)
        assert not before.reaches(after)


@pytest.mark.parametrize(
    ("days", "low", "cases", "stage", "because"),
    [
        ({}, None, (), Stage.OFFERED, "nothing beyond an offer is recorded"),
        ({"offered_on": FEBRUARY, "closed_on": FEBRUARY}, 0, (" ",), Stage.OFFERED, "nothing"),
        (SIGNED_UP, None, (), Stage.SIGNED_UP, "“Signed up on” is 2020-02"),
        (SIGNED_UP, 0, (), Stage.SIGNED_UP, "“Signed up on” is 2020-02"),
        (SIGNED_UP, 11, (), Stage.USED, "searches above 0 are recorded (11)"),
        (USED, None, (), Stage.USED, "“Last used on” is 2020-02-05"),
        ({"first_used_on": FEBRUARY}, 0, (), Stage.USED, "“First used on” is 2020-02"),
        (USED, 11, ("0017",), Stage.USED_IN_A_CASE, "a case number is recorded"),
        ({}, None, ("0017",), Stage.USED_IN_A_CASE, "a case number is recorded"),
    ],
)
def test_what_is_recorded_asks_for_a_stage(
    days: dict[str, Day | None],
    low: int | None,
    cases: tuple[str, ...],
    stage: Stage,
    because: str,
) -> None:
    least, why = fitting_stage(days, searches_low=low, case_numbers=cases)
    assert least is stage
    assert because in why


def test_a_stage_that_is_too_low_is_refused_with_the_one_that_fits() -> None:
    assert stage_sentences(Stage.SIGNED_UP, USED) == {
        "stage": "The stage “signed up” is less than what is recorded: “Last used on” is"
        " 2020-02-05. “used” would fit."
    }


def test_a_stage_at_or_above_what_is_recorded_fits() -> None:
    for stage in (Stage.USED, Stage.USED_IN_A_CASE):
        assert stage_sentences(stage, USED, searches_low=3) == {}
    assert stage_sentences(Stage.USED, USED, case_numbers=["0017"]).keys() == {"stage"}


def test_the_last_use_cannot_lie_before_the_first() -> None:
    days = {"first_used_on": Day.on(feb(5)), "last_used_on": Day.on(feb(4))}
    assert day_sentences(days, TODAY) == {
        "last_used_on": "“Last used on” (2020-02-04) lies before “First used on” (2020-02-05):"
        " correct one of the two."
    }
    assert day_sentences({**days, "last_used_on": Day.on(feb(5))}, TODAY) == {}


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [
        (FEBRUARY, Day.on(feb(1)), False),
        (Day.on(feb(9)), FEBRUARY, False),
        (FEBRUARY, FEBRUARY, False),
        (FEBRUARY, Day.on(date(2020, 1, 31)), True),
        (FEBRUARY, Day.of_month(2020, 1), True),
    ],
)
def test_months_are_out_of_order_only_if_none_of_their_days_could_be_in_order(
    first: Day, last: Day, *, refused: bool
) -> None:
    sentences = day_sentences({"first_used_on": first, "last_used_on": last}, TODAY)
    assert bool(sentences) is refused


@pytest.mark.parametrize(
    "field", ["offered_on", "signed_up_on", "first_used_on", "last_used_on", "closed_on"]
)
def test_no_day_lies_in_the_future_and_the_running_month_does_not(field: str) -> None:
    assert day_sentences({field: Day.on(TODAY)}, TODAY) == {}
    assert day_sentences({field: FEBRUARY}, TODAY) == {}
    for later in (Day.on(feb(11)), Day.of_month(2020, 3)):
        (sentence,) = day_sentences({field: later}, TODAY).items()
        assert sentence[0] == field
        assert f"({later}) lies in the future: give a day up to today, 2020-02-10." in sentence[1]


def test_the_span_reaches_from_the_first_possible_to_the_last_possible_day() -> None:
    facts = make_facts(signed_up_on=FEBRUARY, first_used_on=Day.on(feb(10)))
    assert facts.span() == (feb(1), feb(29))
    assert [name for name, _ in facts.known_dates()] == ["signed_up_on", "first_used_on"]


def test_without_dates_there_is_no_span() -> None:
    facts: Facts = make_facts(first_used_on=None)
    assert facts.span() is None
    assert facts.known_dates() == ()
