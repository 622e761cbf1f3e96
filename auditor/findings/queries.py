"""Reading one finding with everything about it, and what findings can be about."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, literal, select, union_all
from sqlalchemy.orm import aliased

from auditor.base import standing
from auditor.concern import Concealed, concerning_approvals, own_of
from auditor.days import Day
from auditor.departments.model import Department
from auditor.errors import NotFound
from auditor.findings.model import Finding
from auditor.findings.rules import Certainty
from auditor.flags.model import Flag
from auditor.flags.rules.moves import STANDING
from auditor.officers.model import Officer
from auditor.people.model import User
from auditor.reach import within_reach
from auditor.rulings.queries import standing_rulings
from auditor.tools.model import Tool
from auditor.verdicts.assessment import Assessment, KnownDate, known_dates
from auditor.verdicts.drawing import Span, drawn_span
from auditor.verdicts.queries import Assessor, approvals_about, stated
from auditor.work import Work

_NONE: Final = "There is no such finding, or none that your account may know of."


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding with everything about it.

    Attributes:
        row: its columns, and the names behind its ids.
        assessment: as it is computed now, with its known dates.
        flags: its flags' columns, the newest first.
        span: its days as they are drawn; None without any known date.
        own_approvals: the ids of those in the span that concern the reader.
    """

    row: Any
    assessment: Assessment
    known: Sequence[KnownDate]
    flags: Sequence[Any]
    span: Span | None
    own_approvals: frozenset[int]

    @property
    def counted(self) -> str:
        """“yes”, or why it counts nowhere."""
        if self.row.withdrawn_at is not None:
            return "no: withdrawn"
        if self.row.duplicate_of_id is not None:
            return f"no: a duplicate of finding {self.row.duplicate_of_id}"
        return "no: disproved" if self.row.certainty is Certainty.DISPROVED else "yes"

    def day(self, name: str) -> Day | None:
        """One of its days, known exactly or to the month."""
        first: date | None = getattr(self.row, name)
        return None if first is None else Day(first, getattr(self.row, f"{name}_last") or first)


def finding_row(work: Work, finding_id: int) -> Finding:
    """The finding as it is kept, whatever its state, to be edited.

    Raises:
        NotFound: there is none, or none within reach.
    """
    within = within_reach(work.actor, Finding.department_id)
    found = work.session.scalar(select(Finding).where(Finding.id == finding_id, within))
    if found is None:
        raise NotFound(_NONE)
    return found


def get_finding(work: Work, finding_id: int) -> Shown | Concealed:
    """The finding, whatever its state; `Concealed` where it concerns the reader.

    Raises:
        NotFound: there is none, or none within reach.
    """
    own = own_of(work).findings().label("is_own")
    within = within_reach(work.actor, Finding.department_id)
    row = work.session.execute(_described(own).where(Finding.id == finding_id, within)).first()
    if row is None:
        raise NotFound(_NONE)
    if row.is_own:
        return Concealed(finding_id)
    found = stated(work, Finding.id == finding_id)
    facts, rulings = found[0].facts, standing_rulings(work)
    approvals = approvals_about(work, [found[0].pair])
    assessor = Assessor(rulings, approvals)
    drawn = assessor.timeline(facts)
    span = drawn_span(facts, drawn, rulings, approvals)
    return Shown(
        row,
        assessor.assess(found[0]).assessment,
        known_dates(facts, drawn),
        _flags_of(work, finding_id),
        span,
        concerning_approvals(work, [each.approval for each in span.approvals] if span else []),
    )


def names_of_tools(work: Work, ids: Collection[int]) -> dict[int, str]:
    """Id to name, for the tools among `ids`."""
    found = work.session.execute(select(Tool.id, Tool.name).where(Tool.id.in_(ids)))
    return {row.id: row.name for row in found}


def _described(own: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    recorder = aliased(User)
    return (
        select(
            *Finding.__table__.c,
            own,
            Tool.name.label("tool"),
            Tool.vendor,
            Tool.category,
            Department.name.label("department"),
            Officer.family_name,
            Officer.given_name,
            recorder.name.label("recorded_by"),
        )
        .join(Tool, Tool.id == Finding.tool_id)
        .join(Department, Department.id == Finding.department_id)
        .outerjoin(Officer, Officer.id == Finding.officer_id)
        .outerjoin(recorder, recorder.id == Finding.recorded_by_id)
    )


def _flags_of(work: Work, finding_id: int) -> Sequence[Any]:
    wanted = select(Flag.id, Flag.rule, Flag.severity, Flag.reason, Flag.state, Flag.state_reason)
    found = work.session.execute(
        wanted.where(Flag.finding_id == finding_id).order_by(Flag.id.desc())
    ).all()
    return sorted(found, key=lambda flag: flag.state not in STANDING)


def choices(work: Work) -> tuple[Sequence[Any], Sequence[Any]]:
    """Id and name of every standing tool, and of every standing department within reach."""
    tools = select(literal("tool").label("kind"), Tool.id, Tool.name).where(standing(Tool))
    departments = select(literal("department"), Department.id, Department.name).where(
        standing(Department), within_reach(work.actor, Department.id)
    )
    rows = work.session.execute(union_all(tools, departments)).all()
    rows = sorted(rows, key=lambda row: (row.name.casefold(), row.id))
    return [r for r in rows if r.kind == "tool"], [r for r in rows if r.kind == "department"]
