"""A follow-up's states as a table, and whom an outcome waits for."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.days import Calendar
from auditor.errors import IllegalMove
from auditor.follow_ups.rules import (
    MOVES,
    FollowUpState,
    Hearing,
    LineAction,
    LineOutcome,
    Move,
    allows,
    days_overdue,
    state_after,
    why_not_yet,
    wrong_actions,
)
from tests.conftest import ZONE

S = FollowUpState

#: As the product’s page tells it, in one line.
TOLD = {
    (S.OPEN, S.ANSWERED),
    (S.ANSWERED, S.RETURNED),
    (S.RETURNED, S.ANSWERED),
    (S.ANSWERED, S.OUTCOMES_GIVEN),
    (S.OUTCOMES_GIVEN, S.CLOSED),
    (S.CLOSED, S.OPEN),
}

#: A Wednesday, in a week whose Thursday is a holiday.
NOTICED = date(2026, 11, 25)
CALENDAR = Calendar(ZONE, frozenset({date(2026, 11, 26)}), 17)
LAST = date(2026, 12, 10)


def test_a_follow_up_goes_only_the_ways_that_are_told_of_it() -> None:
    assert {(before, after) for (before, _), after in MOVES.items() if before != after} == TOLD


@pytest.mark.parametrize(("state", "move"), [*product(FollowUpState, Move)])
def test_a_step_is_taken_or_refused_with_what_is_to_be_done_first(
    state: FollowUpState, move: Move
) -> None:
    if allows(state, move):
        assert state_after(state, move) in FollowUpState
        return
    with pytest.raises(IllegalMove) as refused:
        state_after(state, move)
    assert f"This follow-up is {state}, so that nobody can {move}: " in str(refused.value)


@given(st.sampled_from(FollowUpState), st.dates(), st.integers(-50, 50))
def test_only_who_owes_an_answer_is_overdue_and_not_on_the_day_itself(
    state: FollowUpState, due_on: date, days: int
) -> None:
    try:
        today = due_on + timedelta(days=days)
    except OverflowError:
        return
    owes = state in {S.OPEN, S.RETURNED}
    assert days_overdue(state, due_on, today) == (max(0, days) if owes else 0)


@pytest.mark.parametrize("outcome", LineOutcome)
@pytest.mark.parametrize(
    ("hearing", "today", "may"),
    [
        (Hearing(1), LAST + timedelta(days=99), False),
        (Hearing(1, NOTICED), NOTICED, False),
        (Hearing(1, NOTICED), LAST, False),
        (Hearing(1, NOTICED), LAST + timedelta(days=1), True),
        (Hearing(1, NOTICED, NOTICED), NOTICED, True),
    ],
)
def test_only_what_clears_an_officer_comes_before_notice_and_reply(
    outcome: LineOutcome, hearing: Hearing, today: date, *, may: bool
) -> None:
    why = why_not_yet(outcome, hearing, today=today, calendar=CALENDAR)
    clears = outcome in {LineOutcome.UNFOUNDED, LineOutcome.EXONERATED}
    assert (why is None) is (may or clears)


@pytest.mark.parametrize("outcome", LineOutcome)
def test_while_nobody_is_identified_nothing_is_said_of_an_officer(outcome: LineOutcome) -> None:
    why = why_not_yet(outcome, Hearing(None), today=LAST, calendar=CALENDAR)
    of_officers = {"sustained", "partially sustained", "not sustained"}
    assert (why is not None) is (outcome in of_officers)


def test_no_action_stands_alone_or_with_others() -> None:
    assert "none" in (wrong_actions([]) or "")
    assert wrong_actions([LineAction.NONE]) is None
    assert wrong_actions([LineAction.TRAINING, LineAction.ACCESS_REVOKED]) is None
    assert "stands alone" in (wrong_actions([LineAction.TRAINING, LineAction.NONE]) or "")
