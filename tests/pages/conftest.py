"""A server on this machine for tests with a real browser, and the browser itself."""

import os
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from tests.pages import chromium


@pytest.fixture
def live(app: Flask) -> Iterator[str]:
    """The address of the application, served on a free port until the test ends."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.fixture(scope="module")
def real_browser() -> Iterator[Browser]:
    """Chromium; without one the test is skipped, or fails where AUDITOR_BROWSER is “required”."""
    if not chromium.has_chromium():
        says = f"There is no Chromium at {chromium.chromium_path()}."
        if os.environ.get("AUDITOR_BROWSER") == "required":
            pytest.fail(says)
        pytest.skip(says)
    with chromium.launch() as browser:
        yield browser
