"""Signing in, by services alone: who has to wait, and what a try costs."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from auditor.access import VISITOR, Role
from auditor.people.admission import announce_try, conclude_try
from auditor.people.model import SignIn, User, WrongSignIn
from auditor.people.passwords import password_fits
from auditor.people.service import close_user
from auditor.settings import Settings
from auditor.trail.acts import Act
from auditor.trail.model import Entry
from tests.browser import PASSWORD
from tests.conftest import MORNING, OpenWork
from tests.people.factory import make_user

SignInAs = Callable[..., str | None]
ADA, BEN = "oversight@city.example", "council@city.example"


@pytest.fixture
def attempt(work: OpenWork, settings: Settings) -> SignInAs:
    """Two people have accounts; tries to sign in as one, and gives the sign-in's number or None."""
    with work() as w:
        make_user(w, Role.OVERSIGHT, ADA)
        make_user(w, Role.COUNCIL, BEN)

    def signed_in(
        email: str,
        password: str = PASSWORD,
        *,
        address: str = "192.0.2.1",
        now: datetime = MORNING,
    ) -> str | None:
        with work(VISITOR, now) as w:
            tried = announce_try(w, email, address=address, secret="a secret")
        fits = password_fits(settings, tried.password_hash, password)
        with work(VISITOR, now) as w:
            return conclude_try(w, tried, fits=fits)

    return signed_in


def test_five_wrong_passwords_make_the_right_one_wait_and_nobody_else(attempt: SignInAs) -> None:
    for k in range(5):
        assert attempt(ADA, "wrong", address=f"192.0.2.{k}") is None

    assert attempt(ADA, address="192.0.2.9") is None
    assert attempt(f" {ADA.upper()} ", address="192.0.2.9") is None
    assert attempt(BEN, address="192.0.2.9")
    assert attempt(ADA, now=MORNING + timedelta(seconds=59)) is None
    assert attempt(ADA, now=MORNING + timedelta(seconds=60))


def test_the_wait_grows_and_ends_after_a_quarter_of_an_hour(attempt: SignInAs) -> None:
    now = MORNING
    for minutes in (0, 0, 0, 0, 0, 1, 2, 4):
        now += timedelta(minutes=minutes)
        assert attempt(ADA, "wrong", now=now) is None

    assert attempt(ADA, now=now + timedelta(minutes=7)) is None
    assert attempt(ADA, now=now + timedelta(minutes=15))


def test_twenty_wrong_ones_from_one_address_make_that_address_wait(attempt: SignInAs) -> None:
    for k in range(20):
        assert attempt(f"nobody{k}@city.example", "wrong", address="2001:db8::1") is None

    assert attempt(ADA, address="2001:db8::2") is None  # The same network.
    assert attempt(ADA, address="2001:db8:0:1::1")
    assert attempt(ADA, address="2001:db8::1", now=MORNING + timedelta(minutes=2))


def test_what_had_to_wait_and_what_was_right_is_not_counted(
    attempt: SignInAs, work: OpenWork
) -> None:
    for _ in range(4):
        attempt(ADA, "wrong")
    assert all(attempt(ADA) for _ in range(10))
    attempt(ADA, "wrong")
    for _ in range(10):
        assert attempt(ADA) is None  # Waits, whatever the password.

    with work(reading=True) as w:
        assert w.session.scalar(select(func.count()).select_from(WrongSignIn)) == 5
    assert attempt(ADA, now=MORNING + timedelta(minutes=1))


def test_the_typed_address_is_kept_nowhere(attempt: SignInAs, work: OpenWork) -> None:
    attempt("my-password-by-mistake@city.example", "wrong")

    with work(reading=True) as w:
        kept = [row.account for row in w.session.scalars(select(WrongSignIn))]
        told = [entry.payload for entry in w.session.scalars(select(Entry))]
    assert kept
    assert not any("mistake" in account for account in kept)
    assert not any(b"mistake" in payload for payload in told)


def test_a_wrong_password_costs_as_much_and_leaves_as_much_whether_or_not_there_is_an_account(
    attempt: SignInAs, work: OpenWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    with work() as w:
        closed = make_user(w, email="closed@city.example").id
    with work() as w:
        close_user(w, w.session.get_one(User, closed))
    for _ in range(5):
        attempt("waiting@city.example", "wrong", address="192.0.2.77")
    counted = _count_hashing(monkeypatch)

    def cost(email: str, password: str) -> tuple[int, int]:
        counted.clear()
        before = _refusals(work)
        assert attempt(email, password) is None
        return len(counted), _refusals(work) - before

    assert cost("nobody@city.example", "wrong") == (1, 1)
    assert cost(ADA, "wrong") == (1, 1)
    assert cost("closed@city.example", PASSWORD) == (1, 1)
    assert cost("waiting@city.example", PASSWORD) == (1, 0)
    assert cost("no address at all\x00", "wrong") == (1, 1)


def _count_hashing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    counted: list[str] = []
    for name in ("verify", "hash"):
        real = getattr(PasswordHasher, name)

        def counting(self: Any, *args: Any, _real: Any = real, _name: str = name) -> Any:
            counted.append(_name)
            return _real(self, *args)

        monkeypatch.setattr(PasswordHasher, name, counting)
    return counted


def _refusals(work: OpenWork) -> int:
    with work(reading=True) as w:
        counted = select(func.count()).where(Entry.act == Act.USER_REFUSED)
        return w.session.scalar(counted) or 0


def test_the_database_holds_nothing_that_a_cookie_could_be_made_of(
    attempt: SignInAs, work: OpenWork
) -> None:
    numbers = {attempt(ADA), attempt(ADA)}

    assert len(numbers) == 2
    with work(reading=True) as w:
        keys = {row.key for row in w.session.scalars(select(SignIn))}
    assert len(keys) == 2
    assert not numbers & keys


def test_a_password_good_for_one_sign_in_is_good_for_one(attempt: SignInAs, work: OpenWork) -> None:
    with work() as w:
        make_user(w, Role.ADMINISTRATOR, "new@city.example", is_one_time=True)

    assert attempt("new@city.example")
    assert attempt("new@city.example") is None


def test_an_account_closed_while_the_password_was_checked_lets_nobody_in(
    attempt: SignInAs, work: OpenWork
) -> None:
    with work(VISITOR) as w:
        tried = announce_try(w, ADA, address="192.0.2.1", secret="a secret")
    with work() as w:
        close_user(w, w.session.scalars(select(User).where(User.email == ADA)).one())

    with work(VISITOR) as w:
        assert conclude_try(w, tried, fits=True) is None
