"""The list of approvals, and what it can be narrowed to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, select

from auditor.approvals.columns import ApprovalState
from auditor.approvals.model import Approval
from auditor.approvals.queries import as_ruled, described_approvals, state_told
from auditor.approvals.rules import Decision
from auditor.approvals.stale import stale
from auditor.departments.queries import Listed, listed_by_id, words_sought
from auditor.officers.model import Assignment, Officer
from auditor.officers.rules import fold
from auditor.people.model import User
from auditor.reach import within_reach
from auditor.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What a list of approvals is narrowed to; None, or an empty text, means any.

    Attributes:
        unit, requested_by, decided_by: part of it, without regard to case and accents.
        officer: part of the name, employee id or badge of whom it is limited to.
        valid_on: confirmed, and in its term on this day: not revoked with effect by then.
        to_review: only those that are to be reviewed, see `stale`.
    """

    tool_id: int | None = None
    department_id: int | None = None
    state: ApprovalState | None = None
    unit: str = ""
    officer: str = ""
    requested_by: str = ""
    decided_by: str = ""
    valid_on: date | None = None
    to_review: bool = False

    def conditions(self, work: Work) -> list[ColumnElement[bool]]:
        """One for each thing that is sought."""
        equal: tuple[tuple[Any, Any], ...] = (
            (Approval.tool_id, self.tool_id),
            (Approval.department_id, self.department_id),
            (state_told, self.state.value if self.state else None),
        )
        found = [column == wanted for column, wanted in equal if wanted is not None]
        found += [_is_named(word) for word in words_sought(self.officer)]
        if self.unit:
            units = work.session.scalars(
                select(Approval.unit).where(Approval.unit.is_not(None)).distinct()
            )
            named = [unit for unit in units if unit and _holds(unit, self.unit)]
            found.append(Approval.unit.in_(named))
        for column, part in (
            (Approval.requested_by_id, self.requested_by),
            (Approval.decided_by_id, self.decided_by),
        ):
            if part:
                found.append(column.in_(_accounts(work, part)))
        if self.valid_on is not None:
            found += _in_term(work, self.valid_on)
        if self.to_review:
            reached = stale(work, within_reach(work.actor, Approval.department_id), *found)
            found.append(Approval.id.in_(reached))
        return found


def approvals(
    work: Work, sought: Sought, *, own: Collection[int] = (), after: int | None = None
) -> Listed:
    """One page of the approvals within reach, newest first.

    Args:
        own: the ids of those that concern the reader: they are not listed once something is
            sought, else the search itself would tell what they hold.
    """
    wanted, conditions = described_approvals(), sought.conditions(work)
    if own and conditions:
        wanted = wanted.where(Approval.id.not_in(own))
    return listed_by_id(
        work,
        wanted.where(*conditions, within_reach(work.actor, Approval.department_id)),
        key=Approval.id,
        after=after,
    )


def _holds(text: str, part: str) -> bool:
    folded = fold(text)
    return all(word in folded for word in words_sought(part))


def _accounts(work: Work, part: str) -> list[int]:
    """The accounts whose name holds these words. A database folds no accents; they are few."""
    rows = work.session.execute(select(User.id, User.name))
    return [row.id for row in rows if _holds(row.name, part)]


def _is_named(word: str) -> ColumnElement[bool]:
    """Whether the officer whom it names is called so, or bears a badge like it."""
    badge = func.lower(Assignment.badge).contains(word, autoescape=True)
    bears = select(Assignment.id).where(Assignment.officer_id == Officer.id, badge)
    return and_(
        Officer.id.is_not(None),
        or_(Officer.folded.contains(word, autoescape=True), bears.exists()),
    )


def _in_term(work: Work, day: date) -> list[ColumnElement[bool]]:
    """The conditions on what was confirmed and is in its term on this day."""
    term = and_(
        Approval.decision == Decision.CONFIRMED,
        Approval.withdrawn_at.is_(None),
        Approval.in_error_at.is_(None),
        Approval.valid_from <= day,
        or_(Approval.valid_until.is_(None), Approval.valid_until >= day),
    )
    # When a revocation takes effect is a rule of days in the city, which no database knows.
    revoked = work.session.execute(
        select(*Approval.__table__.c).where(term, Approval.revoked_at.is_not(None))
    )
    ended = [
        ruled.id
        for ruled in (as_ruled(row, work.zone) for row in revoked)
        if ruled.revoked_on is not None and ruled.revoked_on <= day
    ]
    return [term, not_(Approval.id.in_(ended))] if ended else [term]
