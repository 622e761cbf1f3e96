"""The latest answer, what it supersedes, and figures that add up, on any set of statements."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from auditor.statements.rules import (
    CONFIRMING,
    SILENT,
    Answer,
    Aware,
    Remark,
    Statement,
    in_order,
    latest,
    remarks,
    superseded,
    tally,
)

FIRST = date(2021, 1, 4)


@st.composite
def one_departments(draw: st.DrawFn) -> list[Statement]:
    """What a department said about a tool, at least once."""
    days = st.integers(0, 9).map(lambda number: FIRST + timedelta(days=number))
    said = []
    for number, answer in enumerate(draw(st.lists(st.sampled_from(Answer), min_size=1))):
        silent = answer is Answer.NO_RESPONSE
        aware = draw(st.sampled_from(Aware)) if answer in CONFIRMING else Aware.NOT_SAID
        said.append(
            Statement(
                id=number + 1,
                asked_on=FIRST,
                answer=answer,
                answered_on=None if silent else draw(days),
                aware_before_asked=aware,
            )
        )
    return said


@given(one_departments())
def test_what_nothing_supersedes_is_the_latest_answer_and_what_says_less_than_it(
    said: list[Statement],
) -> None:
    counted, before = latest(said), superseded(said)
    assert counted is not None
    free = [one for one in said if one.id not in before.values() and one.id != counted.id]
    assert counted.id not in before.values()
    if counted.answer in SILENT:
        assert not free
    # What is left over was silent, and came after something that was not.
    places = {one.id: place for place, one in enumerate(in_order(said))}
    for one in free:
        assert one.answer in SILENT
        assert any(
            other.answer not in SILENT and places[other.id] < places[one.id] for other in said
        )


@given(st.lists(one_departments(), max_size=8))
def test_all_answers_together_are_the_departments_asked(register: list[list[Statement]]) -> None:
    told = tally(register)
    assert told.asked == sum(told.answers.values()) == len(register)
    confirming = sum(told.answers[answer] for answer in CONFIRMING)
    assert len(told.days) <= confirming
    assert told.unaware <= confirming
    expected = 0
    for said in register:
        ordered = [one.answer for one in in_order(said) if one.answer not in SILENT]
        denied = Answer.DENIED in ordered
        expected += denied and ordered[-1] in CONFIRMING
    assert len(told.days) == expected


@given(one_departments())
def test_a_statement_is_remarked_on_by_what_went_before_it_alone(said: list[Statement]) -> None:
    ordered = in_order(said)
    for place, one in enumerate(ordered):
        denied = any(other.answer is Answer.DENIED for other in ordered[:place])
        wanted = denied and one.answer in CONFIRMING
        assert (Remark.DENIED_THEN_CONFIRMED in remarks(one, said)) == wanted
        unaware = one.answer in CONFIRMING and one.aware_before_asked is Aware.NO
        assert (Remark.UNAWARE_UNTIL_ASKED in remarks(one, said)) == unaware
