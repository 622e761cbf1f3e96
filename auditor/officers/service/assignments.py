"""Assignments of an officer: added, corrected, ended; each an audited change of the officer."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from auditor.access import Permission
from auditor.departments.service import refuse_withdrawn, set_what_differs
from auditor.errors import FieldsRefused
from auditor.findings.model import Finding
from auditor.flags.service import assess
from auditor.officers.model import Assignment, Officer
from auditor.officers.queries import assignments_of, called
from auditor.trail.acts import Act
from auditor.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentFacts:
    """Where an officer is assigned; without `since` from always, without `until` it runs on."""

    badge: str | None = None
    rank: str | None = None
    unit: str | None = None
    since: date | None = None
    until: date | None = None

    @property
    def says_where(self) -> bool:
        """Whether it says more than days."""
        return bool(self.badge or self.rank or self.unit)


def add_assignment(
    work: Work, officer: Officer, facts: AssignmentFacts, *, end_running: bool = False
) -> Assignment:
    """Add an assignment of an officer.

    Args:
        end_running: whatever runs on ends the day before this one begins.

    Raises:
        NotAllowed: the actor does not keep the register.
        IllegalMove: the officer has been withdrawn.
        FieldsRefused: it says nothing, runs backwards, or overlaps another.
    """
    work.require(Permission.OFFICER_EDIT, in_department=officer.department_id)
    refuse_withdrawn(officer, called(officer))
    others = assignments_of(work, [officer.id]).get(officer.id, [])
    ending = [one for one in others if end_running and _runs_until(one, facts.since)]
    if wrong := wrong_in_assignment(facts, [one for one in others if one not in ending]):
        raise FieldsRefused(wrong)
    for one in ending:
        one.until = (facts.since or date.max) - timedelta(days=1)
    assignment = Assignment(officer_id=officer.id, **asdict(facts))
    work.session.add(assignment)
    _record_and_assess(work, officer)
    return assignment


def edit_assignment(
    work: Work, officer: Officer, facts: AssignmentFacts, *, assignment: Assignment
) -> bool:
    """Correct an assignment; False, and nothing is recorded, when nothing is different.

    Raises:
        NotAllowed: the actor does not keep the register.
        IllegalMove: the officer has been withdrawn.
        FieldsRefused: it says nothing, runs backwards, or its new days overlap another.
    """
    work.require(Permission.OFFICER_EDIT, in_department=officer.department_id)
    refuse_withdrawn(officer, called(officer))
    others: list[Assignment] = []
    # What came side by side from a roster may be corrected without touching its days.
    if (facts.since, facts.until) != (assignment.since, assignment.until):
        others = assignments_of(work, [officer.id]).get(officer.id, [])
    if wrong := wrong_in_assignment(facts, [one for one in others if one is not assignment]):
        raise FieldsRefused(wrong)
    if not set_what_differs(assignment, asdict(facts)):
        return False
    _record_and_assess(work, officer)
    return True


def _record_and_assess(work: Work, officer: Officer) -> None:
    """Name the change, and assess the officer’s findings: a unit decides what approvals cover."""
    work.record(Act.OFFICER_EDITED)
    assess(work, Finding.officer_id == officer.id, because="an assignment of the officer changed")


def end_assignment(
    work: Work, officer: Officer, until: date | None, *, assignment: Assignment
) -> bool:
    """Say which day was the last of an assignment; False when that is on record already.

    Raises:
        NotAllowed: the actor does not keep the register.
        IllegalMove: the officer has been withdrawn.
        FieldsRefused: no day is given, or one before the assignment begins.
    """
    if until is None:
        raise FieldsRefused({"until": "Enter the last day of the assignment."})
    facts = replace(facts_of(assignment), until=until)
    return edit_assignment(work, officer, facts, assignment=assignment)


def facts_of(assignment: Assignment) -> AssignmentFacts:
    """What is on record of an assignment."""
    return AssignmentFacts(
        badge=assignment.badge,
        rank=assignment.rank,
        unit=assignment.unit,
        since=assignment.since,
        until=assignment.until,
    )


def wrong_in_assignment(facts: AssignmentFacts, others: Iterable[Assignment]) -> dict[str, str]:
    """A sentence for each field that cannot be: says nothing, runs backwards, or overlaps."""
    wrong: dict[str, str] = {}
    if not facts.says_where:
        wrong["badge"] = "Enter a badge, a rank or a unit."
    if facts.since and facts.until and facts.until < facts.since:
        wrong["until"] = f"The assignment ends on {facts.until}, before it begins: correct a day."
        return wrong
    for other in others:
        if _first(other) <= _last(facts) and _first(facts) <= _last(other):
            begins_within = _first(other) <= _first(facts)
            wrong["since" if begins_within else "until"] = (
                f"These days overlap the assignment {_described(other)}: "
                "end that one first, or correct the days."
            )
    return wrong


def _runs_until(assignment: Assignment, since: date | None) -> bool:
    return assignment.until is None and since is not None and _first(assignment) < since


def _first(one: Assignment | AssignmentFacts) -> date:
    return one.since or date.min


def _last(one: Assignment | AssignmentFacts) -> date:
    return one.until or date.max


def _described(one: Assignment) -> str:
    what = ", ".join(filter(None, (one.badge and f"badge {one.badge}", one.rank, one.unit)))
    since = f"from {one.since}" if one.since else "from always"
    until = f"until {one.until}" if one.until else "on"
    return f"“{what}” {since} {until}"
