"""Denials that findings contradict: one flag on the statement, held to a second writing of it."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from auditor.days import Day
from auditor.findings.model import Finding
from auditor.findings.rules import Certainty, Stage
from auditor.flags.contradictions import assess_statements
from auditor.flags.dismissal import dismiss_flag
from auditor.flags.model import Flag
from auditor.flags.rules.contradiction import Shown, contradicted, contradicting
from auditor.flags.rules.states import FlagState, Severity
from auditor.flags.service import assess_flags, assess_next
from auditor.statements.model import Statement
from auditor.statements.rules import Answer
from auditor.statements.service import AnswerFacts, answer, withdraw_statement
from auditor.trail.acts import Act
from auditor.work import Work
from tests.browser import Browser
from tests.conftest import MORNING, OpenWork
from tests.findings.factory import FEB_5, City, make_city, make_finding
from tests.statements.factory import make_statement
from tests.tools.factory import make_tool

RULE = "contradicts-statement"
TODAY = MORNING.date()


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_city(work)


def flags(work: OpenWork) -> list[Flag]:
    with work(reading=True) as w:
        return list(w.session.scalars(select(Flag).where(Flag.rule == RULE).order_by(Flag.id)))


def record(work: Work, tool_id: int, department_id: int, **columns: Any) -> int:
    finding_id = make_finding(work, tool_id, department_id, **columns)
    assess_flags(work, [finding_id], because="the finding was entered")
    return finding_id


def change(work: OpenWork, city: City, finding_id: int, **columns: object) -> None:
    with work(city.ines) as w:
        finding = w.session.get_one(Finding, finding_id)
        for name, value in columns.items():
            setattr(finding, name, value)
        w.record(Act.UPLOAD_APPLIED)
        assess_flags(w, [finding_id], because="the finding was corrected")


def test_a_denial_gets_one_flag_that_lists_the_findings_and_follows_them(
    work: OpenWork, city: City
) -> None:
    with work(city.ines) as w:
        asked = make_statement(w, city.tool, city.hpd, asked_on=FEB_5)
        first = record(w, city.tool, city.hpd, certainty=Certainty.DOCUMENTED)
        record(w, city.tool, city.rvs, first_used_on=FEB_5, certainty=Certainty.CONFIRMED)
    with work(city.sam) as w:
        answer(w, asked, AnswerFacts(answer=Answer.DENIED, answered_on=TODAY))
    assert flags(work) == []  # No day is known of it.

    change(work, city, first, signed_up_on=FEB_5, signed_up_on_last=FEB_5)
    (flag,) = flags(work)
    assert (flag.statement_id, flag.finding_id, flag.severity) == (asked, None, Severity.SERIOUS)
    assert flag.reason == (
        f"It was denied on {TODAY}, and finding {first} shows that somebody had signed up by that "
        "day."
    )
    with work(city.ines) as w:
        second = record(w, city.tool, city.hpd, first_used_on=TODAY, certainty=Certainty.CONFIRMED)
    (grown,) = flags(work)
    assert (grown.id, f"findings {first} and {second} show " in grown.reason) == (flag.id, True)

    change(work, city, first, certainty=Certainty.DISPROVED)
    change(work, city, second, tool_id=_other_tool(work, city))
    (gone,) = flags(work)
    assert gone.state is FlagState.CLEARED
    change(work, city, first, certainty=Certainty.CONFIRMED)
    assert flags(work)[0].state is FlagState.OPEN
    with work(city.ines) as w:
        withdraw_statement(w, asked, "Recorded for the wrong department.")
    (settled,) = flags(work)
    assert (settled.state, settled.id) == (FlagState.CLEARED, flag.id)
    assert "was withdrawn" in (settled.state_reason or "")


def _other_tool(work: OpenWork, city: City) -> int:
    with work(city.ines) as w:
        return make_tool(w, "Honeycomb").id


DAYS = st.integers(0, 80).map(lambda number: date(2020, 1, 1) + timedelta(days=number))
KNOWN = st.one_of(DAYS.map(Day.on), DAYS.map(lambda day: Day.of_month(day.year, day.month)))
SHOWN = st.builds(
    Shown,
    st.integers(1, 9),
    st.sampled_from(Stage),
    st.sampled_from(Certainty),
    st.lists(KNOWN, max_size=3).map(tuple),
    counted=st.booleans(),
)


def naively(answered_on: date, found: Iterable[Shown]) -> list[int]:
    """The same as `contradicting`, written from product.md in another way."""
    against = []
    for number, stage, certainty, days, counted in found:
        if stage.value == "offered" or certainty.value not in {"documented", "confirmed"}:
            continue
        for day in days:
            if counted and max(day.days()) <= answered_on:
                against.append(number)
                break
    against.sort()
    return against


@given(DAYS, st.lists(SHOWN, max_size=6), st.sampled_from(Answer))
def test_the_rule_says_what_its_second_writing_says(
    day: date, found: list[Shown], said: Answer
) -> None:
    expected = naively(day, found)
    assert contradicting(day, found) == expected
    raised = contradicted(said, day, found)
    assert (raised is not None) == (bool(expected) and said is Answer.DENIED)


@pytest.mark.parametrize("seed", range(2))
def test_what_is_stored_on_a_whole_register_is_what_the_second_writing_says(
    work: OpenWork, city: City, seed: int
) -> None:
    rng = Random(seed)  # noqa: S311 - keeps no secret
    days = [FEB_5 + timedelta(days=number) for number in range(-40, 40, 5)]
    places = [(city.tool, city.hpd), (city.tool, city.rvs)]
    with work(city.ines) as w:
        said = [
            make_statement(
                w,
                *rng.choice(places),
                rng.choice((Answer.DENIED, Answer.DENIED, Answer.CONFIRMED)),
                rng.choice(days),
                asked_on=date(2019, 12, 1),
            )
            for _ in range(6)
        ]
        assess_statements(w, because="statements were recorded")
        found = [
            record(
                w,
                *rng.choice(places),
                stage=rng.choice(list(Stage)),
                certainty=rng.choice(list(Certainty)),
                first_used_on=rng.choice((None, *days, Day.of_month(2020, 2))),
            )
            for _ in range(12)
        ]
    for number in rng.sample(found, 5):
        change(work, city, number, **rng.choice(_CHANGES))
        assert stored(work) == wanted(work)
    with work(city.ines) as w:
        w.session.get_one(Statement, said[0]).answered_on = days[-1]
        w.record(Act.UPLOAD_APPLIED)
        assess_next(w, found[-1])
    assert stored(work) == wanted(work)
    assert wanted(work)


_CHANGES: list[dict[str, object]] = [
    {"certainty": Certainty.DOCUMENTED, "stage": Stage.USED},
    {"certainty": Certainty.DISPROVED},
    {"withdrawn_at": MORNING},
]


def stored(work: OpenWork) -> dict[int | None, set[int]]:
    """By statement, the findings that its open flag lists."""
    return {
        flag.statement_id: {int(number) for number in re.findall(r"\d+", _listed(flag.reason))}
        for flag in flags(work)
        if flag.state is FlagState.OPEN
    }


def _listed(reason: str) -> str:
    return reason.partition("finding")[2].partition(" show")[0]


def wanted(work: OpenWork) -> dict[int | None, set[int]]:
    """The same, from the second writing over every record there is."""
    with work(reading=True) as w:
        said = w.session.scalars(select(Statement)).all()
        rows = w.session.scalars(select(Finding)).all()
    told: dict[int | None, set[int]] = {}
    for one in said:
        shown = [
            Shown(
                row.id,
                row.stage,
                row.certainty,
                _known(row),
                row.withdrawn_at is None,
            )
            for row in rows
            if (row.tool_id, row.department_id) == (one.tool_id, one.department_id)
        ]
        if one.answer is Answer.DENIED and one.answered_on:
            told[one.id] = set(naively(one.answered_on, shown))
    return {number: ids for number, ids in told.items() if ids}


def _known(row: Finding) -> tuple[Day, ...]:
    first, last = row.first_used_on, row.first_used_on_last
    return (Day(first, last or first),) if first else ()


def test_the_flag_leads_to_the_statement_and_is_dismissed_by_who_is_not_concerned(
    work: OpenWork, app: Flask, city: City
) -> None:
    with work(city.ines) as w:
        said = make_statement(w, city.tool, city.hpd, Answer.DENIED, TODAY)
        finding = record(
            w, city.tool, city.hpd, first_used_on=FEB_5, certainty=Certainty.DOCUMENTED
        )
    number = flags(work)[0].id
    browser = Browser(app)
    browser.sign_in("ines@city.example")
    page = browser.get(f"/flags?rule={RULE}")
    assert page.texts("td[data-label=About]") == [f"Statement {said}, FaceFinder"]
    page = browser.get(f"/flags/{number}")
    assert page.html.select_one(f"dd a[href='/statements/{said}']")
    assert f"finding {finding} shows" in browser.get(f"/statements/{said}").text
    lines = browser.get("/figures").texts("#flags-heading ~ .listing tbody tr")
    assert next(line for line in lines if line.startswith(RULE)).startswith(f"{RULE} 1 ")
    with work(city.ines) as w:
        dismiss_flag(w, number, reason="The denial was of another unit.")
    assert flags(work)[0].state is FlagState.DISMISSED

    change(work, city, finding, account_email="sam@city.example")
    other = Browser(app)
    other.sign_in("sam@city.example")
    page = other.get(f"/flags/{number}")
    assert "concerns you" in page.text
    assert "FaceFinder" not in page.text
