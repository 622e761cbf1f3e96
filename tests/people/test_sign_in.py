"""Signing in and out, over HTTP: cookies, their ends, and where one is sent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from auditor.access import Role
from auditor.app import create_app
from auditor.people.model import SignIn, User
from auditor.people.service import close_user, edit_user, reset_password
from auditor.settings import Settings
from auditor.work import Work
from tests.browser import PASSWORD, Browser
from tests.conftest import OpenWork
from tests.people.factory import make_user, quick_hash

EMAIL = "ada@city.example"


@pytest.fixture
def user(work: OpenWork) -> User:
    with work() as w:
        make_user(w, Role.ADMINISTRATOR, "other@city.example")
        return make_user(w, Role.ADMINISTRATOR, EMAIL)


def cookie_of(client: FlaskClient) -> str:
    cookie = client.get_cookie("auditor")
    assert cookie
    return cookie.value


def is_let_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def copy_of(app: Flask, client: FlaskClient) -> FlaskClient:
    """Somebody else’s browser, into which this one’s cookie was copied."""
    thief = app.test_client()
    thief.set_cookie("auditor", cookie_of(client))
    return thief


def test_one_sentence_for_whatever_is_wrong(browser: Browser, user: User) -> None:
    shown = {
        browser.sign_in(email, password).text.replace(email, "")
        for email, password in ((EMAIL, "wrong"), ("nobody@city.example", PASSWORD))
    }

    assert len(shown) == 1
    assert "is not right" in shown.pop()
    assert browser.sign_in(EMAIL, "wrong").status == 422


def test_nothing_that_was_in_the_cookie_before_survives_signing_in(
    app: Flask, browser: Browser, user: User
) -> None:
    before = browser.get("/sign-in").form("Sign in").select_one("[name=csrf_token]")
    with browser.client.session_transaction() as planted:
        planted["planted"] = "by somebody else"
    fixed = copy_of(app, browser.client)

    browser.sign_in(EMAIL)

    assert is_let_in(browser.client)
    assert not is_let_in(fixed)
    with browser.client.session_transaction() as session:
        assert "planted" not in session
    assert before
    answer = browser.client.post("/sign-out", data={"csrf_token": str(before["value"])})
    assert answer.status_code == 302
    assert is_let_in(browser.client)  # The old token signs nobody out.


def test_signing_in_again_ends_the_sign_in_that_this_browser_held(
    app: Flask, browser: Browser, user: User
) -> None:
    browser.sign_in(EMAIL)
    old = copy_of(app, browser.client)
    assert is_let_in(old)

    browser.sign_in(EMAIL)

    assert is_let_in(browser.client)
    assert not is_let_in(old)


def test_signing_out_ends_the_sign_in_and_not_only_the_cookie(
    app: Flask, browser: Browser, user: User
) -> None:
    browser.sign_in(EMAIL)
    copied = copy_of(app, browser.client)

    browser.submit(browser.get("/account"), "Sign out")

    assert not is_let_in(browser.client)
    assert not is_let_in(copied)


def _close(work: Work, user: User) -> None:
    close_user(work, user)


def _reset(work: Work, user: User) -> None:
    reset_password(work, user, quick_hash("another"))


def _move(work: Work, user: User) -> None:
    edit_user(work, user, name=user.name, role=Role.COUNCIL)


@pytest.mark.parametrize("deed", [_close, _reset, _move])
def test_a_cookie_is_dead_once_its_account_was_changed(
    browser: Browser, user: User, work: OpenWork, deed: Callable[[Work, User], None]
) -> None:
    browser.sign_in(EMAIL)
    with work() as w:
        deed(w, w.session.get_one(User, user.id))

    assert browser.client.get("/account").status_code == 302


@pytest.mark.parametrize(
    ("idle", "age", "let_in"),
    [
        (timedelta(minutes=29), timedelta(hours=1), True),
        (timedelta(minutes=31), timedelta(hours=1), False),
        (timedelta(minutes=1), timedelta(hours=11, minutes=59), True),
        (timedelta(minutes=1), timedelta(hours=12, minutes=1), False),
    ],
)
def test_a_sign_in_ends_by_itself(
    browser: Browser,
    user: User,
    work: OpenWork,
    idle: timedelta,
    age: timedelta,
    *,
    let_in: bool,
) -> None:
    browser.sign_in(EMAIL)
    with work() as w:
        row = w.session.scalars(select(SignIn)).one()
        now = row.created_at
        row.created_at, row.last_seen_at = now - age, now - idle

    assert is_let_in(browser.client) is let_in
    with work(reading=True) as w:
        seen = w.session.scalars(select(SignIn)).one().last_seen_at
    assert (seen >= now) is let_in


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "https://evil.example/account",
        "/%2f%2fevil.example",
        "/%5cevil.example",
        "\t//evil.example",
        "/\t/evil.example",
        "/sign-in?next=//evil.example",
        "/sign-out",
        "/\u2215evil.example",
        "/\uff0fevil.example",
        "/account\r\nSet-Cookie: x=y",
        "/account#//evil.example",
        "/nowhere",
        "account",
        "javascript:alert(1)",
        "/account/",
        "/assets/x/y",
    ],
)
def test_after_signing_in_nobody_is_sent_elsewhere(
    browser: Browser, user: User, wanted: str
) -> None:
    page = browser.get("/sign-in")
    token = page.form("Sign in").select_one("[name=csrf_token]")
    assert token
    fields = {"csrf_token": str(token["value"]), "email": EMAIL, "password": PASSWORD}

    answer = browser.client.post("/sign-in", data=fields | {"next": wanted})

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"
    assert len(answer.headers.getlist("Set-Cookie")) == 1


def test_whoever_was_sent_to_sign_in_comes_back_to_the_page_they_wanted(
    browser: Browser, user: User
) -> None:
    page = browser.get("/users?q=a%20b")
    assert page.path == "/sign-in"

    back = browser.submit(page, "Sign in", email=EMAIL, password=PASSWORD)

    assert (back.status, back.path) == (200, "/users")


@pytest.mark.parametrize(
    "sent", ["", "x", "eyJfIjoxfQ.aaaaaa.bbbbbbbbbbbb", "a" * 5000, '"\x01\x02', "!.!.!", ";;"]
)
def test_a_cookie_that_is_none_of_ours_is_a_visitors(app: Flask, user: User, sent: str) -> None:
    answer = app.test_client().get("/account", headers={"Cookie": f"auditor={sent}"})

    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("base_url", "name", "secure"),
    [
        ("http://127.0.0.1:8000", "auditor", False),
        ("https://auditor.city.example", "__Host-auditor", True),
    ],
)
def test_the_cookie_says_as_little_and_goes_as_few_ways_as_it_can(
    settings: Settings, user: User, base_url: str, name: str, *, secure: bool
) -> None:
    app = create_app(replace(settings, base_url=base_url))
    host = urlsplit(base_url).netloc
    client = app.test_client()
    answer = client.get("/sign-in", base_url=f"{urlsplit(base_url).scheme}://{host}")
    cookie = answer.headers["Set-Cookie"]
    attributes = {part.strip() for part in cookie.split(";")[1:]}
    app.extensions["auditor"].engine.dispose()

    assert cookie.startswith(f"{name}=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= attributes
    assert ("Secure" in attributes) is secure
    assert not any(part.startswith(("Domain", "Expires", "Max-Age")) for part in attributes)
    assert len(cookie) < 4096


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil"])
def test_a_request_to_another_host_is_refused(app: Flask, host: str) -> None:
    assert app.test_client().get("/sign-in", headers={"Host": host}).status_code == 400


def test_a_forwarded_host_is_not_believed(browser: Browser, user: User) -> None:
    answer = browser.client.get("/account", headers={"X-Forwarded-Host": "evil.example"})

    assert answer.headers["Location"].startswith("/sign-in")


def test_what_was_typed_survives_a_stale_token(browser: Browser, user: User) -> None:
    browser.sign_in(EMAIL)
    page = browser.get("/users/new")

    shown = browser.submit(page, "Open the account", csrf_token="stale", name="Grace Hopper")

    assert shown.status == 422
    assert "Send it once more" in shown.text
    again = browser.submit(
        shown, "Open the account", email="grace@city.example", role=Role.COUNCIL.value
    )
    assert again.status == 200
    assert "Grace Hopper" in again.text
