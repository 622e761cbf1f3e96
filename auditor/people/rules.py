"""How long a wrong password makes one wait, how long a sign-in lasts, what a password must be."""

import re
from datetime import datetime, timedelta
from typing import Final

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

_COMMON: Final = re.compile(r"password|passwort|qwerty|letmein|auditor|oversight|police|welcome")


def wait_until(wrong: list[datetime], tries: int) -> datetime | None:
    """When the next try is heard, given the moments of the wrong ones; None when at once.

    The wait begins at one minute after `tries` wrong ones and doubles with each further one, up
    to `LONGEST_WAIT_MINUTES`.
    """
    if len(wrong) < tries:
        return None
    minutes = min(2 ** (len(wrong) - tries), LONGEST_WAIT_MINUTES)
    return max(wrong) + timedelta(minutes=minutes)


def is_over(created_at: datetime, last_seen_at: datetime, now: datetime) -> bool:
    """Whether a sign-in has ended by time alone."""
    idle = now - last_seen_at >= timedelta(minutes=IDLE_MINUTES)
    return idle or now - created_at >= timedelta(hours=LONGEST_HOURS)


def password_sentence(password: str, *, about: tuple[str, ...] = ()) -> str | None:
    """Why this password cannot be chosen, in words; None when it can.

    Args:
        about: words that a guesser would try first, such as the e-mail address and the name.
    """
    if len(password) < SHORTEST_PASSWORD:
        return f"Choose a password of at least {SHORTEST_PASSWORD} characters; several words do."
    if len(password) > LONGEST_PASSWORD:
        return f"Keep the password to {LONGEST_PASSWORD} characters."
    folded = password.casefold()
    left = _COMMON.sub("", folded)
    for word in about:
        for part in re.split(r"[\W_]+", word.casefold()):
            left = left.replace(part, "") if len(part) > 3 else left  # noqa: PLR2004
    if len(set(left)) < 6:  # noqa: PLR2004 - what is left would be guessed in no time
        return (
            "This password would be guessed too easily: it repeats a few characters, or is made "
            "of your name, your address or common words. Choose several unrelated words."
        )
    return None
