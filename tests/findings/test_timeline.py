"""The finding’s page, day by day: what is drawn, what is told, and what is kept from whom."""

from datetime import date

import pytest

from auditor.access import Role
from auditor.days import Day
from auditor.rulings.rules import Outcome
from tests.approvals.factory import confirm, make_request
from tests.browser import Browser, Page
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, City, make_city, make_finding
from tests.people.factory import make_user
from tests.rulings.factory import make_ruling

MAY_1, JUNE_30 = date(2020, 5, 1), date(2020, 6, 30)


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_city(work)


@pytest.fixture
def found(work: OpenWork, city: City) -> int:
    """Signed up in February, used last in June; from May on the tool was prohibited."""
    with work(city.ines) as w:
        make_ruling(w, Outcome.PROHIBITED, MAY_1)
        return make_finding(
            w,
            city.tool,
            city.hpd,
            officer_id=city.vega,
            signed_up_on=Day.of_month(2020, 2),
            last_used_on=JUNE_30,
        )


def rows(page: Page, caption: str) -> list[str]:
    table = next(table for table in page.html.select("table") if caption in table.get_text())
    return [" ".join(row.get_text(" ").split()) for row in table.select("tbody tr")]


def test_the_days_are_told_in_order_and_drawn_with_the_same_numbers(
    found: int, browser: Browser
) -> None:
    browser.sign_in("sam@city.example")
    page = browser.get(f"/findings/{found}")
    assert rows(page, "in order") == [
        "1 1 February 2020 30 April 2020 No approval on record no approval would cover it Ruling 1",
        "2 1 May 2020 30 June 2020 No approval on record a ruling prohibited it Ruling 2",
    ]
    assert page.texts(".span-number") == ["1", "2"]
    assert [rect["class"] for rect in page.html.select(".span-track > rect")][:2] == [
        ["tone-bad"],
        ["tone-bad"],
    ]
    assert page.texts(".span-legend li")[:2] == [
        "Signed up on: February 2020",
        "Last used on: 30 June 2020",
    ]
    assert len(page.html.select(".span-track .span-mark")) == 2
    assert len(page.html.select(".span-month")) == 1
    assert page.html.select(".span-drawing[role=img][aria-label]")
    assert not page.html.select(".span-drawing a")


def test_rulings_and_approvals_of_these_days_are_told_beside_them(
    work: OpenWork, city: City, found: int, browser: Browser
) -> None:
    with work(city.ines) as w:
        asked = make_request(w, city.tool, city.hpd, unit="Vice")
        make_request(w, city.tool, city.rvs)
    confirm(work, city.sam, asked)
    browser.sign_in("ines@city.example")
    page = browser.get(f"/findings/{found}")
    assert [row.split()[1] for row in rows(page, "Rulings in effect")] == ["1", "2"]
    (told,) = rows(page, "Approvals of the tool")
    assert told == (
        f"Approval {asked} Vice ; from 1 January 2020 for another unit, officer or purpose "
        "Confirmed on 2 March 2026 –"
    ).replace("Vice ;", "Vice;")


def test_an_approval_that_concerns_the_reader_is_named_and_not_told(
    work: OpenWork, city: City, found: int, browser: Browser
) -> None:
    with work(city.ines) as w:
        asked = make_request(w, city.tool, city.hpd, officer_id=city.okafor, conditions="Alone.")
    with work() as w:
        make_user(w, Role.OVERSIGHT, "ada@city.example", officer_id=city.okafor)
    browser.sign_in("ada@city.example")
    page = browser.get(f"/findings/{found}")
    assert rows(page, "Approvals of the tool") == [
        f"Approval {asked} This approval concerns you: it is handled by the oversight office."
    ]
    assert f"Approval {asked}" not in " ".join(page.texts(".span-drawing"))


def test_whom_it_concerns_sees_no_timeline_and_an_undated_finding_has_none(
    work: OpenWork, city: City, found: int, browser: Browser
) -> None:
    with work() as w:
        make_user(w, Role.OVERSIGHT, "vega@city.example", officer_id=city.vega)
    with work(city.ines) as w:
        undated = make_finding(w, city.tool, city.hpd)
        own_day = make_finding(w, city.tool, city.hpd, first_used_on=FEB_5)
    browser.sign_in("vega@city.example")
    assert "Day by day" not in browser.get(f"/findings/{found}").text
    assert "Day by day" not in browser.get(f"/findings/{undated}").text
    one_day = browser.get(f"/findings/{own_day}")
    assert one_day.texts(".span-ends") == ["5 February 2020"]
