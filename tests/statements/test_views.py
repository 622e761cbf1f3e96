"""Pages about statements, for the office and for a supervisor."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask

from auditor.people.deputies import name_deputy
from auditor.people.model import User
from auditor.trail.acts import Act
from tests.browser import Browser, Page
from tests.conftest import OpenWork
from tests.findings.factory import City, make_city, make_finding
from tests.follow_ups import factory as follow_ups
from tests.follow_ups.factory import make_flags

INES, SAM = "ines@city.example", "sam@city.example"


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_city(work)


@pytest.fixture
def office(browser: Browser, city: City) -> Browser:
    browser.sign_in(INES)
    return browser


@pytest.fixture
def supervisor(app: Flask, city: City) -> Browser:
    theirs = Browser(app)
    theirs.sign_in(SAM)
    return theirs


def ask(office: Browser, city: City, **typed: str | list[str]) -> Page:
    asked = {"tool": str(city.tool), "question": "Does anybody use it?", "due_on": "2025-01-31"}
    asked |= {"asked_on": "2025-01-10"}
    return office.submit(office.get("/statements/new"), "Ask", **(asked | typed))


def test_all_departments_are_asked_in_one_step_and_the_round_tells_who_has_not_answered(
    office: Browser, supervisor: Browser, city: City
) -> None:
    page = ask(office, city, everybody="y")
    assert page.heading == "Asked about FaceFinder on 10 January 2025"
    assert page.texts(".figures dd") == ["2", "0", "2"]

    page = supervisor.get("/statements?answered=no")
    assert page.texts("tbody th a") == ["FaceFinder", "Statement 1"]
    page = supervisor.submit(
        supervisor.get("/statements/1/answer"),
        "Record the answer",
        answer="denied",
        complete_list="y",
        units_asked="2",
        units_in_all="9",
    )
    assert page.heading == "Statement 1"
    assert "Signed by Sam Hill" in page.text
    assert "2 of 9 in all" in page.text

    page = office.get("/statements/2/round")
    assert page.texts(".figures dd") == ["2", "1", "1"]
    (row,) = page.texts("tbody tr")
    said = re.fullmatch(r"RVS Police Department – (\d+) days overdue for (\d+) days", row)
    assert said
    assert int(said[1]) - int(said[2]) == 21
    page = office.get("/statements?answered=no")
    assert page.texts("tbody th a")[-1] == "Statement 2"
    assert office.get("/statements?answer=denied&department=2").texts(".nothing")


def test_ticked_departments_alone_are_asked_and_what_was_typed_stays_when_refused(
    office: Browser, city: City
) -> None:
    page = ask(office, city, departments=[str(city.rvs)], due_on="2025-01-01")
    assert page.status == 422
    assert "before it was asked on" in page.text
    ticked = page.html.select("[name=departments][checked]")
    assert [str(box["value"]) for box in ticked] == [str(city.rvs)]
    page = office.submit(page, "Ask", due_on="2025-01-31")
    assert page.heading == "Statement 1"
    assert "Not answered since 10 January 2025, for " in page.text


def test_a_later_answer_stands_beside_the_earlier_one_with_what_follows_from_both(
    office: Browser, city: City
) -> None:
    page = ask(office, city, departments=[str(city.hpd)])
    for answer, day, aware in (
        ("denied", "2025-01-20", "not said"),
        ("confirmed", "2025-02-27", "no"),
    ):
        page = office.submit(
            office.get("/statements/1/answer"),
            "Record the answer",
            answer=answer,
            answered_on=day,
            aware_before_asked=aware,
            paper=(BytesIO(b"A note of a call.\n"), "call.txt"),
        )
    assert page.heading == "Statement 2"
    assert "Supersedes Statement 1" in page.text
    assert "Remark denied then confirmed; unaware until asked" in page.text
    assert "Open the document" in page.text
    figures = office.get("/statements").texts("#answers-heading ~ .listing tbody td")
    assert figures == ["1", "0", "0", "0", "1", "0", "1 (38 days)", "1"]


def test_a_deputy_is_shown_no_button_that_would_be_refused(
    app: Flask, work: OpenWork, office: Browser, city: City
) -> None:
    (flag,) = make_flags(work, city, [city.vega])
    follow_ups.ask(work, city.ines, [flag])
    ask(office, city, departments=[str(city.hpd)])
    olga = Browser(app)
    olga.sign_in("olga@city.example")
    pages = ("/statements/1", "/follow-ups/1")
    for address in pages:
        assert "Answer" in olga.get(address).texts(".actions a")
    assert city.olga.user_id
    with work() as w:
        w.session.get_one(User, city.sam.user_id).officer_id = city.vega
        w.record(Act.USER_EDITED)
    with work(city.sam) as w:
        # The pages keep the true clock.
        name_deputy(w, city.olga.user_id, since=w.today, until=w.today + timedelta(9_000))
    for address in pages:
        page = olga.get(address)
        assert page.texts(".actions a") == []
        assert olga.get(f"{address}/answer").status == 403
    assert "whom you stand in for today" in olga.get("/follow-ups/1").text


def test_a_statement_is_withdrawn_with_a_reason_and_stays_visible(
    office: Browser, supervisor: Browser, city: City
) -> None:
    ask(office, city, departments=[str(city.hpd)])
    page = office.submit(office.get("/statements/1/withdraw"), "Withdraw", reason="Asked twice.")
    assert "Asked twice." in page.text
    assert office.get("/statements").texts("#results > .count") == ["0 statements"]
    assert supervisor.get("/statements/1").status == 200
    assert supervisor.get("/statements/1/answer").status == 409


def test_whoever_is_concerned_sees_only_that_it_exists(
    office: Browser, supervisor: Browser, work: OpenWork, city: City
) -> None:
    ask(office, city, departments=[str(city.hpd)])
    with work(city.ines) as w:
        make_finding(w, city.tool, city.hpd, account_email=SAM)
    assert "concerns you" in supervisor.get("/statements").text
    page = supervisor.get("/statements/1")
    assert "It is handled by the oversight office" in page.text
    assert "Does anybody use it?" not in page.text
    assert supervisor.get("/statements/1/answer").status == 403
