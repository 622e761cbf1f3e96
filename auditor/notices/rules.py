"""Which mail server is meant, how it is spoken to, and when a notice is tried again."""

import ipaddress
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

#: Whoever took a notice to send it, and has not said what became of it, was cut off.
TAKEN_FOR: Final = timedelta(minutes=10)

#: How long a notice waits after each try that failed; after the last of them always as long.
WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))

#: So long a notice stands on its reader's first page where mail is off.
SHOWN_FOR: Final = timedelta(days=14)


class Secure(StrEnum):
    """How the way to the mail server is kept from others."""

    TLS = "TLS from the start"
    STARTTLS = "STARTTLS"
    CLEAR = "in clear, on this machine alone"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where notices are handed in, and as whom.

    Attributes:
        sender: the address they come from; None for one made from the pages' host.
    """

    host: str
    port: int
    secure: Secure
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    sender: str | None = None


def mail_server(url: str) -> MailServer:
    """The server that `AUDITOR_SMTP_URL` names.

    Raises:
        ValueError: it names none, or one that would be spoken to in clear over a network; the
            message tells nothing of the URL, which may hold a password.
    """
    try:
        parts, asked = urlsplit(url), parse_qs(urlsplit(url).query, strict_parsing="?" in url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ValueError(_WRITE) from None
    if parts.scheme not in {"smtp", "smtps"} or not host or set(asked) - {"starttls", "from"}:
        raise ValueError(_WRITE)
    secure = _secure(parts, asked.get("starttls", ["yes"])[-1], host)
    return MailServer(
        host,
        port or (465 if secure is Secure.TLS else 587),
        secure,
        unquote(parts.username) if parts.username else None,
        unquote(parts.password) if parts.password else None,
        asked["from"][-1] if "from" in asked else None,
    )


def wait_after(tries: int) -> timedelta:
    """How long a notice waits that has failed so often; `tries` is 1 or more."""
    return WAITS[min(tries, len(WAITS)) - 1]


def _secure(parts: SplitResult, starttls: str, host: str) -> Secure:
    if parts.scheme == "smtps":
        return Secure.TLS
    if starttls == "yes":
        return Secure.STARTTLS
    if starttls == "no" and _is_here(host):
        return Secure.CLEAR
    raise ValueError(
        "AUDITOR_SMTP_URL asks for mail in clear. That is for a server on this machine alone, such "
        "as smtp://127.0.0.1:25?starttls=no; leave starttls=no out for any other."
    )


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


_WRITE: Final = (
    "AUDITOR_SMTP_URL names no mail server; write smtp://USER:PASSWORD@HOST:PORT, or smtps:// for "
    "TLS from the start, and quote what is special in the password, such as %40 for @."
)
