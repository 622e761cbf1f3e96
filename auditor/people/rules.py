"""How long a wrong password makes one wait, what one must be, how long a sign-in lasts; mail."""

import ipaddress
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class Every(StrEnum):
    """How often somebody wants to be told by mail what waits for them."""

    BUSINESS_DAY = "business day"
    WEEK = "week"
    NEVER = "never"


#: A sign-in ends after this long without a request (CJIS Security Policy 5.9.4, AC-11).
IDLE_MINUTES: Final = 30

#: A sign-in ends after this long in any case (CJIS Security Policy 5.9.4, IA-5).
LONGEST_HOURS: Final = 12

#: Wrong sign-ins on one account before the next has to wait (CJIS AC-7 names five).
ACCOUNT_TRIES: Final = 5

#: Wrong sign-ins from one address before the next has to wait: an office shares one.
ADDRESS_TRIES: Final = 20

#: Only wrong sign-ins of the last so many minutes count.
COUNTED_MINUTES: Final = 15

#: The longest wait, in minutes.
LONGEST_WAIT_MINUTES: Final = 15

#: NIST SP 800-63B-4: a password that is the only factor has at least 15 characters.
SHORTEST_PASSWORD: Final = 15
LONGEST_PASSWORD: Final = 256

#: RFC 5321 lets an address be no longer.
LONGEST_EMAIL: Final = 254
LONGEST_NAME: Final = 120

#: So many different characters must be left of a password once what is easily guessed is gone.
FEWEST_CHARACTERS: Final = 6

#: Printable ASCII on both sides: whatever else is in an address would be read differently by the
#: two databases, or looks like another one.
_EMAIL: Final = re.compile(r"[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+")

#: Words so short, such as “de”, are found in any password.
_TELLING: Final = 4

_COMMON: Final = re.compile(
    r"pass(?:word|wort|phrase)|welcome|letmein|iloveyou|secret|admin(?:istrator)?|login|sign ?in"
    r"|audit(?:or)?|oversight|supervisor|council|police|officer|department|sheriff|clearview"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|spring|summer|autumn|winter"
    r"|(?:19|20)\d\d"
)

_ROWS: Final = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")


def wait_until(wrong: Sequence[datetime], tries: int) -> datetime | None:
    """When the next try is heard, given the moments of the wrong ones; None when at once.

    The wait begins at one minute after `tries` wrong ones and doubles with each further one, up
    to `LONGEST_WAIT_MINUTES`.
    """
    if len(wrong) < tries:
        return None
    minutes = min(2 ** (len(wrong) - tries), LONGEST_WAIT_MINUTES)
    return max(wrong) + timedelta(minutes=minutes)


def counted_address(address: str) -> str:
    """The network address as wrong sign-ins are counted under it.

    One household or office has a whole /64 of IPv6 addresses: they count as one.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(parsed), 64), strict=False))


def is_over(created_at: datetime, last_seen_at: datetime, now: datetime) -> bool:
    """Whether a sign-in has ended by time alone."""
    idle = now - last_seen_at >= timedelta(minutes=IDLE_MINUTES)
    return idle or now - created_at >= timedelta(hours=LONGEST_HOURS)


def email_sentence(email: str) -> str | None:
    """Why this cannot be an account's e-mail address, in words; None when it can."""
    if len(email) > LONGEST_EMAIL:
        return f"Keep the e-mail address to {LONGEST_EMAIL} characters."
    if not _EMAIL.fullmatch(email):
        shown = "".join(sign if sign.isprintable() else "�" for sign in email)
        return f"“{shown}” is no e-mail address; write one such as ada@city.example."
    return None


def name_sentence(name: str) -> str | None:
    """Why this cannot be a person's name on an account, in words; None when it can."""
    if not name:
        return "Enter the person’s name."
    if len(name) > LONGEST_NAME:
        return f"Keep the name to {LONGEST_NAME} characters."
    if not name.isprintable():
        return "The name holds a character that cannot be seen; type it anew."
    return None


def password_sentence(password: str, *, about: Sequence[str] = ()) -> str | None:
    """Why this password cannot be chosen, in words; None when it can.

    Args:
        about: words that a guesser would try first, such as the e-mail address and the name.
    """
    if len(password) < SHORTEST_PASSWORD:
        return f"Choose a password of at least {SHORTEST_PASSWORD} characters; several words do."
    if len(password) > LONGEST_PASSWORD:
        return f"Keep the password to {LONGEST_PASSWORD} characters."
    if len(set(_hard_to_guess(password.casefold(), about))) < FEWEST_CHARACTERS:
        return (
            "This password would be guessed too easily: it repeats a few characters, follows the "
            "keyboard or the alphabet, or is made of your name, your address or common words. "
            "Choose several unrelated words."
        )
    return None


def _hard_to_guess(password: str, about: Sequence[str]) -> str:
    left = password
    for word in about:
        for part in re.split(r"[\W_]+", word.casefold()):
            left = left.replace(part, "") if len(part) >= _TELLING else left
    return _without_runs(_COMMON.sub("", left))


def _without_runs(text: str) -> str:
    # Four keys or letters that follow one another, forwards or backwards, are a run.
    for row in _ROWS:
        for order in (row, row[::-1]):
            for length in range(len(order), _TELLING - 1, -1):
                for start in range(len(order) - length + 1):
                    text = text.replace(order[start : start + length], "")
    return text
