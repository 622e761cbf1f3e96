from datetime import date
from itertools import pairwise, permutations
from typing import Any

import pytest

from auditor.rulings.rules import Body, Outcome, Ruling, ruling_in_force
from auditor.tools.rules import Category
from tests.verdicts.registers import OTHER_TOOL, POLICE, SHERIFF, TOOL, feb, make_ruling

TENTH = feb(10)
FACES = Category.FACE_RECOGNITION

#: From the least to the most specific.
SCOPES: list[dict[str, Any]] = [
    {},
    {"department_id": POLICE},
    {"category": FACES},
    {"category": FACES, "department_id": POLICE},
    {"tool_id": TOOL},
    {"tool_id": TOOL, "department_id": POLICE},
]


def in_force(*rulings: Ruling, on: date = TENTH) -> Ruling | None:
    """The ruling in force for the police and a face recognition tool."""
    return ruling_in_force(on, rulings, tool_id=TOOL, category=FACES, department_id=POLICE)


def test_the_most_specific_ruling_of_a_body_counts_however_mild_and_old() -> None:
    for wider_scope, narrower_scope in pairwise(SCOPES):
        strict = make_ruling(Outcome.PROHIBITED, id=2, effective_from=feb(5), **wider_scope)
        mild = make_ruling(Outcome.PERMITTED, id=1, **narrower_scope)
        assert in_force(strict, mild) == mild
        assert in_force(mild, strict) == mild


def test_of_equally_specific_ones_the_one_that_took_effect_later_counts() -> None:
    earlier = make_ruling(Outcome.PROHIBITED, id=2, effective_from=feb(3))
    later = make_ruling(Outcome.PERMITTED, id=1, effective_from=feb(4))
    assert in_force(earlier, later) == later
    assert in_force(earlier, later, on=feb(3)) == earlier


def test_when_it_took_effect_is_not_when_it_says() -> None:
    """“From 1 February”, adopted on the 5th: it took effect after the one of the 3rd."""
    backdated = make_ruling(id=1, adopted_on=feb(5), effective_from=feb(1))
    plain = make_ruling(Outcome.PROHIBITED, id=2, adopted_on=feb(2), effective_from=feb(3))
    assert in_force(backdated, plain, on=feb(4)) == plain
    assert in_force(backdated, plain, on=feb(5)) == backdated


def test_of_those_that_took_effect_together_the_later_recorded_counts() -> None:
    first, second = make_ruling(Outcome.PROHIBITED, id=1), make_ruling(Outcome.PERMITTED, id=2)
    assert in_force(first, second) == second
    assert in_force(second, first) == second


def test_between_bodies_the_strictest_is_in_force_however_wide() -> None:
    bodies = list(Body)
    by_outcome = [
        make_ruling(outcome, id=n, body=bodies[n]) for n, outcome in enumerate(Outcome, start=1)
    ]
    for kept in range(1, 5):
        for order in permutations(by_outcome[:kept]):
            assert in_force(*order) == by_outcome[kept - 1]
    narrow = make_ruling(Outcome.PERMITTED, id=9, tool_id=TOOL, department_id=POLICE)
    assert in_force(make_ruling(Outcome.PROHIBITED, body=Body.STATE_LAW), narrow) != narrow


def test_where_two_bodies_say_the_same_the_first_recorded_is_named() -> None:
    chief, council = make_ruling(id=5), make_ruling(id=3, body=Body.COUNCIL)
    assert in_force(chief, council) == in_force(council, chief) == council


@pytest.mark.parametrize(
    "scope",
    [
        {"tool_id": OTHER_TOOL},
        {"category": Category.DRONES},
        {"department_id": SHERIFF},
        {"tool_id": TOOL, "department_id": SHERIFF},
        # With a tool named, the category does not matter.
        {"tool_id": OTHER_TOOL, "category": FACES},
    ],
)
def test_a_ruling_about_something_else_does_not_apply(scope: dict[str, Any]) -> None:
    assert in_force(make_ruling(**scope)) is None


def test_a_tool_without_category_falls_under_no_category_s_ruling() -> None:
    by_category, wide = make_ruling(id=1, category=FACES), make_ruling(id=2)
    found = ruling_in_force(
        feb(10), [by_category, wide], tool_id=TOOL, category=None, department_id=POLICE
    )
    assert found == wide


def test_a_ruling_is_in_effect_from_its_first_whole_day_to_its_last() -> None:
    ruling = make_ruling(adopted_on=feb(5), effective_from=feb(6), effective_until=feb(8))
    assert [day for day in range(1, 29) if in_force(ruling, on=feb(day))] == [6, 7, 8]


def test_an_ended_narrow_ruling_gives_way_to_the_wider_one() -> None:
    wide = make_ruling()
    narrow = make_ruling(Outcome.PERMITTED, id=2, tool_id=TOOL, effective_until=feb(9))
    assert in_force(wide, narrow, on=feb(9)) == narrow
    assert in_force(wide, narrow, on=feb(10)) == wide


def test_no_ruling_no_force() -> None:
    assert in_force() is None
