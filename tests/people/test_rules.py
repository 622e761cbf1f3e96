from datetime import UTC, datetime, timedelta

import pytest

from auditor.people.rules import (
    ACCOUNT_TRIES,
    LONGEST_WAIT_MINUTES,
    counted_address,
    email_sentence,
    is_over,
    name_sentence,
    password_sentence,
    wait_until,
)

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wrong", "minutes"), [(0, None), (4, None), (5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (30, 15)]
)
def test_each_wrong_sign_in_after_the_fifth_doubles_the_wait_up_to_a_quarter_of_an_hour(
    wrong: int, minutes: int | None
) -> None:
    moments = [NOON - timedelta(seconds=k) for k in range(wrong)]

    expected = None if minutes is None else NOON + timedelta(minutes=minutes)

    assert wait_until(moments, ACCOUNT_TRIES) == expected
    assert LONGEST_WAIT_MINUTES == 15


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::1", "::/64"),
        ("", ""),
        ("a unix socket", "a unix socket"),
    ],
)
def test_a_network_of_ipv6_addresses_counts_as_one(address: str, counted: str) -> None:
    assert counted_address(address) == counted


@pytest.mark.parametrize(
    ("age", "idle", "over"),
    [
        (timedelta(minutes=29, seconds=59), timedelta(minutes=29, seconds=59), False),
        (timedelta(minutes=30), timedelta(minutes=30), True),
        (timedelta(hours=11, minutes=59), timedelta(minutes=1), False),
        (timedelta(hours=12), timedelta(0), True),
    ],
)
def test_a_sign_in_ends_after_half_an_hour_idle_and_after_twelve_hours_in_any_case(
    age: timedelta, idle: timedelta, *, over: bool
) -> None:
    assert is_over(NOON - age, NOON - idle, NOON) is over


@pytest.mark.parametrize(
    "password",
    [
        "14 characters.",
        "x" * 257,
        " " * 15,
        "aaaaaaaaaaaaaaab",
        "123456789012345",
        "qwertyuiopasdfgh",
        "zyxwvutsrqponmlkj",
        "Oversight-Police-Auditor-2026",
        "AdaLovelace-AdaLovelace",
        "lovelace@city.example",
        "Port-Halden-Port-Halden",
    ],
)
def test_a_password_that_is_short_endless_or_easily_guessed_is_refused(password: str) -> None:
    about = ("lovelace@city.example", "Ada Lovelace", "Port Halden")

    assert password_sentence(password, about=(*about, "adalovelace"))


@pytest.mark.parametrize(
    "password",
    [
        "15 characters..",
        "lantern orbit maple quarry",
        "śnieg ärger çoban ñandú",
        "k\x00" * 7 + "qwzpt",
    ],
)
def test_whatever_else_is_typed_may_be_a_password(password: str) -> None:
    assert password_sentence(password, about=("ada@city.example", "Ada Lovelace")) is None


@pytest.mark.parametrize(
    "email", ["", "ada", "ada@city", "ada lovelace@city.example", "ada@city.example\x00", "é@a.b"]
)
def test_an_account_needs_an_address_both_databases_read_alike(email: str) -> None:
    assert email_sentence(email)


@pytest.mark.parametrize("name", ["", "x" * 121, "Ada\x00", "Ada\u202eecalevoL"])
def test_a_name_is_there_not_endless_and_can_be_seen(name: str) -> None:
    assert name_sentence(name)


def test_names_and_addresses_of_people_are_taken_as_they_are() -> None:
    assert name_sentence("Zoë O’Neil-Muñoz") is None
    assert email_sentence("zoe.o'neil+audit@police.city.example") is None
