"""Which mail server is meant and when a notice is tried again; who is told what, and when."""

import ipaddress
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Final, NamedTuple
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from auditor.days import business_days_after, business_days_since
from auditor.parameters import Parameters
from auditor.people.rules import Every

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


class Kind(StrEnum):
    """What waits, and for whom."""

    REQUEST = "a request, for whoever decides it"
    REQUEST_ELSEWHERE = "a request, for the office"
    FOLLOW_UP = "a follow-up, for its answer"
    TO_JUDGE = "a follow-up, for its outcomes"
    TO_CLOSE = "a follow-up, for the second look"
    QUESTION = "a question, for its answer"


#: These wait for as long as they wait; the others have a day by which they are due, or none.
BY_WAIT: Final = frozenset({Kind.REQUEST, Kind.REQUEST_ELSEWHERE})


class Level(IntEnum):
    """How much something presses. From `DUE` on nobody can have it left out."""

    WAITS = 0
    SOON = 1
    DUE = 2
    LATE = 3


class Before(NamedTuple):
    """When people were told last: on which of the city's days, and at which moment."""

    day: date
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One thing that waits for somebody.

    Attributes:
        tool: None where it is about no single one.
        came_at: when it was recorded.
        asked_on: the day it was made on.
        due_on: the last day on which it is on time, where there is one.
    """

    kind: Kind
    department: str
    tool: str | None
    came_at: datetime
    asked_on: date
    due_on: date | None = None

    def level(self, day: date, parameters: Parameters) -> Level:
        """How much it presses on one of the city's days."""
        holidays = parameters.holidays
        if self.kind in BY_WAIT:
            waited = business_days_since(self.asked_on, day, holidays)
            return Level.LATE if waited > parameters.late_business_days else Level.WAITS
        if self.due_on is None:
            return Level.WAITS
        if self.due_on <= day:
            return Level.DUE if self.due_on == day else Level.LATE
        soon = business_days_after(day, parameters.soon_business_days, holidays)
        return Level.SOON if self.due_on <= soon else Level.WAITS


def to_tell(
    waiting: Iterable[Waiting],
    every: Every,
    *,
    today: date,
    before: Before | None,
    parameters: Parameters,
) -> list[Waiting]:
    """Of what waits for somebody, that of which they are told today.

    Once a week it is all of it: on the first business day of the week, or on the first on which
    anybody is told at all. On the others it is what is new, and what presses more than it did.

    Args:
        every: how often they want it. What is due or late comes all the same, on the day it
            becomes so and once a week after that.
        before: when people were told last; None if never.
    """
    is_weekly = before is None or before.day.isocalendar()[:2] != today.isocalendar()[:2]
    told = []
    for each in waiting:
        level = each.level(today, parameters)
        has_turned = before is None or level > each.level(before.day, parameters)
        is_new = before is None or each.came_at > before.at
        wanted = {
            Every.BUSINESS_DAY: is_weekly or is_new or has_turned,
            Every.WEEK: is_weekly,
            Every.NEVER: False,
        }[every]
        if wanted or (level >= Level.DUE and (is_weekly or has_turned)):
            told.append(each)
    return told


def is_business_day(day: date, holidays: Collection[date]) -> bool:
    """Whether the city works on that day."""
    return business_days_after(day - timedelta(days=1), 1, holidays) == day


def is_escalated(due_on: date, today: date, parameters: Parameters) -> bool:
    """Whether an answer that was due on that day is overdue for so long that the head is told."""
    overdue = business_days_since(due_on, today, parameters.holidays)
    return overdue > parameters.escalated_business_days
