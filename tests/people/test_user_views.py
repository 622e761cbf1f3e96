"""The administrator’s pages about accounts."""

import re

import pytest
from sqlalchemy import select

from auditor.access import Role
from auditor.people.model import User
from auditor.trail.model import Change, Entry
from tests.browser import Browser
from tests.conftest import OpenWork
from tests.people.factory import make_department, make_user

ADMIN, OTHER = "admin@city.example", "other@city.example"


@pytest.fixture
def admin(work: OpenWork, browser: Browser) -> Browser:
    with work() as w:
        make_department(w)
        make_user(w, Role.ADMINISTRATOR, ADMIN, name="Ada King")
        make_user(w, Role.OVERSIGHT, OTHER, name="Grace Hopper")
    browser.sign_in(ADMIN)
    return browser


def id_of(work: OpenWork, email: str) -> int:
    with work(reading=True) as w:
        return w.session.scalars(select(User.id).where(User.email == email)).one()


def one_time_password(text: str) -> str:
    found = re.search(r"\b[a-z2-9]{5}(?:-[a-z2-9]{5}){3}\b", text)
    assert found
    return found[0]


def test_an_account_is_opened_with_a_password_shown_this_once(
    admin: Browser, work: OpenWork
) -> None:
    page = admin.submit(
        admin.get("/users/new"),
        "Open the account",
        email="joan@city.example",
        name="Joan Clarke",
        role=Role.SUPERVISOR.value,
        department="phpd",
    )
    password = one_time_password(page.text)

    assert page.path == "/users/new"
    assert admin.client.get("/users").headers["Cache-Control"] == "no-store"
    with admin.client.session_transaction() as session:
        assert password not in str(dict(session))
    with work(reading=True) as w:
        kept = [bytes(body) for body in w.session.scalars(select(Change.body)) if body]
        kept += [bytes(payload) for payload in w.session.scalars(select(Entry.payload))]
        assert not any(password.encode() in text for text in kept)
    listed = admin.get("/users")
    assert password not in listed.text
    assert "Joan Clarke joan@city.example supervisor Port Halden Police" in listed.text


def test_whoever_comes_in_with_it_chooses_their_own_before_anything_else(
    admin: Browser, work: OpenWork
) -> None:
    user_id = id_of(work, OTHER)
    shown = admin.submit(admin.get(f"/users/{user_id}/reset"), "Reset the password")
    newcomer = Browser(admin.client.application)

    first = newcomer.sign_in(OTHER, one_time_password(shown.text))

    assert first.path == "/account"
    assert newcomer.get("/findings").path == "/account"
    chosen = "lantern orbit maple quarry"
    page = newcomer.submit(first, "Choose this password", password=chosen, again=chosen)
    assert page.path == "/sign-in"
    assert newcomer.sign_in(OTHER, one_time_password(shown.text)).status == 422
    assert newcomer.sign_in(OTHER, chosen).path == "/"


def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(admin: Browser) -> None:
    page = admin.submit(
        admin.get("/users/new"),
        "Open the account",
        email=OTHER.upper(),
        name="Joan Clarke",
        role=Role.OVERSIGHT.value,
    )
    assert page.status == 422
    assert page.texts(".has-error .form-label") == ["E-mail address *"]

    again = admin.submit(
        page, "Open the account", email="joan@city.example", officer="7", department=""
    )
    assert again.status == 422
    assert again.texts(".has-error .form-label") == ["Employee id"]
    assert "Joan Clarke" in str(again.html.select_one("#name"))


def test_another_role_is_given_and_taken_hold_of_at_once(admin: Browser, work: OpenWork) -> None:
    theirs = Browser(admin.client.application)
    theirs.sign_in(OTHER)
    page = admin.get(f"/users/{id_of(work, OTHER)}/edit")

    back = admin.submit(page, "Save the account", role=Role.SUPERVISOR.value, department="PHPD")

    assert back.path == "/users"
    assert "supervisor Port Halden Police" in back.text
    assert theirs.get("/").path == "/sign-in"


def test_a_closed_account_is_shown_and_let_in_no_more(admin: Browser, work: OpenWork) -> None:
    page = admin.get(f"/users/{id_of(work, OTHER)}/close")

    back = admin.submit(page, "Close the account")

    assert "closed" in back.text
    assert Browser(admin.client.application).sign_in(OTHER).status == 422
    again = admin.submit(page, "Close the account")
    assert again.status == 409


def test_the_last_administrator_cannot_close_or_demote_themselves(
    admin: Browser, work: OpenWork
) -> None:
    own = id_of(work, ADMIN)

    page = admin.submit(admin.get(f"/users/{own}/close"), "Close the account")
    assert page.status == 409
    assert "last administrator" in page.text
    demoted = admin.submit(
        admin.get(f"/users/{own}/edit"), "Save the account", role=Role.COUNCIL.value
    )
    assert demoted.status == 403
    assert admin.submit(admin.get(f"/users/{own}/reset"), "Reset the password").status == 403


def test_an_account_that_is_not_there_is_not_found(admin: Browser) -> None:
    for path in ("/users/999/edit", "/users/999/close", "/users/999/reset"):
        assert admin.get(path).status == 404
    for path in ("/users/1e1/edit", "/users/-1/edit", f"/users/{10**30}/edit", "/users/%00/edit"):
        assert admin.client.get(path).status_code == 404
