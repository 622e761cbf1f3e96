"""Tables of decisions: by whom, how quickly, after the fact, against a ruling, for themselves."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import aliased

from auditor.access import Permission
from auditor.approvals.columns import ApprovalState
from auditor.approvals.model import Approval
from auditor.approvals.queries import as_ruled, state_told
from auditor.approvals.rules import Approval as Ruled
from auditor.approvals.rules import Decision
from auditor.departments.model import Department
from auditor.findings.asked import answering
from auditor.people.model import User
from auditor.questions.queries.counting import (
    Asking,
    Telling,
    concerning_of,
    counted,
    findings_cell,
    rulings_of,
)
from auditor.questions.rules import Asked
from auditor.questions.rules.tables import Cell, Row, days, middle, numbers, texts
from auditor.reach import within_reach
from auditor.rulings.rules import Outcome, ruling_in_force
from auditor.tools.model import Tool
from auditor.verdicts.model import StoredVerdict

#: A department's confirmation does not answer a ruling with these.
_NOT_THEIRS: Final = frozenset({Outcome.PROHIBITED, Outcome.COUNCIL_APPROVAL_REQUIRED})

_DECIDED: Final = (ApprovalState.CONFIRMED, ApprovalState.DENIED, ApprovalState.REVOKED)


@dataclass(frozen=True, slots=True)
class _Decided:
    """An approval that was decided, and what is asked of its decision."""

    row: Any
    ruled: Ruled
    is_against: bool
    ratified: int

    @property
    def is_confirmed(self) -> bool:
        """Whether it was confirmed, be it revoked later."""
        return self.ruled.decision is Decision.CONFIRMED

    @property
    def is_late(self) -> bool:
        """Whether it was confirmed after its own term had begun."""
        decided = self.ruled.decided_on
        return self.is_confirmed and decided is not None and decided > self.ruled.valid_from

    @property
    def is_for_themselves(self) -> bool:
        """Whether whoever confirmed it is named in it, or had asked for it."""
        row = self.row
        named = row.officer_id is not None and row.officer_id == row.decider_officer_id
        asked = row.requested_by_id is not None and row.requested_by_id == row.decided_by_id
        return self.is_confirmed and (named or asked)

    @property
    def days(self) -> int:
        """From the request to the decision."""
        return ((self.ruled.decided_on or self.ruled.requested_on) - self.ruled.requested_on).days


def _rows(asking: Asking) -> Sequence[Any]:
    work, decider = asking.work, aliased(User)
    theirs = concerning_of(asking)
    wanted = (
        select(
            *Approval.__table__.c,
            state_told.label("state"),
            Tool.name.label("tool"),
            Tool.category,
            Department.name.label("department"),
            decider.name.label("decided_by"),
            decider.officer_id.label("decider_officer_id"),
        )
        .join(Tool, Tool.id == Approval.tool_id)
        .join(Department, Department.id == Approval.department_id)
        .join(decider, decider.id == Approval.decided_by_id)
        .where(state_told.in_([state.value for state in _DECIDED]))
        .where(within_reach(work.actor, Approval.department_id), Approval.id.not_in(theirs))
    )
    return work.session.execute(wanted.order_by(Approval.id)).all()


def _decided(asking: Asking) -> list[_Decided]:
    work = asking.work
    rulings, ratified = rulings_of(asking), _ratified(asking)
    found = []
    for row in _rows(asking):
        ruled = as_ruled(row, work.zone)
        in_force = ruling_in_force(
            ruled.decided_on or ruled.valid_from,
            rulings,
            tool_id=row.tool_id,
            category=row.category,
            department_id=row.department_id,
        )
        against = in_force is not None and in_force.outcome in _NOT_THEIRS
        is_against = against and ruled.decision is Decision.CONFIRMED
        found.append(_Decided(row, ruled, is_against, ratified.get(row.id, 0)))
    return found


def _ratified(asking: Asking) -> Mapping[int, int]:
    """By approval, how many findings it confirmed only afterwards."""
    found: dict[int, int] = defaultdict(int)
    rows = counted(
        asking,
        answering(Asked.RATIFIED),
        by=(StoredVerdict.finding_id, StoredVerdict.approval_ids),
    )
    for row in rows:
        for approval_id in row.approval_ids:
            found[int(approval_id)] += 1
    return found


def _by_supervisor(asking: Asking) -> Iterator[Row]:
    is_named = asking.work.actor.may(Permission.APPROVAL_READ)
    whose: dict[tuple[str, str], list[_Decided]] = defaultdict(list)
    for one in asking.once(_decided):
        # The council reads role and department in place of a name, as in its reports.
        who = one.row.decided_by if is_named else "Supervisor"
        whose[who, one.row.department].append(one)
    for (who, department), all_of_them in sorted(whose.items()):
        yield (Cell(who), Cell(department), *_told(who, all_of_them))


def _told(who: str, decided: Iterable[_Decided]) -> Iterator[Cell]:
    decided = list(decided)
    narrowed = {"decided_by": who, "department": str(decided[0].row.department_id)}
    for state in _DECIDED:
        number = sum(one.row.state == state for one in decided)
        yield Cell(number, "approvals", narrowed | {"state": state.value})
    yield Cell(middle(one.days for one in decided))
    yield Cell(sum(one.is_late for one in decided))
    yield Cell(sum(one.ratified for one in decided))
    yield Cell(sum(one.is_against for one in decided))
    yield Cell(sum(one.is_for_themselves for one in decided))


def _confirmations(asking: Asking) -> Iterator[Row]:
    for one in asking.once(_decided):
        if one.is_confirmed:
            row = one.row
            yield (
                Cell(row.id, "approvals.show", {"approval_id": str(row.id)}),
                Cell(row.tool),
                Cell(row.department),
                Cell(row.decided_by),
                Cell(one.ruled.requested_on),
                Cell(one.ruled.decided_on),
                Cell(one.days),
                Cell(row.valid_from),
                Cell(_yes(is_so=one.is_late)),
                findings_cell(one.ratified, {"approval": str(row.id)}, Asked.RATIFIED),
                Cell(_yes(is_so=one.is_against)),
                Cell(_yes(is_so=one.is_for_themselves)),
            )


def _yes(*, is_so: bool) -> str:
    return "yes" if is_so else "no"


TABLES: Final = (
    Telling(
        question=5,
        name="decisions-by-supervisor",
        heading="Decisions by supervisor",
        columns=(
            *texts("Decided by", "Department"),
            *numbers("Confirmed", "Denied", "Confirmed, later revoked"),
            *numbers("Days from request to decision, median"),
            *numbers("Confirmed after the term began", "Findings confirmed only afterwards"),
            *numbers("Confirmed against a ruling", "Confirmed for themselves"),
        ),
        rows=_by_supervisor,
        tells="A request and a decision were made on the days of their documents, where they have "
        "some. Against a ruling: it said prohibited, or left it to the council, on that day. Which "
        "approvals the last four numbers count stands in “Each confirmation”, for those who may "
        "see it.",
    ),
    Telling(
        question=5,
        name="confirmations",
        heading="Each confirmation",
        columns=(
            *numbers("Approval"),
            *texts("Tool", "Department", "Confirmed by"),
            *days("Requested on", "Confirmed on"),
            *numbers("Days between"),
            *days("Valid from"),
            *texts("After its term began"),
            *numbers("Findings confirmed only afterwards"),
            *texts("Against a ruling", "For themselves"),
        ),
        rows=_confirmations,
        permission=Permission.APPROVAL_READ,
    ),
)
