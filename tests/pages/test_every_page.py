"""Every page of the invented city, for every role, at the widths of a desk and of a phone."""

import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.city import accounts, city, filled_city
from tests.pages.chromium import axe_violations, scrolls_sideways, watch

__all__ = ["city", "filled_city"]

ROLES = ("oversight", "supervisor", "council", "administrator")
WIDTHS = (1280, 360)

#: Where pictures of every page are put, for whoever wants to look at them.
PICTURES = os.environ.get("AUDITOR_PICTURES")

#: Not pages: files, and what only says whether all is well.
NO_PAGES = {"assets.file", "home.health"}
FILES = re.compile(r"/(download|file)$|^/files/|/template/|\.(csv|xlsx)$")


@pytest.fixture
def served(city: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, city, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


#: Records that show most of their page: a request that waits, a file not yet applied, a question
#: between two others.
SHOWN = {"approval_id": 4, "question_id": 5, "upload_id": 10}

#: Addresses with something in them, where the bare one shows little.
SOUGHT = (
    "/approvals/from-findings?finding=1&finding=2&finding=3&finding=99999",
    "/approvals/waiting/confirm?approval=4&approval=99999",
)


def addresses(app: Flask) -> list[str]:
    """Every address that can be opened, with the id of a record wherever one is needed."""
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.endpoint in NO_PAGES:
            continue
        address = re.sub(r"<int:([a-z_]+)>", lambda id_: str(SHOWN.get(id_[1], 1)), rule.rule)
        if not FILES.search(address) and "<" not in address:
            found.append(address)
    return sorted([*found, *SOUGHT])


def sign_in(page: Page, base: str, email: str, password: str) -> None:
    page.goto(f"{base}/sign-in")
    page.fill("[name=email]", email)
    page.fill("[name=password]", password)
    page.click("button:has-text('Sign in')")
    page.wait_for_url(f"{base}/")


@pytest.mark.browser
@pytest.mark.parametrize("role", ROLES)
def test_no_page_has_a_fault_that_a_machine_can_see(
    city: Flask, served: str, real_browser: Browser, role: str
) -> None:
    page = real_browser.new_page()
    watched = watch(page)
    sign_in(page, served, *accounts(city)[role])
    seen = 0
    for address in addresses(city):
        answer = page.goto(served + address)
        if answer is None or answer.status in {403, 404, 409}:
            continue
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            # On a phone the supervisor’s pages stand for the others’, which are made alike.
            if width == WIDTHS[0] or role != "oversight":
                assert axe_violations(page) == [], f"{address} at {width}"
            assert not scrolls_sideways(page), f"{address} at {width}"
            picture(page, f"{role}{address.partition('?')[0].replace('/', '-')}-{width}")
        seen += 1
    assert seen >= 3
    assert watched.complaints == []
    assert watched.failed == []
    assert watched.hosts == {urlsplit(served).netloc}
    page.close()


@pytest.mark.browser
def test_the_pages_of_somebody_who_is_not_signed_in_have_no_fault_either(
    city: Flask, served: str, real_browser: Browser
) -> None:
    page = real_browser.new_page()
    watched = watch(page)
    for name, address in (("sign-in", "/sign-in"), ("nowhere", "/nowhere")):
        page.goto(served + address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert axe_violations(page) == [], f"{address} at {width}"
            assert not scrolls_sideways(page), f"{address} at {width}"
            picture(page, f"visitor-{name}-{width}")
    assert watched.complaints == []
    page.close()


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
