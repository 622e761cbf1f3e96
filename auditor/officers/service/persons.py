"""Officers: entered, edited, withdrawn."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, select

from auditor.access import Permission
from auditor.base import standing
from auditor.departments.model import Department
from auditor.departments.service import (
    email_sentence,
    kept_by,
    refuse_withdrawn,
    set_what_differs,
    withdraw,
)
from auditor.errors import FieldsRefused, IllegalMove
from auditor.officers.model import Assignment, Officer
from auditor.officers.queries import called, folded_officer, stands_on_officer
from auditor.officers.rules.recognition import identifier_key
from auditor.officers.service.assignments import AssignmentFacts, wrong_in_assignment
from auditor.officers.service.same_person import records_pointing_to, same_person_id
from auditor.trail.acts import Act
from auditor.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerFacts:
    """What is said of an officer when they are entered or edited.

    Attributes:
        same_person: who this person is in another department, as it was typed: the number of the
            record such as #12, an employee id, a badge, or a whole name.
    """

    family_name: str
    given_name: str
    middle_name: str | None = None
    former_names: tuple[str, ...] = ()
    employee_id: str | None = None
    email: str | None = None
    is_sworn: bool | None = None
    same_person: str | None = None


def add_officer(
    work: Work,
    department: Department,
    facts: OfficerFacts,
    *,
    assignment: AssignmentFacts | None = None,
) -> Officer:
    """Enter an officer of this department, with their first assignment where one is known.

    Raises:
        NotAllowed: the actor does not keep the register.
        IllegalMove: the department has been withdrawn.
        FieldsRefused: with a sentence for each field that cannot be.
    """
    work.require(Permission.OFFICER_EDIT, in_department=department.id)
    refuse_withdrawn(department, department.name)
    wrong = {} if assignment is None else wrong_in_assignment(assignment, [])
    same = _checked(work, facts, department_id=department.id, own=None, wrong=wrong)
    officer = Officer(department_id=department.id, same_person_id=same, **_values(facts))
    work.session.add(officer)
    work.session.flush()
    if assignment is not None:
        work.session.add(Assignment(officer_id=officer.id, **asdict(assignment)))
    work.record(Act.OFFICER_ADDED)
    return officer


def edit_officer(work: Work, officer: Officer, facts: OfficerFacts) -> bool:
    """Edit an officer; False, and nothing is recorded, when nothing is different.

    Raises:
        NotAllowed: the actor does not keep the register.
        IllegalMove: they have been withdrawn.
        FieldsRefused: with a sentence for each field that cannot be.
    """
    work.require(Permission.OFFICER_EDIT, in_department=officer.department_id)
    refuse_withdrawn(officer, called(officer))
    same = _checked(work, facts, department_id=officer.department_id, own=officer, wrong={})
    if not set_what_differs(officer, {**_values(facts), "same_person_id": same}):
        return False
    if same is not None:
        for follower in records_pointing_to(work, officer):
            follower.same_person_id = same
    work.record(Act.OFFICER_EDITED)
    return True


def withdraw_officer(work: Work, officer: Officer, reason: str) -> None:
    """Withdraw an officer whom no standing record names.

    Raises:
        NotAllowed: the actor does not keep the register.
        IllegalMove: they have been withdrawn already, or records stand on them.
        FieldsRefused: no reason is given.
    """
    work.require(Permission.OFFICER_EDIT, in_department=officer.department_id)
    if stands := stands_on_officer(work, officer):
        raise IllegalMove(kept_by(called(officer), stands))
    withdraw(work, officer, called(officer), reason=reason)
    work.record(Act.OFFICER_WITHDRAWN)


def _values(facts: OfficerFacts) -> dict[str, Any]:
    values = asdict(facts)
    del values["same_person"]
    values["folded"] = folded_officer(
        facts.family_name,
        facts.given_name,
        middle=facts.middle_name,
        former=facts.former_names,
        employee_id=facts.employee_id,
    )
    return values


def _checked(
    work: Work,
    facts: OfficerFacts,
    *,
    department_id: int,
    own: Officer | None,
    wrong: dict[str, str],
) -> int | None:
    """What the record is to point to as the same person's; every other fault is refused with it."""
    wrong |= {
        "family_name": "" if facts.family_name else "Enter the family name.",
        "given_name": "" if facts.given_name else "Enter the given name.",
        "email": email_sentence(facts.email),
        "employee_id": _taken_id(work, facts.employee_id, department_id=department_id, own=own),
    }
    same = None
    try:
        same = same_person_id(work, facts.same_person, department_id=department_id, own=own)
    except FieldsRefused as refusal:
        wrong |= refusal.fields
    if told := {field: sentence for field, sentence in wrong.items() if sentence}:
        raise FieldsRefused(told)
    return same


def _taken_id(
    work: Work, employee_id: str | None, *, department_id: int, own: Officer | None
) -> str:
    if not employee_id:
        return ""
    bare = func.lower(func.replace(Officer.employee_id, " ", ""))
    holder = work.session.scalar(
        select(Officer).where(
            Officer.department_id == department_id,
            standing(Officer),
            bare == identifier_key(employee_id),
            Officer.id != (own.id if own else 0),
        )
    )
    if holder is None:
        return ""
    return (
        f"{called(holder)} (#{holder.id}) has the employee id {employee_id} in this department; "
        "check it, or edit that record."
    )
