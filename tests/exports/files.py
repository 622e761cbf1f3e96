"""Downloading files in tests."""

from tests.browser import Browser


def file_of(browser: Browser, address: str) -> bytes:
    """The bytes of a list as a file."""
    answer = browser.client.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data()
