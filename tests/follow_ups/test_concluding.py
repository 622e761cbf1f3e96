"""Actions, the second look, closing and reopening."""

from datetime import date

import pytest

from auditor.access import Actor
from auditor.errors import FieldsRefused, IllegalMove, NotAllowed
from auditor.findings.model import Finding
from auditor.flags.model import Flag
from auditor.flags.rules.states import FlagState
from auditor.flags.service import assess_flags
from auditor.follow_ups.concluding import close, reopen, report_actions, verify_actions
from auditor.follow_ups.judging import accept_answer
from auditor.follow_ups.rules import FollowUpState, LineAction, LineOutcome
from auditor.follow_ups.service import answer
from auditor.people.model import User
from auditor.trail.acts import Act
from tests.conftest import OpenWork
from tests.findings.factory import City
from tests.follow_ups.factory import (
    CALENDAR,
    LATER,
    answered,
    ask,
    ids,
    judge,
    lines,
    make_member,
    notice,
    row,
    states,
)


def test_actions_are_verified_by_somebody_else_and_anew_when_reported_anew(
    work: OpenWork, city: City, flags: list[int]
) -> None:
    tom = make_member(work)
    (asked,) = ask(work, city.ines, flags[:1])
    line = ids(work, asked)

    def report(actor: Actor) -> None:
        with work(actor) as w:
            report_actions(w, asked, line_ids=line, actions=[LineAction.TRAINING], text="In May.")

    def verify(actor: Actor) -> None:
        with work(actor) as w:
            verify_actions(w, asked, line_ids=line)

    with pytest.raises(FieldsRefused, match="Nothing was reported"):
        verify(tom)
    report(city.ines)
    with pytest.raises(NotAllowed, match="You reported the actions"):
        verify(city.ines)
    with work() as w:  # A second account of the same person is no way around it.
        for user_id in (city.ines.user_id, tom.user_id):
            w.session.get_one(User, user_id).officer_id = city.okafor
        w.record(Act.USER_EDITED)
        again = w.session.get_one(User, tom.user_id).as_actor()
    with pytest.raises(NotAllowed, match="You reported the actions"):
        verify(again)
    report(city.sam)
    verify(city.ines)
    assert lines(work, asked)[0].verified_by_id == city.ines.user_id
    report(city.sam)
    assert lines(work, asked)[0].verified_on is None


def _ended(work: OpenWork, city: City, flags: list[int]) -> int:
    asked = answered(work, city, flags)
    notice(work, city, asked)
    judge(work, city.ines, asked, LineOutcome.SUSTAINED)
    return asked


def test_nothing_closes_without_an_outcome_on_every_line_and_a_second_look(
    work: OpenWork, city: City, flags: list[int]
) -> None:
    tom = make_member(work)
    asked = answered(work, city, flags[:3])
    notice(work, city, asked)
    judge(work, city.ines, asked, line_ids=ids(work, asked)[:2])
    with pytest.raises(IllegalMove, match="so that nobody can close"), work(tom, LATER) as w:
        close(w, asked)
    judge(work, city.ines, asked, LineOutcome.SUSTAINED, line_ids=ids(work, asked)[2:])
    with pytest.raises(NotAllowed, match="looks at it anew, Tom Reed"), work(city.ines) as w:
        close(w, asked)
    with work(city.sam, LATER) as w:
        report_actions(
            w, asked, line_ids=ids(work, asked), actions=[LineAction.NONE], text="Nothing."
        )
    with pytest.raises(IllegalMove, match="reported and not verified"), work(tom, LATER) as w:
        close(w, asked)
    with work(tom, LATER) as w:
        verify_actions(w, asked, line_ids=ids(work, asked))
        close(w, asked)
    closed = row(work, asked)
    assert (closed.state, closed.has_second_look) == (FollowUpState.CLOSED, True)
    assert states(work) == ["closed", "closed", "closed", "open"]


