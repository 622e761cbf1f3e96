"""Assessing statements: the flags on denials that findings contradict."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, exists, or_, select, true

from auditor.base import standing
from auditor.days import Day
from auditor.findings.model import Finding
from auditor.findings.rules import Certainty
from auditor.flags.making import Tally
from auditor.flags.model import Flag
from auditor.flags.rules.contradiction import CERTAIN, CONTRADICTS, Shown, contradicted
from auditor.flags.rules.moves import STANDING, KeptFlag, held_again, no_longer_held, raised_anew
from auditor.flags.rules.rule import Raised
from auditor.flags.rules.states import FlagState
from auditor.statements.model import Statement
from auditor.statements.rules import Answer
from auditor.trail.acts import Act
from auditor.work import Work

_DAYS: Final = ("signed_up_on", "first_used_on", "last_used_on")

#: What the rule looks at of a finding.
_SHOWN: Final[tuple[Any, ...]] = (
    *(Finding.id, Finding.stage, Finding.certainty, Finding.duplicate_of_id),
    *(getattr(Finding, name) for name in _DAYS),
    *(getattr(Finding, f"{name}_last") for name in _DAYS),
)


def assess_statements(
    work: Work, about: ColumnElement[bool] | None = None, *, because: str
) -> Tally:
    """Bring the flags on statements to what is on record; nothing but differences is written.

    Statements that have such a flag are looked at whatever `about` says: a finding that was moved
    to another tool is no longer found by its condition.

    Args:
        about: on the columns of `Statement`; None for all of them.
        because: see `flags.service.assess`.
    """
    rows = _statements(work, true() if about is None else about)
    denying = [row for row in rows if row.withdrawn_at is None and row.answer is Answer.DENIED]
    found = _findings(work, denying)
    new: list[dict[str, Any]] = []
    changes: list[dict[str, Any]] = []
    tally = Tally()
    count = tally.rules[CONTRADICTS.id]
    for row in rows:
        answer = row.answer if row.withdrawn_at is None else Answer.NO_RESPONSE
        held = contradicted(answer, row.answered_on, found.get(row.id, ()))
        change = _change(row, held, work, because=because)
        before = row.state if row.flag_id else None
        after = change.get("state", before)
        count.raised += after is FlagState.OPEN and before not in STANDING
        count.cleared += after is FlagState.CLEARED and before is not FlagState.CLEARED
        count.standing += after in STANDING
        if change and row.flag_id:
            changes.append({"id": row.flag_id, **change})
        elif change:
            new.append({"statement_id": row.id, "department_id": row.department_id, **change})
    if new:
        work.add_many(Flag, new)
    if changes:  # Else what was read would have to be read again.
        work.change_many(Flag, changes)
    if new or changes:
        work.record(Act.FLAGS_ASSESSED)
    return tally


def about_findings(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition on `Statement` that meets those about the tool and department of a finding.

    Args:
        condition: on the columns of `Finding`.
    """
    return (
        exists()
        .where(
            Finding.tool_id == Statement.tool_id,
            Finding.department_id == Statement.department_id,
            condition,
        )
        .correlate(Statement)
    )


def _statements(work: Work, about: ColumnElement[bool]) -> Sequence[Any]:
    denies = and_(Statement.answer == Answer.DENIED, standing(Statement), about)
    wanted = (
        select(
            Statement.id,
            Statement.department_id,
            Statement.answer,
            Statement.answered_on,
            Statement.withdrawn_at,
            Flag.id.label("flag_id"),
            Flag.rule_version,
            Flag.reason,
            Flag.state,
            Flag.state_reason,
        )
        .outerjoin(Flag, Flag.statement_id == Statement.id)
        .where(or_(Flag.id.is_not(None), denies))
    )
    return work.session.execute(wanted.order_by(Statement.id)).all()


def _findings(work: Work, denying: Sequence[Any]) -> Mapping[int, Sequence[Shown]]:
    """By statement, the findings that can speak against it; what cannot at all is not read."""
    if not denying:
        return {}
    found: dict[int, list[Shown]] = defaultdict(list)
    same = and_(
        Statement.tool_id == Finding.tool_id, Statement.department_id == Finding.department_id
    )
    # Between the first and the last of them; what lies there and was not asked for does no harm.
    asked = Statement.id.between(denying[0].id, denying[-1].id)
    wanted = (
        select(Statement.id.label("statement_id"), *_SHOWN)
        .join(Statement, same)
        .where(asked, Statement.answer == Answer.DENIED, standing(Statement))
        .where(standing(Finding), Finding.certainty.in_(CERTAIN))
    )
    for row in work.session.execute(wanted):
        found[row.statement_id].append(_shown(row))
    return found


def _shown(row: Any) -> Shown:
    days = [(getattr(row, name), getattr(row, f"{name}_last")) for name in _DAYS]
    known = tuple(Day(first, last or first) for first, last in days if first is not None)
    certainty: Certainty = row.certainty
    return Shown(row.id, row.stage, certainty, known, counted=row.duplicate_of_id is None)


def _change(row: Any, held: Raised | None, work: Work, *, because: str) -> dict[str, Any]:
    if not row.flag_id:
        return raised_anew(held, work.now) if held else {}
    kept = KeptFlag(row.flag_id, row.rule_version, row.reason, row.state, row.state_reason)
    if held is not None:
        return held_again(kept, held, at=work.now, because=because)
    return no_longer_held(kept, at=work.now, day=work.today.isoformat(), because=because)
