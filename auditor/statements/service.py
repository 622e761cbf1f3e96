"""Statements: departments are asked, answer as often as they like, and nothing is overwritten."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from auditor.access import Permission
from auditor.base import standing
from auditor.concern import HANDLED_BY, bound_together
from auditor.departments.queries import choices_of_departments
from auditor.departments.service import refuse_withdrawn, withdraw
from auditor.errors import FieldsRefused, NotAllowed
from auditor.evidence.service import Document, hand_in
from auditor.flags.contradictions import assess_statements
from auditor.rulings.queries import choices_of_tools, own_findings
from auditor.statements.model import Statement
from auditor.statements.queries.listed import get_kept_statement
from auditor.statements.queries.rounds import already_asked
from auditor.statements.rules import SILENT, Answer, Aware, wrong_in
from auditor.statements.rules import Statement as Said
from auditor.trail.acts import Act
from auditor.work import Work

#: Names that a sentence gives before it says how many more there are.
_NAMED: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFacts:
    """What a department answers; see `model.Statement`."""

    answer: Answer
    answered_on: date | None
    units_asked: int | None = None
    units_in_all: int | None = None
    aware_before_asked: Aware = Aware.NOT_SAID
    complete_list: bool | None = None
    signed_by: str | None = None


def ask(
    work: Work,
    *,
    tool_id: int,
    department_ids: Sequence[int],
    question: str,
    asked_on: date,
    due_on: date | None,
) -> list[int]:
    """Ask departments one question about a tool, with one day by which they are to answer.

    Returns:
        The statements' ids, in the order of the departments; each is *no response* until the
        department answers.

    Raises:
        NotAllowed: the actor does not ask departments.
        FieldsRefused: with a sentence for each field that cannot be.
    """
    work.require(Permission.STATEMENT_ASK)
    asked = list(dict.fromkeys(department_ids))
    said = Said(asked_on=asked_on, due_on=due_on, answer=Answer.NO_RESPONSE)
    wrong = wrong_in(said, today=work.today) | _wrong_question(work, tool_id, question)
    if sentence := _wrong_departments(work, tool_id, asked_on, asked):
        wrong["departments"] = sentence
    if wrong:
        raise FieldsRefused(wrong)
    shared = {
        "tool_id": tool_id,
        "question": question,
        "asked_on": asked_on,
        "due_on": due_on,
        "answer": Answer.NO_RESPONSE,
        "aware_before_asked": Aware.NOT_SAID,
        "recorded_at": work.now,
    }
    ids = work.add_many(Statement, [{"department_id": each, **shared} for each in asked])
    work.record(Act.STATEMENT_ASKED)
    return ids


def answer(
    work: Work, statement_id: int, facts: AnswerFacts, *, paper: Document | None = None
) -> int:
    """Record what a department answers to a question.

    The first answer fills the question that waits for it; any later one is a statement of its own
    beside it, so that no answer erases another.

    Args:
        paper: that on which it answered, kept already; who does not answer for their own
            department has to give it.

    Returns:
        The id of the statement that holds the answer.

    Raises:
        NotFound: there is no such statement, or none within reach.
        NotAllowed: the actor may not answer for that department, or is concerned by it.
        IllegalMove: the statement has been withdrawn.
        FieldsRefused: with a sentence for each field that cannot be.
    """
    kept = get_kept_statement(work, statement_id)
    refuse_to_answer(work, kept)
    if wrong := _wrong_answer(work, kept, facts, has_paper=paper is not None):
        raise FieldsRefused(wrong)
    values = asdict(facts) | {"evidence_id": _handed_in(work, paper, kept.department_id)}
    if kept.answer is Answer.NO_RESPONSE:
        for name, value in values.items():
            setattr(kept, name, value)
    else:
        kept = Statement(**_question_of(kept), **values, recorded_at=work.now)
        work.session.add(kept)
    work.record(Act.STATEMENT_ANSWERED)
    because = f"statement {kept.id} was answered"
    assess_statements(work, Statement.id == kept.id, because=because)
    return kept.id


def withdraw_statement(work: Work, statement_id: int, reason: str) -> None:
    """Withdraw a statement that should not have been recorded; it counts nowhere any more.

    Raises:
        NotFound: there is none.
        NotAllowed: the actor does not ask departments, or is concerned by it.
        IllegalMove: it has been withdrawn already.
        FieldsRefused: no reason is given.
    """
    kept = get_kept_statement(work, statement_id)
    refuse_to_withdraw(work, kept)
    withdraw(work, kept, f"Statement {kept.id}", reason=reason)
    work.record(Act.STATEMENT_WITHDRAWN)
    because = f"statement {kept.id} was withdrawn"
    assess_statements(work, Statement.id == kept.id, because=because)


def refuse_to_answer(work: Work, kept: Statement) -> None:
    """Refuse whoever may not answer, and what is not to be answered any more.

    Raises:
        NotAllowed, IllegalMove: see `answer`.
    """
    _refuse(work, kept, Permission.STATEMENT_ANSWER)


def refuse_to_withdraw(work: Work, kept: Statement) -> None:
    """Refuse whoever may not withdraw it, and what has been withdrawn already.

    Raises:
        NotAllowed, IllegalMove: see `withdraw_statement`.
    """
    _refuse(work, kept, Permission.STATEMENT_ASK)


def _refuse(work: Work, kept: Statement, permission: Permission) -> None:
    work.require(permission, in_department=kept.department_id)
    if (kept.tool_id, kept.department_id) in _own(work):
        raise NotAllowed(
            f"A finding about this tool in this department concerns you, or whom you stand in for "
            f"today: it is handled by "
            f"{HANDLED_BY}."
        )
    refuse_withdrawn(kept, f"Statement {kept.id}")


def _own(work: Work) -> set[tuple[int, int]]:
    return {
        (row.tool_id, row.department_id)
        for each in bound_together(work)
        for row in own_findings(work, each)
    }


def _wrong_question(work: Work, tool_id: int, question: str) -> dict[str, str]:
    wrong = {}
    if not question.strip():
        wrong["question"] = "Write what is asked, as the departments are to read it."
    if tool_id not in {row.id for row in choices_of_tools(work)}:
        wrong["tool"] = "Choose a tool that is on record and has not been withdrawn."
    return wrong


def _wrong_departments(work: Work, tool_id: int, asked_on: date, ids: Sequence[int]) -> str:
    named = {row.id: row.name for row in choices_of_departments(work)}
    if not ids or not set(ids) <= named.keys():
        return "Tick the departments that are asked: at least one, and none that was withdrawn."
    own = [named[each] for each in ids if (tool_id, each) in _own(work)]
    if own:
        return (
            f"A finding about this tool in {own[0]} concerns you: untick it, and have somebody "
            "else of the office ask there."
        )
    if names := already_asked(work, tool_id, asked_on, ids):
        more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
        listed = ", ".join(names[:_NAMED]) + more
        return f"Asked about this tool on that day already: {listed}. Untick them."
    return ""


def _wrong_answer(
    work: Work, kept: Statement, facts: AnswerFacts, *, has_paper: bool
) -> Mapping[str, str]:
    told = {name: value for name, value in asdict(facts).items() if name in _RULED}
    wrong = wrong_in(Said(asked_on=kept.asked_on, **told), today=work.today)
    if facts.answer is Answer.NO_RESPONSE:
        wrong = {"answer": "Choose what was answered; without an answer the question waits."}
    elif _stands(work, kept, facts.answered_on):
        wrong["answered_on"] = "An answer of that day is on record already. Give another day."
    if facts.complete_list and not facts.signed_by:
        wrong["signed_by"] = "Say who signs that this is all."
    if facts.complete_list and facts.answer in SILENT:
        wrong["complete_list"] = f"Who has {facts.answer} names nothing. Untick it."
    if not has_paper and not work.actor.is_confined:
        wrong["paper"] = "Attach the paper on which it answered; a note of a call is one."
    return wrong


#: What of an answer the rules look at.
_RULED: Final = {"answer", "answered_on", "units_asked", "units_in_all", "aware_before_asked"}


def _stands(work: Work, kept: Statement, answered_on: date | None) -> bool:
    alike = {name: value for name, value in _question_of(kept).items() if name in _IDENTITY}
    wanted = select(Statement.id).filter_by(**alike, answered_on=answered_on)
    return work.session.scalar(wanted.where(standing(Statement)).limit(1)) is not None


#: With the day of its answer these tell one statement from another, in files too.
_IDENTITY: Final = {"department_id", "tool_id", "asked_on"}


def _question_of(kept: Statement) -> dict[str, Any]:
    return {
        "department_id": kept.department_id,
        "tool_id": kept.tool_id,
        "question": kept.question,
        "asked_on": kept.asked_on,
        "due_on": kept.due_on,
    }


def _handed_in(work: Work, paper: Document | None, department_id: int) -> int | None:
    if paper is None:
        return None
    evidence = hand_in(work, paper, department_id=department_id, shows="what was answered")
    evidence.shared_at = work.now  # It is the department's own answer.
    return evidence.id
