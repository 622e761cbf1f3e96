"""Answering the ten questions: one statement for all findings, one for all statements."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, distinct, func, not_, select

from auditor.access import Permission
from auditor.base import standing
from auditor.concern import Own, own_of
from auditor.findings.asked import answering
from auditor.findings.model import Finding
from auditor.questions.rules import QUESTIONS, READS, Asked, Question, Told
from auditor.reach import within_reach
from auditor.statements.model import Statement
from auditor.statements.queries.listed import concerning, waiting
from auditor.statements.rules import Answer
from auditor.verdicts.model import StoredVerdict
from auditor.work import Work

#: The numbers of all questions.
ALL: Final = range(1, len(QUESTIONS) + 1)


class Part(NamedTuple):
    """One count, and the list that shows just these rows.

    Attributes:
        officers, searches: those identified, and how many at least; None for statements.
        sought: what the list is asked for.
    """

    reads: str
    number: int
    officers: int | None
    searches: int | None
    listed: str
    sought: Mapping[str, str]

    @property
    def in_words(self) -> str:
        """“1 finding”, “2 statements”."""
        noun = self.listed.removesuffix("s") if self.number == 1 else self.listed
        return f"{self.number:,} {noun}"


class Answered(NamedTuple):
    """A question with its answer in a sentence and the parts of it."""

    number: int
    question: Question
    says: str
    parts: Sequence[Part]


def answers(work: Work, numbers: Collection[int] = ALL) -> list[Answered]:
    """The questions, answered from what is within reach; what concerns the reader is left out.

    Args:
        numbers: of which.

    Raises:
        NotAllowed: the actor may not read figures.
    """
    work.require(Permission.FIGURES_READ)
    own = own_of(work)
    wanted = {number: QUESTIONS[number - 1] for number in numbers}
    named = [part for question in wanted.values() for part in question.parts]
    parts = {
        **_of_findings(work, own, [part for part in named if isinstance(part, Asked)]),
        **_of_statements(work, own, [part for part in named if isinstance(part, Told)]),
    }
    return [
        _answered(number, question, [parts[each] for each in question.parts])
        for number, question in wanted.items()
    ]


def _answered(number: int, question: Question, parts: Sequence[Part]) -> Answered:
    says = question.says.format(*(part.in_words for part in parts))
    return Answered(number, question, says, parts)


def _of_findings(work: Work, own: Own, wanted_parts: Sequence[Asked]) -> dict[Asked | Told, Part]:
    if not wanted_parts:
        return {}
    counts: list[Any] = []
    for asked in wanted_parts:
        met = answering(asked)
        counts += [
            func.count().filter(met),
            func.count(distinct(Finding.officer_id)).filter(met),
            func.coalesce(func.sum(Finding.searches_low).filter(met), 0),
        ]
    wanted = (
        select(*(count.label(f"c{n}") for n, count in enumerate(counts)))
        .select_from(Finding)
        .join(StoredVerdict, StoredVerdict.finding_id == Finding.id)
        .where(within_reach(work.actor, Finding.department_id), not_(own.findings()))
    )
    row = iter(work.session.execute(wanted).one())
    return {
        asked: Part(
            reads=READS[asked],
            number=next(row),
            officers=next(row),
            searches=int(next(row)),
            listed="findings",
            sought={"asked": asked.value},
        )
        for asked in wanted_parts
    }


def _of_statements(work: Work, own: Own, wanted_parts: Sequence[Told]) -> dict[Asked | Told, Part]:
    if not wanted_parts:
        return {}
    wanted = (
        select(*(func.count().filter(_told(told)).label(told.name) for told in wanted_parts))
        .select_from(Statement)
        .where(
            standing(Statement),
            within_reach(work.actor, Statement.department_id),
            not_(concerning(work, own)),
        )
    )
    row = work.session.execute(wanted).one()
    return {
        told: Part(READS[told], count, None, None, "statements", _sought(told))
        for told, count in zip(wanted_parts, row, strict=True)
    }


def _told(told: Told) -> ColumnElement[bool]:
    return waiting() if told is Told.WAITING else Statement.answer == Answer(told.value)


def _sought(told: Told) -> dict[str, str]:
    return {"answered": "no"} if told is Told.WAITING else {"answer": told.value}
