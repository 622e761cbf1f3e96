"""Was it approved at that moment? Two findings from entry to decision, in a real browser.

The working by hand: the chief's ruling asks for an approval. Ana Vega used the tool on 5 February
2020 with no approval on record: *no-approval*, flagged. The office asks for one from 1 January
2020 on; the supervisor confirms it with a letter of 15 January 2020, before the use: *approved*,
and the flag is cleared. Ada Okafor used it on the same day; her approval is confirmed today and
no letter shows that it was so then: *ratified*.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import OpenWork
from tests.findings.factory import make_city
from tests.pages.chromium import watch
from tests.pages.conftest import live, real_browser
from tests.pages.test_entering import signed_in

__all__ = ["live", "real_browser"]

LETTER = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def open_section(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name=name).click()


def enter(page: Page, officer: str) -> None:
    open_section(page, "Findings")
    page.get_by_role("link", name="Enter a finding").click()
    page.locator("[name=tool]").fill("face")
    page.locator("[name=department]").fill("hpd")
    page.locator("[name=officer]").fill(officer)
    page.locator("[name=first_used_on]").fill("2020-02-05")
    page.get_by_role("button", name="Save", exact=True).click()


def status(page: Page) -> str:
    return page.locator("section[aria-labelledby=status-heading] .tag").first.inner_text()


def ask(page: Page, officer: str) -> None:
    open_section(page, "Approvals")
    page.get_by_role("link", name="Ask for an approval").click()
    page.locator("[name=tool]").select_option(label="FaceFinder")
    page.locator("[name=department]").select_option(label="HPD Police Department")
    page.locator("[name=officer]").fill(officer)
    page.locator("[name=valid_from]").fill("2020-01-01")
    page.get_by_role("button", name="Ask for it").click()


def confirm(page: Page, approval: int, letter: Path | None = None) -> None:
    open_section(page, "Approvals")
    page.get_by_role("link", name=f"Approval {approval}").first.click()
    page.get_by_role("link", name="Confirm").click()
    if letter:
        page.locator("[name=document]").set_input_files(letter)
        page.locator("[name=document_on]").fill("2020-01-15")
    page.get_by_role("button", name="Confirm").click()


def watched_page(context: BrowserContext, live: str, email: str) -> tuple[Page, list[list[str]]]:
    page = signed_in(context.new_page(), live, email)
    seen = watch(page)
    return page, [seen.complaints, seen.failed]


@pytest.mark.browser
@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without"])
def test_what_was_not_approved_then_is_approved_by_a_letter_of_then_alone(
    live: str, real_browser: Browser, work: OpenWork, tmp_path: Path, *, scripted: bool
) -> None:
    make_city(work)
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(LETTER)
    with (
        real_browser.new_context(java_script_enabled=scripted) as one,
        real_browser.new_context(java_script_enabled=scripted) as other,
    ):
        clerk, wrong = watched_page(one, live, "ines@city.example")
        supervisor, also_wrong = watched_page(other, live, "sam@city.example")

        # Oversight enters two findings; nothing is on record that approves them.
        for number, officer in enumerate(("0042", "okafor"), start=1):
            enter(clerk, officer)
            expect(clerk.get_by_role("heading", name=f"Finding {number}")).to_be_visible()
            assert status(clerk) == "No approval on record"
            expect(clerk.get_by_role("link", name="no-approval")).to_be_visible()
        ask(clerk, "0042")
        ask(clerk, "Okafor, Ada")

        # The supervisor confirms the first with a letter of that time, the second today.
        confirm(supervisor, 1, letter)
        confirm(supervisor, 2)

        clerk.goto(f"{live}/findings/1")
        assert status(clerk) == "Approved"
        flag = clerk.get_by_role("row", name="no-approval")
        expect(flag).to_contain_text("cleared")

        clerk.goto(f"{live}/findings/2")
        assert status(clerk) == "No approval on record"
        expect(clerk.locator("#status-heading + p")).to_contain_text("confirmed only afterwards")
        expect(clerk.get_by_role("row", name="ratified")).to_contain_text("open")
        expect(clerk.get_by_role("row", name="no-approval")).to_contain_text("cleared")
        assert wrong == also_wrong == [[], []]
