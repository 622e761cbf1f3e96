"""Statements for tests; recorded as an upload records them."""

from datetime import date
from typing import Any

from auditor.statements.model import Statement
from auditor.statements.rules import Answer
from auditor.trail.acts import Act
from auditor.work import Work


def make_statement(
    work: Work,
    tool_id: int,
    department_id: int,
    answer: Answer = Answer.NO_RESPONSE,
    answered_on: date | None = None,
    **columns: Any,
) -> int:
    """By default a question of 10 January 2020 that waits for its answer."""
    statement = Statement(
        tool_id=tool_id,
        department_id=department_id,
        answer=answer,
        answered_on=answered_on,
        recorded_at=work.now,
        **{"asked_on": date(2020, 1, 10), **columns},
    )
    work.session.add(statement)
    work.record(Act.UPLOAD_APPLIED)
    return statement.id
