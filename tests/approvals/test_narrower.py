"""Whether one approval lies within another."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.approvals.narrower import is_as_wide, is_within, wider_in
from auditor.approvals.rules import Approval, Purpose, in_term, would_cover
from auditor.findings.rules import Assignment, Facts, Stage

DAYS = [date(2026, month, 1) for month in range(1, 8)]
SCOPES = {
    "unit": st.sampled_from([None, "Patrol", " patrol", "Robbery"]),
    "officer_id": st.sampled_from([None, 1, 2]),
    "purposes": st.frozensets(st.sampled_from(["training", "testing"])),
    "valid_from": st.sampled_from(DAYS),
    "valid_until": st.sampled_from([None, *DAYS]),
}
APPROVALS = st.builds(
    Approval,
    id=st.just(1),
    tool_id=st.integers(1, 2),
    department_id=st.just(1),
    requested_on=st.just(DAYS[0]),
    **SCOPES,
)
FACTS = st.builds(
    Facts,
    tool_id=st.integers(1, 2),
    category=st.none(),
    department_id=st.just(1),
    officer_id=st.sampled_from([None, 1, 2]),
    assignments=st.sampled_from([(), (Assignment("Patrol"),), (Assignment("Robbery"),)]),
    purposes=st.frozensets(st.sampled_from(["training", "testing", Purpose.UNKNOWN.value])),
    stage=st.just(Stage.USED),
)


@given(APPROVALS, APPROVALS, FACTS, st.sampled_from(DAYS))
def test_what_lies_within_covers_nothing_that_the_other_does_not(
    new: Approval, old: Approval, facts: Facts, day: date
) -> None:
    def covers(approval: Approval) -> bool:
        return in_term(approval, day) and would_cover(approval, facts, day)

    if is_within(new, old):
        assert covers(old) or not covers(new)
    assert is_within(old, old)


OLD = Approval(
    id=1,
    tool_id=1,
    department_id=1,
    unit="Patrol",
    officer_id=1,
    purposes=frozenset({"training", "testing"}),
    valid_from=DAYS[1],
    valid_until=DAYS[5],
    requested_on=DAYS[0],
)


@pytest.mark.parametrize(
    ("field", "wider", "narrower"),
    [
        ("unit", None, "PATROL "),
        ("officer_id", None, 1),
        ("purposes", frozenset(), frozenset({"training"})),
        ("purposes", frozenset({"training", "other"}), frozenset({"testing"})),
        ("valid_from", DAYS[0], DAYS[2]),
        ("valid_until", None, DAYS[4]),
        ("tool_id", 2, 1),
        ("department_id", 2, 1),
    ],
)
def test_each_field_is_held_to_what_it_was(field: str, wider: Any, narrower: Any) -> None:
    wrong = wider_in(replace(OLD, **{field: wider}), OLD)
    assert list(wrong) == [field.removesuffix("_id")]
    assert is_within(replace(OLD, **{field: narrower}), OLD)


def test_only_a_later_first_day_narrows_nothing() -> None:
    assert is_as_wide(replace(OLD, valid_from=DAYS[3], unit="patrol"), OLD)
    assert not is_as_wide(replace(OLD, purposes=frozenset({"testing"})), OLD)
    assert not is_as_wide(replace(OLD, valid_until=DAYS[4]), OLD)
