"""Two tabs edit one officer: nothing that either typed is lost unseen, scripted or not."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from auditor.access import Role
from auditor.officers.queries import get_officer
from tests.browser import PASSWORD
from tests.conftest import OpenWork
from tests.departments.factory import OVERSIGHT, make_department
from tests.officers.factory import make_officer
from tests.pages.chromium import axe_violations, scrolls_sideways, watch
from tests.people.factory import make_user

pytestmark = pytest.mark.browser

INES, TOM = "ines@city.example", "tom@city.example"


@pytest.fixture
def officer_id(work: OpenWork) -> int:
    with work() as w:
        make_user(w, Role.OVERSIGHT, INES, name="Ines Ortega")
        make_user(w, Role.OVERSIGHT, TOM, name="Tom Whitfield")
    with work(OVERSIGHT) as w:
        return make_officer(w, make_department(w), "Vega", email="ana@hpd.example").id


def tab(context: BrowserContext, live: str, email: str, *, at: str) -> Page:
    page = context.new_page()
    page.goto(f"{live}/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.goto(live + at)
    return page


def save(page: Page, **typed: str) -> None:
    for name, value in typed.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("button", name="Save", exact=True).click()


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without"])
def test_the_second_tab_is_told_what_the_first_changed_and_saves_deliberately(
    live: str, real_browser: Browser, work: OpenWork, officer_id: int, *, scripted: bool
) -> None:
    edit = f"/officers/{officer_id}/edit"
    with (
        real_browser.new_context(java_script_enabled=scripted) as one,
        real_browser.new_context(java_script_enabled=scripted) as other,
    ):
        first = tab(one, live, INES, at=edit)
        second = tab(other, live, TOM, at=edit)
        watched = watch(second)
        save(first, middle_name="Maria", email="a.vega@hpd.example")
        expect(first.get_by_role("status")).to_contain_text("Saved.")

        save(second, middle_name="M.")
        for told in ("Ines Ortega changed it at", "ana@hpd.example", "a.vega@hpd.example"):
            expect(second.get_by_role("alert")).to_contain_text(told)
        expect(second.locator("[name=middle_name]")).to_have_value("M.")
        assert on_record(work, officer_id) == ("Maria", "a.vega@hpd.example")
        if scripted:
            look_at(second)

        save(second)
        expect(second.get_by_role("status")).to_contain_text("Saved.")
        assert on_record(work, officer_id) == ("M.", "a.vega@hpd.example")
        assert watched.complaints == watched.failed == []


def look_at(page: Page) -> None:
    """What was refused is read aloud first, and nothing runs out of a small window."""
    expect(page.get_by_role("alert")).to_be_focused()
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert not scrolls_sideways(page)


def on_record(work: OpenWork, officer_id: int) -> tuple[str | None, str | None]:
    with work(reading=True) as w:
        officer = get_officer(w, officer_id)
        return officer.middle_name, officer.email
