"""Entering sign-ups in a real browser, scripted or not."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from auditor.departments.queries import get_department
from tests.browser import PASSWORD
from tests.conftest import OpenWork
from tests.departments.factory import OVERSIGHT
from tests.findings.factory import City, make_city
from tests.officers.factory import make_officer
from tests.pages.chromium import axe_violations, scrolls_sideways, watch
from tests.pages.test_every_page import picture

pytestmark = pytest.mark.browser

SCRIPTED = pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without"])


@pytest.fixture
def city(work: OpenWork) -> City:
    city = make_city(work)
    with work(OVERSIGHT) as w:
        hpd = get_department(w, city.hpd)
        make_officer(w, hpd, "Vega", given_name="Bruno", badge="0077", unit="Robbery")
    return city


def signed_in(page: Page, live: str, email: str = "ines@city.example") -> Page:
    page.goto(f"{live}/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return page


def look_at(page: Page, name: str) -> None:
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        picture(page, f"entering-{name}-{width}")
        assert not scrolls_sideways(page), (name, width)
        assert axe_violations(page) == [], (name, width)
    page.set_viewport_size({"width": 1280, "height": 900})


@SCRIPTED
def test_sign_ups_are_typed_in_one_after_the_other_without_leaving_the_keys(
    live: str, real_browser: Browser, city: City, *, scripted: bool
) -> None:
    with real_browser.new_context(java_script_enabled=scripted) as context:
        page = signed_in(context.new_page(), live)
        watched = watch(page)
        page.goto(f"{live}/findings/new?tool={city.tool}&department={city.hpd}")
        page.locator("[name=source_reference]").fill("log 1")
        keys = page.keyboard
        page.locator("[name=officer]").focus()
        keys.type("okafor")
        for _ in range(3):
            keys.press("Tab")
        expect(page.locator("[name=signed_up_on]")).to_be_focused()
        keys.type("2020-02")
        page.get_by_role("button", name="Save and enter the next").press("Enter")
        expect(page.get_by_role("status").first).to_contain_text("Okafor, Ada")
        expect(page.locator("[name=officer]")).to_be_focused()
        expect(page.locator("[name=source_reference]")).to_have_value("log ")

        # Two bear the name: one is chosen with the keys, and Enter goes on to the next.
        keys.type("vega")
        for _ in range(3):
            keys.press("Tab")
        keys.type("2020-02-05")
        keys.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("2 fit “vega”.")
        if scripted:
            expect(page.get_by_role("alert")).to_be_focused()
            look_at(page, "several")
        page.get_by_label(re.compile("Vega, Bruno, badge 0077, Robbery")).check()
        page.locator("[name=signed_up_on]").press("Enter")
        expect(page.get_by_role("status").first).to_contain_text("Vega, Bruno")

        # The same once more may be the same finding.
        keys.type("0077")
        for _ in range(3):
            keys.press("Tab")
        keys.type("2020-03")
        keys.press("Enter")
        expect(page.get_by_role("heading", name="On record already")).to_be_visible()
        expect(page.locator("[name=signed_up_on]")).to_have_value("2020-03")
        if scripted:
            look_at(page, "duplicate")
        page.get_by_label("It is another finding").check()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("heading", name="Finding 3")).to_be_visible()
        assert watched.complaints == watched.failed == []


def test_what_is_shown_on_request_opens_and_stays_within_the_window(
    live: str, real_browser: Browser, city: City
) -> None:
    with real_browser.new_context() as context:
        page = signed_in(context.new_page(), live)
        watched = watch(page)
        page.goto(f"{live}/findings/new")
        look_at(page, "new")
        expect(page.locator("[name=notes]")).to_be_hidden()
        page.get_by_text("More: searches, purposes").click()
        expect(page.locator("[name=notes]")).to_be_visible()
        look_at(page, "more")
        page.goto(f"{live}/findings")
        page.get_by_text("More filters").click()
        page.locator("[name=licence]").select_option("trial")
        expect(page).to_have_url(re.compile("licence=trial"))
        expect(page.locator("[name=licence]")).to_be_visible()
        look_at(page, "filters")
        assert watched.complaints == watched.failed == []
