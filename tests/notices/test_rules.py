"""Which mail servers there can be, and how long a notice waits."""

from datetime import timedelta

import pytest

from auditor.notices.rules import Secure, mail_server, wait_after


@pytest.mark.parametrize(
    ("url", "port", "secure"),
    [
        ("smtp://mail.city.example", 587, Secure.STARTTLS),
        ("smtp://mail.city.example:25?starttls=yes", 25, Secure.STARTTLS),
        ("smtps://mail.city.example", 465, Secure.TLS),
        ("smtp://127.0.0.1:25?starttls=no", 25, Secure.CLEAR),
        ("smtp://[::1]:25?starttls=no", 25, Secure.CLEAR),
    ],
)
def test_mail_goes_over_tls_unless_the_server_is_on_this_machine(
    url: str, port: int, secure: Secure
) -> None:
    server = mail_server(url)
    assert (server.port, server.secure) == (port, secure)


@pytest.mark.parametrize(
    "url",
    [
        "smtp://u:hunter2@mail.city.example?starttls=no",
        "smtp://u:hunter2@127.0.0.1.city.example?starttls=no",
        "smtp://u:hunter2@mail.city.example:hunter2",
        "http://u:hunter2@mail.city.example",
        "smtp://u:hunter2@mail.city.example?clear=yes",
        "smtp://",
    ],
)
def test_a_refused_address_of_a_server_never_shows_its_password(url: str) -> None:
    with pytest.raises(ValueError, match="AUDITOR_SMTP_URL") as refused:
        mail_server(url)
    assert "hunter2" not in str(refused.value)


def test_a_password_is_unquoted_and_never_printed() -> None:
    server = mail_server("smtp://ada%40city:hunter%402@mail.city.example?from=a@city.example")
    assert (server.user, server.password, server.sender) == (
        "ada@city",
        "hunter@2",
        "a@city.example",
    )
    assert "hunter" not in repr(server)


def test_each_wait_is_longer_than_the_one_before_up_to_four_hours() -> None:
    waits = [wait_after(tries) for tries in range(1, 8)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (timedelta(minutes=1), timedelta(hours=4))
