"""The survey of 2021, with invented departments: from files to the page and the workbook."""

import re
from time import perf_counter

import pytest
from flask import Flask

from auditor.columns import Audience
from auditor.statements.rules import Answer
from auditor.wiring import current_wiring
from tests.browser import Browser
from tests.conftest import OpenWork
from tests.findings.factory import City, make_city
from tests.reports.factory import issued, read
from tests.uploads.factory import Desk, counts

#: As it was published; who declined is the rest of those asked.
ASKED = 1803
ANSWERED = {
    Answer.NO_RESPONSE: 1161,
    Answer.DECLINED: 97,
    Answer.DENIED: 210,
    Answer.CONFIRMED: 335,
    Answer.PARTLY_CONFIRMED: 0,
}
FIRST_DENIED, UNAWARE = 69, 34

CODES = [f"D{number:04}" for number in range(ASKED)]
DEPARTMENTS = "Code,Name\n" + "".join(f"{code},Department {code}\n" for code in CODES)
HEAD = "Department,Tool,Asked on,Answer,Answered on,Aware before asked\n"


def survey() -> str:
    """Every department asked on one day; those that first denied have a row for either answer."""
    answers = [answer for answer, number in ANSWERED.items() for _ in range(number)]
    confirming = [code for code, said in zip(CODES, answers, strict=True) if said == "confirmed"]
    rows = [f"{code},FaceFinder,2021-01-04,denied,2021-01-20," for code in confirming[-69:]]
    for code, answer in zip(CODES, answers, strict=True):
        day = "" if answer is Answer.NO_RESPONSE else "2021-03-01"
        aware = "no" if code in confirming[:UNAWARE] else ""
        rows.append(f"{code},FaceFinder,2021-01-04,{answer},{day},{aware}")
    return HEAD + "\n".join(rows) + "\n"


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_city(work)


def test_the_survey_of_2021_comes_out_of_the_page_and_the_workbook_as_it_was_told(
    work: OpenWork, app: Flask, browser: Browser, city: City
) -> None:
    began = perf_counter()
    with app.app_context():
        files = current_wiring().files
    desk = Desk(work, files, city.ines)
    assert counts(desk.apply("departments", DEPARTMENTS)) == (ASKED, 0, 0, 0)
    assert counts(desk.apply("statements", survey())) == (ASKED + FIRST_DENIED, 0, 0, 0)
    content = issued(work, files, city.ines, Audience.COUNCIL).content
    browser.sign_in("ines@city.example")
    page = browser.get("/statements")
    took = perf_counter() - began
    print(f"Taken in, issued and shown in {took:.1f} s")  # noqa: T201 - the figure to be told

    lines = [row for row in read(content, "Summary") if row["Section"] == "Statements by tool"]
    told = {row["Figure"]: row["Value"] for row in lines}
    assert told == {
        "Asked, departments": ASKED,
        **{f"{answer.capitalize()}, departments": n for answer, n in ANSWERED.items()},
        "Denied then confirmed, departments": FIRST_DENIED,
        "Denied then confirmed, median days": 40,
        "Denied then confirmed, most days": 40,
        "Unaware until asked, departments": UNAWARE,
    }
    assert sum(ANSWERED.values()) == ASKED
    shown = page.texts("#answers-heading ~ .listing tbody td")
    numbers = [int(re.split(r"\D", cell.replace(",", ""))[0]) for cell in shown]
    assert numbers == [ASKED, *ANSWERED.values(), FIRST_DENIED, UNAWARE]
    assert browser.get("/figures").texts("#answers-heading ~ .listing tbody td") == shown
    assert browser.get("/statements/1/round").texts(".figures dd") == ["1,803", "642", "1,161"]

    rows = read(content, "Statements")
    remarked = [row["Remark"] for row in rows if row["Remark"]]
    assert sorted(remarked) == ["denied then confirmed"] * 69 + ["unaware until asked"] * 34
    superseded = {row["Supersedes"] for row in rows if row["Supersedes"]}
    latest = [row for row in rows if row["Statement"] not in superseded]
    for answer, number in ANSWERED.items():
        assert sum(row["Answer"] == answer for row in latest) == number
    assert took < 20
