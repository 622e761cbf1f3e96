"""What concerns an actor: their own findings, and the approvals that name them or cover those.

Who is concerned neither decides nor judges, whatever their role, and sees of it only that it
exists and who handles it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, false, func, or_, select

from auditor.access import Actor
from auditor.approvals.rules import Approval, would_cover
from auditor.findings.model import Finding
from auditor.findings.rules import Assignment, Facts
from auditor.flags.model import Flag
from auditor.follow_ups.model import FollowUp, Line
from auditor.officers.model import Assignment as AssignmentRow
from auditor.officers.model import Officer
from auditor.people.deputies import stands_in_for
from auditor.people.model import User
from auditor.statements.model import Statement
from auditor.work import Work

#: What is shown in place of what concerns the reader.
HANDLED_BY: Final = "the oversight office"


class Concealed(NamedTuple):
    """Stands for a record that concerns the reader: nothing of it is shown but that it exists."""

    id: int
    is_own: bool = True


@dataclass(frozen=True, slots=True)
class Own:
    """Under which records and addresses an actor stands in the register themselves.

    Attributes:
        officer_ids: their officer record, and the records of the same person elsewhere.
        emails: theirs and those of the records; account addresses are kept in lower case.
    """

    officer_ids: frozenset[int]
    emails: frozenset[str]

    def findings(self) -> ColumnElement[bool]:
        """The condition on `Finding` that meets those which concern the actor; never null."""
        if not self.officer_ids and not self.emails:
            return false()
        officer = func.coalesce(Finding.officer_id.in_(self.officer_ids), false())
        account = func.coalesce(Finding.account_email.in_(self.emails), false())
        return or_(officer, account)

    def meeting(self) -> ColumnElement[bool]:
        """As `findings`, for a WHERE alone: null where unknown, so that an index can be used."""
        if not self.officer_ids and not self.emails:
            return false()
        return or_(Finding.officer_id.in_(self.officer_ids), Finding.account_email.in_(self.emails))

    def follow_ups(self) -> ColumnElement[bool]:
        """The condition on `FollowUp` that meets those with a line which concerns the actor.

        One answer, and one closure, is about all lines of a follow-up: who is concerned by one of
        them has no part in any.
        """
        lines = select(Line.id).join(Flag, Flag.id == Line.flag_id)
        lines = lines.where(Line.follow_up_id == FollowUp.id, self.findings())
        about_findings = lines.join(Finding, Finding.id == Flag.finding_id)
        about_statements = lines.join(Statement, Statement.id == Flag.statement_id).join(
            Finding,
            (Finding.tool_id == Statement.tool_id)
            & (Finding.department_id == Statement.department_id),
        )
        return or_(about_findings.exists(), about_statements.exists())


def bound_together(work: Work, actor: Actor | None = None) -> tuple[Actor, ...]:
    """Whose requests and concerns bind somebody today, by default the actor of this work.

    Their own; and on the days on which they are a deputy, those of whom they stand in for.
    """
    actor = actor or work.actor
    absent = stands_in_for(work, actor.user_id)
    return (actor,) if absent is None else (actor, absent.as_actor())


def own_of(work: Work, actor: Actor | None = None) -> Own:
    """What somebody, by default the actor of this work, is in the register."""
    actor = actor or work.actor
    email = actor.email.strip().lower()
    known = or_(
        Officer.id == actor.officer_id if actor.officer_id is not None else false(),
        func.lower(Officer.email) == email if email else false(),
    )
    first = select(func.coalesce(Officer.same_person_id, Officer.id)).where(known)
    rows = work.session.execute(
        select(Officer.id, Officer.email).where(
            or_(Officer.id.in_(first), Officer.same_person_id.in_(first))
        )
    ).all()
    written = {actor.email.strip(), *(row.email.strip() for row in rows if row.email)} - {""}
    emails = written | {address.lower() for address in written}
    return Own(frozenset(row.id for row in rows), frozenset(emails))


def is_concerned_by_finding(work: Work, finding_id: int) -> bool:
    """Whether the actor's officer record or address is this finding's officer or account."""
    wanted = select(Finding.id).where(Finding.id == finding_id, own_of(work).findings())
    return work.session.scalar(wanted) is not None


def is_concerned_by_follow_up(work: Work, follow_up_id: int) -> bool:
    """Whether one of its lines is about a finding that concerns the actor, or binds them today."""
    theirs = or_(*(own_of(work, each).follow_ups() for each in bound_together(work)))
    wanted = select(FollowUp.id).where(FollowUp.id == follow_up_id, theirs)
    return work.session.scalar(wanted) is not None


def own_accounts(work: Work) -> frozenset[int]:
    """The ids of the actor’s account, and of other accounts of the same person."""
    mine = or_(User.id == work.actor.user_id, User.officer_id.in_(own_of(work).officer_ids))
    return frozenset(work.session.scalars(select(User.id).where(mine)))


def binding_approvals(
    work: Work, approvals: Collection[Approval], *, of: Actor | None = None
) -> frozenset[int]:
    """The ids of those that concern somebody or whom they stand in for today; nobody decides them.

    Args:
        of: by default the actor of this work.
    """
    found: frozenset[int] = frozenset()
    if not approvals:
        return found
    for each in bound_together(work, of):
        found |= concerning_approvals(work, approvals, of=each)
    return found


def concerning_approvals(
    work: Work, approvals: Collection[Approval], *, of: Actor | None = None
) -> frozenset[int]:
    """The ids of those approvals that concern somebody, whatever their dates and states.

    They name that person, or would cover a finding that concerns them on some day; a withdrawn
    finding concerns them too, for it may have been withdrawn in error.

    Args:
        of: by default the actor of this work.
    """
    if not approvals:
        return frozenset()
    concern = concern_of(work, of)
    return frozenset(each.id for each in approvals if concern.holds(each))


@dataclass(frozen=True, slots=True)
class Concern:
    """Somebody's own records and findings, read once to be asked about many approvals."""

    own: Own
    facts: tuple[Facts, ...]

    @property
    def is_any(self) -> bool:
        """Whether there is anything by which an approval could concern them."""
        return bool(self.own.officer_ids or self.facts)

    def holds(self, approval: Approval) -> bool:
        """Whether the approval names them, or would cover a finding that concerns them."""
        return approval.officer_id in self.own.officer_ids or any(
            would_cover(approval, one, day) for one in self.facts for day in _days(one)
        )


