"""A follow-up from the question to its outcomes, by the services that every way in uses."""

from datetime import date, timedelta

import pytest

from auditor.access import Actor, Role
from auditor.errors import FieldsRefused, IllegalMove, NotAllowed, NotFound
from auditor.findings.model import Finding
from auditor.flags.model import Flag
from auditor.follow_ups.hearing import give_notice, record_reply
from auditor.follow_ups.judging import accept_answer, return_answer
from auditor.follow_ups.rules import FollowUpState, LineOutcome
from auditor.follow_ups.service import Asked, answer, assign, open_follow_ups
from auditor.people.model import User
from auditor.trail.acts import Act
from tests.conftest import MORNING, OpenWork
from tests.findings.factory import City
from tests.follow_ups.factory import (
    CALENDAR,
    LATER,
    answered,
    ask,
    ids,
    judge,
    lines,
    paper,
    row,
    states,
)


def test_flags_are_asked_about_together_or_for_each_officer(
    work: OpenWork, city: City, flags: list[int]
) -> None:
    (one,) = ask(work, city.ines, flags[:2])
    with work(city.ines) as w:
        w.session.get_one(Finding, 4).officer_id = city.okafor
        w.record(Act.FINDING_EDITED)
    others = ask(work, city.ines, flags[2:], per_officer=True)
    assert [len(lines(work, each)) for each in (one, *others)] == [2, 1, 1]
    assert row(work, one).due_on == date(2026, 3, 16)
    assert states(work) == ["in follow-up"] * 4


def test_what_cannot_be_asked_is_refused_and_nothing_is_made(
    work: OpenWork, city: City, flags: list[int]
) -> None:
    asked = Asked(question="Why?", days=5)

    def refused(error: type[Exception], match: str, chosen: list[int], said: Asked = asked) -> None:
        with pytest.raises(error, match=match), work(city.ines) as w:
            open_follow_ups(w, chosen, said, calendar=CALENDAR)

    refused(FieldsRefused, "Tick the flags", [])
    refused(NotFound, "no such flag", [flags[0], 999])
    refused(FieldsRefused, "what the department is asked", flags, Asked(question=" ", days=5))
    ruth = Asked(question="Why?", days=5, assigned_to_id=city.ruth.user_id)
    refused(FieldsRefused, "cannot answer", flags, ruth)
    with work(city.ines) as w:
        w.session.get_one(Flag, flags[3]).department_id = city.rvs
        w.record(Act.FLAGS_ASSESSED)
    refused(FieldsRefused, "several departments", flags)
    ask(work, city.ines, flags[:1])
    refused(IllegalMove, "is in follow-up: only open flags", flags[:1])
    assert states(work) == ["in follow-up", "open", "open", "open"]


def test_the_answer_comes_from_the_department_or_with_its_paper(
    work: OpenWork, city: City, flags: list[int]
) -> None:
    (asked,) = ask(work, city.ines, flags)
    with pytest.raises(NotFound), work(city.ruth) as w:
        answer(w, asked, text="It was us.")
    with pytest.raises(FieldsRefused, match="Attach the paper"), work(city.ines) as w:
        answer(w, asked, text="They called.")
    with pytest.raises(FieldsRefused, match="lies between"), work(city.ines) as w:
        answer(w, asked, text="A letter.", documents=[paper()], paper_on=date(2026, 3, 1))
    with work(city.ines, MORNING + timedelta(days=2)) as w:
        answer(w, asked, text="A letter.", documents=[paper()], paper_on=date(2026, 3, 3))
    with pytest.raises(IllegalMove, match="so that nobody can answer"), work(city.sam) as w:
        answer(w, asked, text="Me too.")


def test_what_is_returned_is_answered_again_and_no_answer_is_erased(
    work: OpenWork, city: City, flags: list[int]
) -> None:
    (asked,) = ask(work, city.ines, flags)
    with work(city.sam) as w:
        answer(w, asked, text="We looked.")
    last = ids(work, asked)[-1:]
    with pytest.raises(FieldsRefused, match="what is lacking"), work(city.ines) as w:
        return_answer(w, asked, line_ids=last, reason=" ", days=5, calendar=CALENDAR)
    with work(city.ines, LATER) as w:
        return_answer(w, asked, line_ids=last, reason="Whose?", days=5, calendar=CALENDAR)
    returned = row(work, asked)
    assert (returned.state, returned.state_reason) == (FollowUpState.RETURNED, "Whose?")
    assert returned.due_on == date(2026, 4, 6)
    with work(city.olga, LATER) as w:
        answer(w, asked, text="Nobody’s.")
    with work(city.ines, LATER) as w:
        accept_answer(w, asked)
    with pytest.raises(IllegalMove, match="accepted already"), work(city.ines, LATER) as w:
        accept_answer(w, asked)
    assert row(work, asked).state is FollowUpState.ANSWERED


