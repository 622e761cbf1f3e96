"""Officers for tests: entered as the office enters them."""

from dataclasses import fields
from typing import Any

from auditor.departments.model import Department
from auditor.officers.model import Officer
from auditor.officers.service import AssignmentFacts, OfficerFacts, add_officer
from auditor.work import Work

_OF_ASSIGNMENT = {field.name for field in fields(AssignmentFacts)}


def make_officer(
    work: Work, department: Department, family_name: str = "Vega", **facts: Any
) -> Officer:
    """An officer; badge, rank, unit, since and until are those of their first assignment."""
    placed = {name: facts.pop(name) for name in _OF_ASSIGNMENT & facts.keys()}
    person = OfficerFacts(family_name=family_name, **{"given_name": "Ana", **facts})
    assignment = AssignmentFacts(**placed) if placed else None
    return add_officer(work, department, person, assignment=assignment)
