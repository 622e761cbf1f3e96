"""Reading findings: as a list, and one with everything about it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, not_, or_, select
from sqlalchemy.orm import aliased

from auditor.concern import Concealed, own_of
from auditor.days import Day
from auditor.departments.model import Department
from auditor.departments.queries import Listed, listed_by_id, words_sought
from auditor.errors import NotFound
from auditor.findings.model import Finding
from auditor.findings.rules import Certainty, Stage
from auditor.flags.model import Flag
from auditor.flags.rules.moves import STANDING
from auditor.officers.model import Officer
from auditor.officers.rules import fold
from auditor.people.model import User
from auditor.reach import within_reach
from auditor.tools.model import Tool
from auditor.verdicts.assessment import Assessment, KnownDate, known_dates
from auditor.verdicts.model import StoredVerdict
from auditor.verdicts.queries import Assessor, stated
from auditor.verdicts.rules import Reason, Verdict
from auditor.work import Work

#: A search meets at most so many names as received; who gets more should write more of the name.
_MOST_NAMES: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What a list of findings is narrowed to; None, or an empty text, means any."""

    tool_id: int | None = None
    department_id: int | None = None
    officer_id: int | None = None
    verdict: Verdict | None = None
    reason: Reason | None = None
    stage: Stage | None = None
    q: str = ""

    def conditions(self, work: Work) -> list[ColumnElement[bool]]:
        """One for each thing that is sought; a reason counts wherever it holds on a known date."""
        equal: tuple[tuple[Any, Any], ...] = (
            (Finding.tool_id, self.tool_id),
            (Finding.department_id, self.department_id),
            (Finding.officer_id, self.officer_id),
            (Finding.stage, self.stage),
            (StoredVerdict.verdict, self.verdict),
        )
        found = [column == wanted for column, wanted in equal if wanted is not None]
        if self.reason is not None:
            among = StoredVerdict.other_reasons.contains(self.reason)
            found.append(or_(StoredVerdict.reason == self.reason, among))
        return [*found, *_names(work, words_sought(self.q))]


def findings(work: Work, sought: Sought, *, after: int | None = None) -> Listed:
    """One page of the findings within reach, newest first; withdrawn ones stay visible.

    What concerns the reader is listed as `Concealed`, and not at all once something is sought: else
    the search itself would tell what it holds.
    """
    own, conditions = own_of(work).findings(), sought.conditions(work)
    wanted = (
        select(
            Finding.id,
            own.label("is_own"),
            Tool.name.label("tool"),
            Department.name.label("department"),
            Officer.family_name,
            Officer.given_name,
            Finding.account_email,
            Finding.name_as_received,
            Finding.stage,
            Finding.signed_up_on,
            Finding.signed_up_on_last,
            Finding.withdrawn_at,
            StoredVerdict.verdict,
            StoredVerdict.reason,
        )
        .join(Tool, Tool.id == Finding.tool_id)
        .join(Department, Department.id == Finding.department_id)
        .outerjoin(Officer, Officer.id == Finding.officer_id)
        .outerjoin(StoredVerdict, StoredVerdict.finding_id == Finding.id)
        .where(within_reach(work.actor, Finding.department_id), *conditions)
    )
    if conditions:
        wanted = wanted.where(not_(own))
    listed = listed_by_id(work, wanted, key=Finding.id, after=after)
    return replace(listed, rows=[Concealed(row.id) if row.is_own else row for row in listed.rows])


def _names(work: Work, words: Sequence[str]) -> list[ColumnElement[bool]]:
    """For each word whether it is part of who it was, as far as that is known."""
    if not words:
        return []
    # A database folds no accents, so that names that stand in no officer's record are folded here.
    received = work.session.scalars(
        select(Finding.name_as_received)
        .where(
            Finding.name_as_received.is_not(None), within_reach(work.actor, Finding.department_id)
        )
        .distinct()
    ).all()
    folded = [(name, fold(name)) for name in received]
    return [
        or_(
            Officer.folded.contains(word, autoescape=True),
            func.lower(Finding.account_email).contains(word, autoescape=True),
            Finding.name_as_received.in_(
                [name for name, plain in folded if word in plain][:_MOST_NAMES]
            ),
        )
        for word in words
    ]


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding with everything about it.

    Attributes:
        row: its columns, and the names behind its ids.
        assessment: as it is computed now, with its known dates.
        flags: its flags' columns, the newest first.
    """

    row: Any
    assessment: Assessment
    known: Sequence[KnownDate]
    flags: Sequence[Any]

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


def get_finding(work: Work, finding_id: int) -> Shown | Concealed:
    """The finding, whatever its state; `Concealed` where it concerns the reader.

    Raises:
        NotFound: there is none, or none within reach.
    """
    own = own_of(work).findings().label("is_own")
    within = within_reach(work.actor, Finding.department_id)
    row = work.session.execute(_described(own).where(Finding.id == finding_id, within)).first()
    if row is None:
        raise NotFound("There is no such finding, or none that your account may know of.")
    if row.is_own:
        return Concealed(finding_id)
    found = stated(work, Finding.id == finding_id)
    assessor = Assessor.of(work, found)
    facts = found[0].facts
    return Shown(
        row,
        assessor.assess(found[0]).assessment,
        known_dates(facts, assessor.timeline(facts)),
        _flags_of(work, finding_id),
    )


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
