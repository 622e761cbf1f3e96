"""What can be issued to whom, the words a report begins with, and pseudonyms."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from auditor.columns import Audience

#: For whom a report is made that the council may download.
COUNCILS: Final = (Audience.COUNCIL, Audience.PUBLIC)

#: An audience in words, as it stands after “for”.
AUDIENCE_READS: Final[Mapping[Audience, str]] = {
    Audience.INTERNAL: "the oversight office",
    Audience.DEPARTMENT: "one department",
    Audience.COUNCIL: "the council",
    Audience.PUBLIC: "the public",
}

#: What stands on every sheet of a report to the council that names officers.
CONTAINS_NAMES: Final = "CONTAINS NAMES"

#: Letters and digits that nobody takes for another when reading them out.
_SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


#: Whoever issues a report tells so while they do, again and again; after this long without a word
#: they are taken to have died, and the order is taken up again.
SILENT_AFTER: Final = timedelta(minutes=2)

#: How often an order is begun before it is given up.
MOST_TRIES: Final = 3


class Step(StrEnum):
    """What is being done for an order."""

    READING = "reading findings"
    WRITING = "writing sheets"
    CHECKING = "checking what was written"


#: Told while a report is made: the step, how much of it is done, and of how much.
Tell = Callable[[Step, int, int], None]


class Fate(StrEnum):
    """How an order ended."""

    ISSUED = "issued"
    REFUSED = "not issued"
    CANCELLED = "cancelled"


class OrderState(StrEnum):
    """Where an order stands that has not ended."""

    WAITING = "waiting"
    UNDER_WAY = "under way"
    BROKE_OFF = "broke off"


def order_state(heard_at: datetime | None, now: datetime) -> OrderState:
    """Where an order that has not ended stands.

    Args:
        heard_at: when whoever has it was last heard of; None where nobody has taken it yet.
    """
    if heard_at is None:
        return OrderState.WAITING
    return OrderState.UNDER_WAY if now - heard_at < SILENT_AFTER else OrderState.BROKE_OFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be issued.

    Attributes:
        department_id: of a report for a department; None for any other.
        with_names: whether a report to the council names officers.
        reason: why it does.
    """

    audience: Audience
    department_id: int | None = None
    with_names: bool = False
    reason: str | None = None

    @property
    def shows_names(self) -> bool:
        """Whether officers are named, as they always are within the office and a department."""
        return self.with_names or self.audience is not Audience.COUNCIL


def order_sentences(order: Order) -> dict[str, str]:
    """Why it cannot be issued, by the field that is to be mended; empty when it can."""
    sentences = {}
    if order.audience is Audience.PUBLIC:
        sentences["audience"] = (
            "Nothing is issued to the public yet: first the register must learn to suppress counts "
            "under 5, which would give single officers away. Issue it to the council."
        )
    if order.audience is Audience.DEPARTMENT and order.department_id is None:
        sentences["department"] = "Name the department that the report is for."
    if order.audience is not Audience.DEPARTMENT and order.department_id is not None:
        sentences["department"] = (
            "Only a report for a department is narrowed to one: choose that audience, or leave the "
            "department out."
        )
    if order.with_names and order.audience is not Audience.COUNCIL:
        sentences["names"] = (
            "Only a report to the council is issued with names or without: reports within the "
            "office and for a department always have them. Leave this out."
        )
    elif order.with_names and not order.reason:
        sentences["reason"] = "Say why the council is to see names: it stands in the report."
    elif order.reason and not order.with_names:
        sentences["reason"] = "A reason is given for names only: ask for names, or leave it out."
    return sentences


def drawn_pseudonym() -> str:
    """“Officer 7K3F-Q2”: one of 887 million, drawn so that nobody can compute it."""
    drawn = [secrets.choice(_SIGNS) for _ in range(6)]
    return f"Officer {''.join(drawn[:4])}-{''.join(drawn[4:])}"


def file_name(audience: Audience, at: datetime) -> str:
    """Under which name a report is kept: for whom it is, and the moment it shows, in the city."""
    return f"audit-report-{audience}-{at:%Y-%m-%d-%H%M}.xlsx"


_WHO_MAY_HAVE_IT: Final[Mapping[Audience, str]] = {
    Audience.INTERNAL: (
        "Only the oversight office may have this file: it holds names, badges, addresses and case "
        "numbers."
    ),
    Audience.DEPARTMENT: (
        "Only the department named below and the oversight office may have this file: it holds "
        "names, badges, addresses and case numbers."
    ),
    Audience.COUNCIL: (
        "Only members of the council, their aides and the oversight office may have this file: it "
        "shows a pseudonym in place of each officer, but still a row for each finding, from which "
        "somebody may recognize an officer."
    ),
}

_WITH_NAMES: Final = (
    "Only members of the council, their aides and the oversight office may have this file: it "
    f"{CONTAINS_NAMES} of officers, for the reason given below."
)


def opening_sentences(order: Order, office: str) -> tuple[str, ...]:
    """The five sentences in plain words with which a report begins."""
    who = _WITH_NAMES if order.with_names else _WHO_MAY_HAVE_IT[order.audience]
    return (
        f"This workbook shows what the register of the {office} held at the moment given below: "
        "who had access to which third-party tool, and whether anybody had approved it at that "
        "time.",
        who,
        "A finding records access to a tool; it says nothing about misconduct.",
        "Where the approval status is “no rule”, no rule is on record for that day; it does not "
        "follow that nothing was broken.",
        "The approval status (column “Verdict”) is that of the known days of sign-up and use, not "
        "of today: “unapproved” means that no approval is on record for such a day, and the reason "
        "“ratified” that one was confirmed only afterwards.",
    )
