"""Asking departments, and recording what they answer: nothing is ever overwritten."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from auditor.access import SYSTEM, Actor
from auditor.errors import FieldsRefused, IllegalMove, NotAllowed, NotFound
from auditor.evidence.queries import get_document
from auditor.evidence.service import Document, keep_document
from auditor.people.queries import user_by_email
from auditor.statements.model import Statement
from auditor.statements.queries.counted import answers_by_tool
from auditor.statements.queries.rounds import Round, get_round, rounds
from auditor.statements.rules import Answer, Aware
from auditor.statements.service import AnswerFacts, answer, ask, withdraw_statement
from auditor.store import FileStore
from auditor.trail.queries import all_faults, history
from tests.conftest import MORNING, OpenWork
from tests.findings.factory import FEB_5, City, make_city, make_finding
from tests.statements.factory import make_statement

TODAY = MORNING.date()


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_city(work)


@pytest.fixture
def letter(tmp_path: Path) -> Document:
    return keep_document(FileStore(tmp_path), b"We looked, and found nothing.\n", "letter.txt")


def put(work: OpenWork, city: City, *department_ids: int, **said: Any) -> list[int]:
    with work(city.ines) as w:
        return ask(
            w,
            tool_id=city.tool,
            department_ids=department_ids,
            **{"question": "Does anybody use it?", "asked_on": FEB_5, "due_on": None, **said},
        )


def facts(said: Answer, answered_on: date = TODAY, **more: Any) -> AnswerFacts:
    return AnswerFacts(answer=said, answered_on=answered_on, **more)


def told(work: OpenWork, actor: Actor, *ids: int) -> list[tuple[Answer, date | None]]:
    with work(actor, reading=True) as w:
        rows = w.session.scalars(select(Statement).order_by(Statement.id)).all()
        return [(row.answer, row.answered_on) for row in rows if not ids or row.id in ids]


def the_round(work: OpenWork, city: City, statement_id: int) -> Round:
    with work(city.ines, reading=True) as w:
        return get_round(w, statement_id)


def test_the_first_answer_fills_the_question_and_a_later_one_stands_beside_it(
    work: OpenWork, city: City
) -> None:
    (asked,) = put(work, city, city.hpd)
    with work(city.sam) as w:
        assert answer(w, asked, facts(Answer.DENIED)) == asked
    with work(city.sam, MORNING + timedelta(days=25)) as w:
        later = facts(Answer.CONFIRMED, TODAY + timedelta(days=25), aware_before_asked=Aware.NO)
        second = answer(w, asked, later)
    assert second != asked
    assert told(work, city.ines) == [
        (Answer.DENIED, TODAY),
        (Answer.CONFIRMED, TODAY + timedelta(days=25)),
    ]
    with work(city.ines, reading=True) as w:
        ((_, _, tally),) = answers_by_tool(w)
        assert [act.says for act in history(w, [("statements", asked)])] == [
            "recorded an answer",
            "asked",
        ]
    assert (tally.asked, tally.days, tally.unaware) == (1, (25,), 1)
    with work(SYSTEM, reading=True) as w:
        assert all_faults(w, FileStore(Path())) == []


def test_a_round_tells_who_has_not_answered_also_where_a_file_brought_the_answer(
    work: OpenWork, city: City
) -> None:
    first, _ = put(work, city, city.hpd, city.rvs, due_on=FEB_5 + timedelta(days=10))
    assert len(the_round(work, city, first).waiting.rows) == 2
    with work(city.sam) as w:
        answer(w, first, facts(Answer.DECLINED))
    found = the_round(work, city, first)
    assert (found.asked, [row.department for row in found.waiting.rows]) == (
        2,
        ["RVS Police Department"],
    )
    with work(city.ines) as w:
        make_statement(w, city.tool, city.rvs, Answer.DENIED, TODAY, asked_on=FEB_5)
        ((*_, asked, unanswered),) = rounds(w)
    assert (asked, unanswered) == (2, 0)
    assert the_round(work, city, first).waiting.total == 0


def test_who_is_asked_again_and_answers_that_is_not_waited_for_any_more(
    work: OpenWork, city: City
) -> None:
    (first,) = put(work, city, city.hpd)
    (again,) = put(work, city, city.hpd, asked_on=FEB_5 + timedelta(days=30))
    with work(city.sam) as w:
        answer(w, first, facts(Answer.DENIED))
    assert the_round(work, city, again).waiting.total == 1
    with work(city.ines) as w:
        withdraw_statement(w, first, "Recorded for the wrong question.")
    (first,) = put(work, city, city.hpd)
    with work(city.sam) as w:
        answer(w, again, facts(Answer.DENIED))
    assert the_round(work, city, first).waiting.total == 0


def test_what_cannot_be_asked_is_refused_by_field(work: OpenWork, city: City) -> None:
    put(work, city, city.hpd)
    for said, fields in (
        ({"asked_on": TODAY + timedelta(days=1)}, {"asked_on"}),
        ({"due_on": FEB_5 - timedelta(days=1), "question": " "}, {"due_on", "question"}),
        ({"asked_on": FEB_5}, {"departments"}),
    ):
        asked_on = said.get("asked_on", date(2020, 3, 1))
        due = {"due_on": said.get("due_on")} if said.get("due_on") else {}
        with pytest.raises(FieldsRefused) as refused:
            put(work, city, city.hpd, **{**said, "asked_on": asked_on, **due})
        assert set(refused.value.fields) == fields
    with pytest.raises(FieldsRefused, match="Tick the departments"):
        put(work, city)
    with pytest.raises(NotAllowed), work(city.sam) as w:
        ask(
            w,
            tool_id=city.tool,
            department_ids=[city.hpd],
            question="Who?",
            asked_on=FEB_5,
            due_on=None,
        )


def test_what_cannot_be_answered_is_refused_by_field(work: OpenWork, city: City) -> None:
    (asked,) = put(work, city, city.hpd)
    for said, field in (
        (facts(Answer.NO_RESPONSE), "answer"),
        (facts(Answer.DENIED, FEB_5 - timedelta(days=1)), "answered_on"),
        (facts(Answer.DENIED, complete_list=True), "signed_by"),
        (facts(Answer.DECLINED, complete_list=True, signed_by="S. Hill"), "complete_list"),
        (facts(Answer.DENIED, units_asked=10, units_in_all=9), "units_asked"),
        (facts(Answer.DENIED, aware_before_asked=Aware.NO), "aware_before_asked"),
    ):
        with pytest.raises(FieldsRefused) as refused, work(city.sam) as w:
            answer(w, asked, said)
        assert list(refused.value.fields) == [field]
    with work(city.sam) as w:
        answer(w, asked, facts(Answer.DENIED, complete_list=True, signed_by="S. Hill"))
    with pytest.raises(FieldsRefused, match="on record already"), work(city.olga) as w:
        answer(w, asked, facts(Answer.CONFIRMED))


def test_the_office_answers_with_the_paper_which_the_department_can_open(
    work: OpenWork, city: City, letter: Document
) -> None:
    (asked,) = put(work, city, city.hpd)
    with pytest.raises(FieldsRefused, match="Attach the paper"), work(city.ines) as w:
        answer(w, asked, facts(Answer.DENIED))
    with work(city.ines) as w:
        answer(w, asked, facts(Answer.DENIED), paper=letter)
        paper = w.session.get_one(Statement, asked).evidence_id or 0
    with work(city.sam, reading=True) as w:
        assert get_document(w, paper).name == "letter.txt"
    with pytest.raises(NotFound), work(city.ruth, reading=True) as w:
        get_document(w, paper)


def test_only_the_department_itself_and_the_office_answer_and_nobody_who_is_concerned(
    work: OpenWork, city: City, letter: Document
) -> None:
    (asked,) = put(work, city, city.hpd)
    with pytest.raises(NotFound), work(city.ruth) as w:
        answer(w, asked, facts(Answer.DENIED))
    with work(city.ines) as w:
        answer(w, asked, facts(Answer.DENIED), paper=letter)
        paper = w.session.get_one(Statement, asked).evidence_id or 0
        make_finding(w, city.tool, city.hpd, account_email="sam@city.example")
    for act in (
        lambda w: answer(w, asked, facts(Answer.CONFIRMED)),
        lambda w: get_document(w, paper),
    ):
        with pytest.raises((NotAllowed, NotFound)), work(city.sam) as w:
            act(w)
    with work(city.sam, reading=True) as w:
        assert user_by_email(w, "sam@city.example")
        assert answers_by_tool(w) == []


def test_a_withdrawn_statement_counts_nowhere_and_stays_as_it_is(
    work: OpenWork, city: City
) -> None:
    (asked,) = put(work, city, city.hpd)
    with pytest.raises(NotAllowed), work(city.sam) as w:
        withdraw_statement(w, asked, "Not ours.")
    with work(city.ines) as w:
        withdraw_statement(w, asked, "Asked the wrong department.")
    with work(city.ines, reading=True) as w:
        assert answers_by_tool(w) == []
    with pytest.raises(IllegalMove, match="withdrawn"), work(city.sam) as w:
        answer(w, asked, facts(Answer.DENIED))
    assert put(work, city, city.hpd) != [asked]
