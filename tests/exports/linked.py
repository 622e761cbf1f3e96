"""Everything that somebody who is signed in comes to by links, page by page."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup

from tests.browser import Browser
from tests.reports.factory import everything

#: More addresses than the pages of this register lead to.
_MOST: Final = 400


def whatever_is_linked(browser: Browser) -> Iterator[tuple[str, str]]:
    """Every page and file that the signed-in reader comes to by links: address and source.

    Of addresses that differ only in what they are narrowed to, the first is opened.
    """
    ahead, seen = ["/"], {"/"}
    while ahead:
        address = ahead.pop()
        answer = browser.client.get(address)
        assert answer.status_code in {200, 302, 403, 409, 422}, (address, answer.status_code)
        if answer.headers.get("Content-Disposition"):
            content = answer.get_data()
            is_package = content.startswith(b"PK")
            yield address, everything(content) if is_package else content.decode("utf-8", "replace")
            continue
        source = answer.get_data(as_text=True)
        yield address, source
        for link in BeautifulSoup(source, "html.parser").select("a[href]"):
            to = urljoin(f"http://localhost{address}", str(link["href"]))
            place = urlsplit(to)
            if place.netloc == "localhost" and place.path not in seen:
                seen.add(place.path)
                ahead.append(f"{place.path}?{place.query}".rstrip("?"))
        assert len(seen) < _MOST
