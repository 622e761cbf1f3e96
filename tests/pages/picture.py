"""The picture in the README: the findings of the invented city, as the oversight office sees them.

Run by hand, once the page looks otherwise: `python -m tests.pages.picture`.
"""

import tempfile
import threading
from pathlib import Path

from playwright.sync_api import Page
from werkzeug.serving import make_server

from auditor.app import create_app
from auditor.demo.city import make_city
from auditor.demo.filling import fill
from auditor.schema.migrating import upgrade
from auditor.wiring import current_wiring
from tests.city import accounts
from tests.conftest import ROOT, make_settings
from tests.pages import chromium

PICTURE = ROOT / "docs/pictures/findings.png"

#: What the list is narrowed to, so that it shows several statuses at once.
SHOWN = "/findings?stage=used+in+a+case"


def take(page: Page, base: str, email: str, password: str) -> None:
    page.goto(f"{base}/sign-in")
    page.fill("[name=email]", email)
    page.fill("[name=password]", password)
    page.click("button:has-text('Sign in')")
    page.wait_for_url(f"{base}/")
    page.goto(base + SHOWN)
    page.screenshot(path=PICTURE)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(make_settings(Path(folder)))
        with app.app_context():
            wiring = current_wiring()
            upgrade(wiring.engine, wiring.settings)
            fill(wiring, make_city(), lambda _said: None)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with chromium.launch() as browser:
            page = browser.new_page(viewport={"width": 1360, "height": 860})
            base = f"http://127.0.0.1:{server.server_port}"
            take(page, base, *accounts(app)["oversight"])
        server.shutdown()


if __name__ == "__main__":
    main()
