"""One sign-up as a department hands it over, and the pieces that every sign-up is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from auditor.demo.rosters import Officer
from auditor.officers.rules import part_key

HEADINGS: Final = (
    "Department",
    "Officer",
    "Account email",
    "Tool",
    "Stage",
    "Licence",
    "Obtained through",
    "Offered on",
    "Signed up on",
    "First used on",
    "Last used on",
    "Closed on",
    "Account state",
    "Searches",
    "Purposes",
    "Case numbers",
    "On behalf of",
    "Source",
    "Source reference",
    "Certainty",
    "Notes",
)

OFFERED: Final = "offered"
SIGNED_UP: Final = "signed up"
USED: Final = "used"
USED_IN_A_CASE: Final = "used in a case"

#: The ranges in which searches were published in 2021 (buzzfeednews.com, 6 Apr 2021), and a few
#: exact numbers; small ones are the most frequent.
_SEARCHES: Final = ("1-5", "1-5", "1-5", "6-10", "6-10", "11-50", "11-50", "51-100", "2", "7", "38")

#: Where officers have their private mail.
_PRIVATE_MAIL: Final = ("letterloft.example", "mailbarrow.example")


@dataclass(slots=True, kw_only=True)
class SignUp:
    """A row in the making: words as they will stand in it, days as days.

    Attributes:
        officer: who it was; None for an account whose holder is not known.
        name: the cell that names the officer; empty where only an address is known.
        by_month: days are given as months.
    """

    department: str
    tool: str
    officer: Officer | None
    name: str
    email: str
    stage: str
    licence: str = "unknown"
    through: str = "unknown"
    offered_on: date | None = None
    signed_up_on: date | None = None
    first_used_on: date | None = None
    last_used_on: date | None = None
    closed_on: date | None = None
    state: str = ""
    searches: str = ""
    purposes: str = ""
    cases: Sequence[str] = ()
    on_behalf_of: str = ""
    source: str = "vendor’s list of accounts"
    certainty: str = "documented"
    notes: str = ""
    by_month: bool = False

    @property
    def is_used(self) -> bool:
        """Whether the stage is *used* or beyond."""
        return self.stage in {USED, USED_IN_A_CASE}

    def row(self, reference: str) -> dict[str, str]:
        """The row, under `HEADINGS`."""
        return {
            "Department": self.department,
            "Officer": self.name,
            "Account email": self.email,
            "Tool": self.tool,
            "Stage": self.stage,
            "Licence": self.licence,
            "Obtained through": self.through,
            "Offered on": _written(self.offered_on),
            "Signed up on": _written(self.signed_up_on, by_month=self.by_month),
            "First used on": _written(self.first_used_on, by_month=self.by_month),
            "Last used on": _written(self.last_used_on, by_month=self.by_month),
            "Closed on": _written(self.closed_on),
            "Account state": self.state,
            "Searches": self.searches,
            "Purposes": self.purposes,
            "Case numbers": "; ".join(self.cases),
            "On behalf of": self.on_behalf_of,
            "Source": self.source,
            "Source reference": reference,
            "Certainty": self.certainty,
            "Notes": self.notes,
        }


def of_officer(officer: Officer, tool: str, *, stage: str, random: Random) -> SignUp:
    """A sign-up of somebody on the roster, named by employee id, by badge or by name."""
    badge = officer.posts[-1].badge
    middle = f" {officer.middle}" if officer.middle else ""
    names = (
        officer.employee_id,
        officer.employee_id,
        badge,
        f"{officer.family}, {officer.given}{middle}",
    )
    email = officer.email
    if random.random() < 0.08:  # noqa: PLR2004 - about one in twelve used a private address
        email = f"{part_key(officer.family)}{badge[-2:]}@{random.choice(_PRIVATE_MAIL)}"
    return SignUp(
        department=officer.department,
        tool=tool,
        officer=officer,
        name=random.choice(names),
        email=email,
        stage=stage,
    )


def add_use(sign_up: SignUp, *, until: date, random: Random) -> None:
    """Gives a sign-up that was used its days of use, from its first day on, and its searches."""
    if sign_up.is_used and sign_up.signed_up_on:
        room = (until - sign_up.signed_up_on).days
        first = min(random.randrange(10), room)
        last = min(first + random.randrange(30), room)
        sign_up.first_used_on = sign_up.signed_up_on + timedelta(days=first)
        sign_up.last_used_on = sign_up.signed_up_on + timedelta(days=last)
        sign_up.searches = random.choice(_SEARCHES)
    elif sign_up.stage == SIGNED_UP:
        sign_up.searches = random.choice(("0", ""))


def day_between(first: date, last: date, random: Random) -> date:
    """A day from `first` to `last`, both inclusive."""
    return first + timedelta(days=random.randrange((last - first).days + 1))


def _written(day: date | None, *, by_month: bool = False) -> str:
    if day is None:
        return ""
    return day.isoformat()[:7] if by_month else day.isoformat()
