"""What makes an approval stale, by the trail alone."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from auditor.approvals.stale_rulings import as_it_stood, ruling_reasons
from auditor.approvals.staleness import Change, Reason, stood, tool_reasons, unit_reasons
from auditor.rulings.rules import Days
from auditor.tools.rules import Category

NOV_3 = date(2026, 11, 3)
REST: Days = (date(2026, 11, 10), date(2026, 12, 31))
#: The decision stands at place 5 of the trail.
DECIDED = 5


def change(seq: int, what: str = "change", **after: Any) -> Change:
    return Change(seq, NOV_3, what, after)


def says(reasons: Iterable[Reason]) -> list[str]:
    return [each.says for each in reasons]


def test_a_record_is_told_as_it_stood_at_a_place() -> None:
    changes = [change(1, "add", a=1), change(3, a=2), change(7, "remove"), change(9, "add", a=3)]
    assert [stood(changes, at) for at in (0, 1, 6, 7, None)] == [
        *(None, {"a": 1}, {"a": 2}, None, {"a": 3}),
    ]


@pytest.mark.parametrize(
    ("later", "told"),
    [
        ([], []),
        ([change(4, risk_level="high")], []),
        ([change(6, vendor="Other")], []),
        ([change(6, risk_level="high"), change(7, risk_level="moderate")], []),
        (
            [change(6, risk_level="high")],
            ["The risk level of Lens went from moderate to high on 3 November 2026."],
        ),
        (
            [change(6, domains=["b.example", "a.example"], risk_level=None)],
            [
                "The risk level of Lens went from moderate to none on 3 November 2026.",
                "The domains of Lens went from a.example to a.example, b.example on 3 November "
                "2026.",
            ],
        ),
    ],
    ids=["nothing", "before", "vendor", "back", "risk", "both"],
)
def test_a_tool_counts_with_what_stands_now(later: list[Change], told: list[str]) -> None:
    added = change(1, "add", name="Lens", risk_level="moderate", domains=["a.example"])
    if later == [change(4, risk_level="high")]:
        later = [*later, change(6, vendor="Other")]
    assert says(tool_reasons("Lens", [added, *later], DECIDED)) == told


PATROL = change(1, "add", unit="Patrol")


@pytest.mark.parametrize(
    ("assignments", "told"),
    [
        ([[PATROL]], []),
        ([[PATROL, change(6, until="2026-11-30")]], []),
        ([[change(6, "add", unit="Robbery")]], []),
        (
            [
                [PATROL, change(6, until="2026-11-30")],
                [change(6, "add", unit=" patrol", rank="Sergeant", since="2026-12-01")],
            ],
            [],
        ),
        (
            [
                [PATROL, change(6, until="2026-11-30")],
                [change(6, "add", unit="Robbery", since="2026-12-01")],
            ],
            ["From 1 December 2026 on the officer’s unit is Robbery, not Patrol."],
        ),
        (
            [
                [PATROL, change(4, until="2026-11-30")],
                [change(6, "add", unit="Robbery", since="2026-12-01")],
            ],
            ["From 1 December 2026 on the officer’s unit is Robbery, not Patrol."],
        ),
        (
            [
                [PATROL, change(4, until="2026-11-30")],
                [change(4, "add", unit="Robbery", since="2026-12-01")],
            ],
            [],
        ),
        (
            [
                [PATROL, change(6, until="2026-12-31")],
                [change(6, "add", unit="Robbery", since="2027-01-01")],
            ],
            [],
        ),
        (
            [[PATROL, change(6, unit="Robbery")]],
            ["The officer’s unit is Robbery, not Patrol, as 3 November 2026 brought."],
        ),
        (
            [
                [PATROL, change(6, since="2019-01-01")],
                [change(6, "add", unit="Narcotics", until="2018-12-31")],
            ],
            [],
        ),
    ],
    ids=[
        *("stays", "left", "came to be known", "another rank", "moves", "moves after a gap"),
        *("was known", "after the term", "corrected", "of the past"),
    ],
)
def test_a_unit_counts_on_the_days_that_are_left(
    assignments: list[list[Change]], told: list[str]
) -> None:
    assert says(unit_reasons(assignments, DECIDED, rest=REST)) == told


RULING = {
    "body": "council",
    "outcome": "approval required",
    "adopted_on": "2026-10-01",
    "effective_from": "2026-12-01",
}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([change(4, "add", **RULING)], []),
        (
            [change(6, "add", **RULING)],
            [
                "Ruling 7 (council: approval required, in effect from 1 December 2026 on) was "
                "entered on 3 November 2026."
            ],
        ),
        ([change(6, "add", **RULING, tool_id=2)], []),
        ([change(6, "add", **RULING, category="drones")], []),
        ([change(6, "add", **RULING, department_id=9)], []),
        ([change(6, "add", **RULING | {"effective_from": "2027-01-01"})], []),
        ([change(6, "add", **RULING), change(8, withdrawn_at="2026-11-03T10:00:00Z")], []),
        (
            [change(4, "add", **RULING), change(6, outcome="prohibited", document="Order 9")],
            [
                "Ruling 7 (council) was changed on 3 November 2026: outcome from approval required "
                "to prohibited."
            ],
        ),
        ([change(4, "add", **RULING), change(6, document="Order 9")], []),
        (
            [change(4, "add", **RULING), change(6, effective_until="2026-12-15", tool_id=2)],
            [
                "Ruling 7 (council) was changed on 3 November 2026: in effect until from none to "
                "15 December 2026; what it is about."
            ],
        ),
        (
            [change(4, "add", **RULING), change(6, withdrawn_at="2026-11-03T10:00:00Z")],
            [
                "Ruling 7 (council: approval required, in effect from 1 December 2026 on) was "
                "withdrawn on 3 November 2026."
            ],
        ),
    ],
    ids=[
        *("before", "entered", "another tool", "another category", "another department", "later"),
        *("taken back", "changed", "its document", "ended and moved", "withdrawn"),
    ],
)
def test_a_ruling_counts_where_it_applies_in_what_is_left(
    changes: list[Change], told: list[str]
) -> None:
    about: dict[str, Any] = {"tool_id": 1, "category": Category.OTHER, "department_id": 1}
    assert says(ruling_reasons(as_it_stood(7, changes), DECIDED, rest=REST, **about)) == told
