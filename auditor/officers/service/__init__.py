"""Officers and their assignments: what may be done to them, by whom, and how it is recorded."""

from auditor.officers.service.assignments import (
    AssignmentFacts,
    add_assignment,
    edit_assignment,
    end_assignment,
    facts_of,
)
from auditor.officers.service.persons import (
    OfficerFacts,
    add_officer,
    edit_officer,
    withdraw_officer,
)

__all__ = [
    "AssignmentFacts",
    "OfficerFacts",
    "add_assignment",
    "add_officer",
    "edit_assignment",
    "edit_officer",
    "end_assignment",
    "facts_of",
    "withdraw_officer",
]
