"""The ten questions on the invented city, each held to a second count over its hand-over rows."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from flask import Flask

from auditor.demo.city import make_city
from auditor.findings.rules import Stage
from auditor.questions.rules import QUESTIONS, READS, Asked, Told
from auditor.verdicts.assessment import Assessment
from auditor.verdicts.rules import Reason, Verdict
from tests.browser import Browser, Page
from tests.city import accounts, city, filled_city
from tests.demo.city_in_rules import Row, assessed, rows_of
from tests.exports.files import file_of
from tests.home.test_views import counted_statements

__all__ = ["city", "filled_city"]

CITY = make_city()
HANDED_OVER = list(zip(rows_of(CITY.handover_csv), assessed(CITY), strict=True))
FACE = {row["Name"] for row in rows_of(CITY.tools_csv) if row["Category"] == "face recognition"}
AT_ONCE = {Reason.NO_APPROVAL, Reason.BEFORE_APPROVAL, Reason.RATIFIED}

Met = Callable[[Row, Assessment], bool]


def used(row: Row) -> bool:
    return row["Stage"] in {"used", "used in a case"}


def face(row: Row) -> bool:
    return used(row) and row["Tool"] in FACE


def unapproved(verdict: Assessment) -> bool:
    return verdict.verdict is Verdict.UNAPPROVED


def explained(row: Row) -> bool:
    purposes = {part.strip() for part in row["Purposes"].split(";")} - {"", "unknown", "personal"}
    return bool(row["Case numbers"].strip() and purposes)


def nothing(_row: Row, _verdict: Assessment) -> bool:
    """No follow-up has an outcome in the city, and its report was issued after all was taken in."""
    return False


#: Each part once more, by hand, of a row of the hand-over and the verdict that the rules give it.
BY_HAND: dict[Asked, Met] = {
    Asked.BEFORE_APPROVAL: lambda row, v: face(row) and v.reason in AT_ONCE,
    Asked.RULE_BROKEN: lambda row, v: face(row) and unapproved(v) and v.reason not in AT_ONCE,
    Asked.NO_RULE: lambda row, v: face(row) and v.verdict is Verdict.NO_RULE,
    Asked.FOLLOWED: nothing,
    Asked.EXPLAINED: lambda row, _: used(row) and explained(row),
    Asked.UNEXPLAINED: lambda row, _: used(row) and not explained(row),
    Asked.OPEN: lambda row, v: row["Account state"] == "open" and v.verdict is not Verdict.APPROVED,
    Asked.STATE_UNKNOWN: lambda row, _: (
        row["Stage"] != Stage.OFFERED and row["Account state"] in {"", "unknown"}
    ),
    Asked.RATIFIED: lambda _, v: v.reason is Reason.RATIFIED,
    Asked.LEADS: lambda row, v: row["Stage"] == "used in a case" and unapproved(v),
    Asked.OUTSIDE: lambda row, _: used(row) and bool(row["On behalf of"]),
    Asked.OUTSIDE_PROHIBITED: lambda row, v: (
        used(row) and bool(row["On behalf of"]) and v.reason is Reason.PROHIBITED
    ),
    Asked.PROHIBITED: lambda row, v: used(row) and v.reason is Reason.PROHIBITED,
    Asked.COUNCIL_MISSING: lambda _, v: v.reason is Reason.COUNCIL_APPROVAL_MISSING,
    Asked.OUTCOME: nothing,
    Asked.NO_OUTCOME: lambda _, v: unapproved(v),
    Asked.ADDED: nothing,
}


def shown(page: Page) -> dict[str, int]:
    """The number of each part on the page, by what it counts."""
    found = {}
    for line in page.html.select("section[id^=question-] tbody tr"):
        cells = [cell.get_text(" ", strip=True) for cell in line.select("th, td")]
        found[cells[0]] = int(cells[1].replace(",", ""))
    return found


def opened(app: Flask, role: str) -> tuple[Browser, Page]:
    browser = Browser(app)
    browser.sign_in(*accounts(app)[role])
    return browser, browser.get("/questions")


def called(part: Asked | Told) -> str:
    return READS[part][:1].upper() + READS[part][1:]


def test_every_part_is_what_a_second_count_over_the_hand_over_gives(city: Flask) -> None:
    browser, page = opened(city, "oversight")
    numbers = shown(page)
    by_hand = {
        asked: sum(
            met(row, verdict) and verdict.verdict is not Verdict.NOT_COUNTED
            for row, verdict in HANDED_OVER
        )
        for asked, met in BY_HAND.items()
    }
    assert {asked: numbers[called(asked)] for asked in BY_HAND} == by_hand
    assert sum(by_hand.values()) > 400
    flagged = browser.get("/flags?rule=open-after-departure").texts("tbody tr")
    assert numbers[called(Asked.LEFT)] == len(flagged) == 3


def test_what_departments_told_is_what_stands_in_the_file_of_answers(city: Flask) -> None:
    """By hand: the sheriff is silent about Quillwarden, and answered the rest in the end."""
    _, page = opened(city, "oversight")
    answers = [row["Answer"] for row in rows_of(CITY.statements_csv)]
    numbers = shown(page)
    for told in (Told.DENIED, Told.CONFIRMED, Told.PARTLY, Told.DECLINED):
        assert numbers[called(told)] == answers.count(told.value)
    assert numbers[called(Told.WAITING)] == 1


@pytest.mark.parametrize("role", ["oversight", "supervisor"])
def test_each_number_leads_to_just_its_rows_and_to_a_file_of_them(city: Flask, role: str) -> None:
    browser, page = opened(city, role)
    for line in page.html.select("section[id^=question-] tbody tr"):
        number = int(line.select("td")[0].get_text(strip=True).replace(",", ""))
        rows, as_csv, _ = (str(link["href"]) for link in line.select("a"))
        told = re.search(r"([\d,]+) ", browser.get(rows).texts("p.count")[0])
        listed = int(told[1].replace(",", "")) if told else 0
        assert listed == number, rows
        file = csv.reader(io.StringIO(file_of(browser, as_csv).decode("utf-8-sig"), newline=""))
        assert len(list(file)) - 1 == number, as_csv


def test_the_council_reads_numbers_and_can_open_no_row(city: Flask) -> None:
    _, all_of_it = opened(city, "oversight")
    browser, page = opened(city, "council")
    assert shown(page) == shown(all_of_it)
    addresses = {str(link["href"]) for link in page.html.select("main section a")}
    assert {one for one in addresses if not one.startswith("/questions/")} == {"/reports"}
    assert browser.client.get("/findings?asked=explained").status_code == 403
    names = {row["Officer"] for row, _ in HANDED_OVER if "," in row["Officer"]}
    assert not [name for name in names if name in page.text]


def test_each_question_says_what_is_not_on_record(city: Flask) -> None:
    _, page = opened(city, "council")
    assert len(page.html.select("section[id^=question-]")) == len(QUESTIONS) == 10
    said = page.texts("section[id^=question-] p.muted")
    for missing in ("votes", "costs", "arrests", "rank"):
        assert any(missing in each.lower() for each in said)


def test_the_page_asks_the_database_little(city: Flask) -> None:
    browser, _ = opened(city, "oversight")
    with counted_statements(city) as seen:
        browser.get("/questions")
    assert len(seen) <= 6
