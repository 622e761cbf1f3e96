"""The words of notices: department, tool and numbers, and never an officer."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Final

from auditor.notices.rules import BY_WAIT, Kind, Level, Waiting
from auditor.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a notice, and the page that it leads to.

    Attributes:
        path: of our own pages, beginning with a slash.
    """

    sentence: str
    path: str


def in_your_name(approval_id: int, step: str, *, tool: str, department: str, by: str) -> str:
    """What whoever was named with `--as` is told.

    Args:
        step: confirmed, denied, revoked, narrowed, or kept after a review.
        by: who was signed in to the machine.
    """
    return (
        f"In your name approval {approval_id} of “{tool}” for {department} was {step} on the "
        f"command line, by the machine’s account “{by}”. If that was not you, tell the oversight "
        "office at once."
    )


def in_anothers_name(approval_id: int, step: str, *, tool: str, department: str, by: str) -> str:
    """What the oversight office is told of the same; see `in_your_name`."""
    return (
        f"Approval {approval_id} of “{tool}” for {department} was {step} on the command line, in "
        f"the name of the department’s supervisor, by the machine’s account “{by}”."
    )


_NAMED: Final[Mapping[Kind, tuple[str, str]]] = {
    Kind.REQUEST: ("request", "for your decision"),
    Kind.REQUEST_ELSEWHERE: ("request", "for a decision"),
    Kind.FOLLOW_UP: ("follow-up", "for an answer"),
    Kind.TO_JUDGE: ("answered follow-up", "for its outcomes"),
    Kind.TO_CLOSE: ("follow-up", "for the second look"),
    Kind.QUESTION: ("question", "for an answer"),
}

_PATHS: Final[Mapping[Kind, str]] = {
    Kind.REQUEST: "/approvals/waiting",
    Kind.REQUEST_ELSEWHERE: "/approvals",
    Kind.FOLLOW_UP: "/follow-ups",
    Kind.TO_JUDGE: "/follow-ups",
    Kind.TO_CLOSE: "/follow-ups",
    Kind.QUESTION: "/statements",
}


def in_sentences(told: Iterable[Waiting], *, today: date, parameters: Parameters) -> list[Said]:
    """What waits, counted: a sentence for each kind, department and tool.

    Args:
        told: at least one.
    """
    alike: dict[tuple[Kind, str, str], list[Waiting]] = {}
    for each in told:
        alike.setdefault((each.kind, each.department, each.tool or ""), []).append(each)
    return [
        Said(_sentence(alike[key], today=today, parameters=parameters), _PATHS[key[0]])
        for key in sorted(alike, key=lambda key: (list(Kind).index(key[0]), key[1:]))
    ]


def _sentence(alike: Sequence[Waiting], *, today: date, parameters: Parameters) -> str:
    one = alike[0]
    noun, wanted = _NAMED[one.kind]
    about = f" about “{one.tool}”" if one.tool else ""
    waits = "waits" if len(alike) == 1 else "wait"
    levels = Counter(each.level(today, parameters) for each in alike)
    pressing = [
        f"{levels[level]:,} {words}"
        for level, words in _pressing(one.kind, parameters)
        if levels[level]
    ]
    ends = f": {', '.join(pressing)}." if pressing else "."
    return f"{one.department}: {_number(len(alike), noun)}{about} {waits} {wanted}{ends}"


def _pressing(kind: Kind, parameters: Parameters) -> Sequence[tuple[Level, str]]:
    if kind in BY_WAIT:
        days = _number(parameters.late_business_days, "business day")
        return ((Level.LATE, f"for more than {days}"),)
    soon = f"due within {_number(parameters.soon_business_days, 'business day')}"
    return ((Level.LATE, "overdue"), (Level.DUE, "due today"), (Level.SOON, soon))


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def escalation(follow_up_id: int, *, department: str, due_on: date, days: int) -> str:
    """What the head of a department is told of an answer that does not come."""
    overdue = _overdue(follow_up_id, department=department, due_on=due_on, days=days)
    return f"{overdue} You are told as its head; its supervisors can answer on the page."


def to_office(follow_up_id: int, *, is_told: bool, department: str, due_on: date, days: int) -> str:
    """What the oversight office is told of the same.

    Args:
        is_told: whether the head was told.
    """
    head = (
        "The head of the department was told."
        if is_told
        else "Nobody was told at the department: no address is on record of a head who may know "
        "of it."
    )
    return f"{_overdue(follow_up_id, department=department, due_on=due_on, days=days)} {head}"


def _overdue(follow_up_id: int, *, department: str, due_on: date, days: int) -> str:
    return (
        f"The answer of {department} to follow-up {follow_up_id} was due on {due_on.isoformat()}, "
        f"more than {_number(days, 'business day')} ago."
    )


#: What stands below a notice to somebody who has an account, where they choose.
_CHOICE: Final = Said("How often you are told is yours to choose", "/account")


def as_plain(said: list[Said], *, base_url: str, office: str, to_account: bool = True) -> str:
    """The notice as plain text.

    Args:
        to_account: whether it is to somebody who has an account.
    """
    base = base_url.rstrip("/")
    parts = [f"{each.sentence}\n{base}{each.path}" for each in said]
    choice = f"\n{_CHOICE.sentence}: {base}{_CHOICE.path}" if to_account else ""
    return "\n\n".join([*parts, f"-- \n{office}{choice}"]) + "\n"


def as_html(said: list[Said], *, base_url: str, office: str, to_account: bool = True) -> str:
    """The same as HTML, in which nothing is loaded from anywhere."""
    base = escape(base_url.rstrip("/"))
    choice = f'<br><a href="{base}{_CHOICE.path}">{_CHOICE.sentence}</a>' if to_account else ""
    shown = "".join(
        f'<p>{escape(each.sentence)}<br><a href="{base}{escape(each.path)}">Open it</a></p>\n'
        for each in said
    )
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(office)}'
        f"</title></head>\n<body>\n{shown}<p>{escape(office)}{choice}</p>\n</body></html>\n"
    )