def concern_of(work: Work, of: Actor | None = None) -> Concern:
    """What of the register concerns somebody, by default the actor of this work."""
    own = own_of(work, of)
    return Concern(own, tuple(_own_facts(work, own)))


def _own_facts(work: Work, own: Own) -> list[Facts]:
    wanted = select(
        Finding.tool_id, Finding.department_id, Finding.officer_id, Finding.purposes, Finding.stage
    ).where(own.meeting())
    rows = work.session.execute(wanted).all()
    units = _units(work, {row.officer_id for row in rows}) if rows else {}
    return [_facts(row, tuple(units.get(row.officer_id, ()))) for row in rows]


def _facts(row: Any, assignments: tuple[Assignment, ...]) -> Facts:
    return Facts(
        tool_id=row.tool_id,
        category=None,
        department_id=row.department_id,
        officer_id=row.officer_id,
        assignments=assignments,
        purposes=frozenset(row.purposes),
        stage=row.stage,
    )


def _units(work: Work, officer_ids: Collection[int | None]) -> dict[int, list[Assignment]]:
    wanted = select(AssignmentRow).where(AssignmentRow.officer_id.in_(officer_ids))
    found: dict[int, list[Assignment]] = {}
    for row in work.session.scalars(wanted):
        known = Assignment(row.unit or "", row.since, row.until)
        found.setdefault(row.officer_id, []).append(known)
    return found


def _days(facts: Facts) -> Iterator[date]:
    """Days enough to meet every set of units the officer ever had, and one with none."""
    yield date.min
    for assignment in facts.assignments:
        yield assignment.since or assignment.until or date.min
