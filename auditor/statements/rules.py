"""What a department may have answered, and what several of its answers together say."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Answer(StrEnum):
    """What a department answered when it was asked about a tool."""

    NO_RESPONSE = "no response"
    DECLINED = "declined"
    DENIED = "denied"
    CONFIRMED = "confirmed"
    PARTLY_CONFIRMED = "partly confirmed"


class Aware(StrEnum):
    """Whether the department had known of the use before it was asked."""

    YES = "yes"
    NO = "no"
    NOT_SAID = "not said"


class Remark(StrEnum):
    """What follows from a statement and those that went before it."""

    DENIED_THEN_CONFIRMED = "denied then confirmed"
    UNAWARE_UNTIL_ASKED = "unaware until asked"


#: Answers that say nothing about the use; another answer counts in their place.
SILENT: Final = frozenset({Answer.NO_RESPONSE, Answer.DECLINED})

CONFIRMING: Final = frozenset({Answer.CONFIRMED, Answer.PARTLY_CONFIRMED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A standing statement as the rules see it.

    Attributes:
        id: of two of one day, the later recorded has the greater one.
        answered_on: None of *no response*, and of no other answer.
    """

    id: int = 0
    asked_on: date
    due_on: date | None = None
    answer: Answer
    answered_on: date | None = None
    units_asked: int | None = None
    units_in_all: int | None = None
    aware_before_asked: Aware = Aware.NOT_SAID


def wrong_in(statement: Statement, *, today: date) -> dict[str, str]:
    """A sentence for each field of a statement that cannot be; empty when all can."""
    wrong: dict[str, str] = {}
    asked, answered, due = statement.asked_on, statement.answered_on, statement.due_on
    if asked > today:
        wrong["asked_on"] = f"{asked} lies in the future. Give a day up to {today}."
    if due is not None and due < asked:
        wrong["due_on"] = f"It was due on {due}, before it was asked on {asked}. Correct one."
    if sentence := _wrong_day(statement.answer, answered, asked=asked, today=today):
        wrong["answered_on"] = sentence
    units, in_all = statement.units_asked, statement.units_in_all
    if units is not None and in_all is not None and units > in_all:
        wrong["units_asked"] = f"{units:,} units were asked of {in_all:,} in all. Correct one."
    if statement.aware_before_asked is not Aware.NOT_SAID and statement.answer not in CONFIRMING:
        wrong["aware_before_asked"] = (
            f"Only who confirms a use can have known of it, and the answer is “{statement.answer}”."
            " Write “not said”, or correct the answer."
        )
    return wrong


def _wrong_day(answer: Answer, answered: date | None, *, asked: date, today: date) -> str:
    if answer is Answer.NO_RESPONSE:
        return "" if answered is None else "Where nothing was answered there is no day. Empty it."
    if answered is None:
        return f"Give the day on which it was {answer}."
    if answered < asked:
        return f"It was answered on {answered}, before it was asked on {asked}. Correct one."
    if answered > today:
        return f"{answered} lies in the future. Give a day up to {today}."
    return ""


def in_order(statements: Iterable[Statement]) -> list[Statement]:
    """The statements of one department about one tool, the earliest first.

    One without an answer stands at the day it was asked, before any answer of that day.
    """
    return sorted(
        statements,
        key=lambda one: (one.answered_on or one.asked_on, one.answered_on is not None, one.id),
    )


def latest(statements: Iterable[Statement]) -> Statement | None:
    """The one that counts; *no response* and *declined* only where there is no other."""
    ordered = in_order(statements)
    told = [one for one in ordered if one.answer not in SILENT]
    return next(reversed(told or ordered), None)


def days_from_denial(statement: Statement, statements: Iterable[Statement]) -> int | None:
    """Days from the first denial to this confirmation; None where none went before it.

    Args:
        statements: all of the department about the tool, in any order.
    """
    if statement.answer not in CONFIRMING or statement.answered_on is None:
        return None
    ordered = in_order({one.id: one for one in (*statements, statement)}.values())
    earlier = ordered[: ordered.index(statement)]
    denied = [one.answered_on for one in earlier if one.answer is Answer.DENIED]
    first = next((day for day in denied if day is not None), None)
    return None if first is None else (statement.answered_on - first).days


def is_unaware_until_asked(statement: Statement) -> bool:
    """Whether the department confirmed a use of which it had not known before it was asked."""
    return statement.answer in CONFIRMING and statement.aware_before_asked is Aware.NO


def superseded(statements: Iterable[Statement]) -> dict[int, int]:
    """By id, the earlier statement in whose place each counts; none for what counts for nothing.

    Args:
        statements: all of one department about one tool.
    """
    found: dict[int, int] = {}
    counted: Statement | None = None
    for one in in_order(statements):
        if counted is not None and one.answer in SILENT and counted.answer not in SILENT:
            continue
        if counted is not None:
            found[one.id] = counted.id
        counted = one
    return found


def remarks(statement: Statement, statements: Iterable[Statement]) -> tuple[Remark, ...]:
    """What is to be remarked on a statement.

    Args:
        statements: all of the department about the tool.
    """
    denied = days_from_denial(statement, statements) is not None
    told = {
        Remark.DENIED_THEN_CONFIRMED: denied,
        Remark.UNAWARE_UNTIL_ASKED: is_unaware_until_asked(statement),
    }
    return tuple(remark for remark, holds in told.items() if holds)


@dataclass(frozen=True, slots=True)
class Tally:
    """What the departments that were asked about one tool answered.

    Attributes:
        answers: how many departments, by their latest answer; together they are those asked.
        days: of each department that first denied and then confirmed, the days between.
        unaware: how many of those that confirm had not known until they were asked.
    """

    answers: Mapping[Answer, int]
    days: tuple[int, ...]
    unaware: int

    @property
    def asked(self) -> int:
        """How many departments were asked."""
        return sum(self.answers.values())


def tally(by_department: Iterable[Iterable[Statement]]) -> Tally:
    """Count departments by what each of them said, all about one tool.

    A department is *denied then confirmed* while its latest answer confirms; the days run from its
    first denial to the first confirmation after it.
    """
    answers: Counter[Answer] = Counter()
    days: list[int] = []
    unaware = 0
    for said in by_department:
        told = list(said)
        counted = latest(told)
        if counted is None:
            continue
        answers[counted.answer] += 1
        unaware += is_unaware_until_asked(counted)
        if counted.answer in CONFIRMING:
            between = [days_from_denial(one, told) for one in told]
            days += sorted(each for each in between if each is not None)[:1]
    return Tally({answer: answers[answer] for answer in Answer}, tuple(sorted(days)), unaware)