def test_an_office_of_one_closes_without_a_second_look_and_it_is_recorded(
    work: OpenWork, city: City, flags: list[int]
) -> None:
    asked = _ended(work, city, flags[:1])
    with work(city.ines, LATER) as w:
        close(w, asked)
    assert row(work, asked).has_second_look is False


def test_a_colleague_who_is_concerned_gives_no_second_look(
    work: OpenWork, city: City, flags: list[int]
) -> None:
    tom = make_member(work)
    with work() as w:
        w.session.get_one(User, tom.user_id).officer_id = city.vega
        w.record(Act.USER_EDITED)
        tom = w.session.get_one(User, tom.user_id).as_actor()
    asked = _ended(work, city, flags[:1])
    with pytest.raises(NotAllowed, match="concerns you"), work(tom, LATER) as w:
        close(w, asked)
    with work(city.ines, LATER) as w:
        close(w, asked)
    assert row(work, asked).has_second_look is False


def test_a_closed_one_is_reopened_with_a_reason_and_ends_again(
    work: OpenWork, city: City, flags: list[int]
) -> None:
    asked = _ended(work, city, flags[:2])
    with work(city.ines, LATER) as w:
        close(w, asked)
    with pytest.raises(FieldsRefused, match="why it is reopened"), work(city.ines) as w:
        reopen(w, asked, reason=" ", days=5, calendar=CALENDAR)
    with work(city.ines, LATER) as w:
        reopen(w, asked, reason="A log came to light.", days=5, calendar=CALENDAR)
    again = row(work, asked)
    assert (again.state, again.state_reason) == (FollowUpState.OPEN, "A log came to light.")
    assert again.has_second_look is None
    assert states(work)[:2] == ["in follow-up"] * 2
    with work(city.sam, LATER) as w:
        answer(w, asked, text="We saw it.")
    with work(city.ines, LATER) as w:
        accept_answer(w, asked)
    assert row(work, asked).state is FollowUpState.OUTCOMES_GIVEN


def test_a_flag_that_came_back_is_its_newer_follow_ups_to_move(
    work: OpenWork, city: City, flags: list[int]
) -> None:
    first = _ended(work, city, flags[:1])
    with work(city.ines, LATER) as w:
        close(w, first)
        finding = w.session.get_one(Finding, 1)
        finding.last_used_on = finding.last_used_on_last = date(2020, 2, 20)
        w.record(Act.FINDING_EDITED)
        assess_flags(w, [1], because="the finding was corrected")
    assert states(work)[0] == FlagState.OPEN
    ask(work, city.ines, flags[:1])
    with work(city.ines, LATER) as w:
        reopen(w, first, reason="A log came to light.", days=5, calendar=CALENDAR)
    assert states(work)[0] == FlagState.IN_FOLLOW_UP
    with work(city.sam, LATER) as w:
        answer(w, first, text="We saw it.")
    with work(city.ines, LATER) as w:
        accept_answer(w, first)
        close(w, first)
    assert states(work)[0] == FlagState.IN_FOLLOW_UP


def test_a_flag_whose_rule_ceased_to_hold_stays_and_is_cleared_once_its_line_is_closed(
    work: OpenWork, city: City, flags: list[int]
) -> None:
    asked = answered(work, city, flags[:1])
    with work(city.ines) as w:
        w.session.get_one(Finding, 1).duplicate_of_id = 2
        w.record(Act.FINDING_EDITED)
        assess_flags(w, [1], because="it was marked a duplicate")
    assert states(work)[0] == FlagState.IN_FOLLOW_UP
    judge(work, city.ines, asked)
    with work(city.ines, LATER) as w:
        close(w, asked)
        assess_flags(w, [1])
        cleared = w.session.get_one(Flag, flags[0])
        assert cleared.state is FlagState.CLEARED
        assert f"Follow-up {asked} ended with “unfounded”." in (cleared.state_reason or "")