def test_no_outcome_comes_before_its_answer_is_accepted_and_its_officer_is_heard(
    work: OpenWork, city: City, flags: list[int]
) -> None:
    (asked,) = ask(work, city.ines, flags)
    with work(city.sam) as w:
        answer(w, asked, text="We looked.")
    first, second, third, _ = ids(work, asked)
    with pytest.raises(FieldsRefused, match=f"Lines {first}, .*: the answer is neither"):
        judge(work, city.ines, asked)
    with work(city.ines) as w:
        accept_answer(w, asked)
    with pytest.raises(
        FieldsRefused, match=f"Lines {first}, {second}, {third}: no notice was given"
    ):
        judge(work, city.ines, asked, LineOutcome.SUSTAINED)
    with work(city.ines) as w:
        give_notice(w, asked, line_ids=[first, second], text="By letter.")
    for at, may in ((MORNING, False), (MORNING + timedelta(days=14), False), (LATER, True)):
        if may:
            judge(work, city.ines, asked, LineOutcome.SUSTAINED, line_ids=[first], at=at)
        else:
            with pytest.raises(FieldsRefused, match="may reply until 2026-03-16"):
                judge(work, city.ines, asked, LineOutcome.SUSTAINED, line_ids=[first], at=at)
    judge(work, city.ines, asked, line_ids=[third])
    assert row(work, asked).state is FollowUpState.ANSWERED


def test_a_reply_ends_the_waiting_of_the_officer_who_gave_it_and_of_nobody_else(
    work: OpenWork, city: City, flags: list[int]
) -> None:
    asked = answered(work, city, flags)
    first, second, _, _ = ids(work, asked)
    with pytest.raises(FieldsRefused, match="No notice was given before"), work(city.ines) as w:
        record_reply(w, asked, line_ids=[first], text="By mail.", document=paper())
    with work(city.ines) as w:
        give_notice(w, asked, line_ids=[first, second], text="By letter.")
    with pytest.raises(FieldsRefused, match="Attach the reply"), work(city.ines) as w:
        record_reply(w, asked, line_ids=[first], text="She called.", document=None)
    with pytest.raises(FieldsRefused, match="of one officer"), work(city.ines) as w:
        record_reply(w, asked, line_ids=[first, second], text="By mail.", document=paper())
    with work(city.ines) as w:
        record_reply(w, asked, line_ids=[first], text="By mail.", document=paper())
    judge(work, city.ines, asked, LineOutcome.SUSTAINED, line_ids=[first], at=MORNING)
    with pytest.raises(FieldsRefused, match="may reply until"):
        judge(work, city.ines, asked, LineOutcome.SUSTAINED, line_ids=[second], at=MORNING)
    with work(city.ines) as w:  # It turns out to have been another officer, who was never heard.
        w.session.get_one(Finding, 1).officer_id = city.okafor
        w.record(Act.FINDING_EDITED)
    with pytest.raises(FieldsRefused, match="no notice was given"):
        judge(work, city.ines, asked, LineOutcome.SUSTAINED, line_ids=[first])


def test_an_earlier_notice_counts_only_with_its_letter(
    work: OpenWork, city: City, flags: list[int]
) -> None:
    asked = answered(work, city, flags[:1])
    on = date(2026, 3, 2)
    with pytest.raises(FieldsRefused, match="A date counts only with"), work(city.ines, LATER) as w:
        give_notice(w, asked, line_ids=ids(work, asked), text="By letter.", document_on=on)
    with work(city.ines, LATER) as w:
        give_notice(
            w,
            asked,
            line_ids=ids(work, asked),
            text="By letter.",
            document=paper(),
            document_on=on,
        )
    judge(work, city.ines, asked, LineOutcome.SUSTAINED)
    assert row(work, asked).state is FollowUpState.OUTCOMES_GIVEN


def test_whose_answer_is_expected_is_somebody_who_can_give_it(
    work: OpenWork, city: City, flags: list[int]
) -> None:
    (asked,) = ask(work, city.ines, flags)
    with work(city.ines) as w:
        assign(w, asked, assigned_to_id=city.olga.user_id)
    assert row(work, asked).assigned_to_id == city.olga.user_id
    for nobody in (city.ruth, city.ines):
        with pytest.raises(FieldsRefused, match="cannot answer"), work(city.ines) as w:
            assign(w, asked, assigned_to_id=nobody.user_id)


@pytest.mark.parametrize("role", [Role.COUNCIL, Role.ADMINISTRATOR, Role.SYSTEM])
def test_nobody_else_has_a_part_in_it(
    work: OpenWork, city: City, flags: list[int], role: Role
) -> None:
    (asked,) = ask(work, city.ines, flags)
    somebody = Actor("Somebody", role, 99)
    with pytest.raises(NotAllowed), work(somebody) as w:
        answer(w, asked, text="It was me.")
    with pytest.raises(NotAllowed), work(somebody) as w:
        assign(w, asked, assigned_to_id=None)
    with pytest.raises(NotAllowed), work(somebody) as w:
        open_follow_ups(w, flags, Asked(question="Why?", days=5), calendar=CALENDAR)


def test_whom_a_flag_concerns_asks_nobody_about_it(
    work: OpenWork, city: City, flags: list[int]
) -> None:
    with work() as w:
        w.session.get_one(User, city.ines.user_id).officer_id = city.vega
        w.record(Act.USER_EDITED)
        ines = w.session.get_one(User, city.ines.user_id).as_actor()
    with pytest.raises(NotAllowed, match="concerns you"), work(ines) as w:
        open_follow_ups(w, flags, Asked(question="Why?", days=5), calendar=CALENDAR)
