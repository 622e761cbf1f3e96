"""Which rulings count all the same beside another, and what cannot be said of one."""

from datetime import date
from typing import Any

import pytest

from auditor.rulings.rules import (
    Body,
    Outcome,
    Ruling,
    days_of,
    remark_on,
    stricter_than,
    winning_over,
    wrong_in,
)
from auditor.tools.rules import Category
from tests.verdicts.registers import OTHER_TOOL, POLICE, SHERIFF, TOOL, feb, make_ruling

FACES, DRONES = Category.FACE_RECOGNITION, Category.DRONES
CATEGORIES = {TOOL: FACES, OTHER_TOOL: DRONES}


def winning(ruling: Ruling, *others: Ruling) -> list[int]:
    found = winning_over(ruling, others, days=days_of(ruling), categories=CATEGORIES)
    return [each.id for each in found]


def stricter(ruling: Ruling, *others: Ruling) -> list[int]:
    found = stricter_than(ruling, others, days=days_of(ruling), categories=CATEGORIES)
    return [each.id for each in found]


@pytest.mark.parametrize(
    ("wide", "narrow", "counts"),
    [
        ({}, {"tool_id": TOOL}, True),
        ({"category": FACES}, {"tool_id": TOOL}, True),
        ({"category": DRONES}, {"tool_id": TOOL}, False),
        ({"category": DRONES}, {"category": FACES}, False),
        ({"department_id": POLICE}, {"category": FACES}, True),
        ({"department_id": POLICE}, {"category": FACES, "department_id": SHERIFF}, False),
        ({"tool_id": TOOL}, {"tool_id": TOOL, "department_id": SHERIFF}, True),
        ({"tool_id": TOOL}, {"tool_id": OTHER_TOOL, "department_id": SHERIFF}, False),
        ({"tool_id": TOOL}, {"category": FACES, "department_id": POLICE}, False),
    ],
)
def test_a_narrower_ruling_of_the_same_body_counts_where_the_two_meet(
    wide: dict[str, Any], narrow: dict[str, Any], *, counts: bool
) -> None:
    ruling, other = make_ruling(id=2, **wide), make_ruling(id=1, **narrow)
    assert winning(ruling, other, ruling) == ([1] if counts else [])
    assert not (counts and winning(other, ruling))
    assert winning(ruling, make_ruling(id=1, body=Body.COURT, **narrow)) == []


def test_of_two_as_wide_the_later_one_is_told_of_and_not_the_earlier() -> None:
    earlier, later = make_ruling(id=2), make_ruling(id=1, effective_from=feb(1))
    assert winning(earlier, later) == [1]
    assert winning(later, earlier) == []


def test_a_ruling_that_had_ended_or_begins_only_later_is_not_told_of() -> None:
    ruling = make_ruling(effective_from=feb(5), effective_until=feb(10))
    days = {4: [], 5: [2], 20: [2]}
    for until, told in days.items():
        narrow = make_ruling(id=2, tool_id=TOOL, effective_until=feb(until))
        assert winning(ruling, narrow) == told
    for begins, told in ((10, [2]), (11, [])):
        assert winning(ruling, make_ruling(id=2, tool_id=TOOL, effective_from=feb(begins))) == told


def test_stricter_rulings_of_other_bodies_are_told_of_however_wide() -> None:
    ruling = make_ruling(Outcome.APPROVAL_REQUIRED, id=9, tool_id=TOOL, department_id=POLICE)
    others = [
        make_ruling(outcome, id=number, body=Body.COUNCIL)
        for number, outcome in enumerate(Outcome, start=1)
    ]
    assert stricter(ruling, *others) == [3, 4]
    assert stricter(ruling, make_ruling(Outcome.PROHIBITED, id=1)) == []
    elsewhere = make_ruling(Outcome.PROHIBITED, id=1, body=Body.COURT, department_id=SHERIFF)
    assert stricter(ruling, elsewhere) == []


def test_a_ruling_is_about_a_tool_or_a_category_and_ends_after_it_begins() -> None:
    assert wrong_in(make_ruling(tool_id=TOOL)) == wrong_in(make_ruling(category=FACES)) == {}
    assert list(wrong_in(make_ruling(tool_id=TOOL, category=FACES))) == ["category"]
    assert wrong_in(make_ruling(adopted_on=feb(5), effective_until=feb(5))) == {}
    told = wrong_in(make_ruling(adopted_on=feb(5), effective_until=feb(4)))
    assert told == {
        "effective_until": "It would end on 2020-02-04, before it takes effect on 2020-02-05. "
        "Correct one of the two."
    }


@pytest.mark.parametrize("field", ["adopted_on", "effective_from", "effective_until"])
@pytest.mark.parametrize("day", [date(202, 2, 5), date(9999, 12, 31)])
def test_a_day_of_another_age_is_taken_for_a_slip(field: str, day: date) -> None:
    changes: dict[str, Any] = {field: day}
    assert "no day that a ruling can name" in wrong_in(make_ruling(**changes))[field]


def test_a_ruling_adopted_after_its_first_day_is_remarked_on() -> None:
    assert remark_on(make_ruling(adopted_on=feb(1), effective_from=feb(1))) == ""
    late = remark_on(make_ruling(adopted_on=feb(5), effective_from=feb(1)))
    assert "it takes effect on 2020-02-05" in late
