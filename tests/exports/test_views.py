"""Lists as files: what is in them for whom, narrowed as on the page, each download an act."""

from datetime import date
from io import BytesIO
from typing import Any

import orjson
import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from auditor.access import Role
from auditor.exports.columns import LISTS
from auditor.exports.rules import Form, too_many
from auditor.sheets.reading import read_table
from auditor.trail.acts import Act
from auditor.trail.model import Change, Entry
from tests.approvals.factory import make_request
from tests.browser import Browser
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, City, make_city, make_finding
from tests.people.factory import make_user


def rows(browser: Browser, address: str) -> list[dict[str, Any]]:
    """The rows of a downloaded file, by heading."""
    answer = browser.client.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    table = read_table(answer.get_data(), address)
    return [dict(zip(table.headings, row.cells, strict=True)) for row in table.rows]


@pytest.fixture
def city(work: OpenWork) -> City:
    city = make_city(work)
    with work(city.ines) as w:
        common: Any = {"signed_up_on": FEB_5, "notes": "=1+1", "source_reference": "007"}
        make_finding(w, city.tool, city.hpd, officer_id=city.vega, **common)
        make_finding(w, city.tool, city.hpd, officer_id=city.okafor, signed_up_on=date(2021, 3, 4))
        make_finding(w, city.tool, city.rvs, name_as_received="Somebody", signed_up_on=FEB_5)
    return city


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_oversight_gets_every_finding_and_column_of_the_list(
    browser: Browser, city: City, form: str
) -> None:
    browser.sign_in("ines@city.example")

    found = rows(browser, f"/findings.{form}")

    assert [str(row["Finding"]) for row in found] == ["1", "2", "3"]
    assert found[0]["Officer"] == "Vega, Ana"
    assert found[0]["Badge"] == "0042"
    assert found[0]["Notes"] == "=1+1"
    assert found[0]["Source reference"] == "007"
    assert found[0]["Verdict"] == "unapproved"
    assert found[2]["Name as received"] == "Somebody"


def test_a_file_is_narrowed_as_its_list_is(browser: Browser, city: City) -> None:
    browser.sign_in("ines@city.example")
    page = browser.get(f"/findings?department={city.hpd}&signed_up_from=2021")

    link = page.html.select_one("a[href*='findings.csv']")

    assert link
    assert "as it is narrowed here" in page.text
    assert "department=1" in str(link["href"])
    assert [row["Finding"] for row in rows(browser, f"/findings.csv?department={city.rvs}")] == [
        "3"
    ]
    wrong = browser.get("/findings.csv?signed_up_from=someday")
    assert wrong.status == 422


def test_a_supervisor_gets_their_department_and_its_columns(browser: Browser, city: City) -> None:
    browser.sign_in("sam@city.example")

    found = rows(browser, "/findings.csv")

    assert [row["Finding"] for row in found] == ["1", "2"]
    kept = {"Notes", "Source", "Source reference", "Recorded by"}
    assert not kept & found[0].keys()
    assert {row["Department"] for row in rows(browser, "/officers.csv")} == {
        "HPD Police Department"
    }
    assert [row["Code"] for row in rows(browser, "/departments.csv")] == ["HPD"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_who_is_concerned_gets_no_file_with_what_concerns_them(
    browser: Browser, work: OpenWork, city: City, form: str
) -> None:
    with work(city.ines) as w:
        asked = make_request(w, city.tool, city.hpd, officer_id=city.okafor)
        other = make_request(w, city.tool, city.hpd, officer_id=city.vega)
    with work() as w:
        make_user(w, Role.OVERSIGHT, "ada@city.example", officer_id=city.okafor)
    browser.sign_in("ada@city.example")

    assert [str(row["Finding"]) for row in rows(browser, f"/findings.{form}")] == ["1", "3"]
    assert [int(row["Approval"]) for row in rows(browser, f"/approvals.{form}")] == [other]
    assert asked != other


def test_a_council_member_gets_no_list(browser: Browser, work: OpenWork, city: City) -> None:
    with work() as w:
        make_user(w, Role.COUNCIL, "council@city.example")
    browser.sign_in("council@city.example")

    for name in LISTS:
        for form in Form:
            assert browser.client.get(f"/{name}.{form}").status_code == 403


def test_every_download_is_an_act_that_tells_what_was_given_to_whom(
    browser: Browser, work: OpenWork, city: City
) -> None:
    browser.sign_in("ines@city.example")
    browser.client.get(f"/findings.csv?department={city.rvs}&q=somebody")

    with work(reading=True) as w:
        entry = w.session.scalars(select(Entry).where(Entry.act == Act.LIST_DOWNLOADED)).one()
        body = w.session.scalar(select(Change.body).where(Change.seq == entry.seq)) or b""
    assert orjson.loads(entry.payload)["actor"]["id"] == city.ines.user_id
    told = orjson.loads(body)[1]
    assert (told["list"], told["form"], told["rows"]) == ("findings", "csv", 1)
    assert told["sought"] == {"department": str(city.rvs), "q": "somebody"}


def test_a_workbook_holds_text_that_begins_like_a_formula_as_text(
    browser: Browser, city: City
) -> None:
    browser.sign_in("ines@city.example")
    book = load_workbook(BytesIO(browser.client.get("/findings.xlsx").get_data()))

    cells = {cell.value: cell for row in book["Findings"] for cell in row}

    assert cells["=1+1"].data_type == "s"
    assert cells["=1+1"].quotePrefix
    assert cells["0042"].data_type == "s"
    assert book.properties.creator == "Office of Police Oversight"


def test_a_list_that_is_too_long_for_a_file_is_refused_with_the_remedy() -> None:
    assert too_many(20_000, Form.XLSX) == ""
    assert too_many(61_234, Form.XLSX) == (
        "This list has 61,234 rows, and a workbook made here holds 20,000 at most. Narrow the list "
        "with its filters, or download it as CSV, or issue a report, which holds all."
    )
    assert "or download" not in too_many(161_234, Form.XLSX)
    assert "a CSV file made here holds 100,000" in too_many(161_234, Form.CSV)
