"""One’s own account."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from auditor.access import Role
from auditor.people.model import SignIn, User, WrongSignIn
from tests.browser import PASSWORD, Browser, Page
from tests.conftest import OpenWork
from tests.people.factory import make_department, make_user

EMAIL, NEW = "ada@city.example", "lantern orbit maple quarry"


@pytest.fixture
def user(work: OpenWork) -> User:
    with work() as w:
        return make_user(
            w, Role.SUPERVISOR, EMAIL, name="Ada Lovelace", department=make_department(w)
        )


@pytest.fixture
def ada(browser: Browser, user: User) -> Browser:
    browser.sign_in(EMAIL)
    return browser


def change(browser: Browser, current: str, new: str = NEW, again: str | None = None) -> Page:
    page = browser.get("/account")
    return browser.submit(
        page, "Change the password", current=current, password=new, again=again or new
    )


def test_the_page_says_who_one_is_and_where_one_is_signed_in(ada: Browser) -> None:
    page = ada.get("/account")

    for said in ("Ada Lovelace", EMAIL, "supervisor", "Port Halden Police", "This one"):
        assert said in page.text


def test_after_another_password_was_chosen_every_sign_in_has_ended(ada: Browser) -> None:
    elsewhere = Browser(ada.client.application)
    elsewhere.sign_in(EMAIL)

    page = change(ada, PASSWORD)

    assert page.path == "/sign-in"
    assert "Sign in with the new one" in page.text
    assert elsewhere.get("/account").path == "/sign-in"
    assert ada.sign_in(EMAIL, PASSWORD).status == 422
    assert ada.sign_in(EMAIL, NEW).status == 200


@pytest.mark.parametrize(
    ("current", "new", "again", "says"),
    [
        ("wrong", NEW, NEW, "not your present password"),
        (PASSWORD, NEW, NEW + "!", "differ"),
        (PASSWORD, "short", "short", "at least 15"),
        (PASSWORD, "ada.lovelace.ada.lovelace", "ada.lovelace.ada.lovelace", "guessed"),
        (PASSWORD, PASSWORD, PASSWORD, "Choose another"),
        ("", NEW, NEW, "Enter your present password"),
        ("x" * 100_000, NEW, NEW, "No password is as long"),
    ],
)
def test_a_change_that_cannot_be_says_why_and_changes_nothing(
    ada: Browser, current: str, new: str, again: str, says: str
) -> None:
    page = change(ada, current, new, again)

    assert page.status == 422
    assert says in page.text
    assert ada.get("/account").path == "/account"


def test_the_present_password_is_not_for_guessing(ada: Browser, work: OpenWork) -> None:
    for _ in range(5):
        assert change(ada, "wrong").status == 422

    assert change(ada, PASSWORD).status == 422
    with work() as w:
        moments = w.session.execute(select(WrongSignIn.id, WrongSignIn.at)).all()
        for wrong_id, at in moments:
            earlier = update(WrongSignIn).where(WrongSignIn.id == wrong_id)
            w.session.execute(earlier.values(at=at - timedelta(minutes=16)))
    assert change(ada, PASSWORD).path == "/sign-in"


def test_other_sign_ins_of_ones_own_can_be_ended(ada: Browser) -> None:
    elsewhere = Browser(ada.client.application)
    elsewhere.sign_in(EMAIL)

    page = ada.submit(ada.get("/account"), "End it")

    assert "That sign-in has ended" in page.text
    assert elsewhere.get("/account").path == "/sign-in"
    assert "End it" not in ada.get("/account").text


def test_nobody_ends_the_sign_in_of_another(ada: Browser, work: OpenWork) -> None:
    with work() as w:
        make_user(w, Role.OVERSIGHT, "other@city.example")
    other = Browser(ada.client.application)
    other.sign_in("other@city.example")
    with work(reading=True) as w:
        theirs = max(w.session.scalars(select(SignIn.id)))
    token = ada.get("/account").form("Sign out").select_one("[name=csrf_token]")
    assert token

    answer = ada.client.post(
        f"/account/sign-ins/{theirs}/end", data={"csrf_token": str(token["value"])}
    )

    assert answer.status_code == 404
    assert other.get("/account").path == "/account"
