"""What waits is looked through and decided without leaving the keys."""

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from auditor.approvals.model import Approval
from tests.approvals.factory import make_request
from tests.browser import PASSWORD
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, City, make_city, make_finding
from tests.pages.chromium import axe_violations, scrolls_sideways, watch
from tests.pages.test_every_page import picture

pytestmark = pytest.mark.browser

#: Holds every key that would press something, were it not typed in a field.
REASON = "Checked against the case file, jointly; exactly as asked?"


@pytest.fixture
def city(work: OpenWork) -> City:
    """Three requests to a department, with findings beside them."""
    city = make_city(work)
    with work(city.ines) as w:
        for officer in (city.vega, city.vega, city.okafor):
            make_finding(w, city.tool, city.hpd, officer_id=officer, first_used_on=FEB_5)
        make_request(w, city.tool, city.hpd, officer_id=city.vega, conditions="With a warrant.")
        make_request(w, city.tool, city.hpd, officer_id=city.okafor)
        make_request(w, city.tool, city.hpd, unit="Narcotics")
    return city


def look_at(page: Page, name: str) -> None:
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        picture(page, f"deciding-{name}-{width}")
        assert not scrolls_sideways(page), (name, width)
        assert axe_violations(page) == [], (name, width)
    page.set_viewport_size({"width": 1280, "height": 900})


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_two_requests_are_decided_with_the_keys_alone(
    live: str, real_browser: Browser, work: OpenWork, city: City
) -> None:
    page = real_browser.new_page()
    watched = watch(page)
    page.goto(f"{live}/sign-in")
    page.get_by_label("E-mail address").fill("sam@city.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Decide one or several").click()

    # Turned off, they do nothing; a question mark tells what they do.
    keys_on = page.get_by_label("Use these keys")
    press(page, "?")
    expect(keys_on).to_be_visible()
    look_at(page, "waiting")
    keys_on.uncheck()
    press(page, "j")
    expect(keys_on).to_be_focused()
    page.reload()
    press(page, "?")
    expect(keys_on).not_to_be_visible()
    page.get_by_text("Keys (press ?)").click()
    keys_on.check()
    press(page, "?")

    press(page, "j", "x", "j", "j", "x", "x", "k", "j", "j", "k", "x", "c")
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm 2 requests")
    look_at(page, "effect")
    press(page, "r")
    page.keyboard.type(REASON)
    expect(page.get_by_label("Reason")).to_have_value(REASON)
    press(page, "Tab", "Tab")
    expect(page.get_by_role("button", name="Confirm 2 requests")).to_be_focused()
    press(page, "Enter")
    expect(page.get_by_role("status")).to_contain_text("Approvals 1 and 2 are confirmed.")
    press(page, "j", "x", "d")
    expect(page.get_by_role("heading", level=1)).to_have_text("Deny 1 request")
    assert watched.complaints == watched.failed == []
    page.close()
    with work(reading=True) as w:
        found = w.session.execute(
            select(Approval.decision, Approval.decision_reason).order_by(Approval.id)
        )
        assert [tuple(row) for row in found] == [("confirmed", REASON)] * 2 + [(None, None)]
