"""The council member's path in a real browser: from signing in to the workbook on their disk."""

from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook
from playwright.sync_api import Browser

from tests.city import accounts, city, filled_city
from tests.pages.chromium import scrolls_sideways, watch
from tests.pages.test_every_page import served

__all__ = ["city", "filled_city", "served"]


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_from_the_sign_in_to_the_workbook_it_is_two_clicks(
    city: Flask, served: str, real_browser: Browser, tmp_path: Path, *, width: int, script: bool
) -> None:
    context = real_browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=script
    )
    page = context.new_page()
    watched = watch(page)
    email, password = accounts(city)["council"]
    page.goto(f"{served}/sign-in")
    page.fill("[name=email]", email)
    page.fill("[name=password]", password)
    clicks = 1
    page.click("button:has-text('Sign in')")
    # The figures stand on the first page, before anything else is clicked.
    assert page.locator(".figures dd").first.inner_text() == "246"
    if script:
        assert not scrolls_sideways(page)
    clicks += 1
    with page.expect_download() as download:
        page.click("a.download >> nth=0")
    file = tmp_path / "council.xlsx"
    download.value.save_as(file)
    assert load_workbook(file, read_only=True).sheetnames[:2] == ["About this report", "Summary"]
    assert clicks <= 3
    assert watched.failed == []
    context.close()
