"""A finding's span as it is drawn agrees with the rules, on every day of it."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from auditor.approvals.rules import Approval, Decision, gives_leave_on, would_cover
from auditor.days import Day
from auditor.findings.rules import Assignment, Facts, Stage
from auditor.rulings.rules import Body, Outcome, Ruling
from auditor.verdicts.drawing import MOST_APPROVALS, Bar, Scope, Span, drawn_span
from auditor.verdicts.rules import Reason, status
from auditor.verdicts.timelines import segments
from tests.verdicts.registers import make_random, random_register

FEB_1, FEB_5, FEB_20 = date(2020, 2, 1), date(2020, 2, 5), date(2020, 2, 20)


def facts(**more: object) -> Facts:
    known: dict[str, object] = {
        "tool_id": 1,
        "category": None,
        "department_id": 1,
        "officer_id": 7,
        "stage": Stage.USED,
    }
    return Facts(**known | more)  # type: ignore[arg-type]


def approval(number: int = 1, **more: object) -> Approval:
    known: dict[str, object] = {
        "id": number,
        "tool_id": 1,
        "department_id": 1,
        "valid_from": FEB_1,
        "requested_on": FEB_1,
    }
    return Approval(**known | more)  # type: ignore[arg-type]


def drawn(found: Facts, rulings: list[Ruling], approvals: list[Approval]) -> Span:
    span = drawn_span(found, segments(found, rulings, approvals), rulings, approvals)
    assert span is not None
    return span


def holds(bar: Bar | None, day: date) -> bool:
    return bar is not None and bar.from_on <= day <= bar.until_on


@given(seed=st.integers(0, 20_000))
def test_pieces_rulings_and_leave_say_of_each_day_what_the_rules_say(seed: int) -> None:
    found, rulings, approvals = random_register(make_random(seed))
    if found.span() is None:
        assert drawn_span(found, [], rulings, approvals) is None
        return
    span = drawn(found, rulings, approvals)
    for offset in range((span.until_on - span.from_on).days + 1):
        day = span.from_on + timedelta(days=offset)
        (piece,) = [piece for piece in span.pieces if holds(piece.bar, day)]
        assert piece.status == status(day, found, rulings, approvals)
        in_effect = {r.id for r in rulings if r.in_effect_on(day) and _applies(r, found)}
        assert {row.ruling.id for row in span.rulings if holds(row.bar, day)} == in_effect
        for row in span.approvals:
            assert holds(row.leave, day) == gives_leave_on(row.approval, day)
            if would_cover(row.approval, found, day):
                assert row.scope is Scope.COVERS
    told = {row.approval.id for row in span.approvals}
    behind = {number for piece in span.pieces for number in piece.status.approval_ids}
    assert behind <= told


def _applies(ruling: Ruling, found: Facts) -> bool:
    return ruling.applies_to(
        found.tool_id, category=found.category, department_id=found.department_id
    )


@given(seed=st.integers(0, 20_000))
def test_what_is_drawn_fills_the_span_without_gap_and_stays_within_it(seed: int) -> None:
    found, rulings, approvals = random_register(make_random(seed))
    if found.span() is None:
        return
    span = drawn(found, rulings, approvals)
    reached = 0.0
    for piece in span.pieces:
        assert abs(piece.bar.start - reached) < 0.01
        reached = piece.bar.start + piece.bar.width
    assert abs(reached - 100) < 0.01
    assert [piece.number for piece in span.pieces] == list(range(1, len(span.pieces) + 1))
    bars = [point.bar for point in span.points] + [row.bar for row in span.rulings]
    for bar in bars:
        assert 0 <= bar.start <= bar.middle <= bar.start + bar.width <= 100.01


def test_a_month_is_drawn_as_a_whole_and_a_day_as_a_point() -> None:
    found = facts(signed_up_on=Day.of_month(2020, 2), first_used_on=Day.on(FEB_20))
    month, day = drawn(found, [], []).points
    assert (month.bar.start, month.bar.width) == (0, 100)
    assert (day.bar.from_on, day.bar.until_on) == (FEB_20, FEB_20)
    assert day.bar.start < day.bar.middle < day.bar.start + day.bar.width


def test_of_a_long_span_few_years_are_named_and_none_at_its_very_ends() -> None:
    found = facts(signed_up_on=Day.on(date(2004, 12, 30)), last_used_on=Day.on(date(2021, 1, 5)))
    named = drawn(found, [], []).years
    assert 3 <= len(named) <= 5
    assert all(6 <= at <= 94 for _, at in named)
    assert not drawn(facts(first_used_on=Day.on(FEB_5)), [], []).years


def test_approvals_behind_a_day_are_told_although_their_term_lies_outside() -> None:
    expired = approval(1, valid_until=FEB_1, decision=Decision.CONFIRMED, decided_on=FEB_1)
    other = approval(2, valid_until=FEB_1, officer_id=8)
    chief = Ruling(
        id=1,
        body=Body.CHIEF,
        outcome=Outcome.APPROVAL_REQUIRED,
        adopted_on=date(2019, 1, 1),
        effective_from=date(2019, 1, 1),
    )
    span = drawn(facts(first_used_on=Day.on(FEB_5)), [chief], [other, expired])
    assert span.pieces[0].status.reason is Reason.EXPIRED
    (row,) = span.approvals
    assert (row.approval.id, row.term, row.leave) == (1, None, None)


def test_the_scope_follows_the_units_of_the_officer() -> None:
    found = facts(
        assignments=(Assignment("Patrol", None, FEB_5), Assignment("Homicide", FEB_5)),
        signed_up_on=Day.on(FEB_1),
        last_used_on=Day.on(FEB_20),
    )
    rows = drawn(found, [], [approval(1, unit="Vice"), approval(2, unit="homicide")]).approvals
    assert [(row.approval.id, row.scope, row.on_some_days) for row in rows] == [
        (2, Scope.COVERS, True),
        (1, Scope.ELSEWHERE, False),
    ]


def test_of_many_approvals_the_nearest_are_told_and_the_others_counted() -> None:
    elsewhere = [approval(number, officer_id=8) for number in range(1, 30)]
    span = drawn(facts(first_used_on=Day.on(FEB_5)), [], [*elsewhere, approval(99)])
    assert len(span.approvals) == MOST_APPROVALS
    assert span.approvals[0].approval.id == 99
    assert span.left_out == 30 - MOST_APPROVALS
