"""The page of an approval: what it covers and what it does not, drawn, told, and kept from whom."""

from datetime import date
from typing import Any

from auditor.evidence.service import Document
from auditor.rulings.rules import Outcome
from tests.approvals.conftest import JAN_10
from tests.approvals.factory import confirm, make_request
from tests.browser import Browser, Page
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, City, make_finding
from tests.rulings.factory import make_ruling

SAM = "sam@city.example"


def rows(page: Page, caption: str) -> list[str]:
    table = next(table for table in page.html.select("table") if caption in table.get_text())
    return [" ".join(row.get_text(" ").split()) for row in table.select("tbody tr")]


def test_an_approval_tells_what_it_covers_what_it_does_not_and_why(
    work: OpenWork, city: City, letter: Document, browser: Browser
) -> None:
    with work(city.ines) as w:
        make_ruling(w, Outcome.PROHIBITED, date(2020, 6, 1))
        of_vega: dict[str, Any] = {"officer_id": city.vega}
        days: dict[str, Any] = {"signed_up_on": date(2020, 1, 5), "first_used_on": FEB_5}
        covered = make_finding(w, city.tool, city.hpd, **of_vega, **days)
        late = make_finding(w, city.tool, city.hpd, **of_vega, first_used_on=date(2020, 7, 1))
        other = make_finding(w, city.tool, city.hpd, officer_id=city.okafor, first_used_on=FEB_5)
        make_finding(w, city.tool, city.hpd, **of_vega)
        own = make_finding(w, city.tool, city.hpd, account_email=SAM, first_used_on=FEB_5)
        make_finding(w, city.tool, city.rvs, first_used_on=FEB_5)
        asked = make_request(w, city.tool, city.hpd, officer_id=city.vega)
        withdrawn = make_request(w, city.tool, city.hpd, officer_id=city.vega)
    confirm(work, city.olga, asked, document=letter, document_on=JAN_10)
    browser.sign_in(SAM)
    page = browser.get(f"/approvals/{asked}")
    assert "What this approval covers, and what it does not" in page.texts("h2")
    *first, last = rows(page, "What it says of each day")
    assert first == [
        "1 1 January 2020 9 January 2020 gives none it was confirmed only afterwards",
        "2 10 January 2020 31 May 2020 gives leave it was confirmed by then, and in its term",
    ]
    assert last.startswith("3 1 June 2020 ")
    assert last.endswith("gives none a ruling prohibits it, which no approval answers ( Ruling 2 )")
    assert [row.split()[1] for row in rows(page, "Rulings in effect")] == ["1", "2"]
    (told,) = rows(page, "Findings it covers")
    assert told.startswith(f"Finding {covered} Vega, Ana First used 5 February 2020: covered")
    assert "Signed up 5 January 2020: not covered it was confirmed only afterwards" in told
    assert [row.split()[1] for row in rows(page, "Findings it does not cover")] == [
        str(late),
        str(other),
    ]
    assert "1 finding: it is for another unit, officer or purpose." in page.text
    assert "1 of them has another known date that it does not cover." in page.text
    assert "Of 1 more finding no day of signing up or of use is known." in page.text
    assert f"Finding {own} " not in page.text
    assert len(page.html.select(".span-track .span-mark")) == 4
    assert len(page.html.select(".span-track .span-hollow")) == 3
    assert page.html.select(".span-drawing[role=img][aria-label]")
    assert not page.html.select(".span-drawing a")
    browser = Browser(browser.client.application)
    browser.sign_in("ines@city.example")
    page = browser.submit(
        browser.get(f"/approvals/{withdrawn}/withdraw"), "Withdraw", reason="Asked twice."
    )
    assert "It covers nothing: it was withdrawn, and counts nowhere." in page.text
    assert f"Finding {own} " in browser.get(f"/approvals/{asked}").text
