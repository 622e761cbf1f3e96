"""The page of an order: followed without a script, and left in words."""

import pytest
from flask import Flask

from auditor.access import SYSTEM
from auditor.columns import Audience
from auditor.errors import IllegalMove, NotAllowed
from auditor.findings.model import Finding
from auditor.jobs.runner import run_ordered
from auditor.reports.model import Report
from auditor.reports.ordering import cancel_order, place_order, take_order
from auditor.reports.rules import Order
from auditor.trail.acts import Act
from auditor.wiring import Turns, Wiring
from tests.browser import Browser
from tests.conftest import OpenWork
from tests.findings.factory import City
from tests.reports.orders import COUNCIL, placed, reports


def test_an_order_is_followed_on_its_page_until_the_report_is_downloaded(
    ordering: Flask, wiring: Wiring, city: City
) -> None:
    browser = Browser(ordering)
    browser.sign_in("ines@city.example")

    waiting = browser.submit(
        browser.get("/reports/new"), "Issue", audience="council", names="y", reason="Subpoena 7"
    )
    assert waiting.heading == "Order 1"
    assert "yes, because: Subpoena 7" in waiting.text
    assert waiting.html.select_one("head noscript meta[http-equiv=refresh]")
    assert browser.get("/reports").texts("section li")[0].startswith("Order 1, for the council, by")
    run_ordered(Turns(wiring, SYSTEM), wiring.files)
    there = browser.get("/reports/orders/1")

    assert there.path == "/reports/1"
    assert "It contains names of officers, because: Subpoena 7" in there.text
    assert "Issued by Ines" in there.text
    answer = browser.client.get("/reports/1/download")
    with wiring.open(SYSTEM, reading=True) as work:
        kept = work.session.get_one(Report, 1)
    assert answer.status_code == 200
    assert f"attachment; filename={kept.name}" in answer.headers["Content-Disposition"]
    assert "Being issued" not in browser.get("/reports").text


def test_what_no_workbook_holds_is_named_on_the_page_of_the_order(
    ordering: Flask, wiring: Wiring, work: OpenWork, city: City
) -> None:
    with work(city.ines) as w:
        w.session.get_one(Finding, 1).on_behalf_of = "a bell \x07 rings"
        w.record(Act.UPLOAD_APPLIED)
    placed(work, city, Order(audience=Audience.INTERNAL))
    run_ordered(Turns(wiring, SYSTEM), wiring.files)
    browser = Browser(ordering)
    browser.sign_in("ines@city.example")

    page = browser.get("/reports/orders/1")

    assert "Not issued: Finding 1, column “On behalf of”" in page.text
    assert not page.html.select("meta[http-equiv=refresh], [data-follow]")


def test_an_order_that_nobody_takes_says_what_to_run_and_can_be_cancelled(
    ordering: Flask, work: OpenWork, city: City
) -> None:
    order_id = placed(work, city)  # In March, so that nobody has taken it for long.
    browser = Browser(ordering)
    browser.sign_in("ines@city.example")

    left = browser.get(f"/reports/orders/{order_id}")
    assert "Nobody has taken it yet" in left.text
    assert "flask jobs run reports-issue" in left.text
    done = browser.submit(left, "Cancel the order")

    assert "Cancelled: Ines" in done.text
    assert reports(work) == 0
    with work() as w:
        assert take_order(w) is None
    with work(city.ines) as w, pytest.raises(IllegalMove, match="cancelled"):
        cancel_order(w, order_id)
    with work(city.sam) as w, pytest.raises(NotAllowed):
        place_order(w, COUNCIL)
