"""The tables of the questions on the invented city, each held to a second count over its files."""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from statistics import median

import pytest
from flask import Flask
from openpyxl import load_workbook

from auditor.questions.rules import QUESTIONS, Asked
from auditor.questions.rules.tables import joined_small, middle, percent
from auditor.verdicts.assessment import Assessment
from auditor.verdicts.rules import Reason, Verdict
from tests.browser import Browser, Page
from tests.city import accounts, city, filled_city
from tests.demo.city_in_rules import CODES, Row, rows_of
from tests.exports.files import file_of
from tests.home.test_views import counted_statements
from tests.questions.test_questions import BY_HAND, CITY, HANDED_OVER, unapproved

__all__ = ["city", "filled_city"]

NAMES = {row["Code"]: row["Name"] for row in rows_of(CITY.departments_csv)}
COUNTED = [(row, v) for row, v in HANDED_OVER if v.verdict is not Verdict.NOT_COUNTED]

Told = list[dict[str, str]]


def signed_in(app: Flask, role: str) -> Browser:
    browser = Browser(app)
    browser.sign_in(*accounts(app)[role])
    return browser


def table(browser: Browser, name: str) -> Told:
    """A table of a question as its CSV file holds it."""
    text = file_of(browser, f"/questions/{name}.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def place(row: Row) -> tuple[str, str]:
    return row["Tool"], NAMES[row["Department"]]


def by_place(told: Told, column: str) -> dict[tuple[str, str], int]:
    """A column of a table by tool and department, without what is none."""
    found: Counter[tuple[str, str]] = Counter()
    for row in told:
        found[row["Tool"], row["Department"]] += int(row[column])
    return +found


def by_hand(met: Callable[[Row, Assessment], bool]) -> dict[tuple[str, str], int]:
    return Counter(place(row) for row, verdict in COUNTED if met(row, verdict))


def fewest(row: Row) -> int:
    """Searches of a row, at least: “12”, “11-50” or “51+”."""
    return int(row["Searches"].split("-")[0].rstrip("+") or 0)


def case_numbers(row: Row) -> list[str]:
    return [part.strip() for part in row["Case numbers"].split(";") if part.strip()]


def test_use_by_tool_and_department_is_what_a_second_count_gives(city: Flask) -> None:
    browser = signed_in(city, "oversight")
    face = table(browser, "face-recognition")
    use = table(browser, "explained-use")
    for told, column, asked in (
        (face, "Used before any approval", Asked.BEFORE_APPROVAL),
        (face, "Against a rule", Asked.RULE_BROKEN),
        (face, "No rule on record", Asked.NO_RULE),
        (use, "Findings explained", Asked.EXPLAINED),
        (use, "Findings not explained", Asked.UNEXPLAINED),
        (table(browser, "outside-agencies"), "Findings", Asked.OUTSIDE),
        (table(browser, "cases-by-department"), "Findings", Asked.LEADS),
    ):
        assert by_place(told, column) == by_hand(BY_HAND[asked]), column
    explained, rest = (
        [row for row, verdict in COUNTED if BY_HAND[asked](row, verdict)]
        for asked in (Asked.EXPLAINED, Asked.UNEXPLAINED)
    )
    for source in table(browser, "explained-use-by-source"):
        told_so, not_so = (
            sum(fewest(row) for row in rows if row["Source"] == source["Source"])
            for rows in (explained, rest)
        )
        assert int(source["Searches explained, at least"]) == told_so > 0
        assert int(source["Searches not explained, at least"]) == not_so
        share = float(source["Searches explained, %"])
        assert share == round(100 * told_so / (told_so + not_so), 1)


def test_cases_are_told_one_by_one_and_counted_once_each(city: Flask) -> None:
    browser = signed_in(city, "oversight")
    cases: dict[tuple[str, str], set[str]] = defaultdict(set)
    findings: Counter[tuple[str, str]] = Counter()
    for row, verdict in COUNTED:
        if BY_HAND[Asked.LEADS](row, verdict):
            cases[place(row)] |= set(case_numbers(row))
            findings.update((NAMES[row["Department"]], number) for number in case_numbers(row))
    told = table(browser, "cases")
    assert {(row["Department"], row["Case number"]): int(row["Findings"]) for row in told} == dict(
        findings
    )
    most = max(told, key=lambda row: int(row["Findings"]))
    narrowed = f"/findings.csv?asked=in-a-case-unapproved&case_number={most['Case number']}"
    assert file_of(browser, narrowed).count(b"\r\n") - 1 == int(most["Findings"]) > 1
    counted = by_place(table(browser, "cases-by-department"), "Cases")
    assert counted == {where: len(numbers) for where, numbers in cases.items()}


def test_open_accounts_are_told_with_what_holds_today(city: Flask) -> None:
    """By hand: the city’s rulings have no end, and so they hold today as on their last day."""
    told = table(signed_in(city, "oversight"), "open-accounts")
    is_open = [(row, v) for row, v in COUNTED if row["Account state"] == "open"]
    assert by_place(told, "Open accounts") == Counter(place(row) for row, _ in is_open)
    for licence in ("trial", "paid", "borrowed"):
        by_licence = Counter(place(row) for row, _ in is_open if row["Licence"] == licence)
        assert by_place(told, f"Licence {licence}") == by_licence
    assert sum(int(row["Of people who left"]) for row in told) == 3
    today = {(row["Tool"], row["Department"]): row["What holds today"] for row in told}
    police, sheriff = (NAMES[code] for code in CODES)
    assert today["Clearview AI", police] == "a ruling prohibits it"
    assert today["Clearview AI", sheriff].startswith("the council’s own approval is required")
    assert today["Echopost", police] == "a ruling permits it"


#: The column of what was confirmed and does not stand any more.
REVOKED = "Confirmed, later revoked"


def stood(row: Row) -> int:
    """What was confirmed, whether or not it was revoked later."""
    return int(row["Confirmed"]) + int(row[REVOKED])


def test_decisions_are_told_by_supervisor(city: Flask) -> None:
    requests = rows_of(CITY.approvals_csv)
    took: dict[str, list[int]] = defaultdict(list)
    outcomes: Counter[tuple[str, str]] = Counter()
    for decision in CITY.decisions:
        asked = requests[decision.approval_row]
        asked_on = decision.document_on.fromisoformat(asked["Document date"])
        took[NAMES[asked["Department"]]].append((decision.document_on - asked_on).days)
        outcomes[NAMES[asked["Department"]], decision.outcome] += 1
    browser = signed_in(city, "oversight")
    told = table(browser, "decisions-by-supervisor")
    supervisors = {NAMES[one.department]: one.name for one in CITY.users if one.department}
    assert {(row["Decided by"], row["Department"]) for row in told} == {
        (supervisors[department], department) for department in took
    }
    for row in told:
        where = row["Department"]
        assert stood(row) == outcomes[where, "confirm"]
        assert int(row["Denied"]) == outcomes[where, "deny"]
        assert float(row["Days from request to decision, median"]) == median(took[where])
        assert row["Confirmed for themselves"] == "0"
    ratified = sum(BY_HAND[Asked.RATIFIED](row, verdict) for row, verdict in COUNTED)
    each = table(browser, "confirmations")
    for rows in (told, each):
        assert sum(int(row["Findings confirmed only afterwards"]) for row in rows) == ratified > 0
    assert len(each) == sum(map(stood, told))
    assert sum(int(row[REVOKED]) for row in told) == len(CITY.revocations)
    assert all(unapproved(v) for row, v in COUNTED if BY_HAND[Asked.RATIFIED](row, v))


def test_what_departments_told_is_told_from_first_to_last(city: Flask) -> None:
    """By hand: the police denied on 27 January 2020, and confirmed 17 days later."""
    told = table(signed_in(city, "oversight"), "answers")
    rows = rows_of(CITY.statements_csv)
    assert by_place(told, "Statements") == Counter(place(row) for row in rows)
    (turned,) = (row for row in told if row["Days from denial to confirmation"])
    assert (turned["Given on"], turned["Counts since"]) == ("2020-01-27", "2020-02-13")
    assert turned["Days from denial to confirmation"] == "17"
    assert turned["Remark"] == "denied then confirmed; unaware until asked"


def test_each_tool_is_told_with_who_approved_it_and_what_lies_outside(city: Flask) -> None:
    browser, requests = signed_in(city, "oversight"), rows_of(CITY.approvals_csv)
    today = table(browser, "tools-today")
    for column, reason in (
        ("Findings outside a scope", Reason.OUTSIDE_SCOPE),
        ("Findings without the council’s approval", Reason.COUNCIL_APPROVAL_MISSING),
    ):
        outside = Counter(place(row) for row, v in COUNTED if v.reason is reason)
        assert by_place(today, column) == outside
    revoked = {each.approval_row for each in CITY.revocations}
    decided = [d.approval_row for d in CITY.decisions if d.outcome == "confirm"]
    confirmed = [at for at in decided if at not in revoked]
    endless = Counter(place(requests[at]) for at in confirmed if not requests[at]["Valid until"])
    each = table(browser, "approvals-that-run")
    assert Counter((row["Tool"], row["Department"]) for row in each) == endless
    assert by_place(today, "Approvals that run today").items() <= endless.items()


def pages(browser: Browser) -> Iterable[Page]:
    return (browser.get(f"/questions/{number}") for number in range(1, len(QUESTIONS) + 1))


@pytest.mark.parametrize("role", ["oversight", "supervisor"])
def test_a_number_in_a_table_leads_to_just_its_rows(city: Flask, role: str) -> None:
    browser = signed_in(city, role)
    followed = 0
    for page in pages(browser):
        for rows in (body.select("tr") for body in page.html.select("section[id] tbody")):
            for link in {id(row): row for row in (rows[0], rows[-1])}.values():
                for each in link.select("td.num a[href]"):
                    if str(each["href"]).startswith("/follow-ups/"):
                        continue  # The number of one follow-up, and no count.
                    number = int(each.get_text(strip=True).replace(",", ""))
                    first = browser.get(str(each["href"])).texts("p.count")[0]
                    assert int(first.split()[0].replace(",", "")) == number, each["href"]
                    followed += 1
    assert followed > 20


def test_the_council_reads_tables_without_a_person_or_a_case(city: Flask) -> None:
    browser = signed_in(city, "council")
    kept = {row["Officer"] for row, _ in HANDED_OVER if "," in row["Officer"]}
    kept |= {number for row, _ in HANDED_OVER for number in case_numbers(row)}
    kept |= {user.name for user in CITY.users if user.role == "supervisor"}
    for page in pages(browser):
        assert not [text for text in kept if text in page.text]
        addresses = {str(link["href"]) for link in page.html.select("main a[href]")}
        assert not [one for one in addresses if not one.startswith(("/questions", "/reports"))]
    for name in ("cases", "confirmations", "no-such-table"):
        assert browser.client.get(f"/questions/{name}.csv").status_code == 404
    assert "Supervisor" in {row["Decided by"] for row in table(browser, "decisions-by-supervisor")}


def test_a_supervisor_reads_the_tables_of_their_department_and_not_by_source(city: Flask) -> None:
    browser, police = signed_in(city, "supervisor"), NAMES["PHPD"]
    for name in ("face-recognition", "explained-use", "open-accounts", "cases", "confirmations"):
        told = table(browser, name)
        assert {row["Department"] for row in told} == {police}, name
    assert browser.client.get("/questions/explained-use-by-source.csv").status_code == 404
    assert browser.get("/findings?source=department’s survey").texts("p.nothing")


def test_a_table_is_downloaded_as_it_stands_and_that_is_told_by_the_trail(city: Flask) -> None:
    browser = signed_in(city, "oversight")
    as_csv = table(browser, "explained-use")
    book = load_workbook(io.BytesIO(file_of(browser, "/questions/explained-use.xlsx")))
    sheet = list(book.worksheets[0].iter_rows(values_only=True))
    assert list(sheet[0]) == list(as_csv[0])
    assert len(sheet) - 1 == len(as_csv)
    assert "Downloaded" in browser.get("/trail").texts("tbody tr")[0]


def test_the_page_of_a_question_asks_the_database_little(city: Flask) -> None:
    browser = signed_in(city, "oversight")
    for page in range(1, len(QUESTIONS) + 1):
        with counted_statements(city) as seen:
            browser.get(f"/questions/{page}")
        assert len(seen) <= 12, (page, len(seen))


def test_shares_and_medians_are_of_something() -> None:
    assert (percent(1, 3), percent(0, 4), percent(0, 0)) == (33.3, 0.0, None)
    assert (middle([3, 1, 8]), middle([1, 2]), middle([])) == (3, 1.5, None)


def test_few_officers_never_stand_alone() -> None:
    """By hand: a chief and two lieutenants are 3, so that the 6 sergeants join them."""
    assert joined_small({"patrol": 40, "sergeant": 6}) == frozenset()
    few = {"patrol": 40, "sergeant": 6, "lieutenant": 2, "chief": 1}
    assert joined_small(few) == {"chief", "lieutenant", "sergeant"}
    assert joined_small({"chief": 1, "captain": 4, "patrol": 9}) == {"chief", "captain"}
    assert joined_small({"chief": 1}) == {"chief"}
