"""A test client that behaves like a person: it reads pages and submits the forms it finds there."""

from dataclasses import dataclass
from io import BytesIO

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse

PASSWORD = "correct horse battery staple"

Fields = str | list[str] | tuple[BytesIO, str]


@dataclass(frozen=True)
class Page:
    status: int
    path: str
    html: BeautifulSoup

    @property
    def heading(self) -> str:
        return self.texts("h1")[0]

    @property
    def text(self) -> str:
        return " ".join(self.html.get_text(" ").split())

    def texts(self, selector: str) -> list[str]:
        return [" ".join(found.get_text().split()) for found in self.html.select(selector)]

    def form(self, button: str) -> Tag:
        """The form that has this button."""
        return next(
            form
            for form in self.html.select("form")
            if any(button in b.get_text() for b in form.select("button"))
        )


class Browser:
    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def sign_in(self, email: str, password: str = PASSWORD) -> Page:
        return self.submit(self.get("/sign-in"), "Sign in", email=email, password=password)

    def get(self, path: str) -> Page:
        return self._page(self.client.get(path, follow_redirects=True))

    def submit(self, page: Page, button: str, **fields: Fields) -> Page:
        """Change these fields of the form that has this button, keep the others, and press it."""
        form = page.form(button)
        data = filled_in(form) | fields
        return self._page(
            self.client.post(
                str(form.get("action") or page.path),
                data=data,
                content_type=str(form.get("enctype") or "application/x-www-form-urlencoded"),
                follow_redirects=True,
            )
        )

    def _page(self, response: TestResponse) -> Page:
        html = BeautifulSoup(response.get_data(as_text=True), "html.parser")
        page = Page(response.status_code, response.request.path, html)
        check_page(page)
        return page


def filled_in(form: Tag) -> dict[str, Fields]:
    """What a browser would send if the person changed nothing."""
    data: dict[str, Fields] = {}
    for field in form.select("input[name], textarea[name]"):
        kind, name = field.get("type"), str(field["name"])
        if kind in {"file", "submit"} or (
            kind in {"checkbox", "radio"} and "checked" not in field.attrs
        ):
            continue
        value = (
            # The line break that opens a text area is none of its text.
            field.get_text().removeprefix("\r").removeprefix("\n")
            if field.name == "textarea"
            else field.get("value", "")
        )
        told = data.get(name)
        if kind == "hidden" and isinstance(told, str):
            data[name] = [told, str(value)]
        elif isinstance(told, list) or (kind == "checkbox" and told is None):
            data[name] = [*(told or []), str(value)]
        else:
            data[name] = str(value)
    for select in form.select("select[name]"):
        chosen = select.select("option[selected]") or select.select("option")[:1]
        data[str(select["name"])] = [str(option.get("value", "")) for option in chosen]
    return data


def check_page(page: Page) -> None:
    """What must hold on every page, wherever a test happens to go."""
    assert len(page.texts("h1")) == 1, f"{page.path} needs exactly one h1"
    title = page.texts("title")[0].removeprefix("Error: ")
    assert title.startswith(page.heading), f"{page.path}: title and h1 differ"
    ids = [str(tag["id"]) for tag in page.html.select("[id]")]
    assert len(ids) == len(set(ids)), f"{page.path} repeats an id: {ids}"
    for form in page.html.select("form[method=post]"):
        assert form.select_one("[name=csrf_token]"), f"{page.path} has a form without a CSRF token"
    for tag in page.html.select("[style], script:not([src]), style"):
        raise AssertionError(f"{page.path} has something inline: {tag}")
    for field in page.html.select("input:not([type=hidden]), select, textarea"):
        labelled = page.html.select_one(f"label[for='{field.get('id')}']") or field.find_parent(
            "label"
        )
        assert labelled or field.get("aria-label"), f"{page.path}: {field} has no label"
    for word in ("invalid", "successfully", "Traceback"):
        assert word.lower() not in page.text.lower(), f"{page.path} says “{word}”"
