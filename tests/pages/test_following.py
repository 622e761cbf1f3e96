"""Where scripts run, the page of an order moves by itself, and leads to the report."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from auditor.access import SYSTEM
from auditor.reports.model import ReportOrder
from auditor.reports.ordering import issue_ordered, place_order, take_order
from auditor.reports.rules import SILENT_AFTER, Step
from auditor.wiring import Turns, current_wiring
from tests.browser import PASSWORD
from tests.conftest import OpenWork
from tests.findings.factory import make_city
from tests.pages.test_every_page import sign_in
from tests.reports.orders import COUNCIL

pytestmark = pytest.mark.browser


def test_the_page_of_an_order_moves_by_itself_and_leads_to_the_report(
    app: Flask, live: str, real_browser: Browser, work: OpenWork
) -> None:
    city = make_city(work)
    with app.app_context():
        wiring = current_wiring()
    clock = Turns(wiring, SYSTEM)
    with clock.acting_as(city.ines).writing() as w:
        place_order(w, COUNCIL)
    page = real_browser.new_page()
    sign_in(page, live, "ines@city.example", PASSWORD)
    page.goto(f"{live}/reports/orders/1")
    expect(page.locator("#progress h2")).to_have_text("Waiting")

    with clock.writing() as w:
        assert take_order(w)
        order = w.session.get_one(ReportOrder, 1)
        order.step, order.done, order.total = Step.READING, 1, 2
    expect(page.get_by_text("Read 1 of 2 findings.")).to_be_visible()
    with clock.writing() as w:
        w.session.get_one(ReportOrder, 1).heard_at = w.now - SILENT_AFTER
    issue_ordered(clock, wiring.files)

    expect(page.get_by_role("heading", level=1)).to_have_text("Report 1")
    assert page.url == f"{live}/reports/1"
    page.close()
