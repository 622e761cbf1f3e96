"""A real browser for tests: how it is started, what it complains of, and what axe finds."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright

#: Where Debian puts it; the environment variable CHROMIUM names another.
_CHROMIUM: Final = "/usr/bin/chromium"

#: Quiet, without a sandbox (tests may run as root), and calling nobody but the page's own host.
_FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)

_NOT_LOADED: Final = "Failed to load resource"

_AXE_RULES: Final = (
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22a",
    "wcag22aa",
    "best-practice",
)


@dataclass
class Watch:
    """What a page said, failed to fetch and asked for since it was watched."""

    complaints: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def hear(self, message: ConsoleMessage) -> None:
        # What could not be loaded is judged by its answer: a refused form is a page with 422.
        if message.type in {"error", "warning"} and _NOT_LOADED not in message.text:
            self.complaints.append(message.text)

    def see(self, response: Response) -> None:
        refused = response.status >= HTTPStatus.BAD_REQUEST
        ours = response.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        if ours or (refused and not response.request.is_navigation_request()):
            self.failed.append(f"{response.url}: {response.status}")

    def fail(self, request: Request) -> None:
        # A live list gives up its last question when more is typed; that is no failure.
        if request.failure != "net::ERR_ABORTED":
            self.failed.append(f"{request.url}: {request.failure}")

    def ask(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme != "data":
            self.hosts.add(address.netloc)


def chromium_path() -> Path:
    return Path(os.environ.get("CHROMIUM", _CHROMIUM))


def has_chromium() -> bool:
    return chromium_path().exists()


@contextmanager
def launch() -> Iterator[Browser]:
    """A headless Chromium; closed, with its driver, at the end of the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(_FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def watch(page: Page) -> Watch:
    """Keeps what goes wrong on the page from now on; call it before the first visit."""
    watched = Watch()
    page.on("console", watched.hear)
    page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    page.on("requestfailed", watched.fail)
    page.on("request", watched.ask)
    page.on("response", watched.see)
    return watched


def axe_violations(page: Page) -> list[str]:
    """Each fault axe sees on the page as it stands: the rule, and up to three places."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    # Brought over is what is said of violations alone: all else that axe tells is long.
    found: list[dict[str, Any]] = page.evaluate(
        "options => axe.run(options).then(({violations}) => violations.map("
        "({help, id, nodes}) => ({help, id, places: nodes.slice(0, 3).map(({html}) => html)})))",
        {
            "runOnly": {"type": "tag", "values": list(_AXE_RULES)},
            "resultTypes": ["violations"],
        },
    )
    return [
        f"{each['help']} ({each['id']}): {', '.join(html[:120] for html in each['places'])}"
        for each in found
    ]


def scrolls_sideways(page: Page) -> bool:
    """Whether the page is wider than its window."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )
