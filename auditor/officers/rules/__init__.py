"""What is true of officers, pure: how names compare, who is meant, what a roster changes."""

from auditor.officers.rules.assignments import (
    Assignment,
    Change,
    RosterOutcome,
    Seen,
    assignments_after_roster,
    changed,
)
from auditor.officers.rules.dated_rows import (
    DatedRow,
    assignments_after_rows,
    assignments_from_rows,
)
from auditor.officers.rules.matching import Match, match_rows
from auditor.officers.rules.names import (
    PersonName,
    fold,
    full_name_key,
    name_key,
    part_key,
    read_name,
    readings,
)
from auditor.officers.rules.recognition import By, KnownOfficer, Person, Register

__all__ = [
    "Assignment",
    "By",
    "Change",
    "DatedRow",
    "KnownOfficer",
    "Match",
    "Person",
    "PersonName",
    "Register",
    "RosterOutcome",
    "Seen",
    "assignments_after_roster",
    "assignments_after_rows",
    "assignments_from_rows",
    "changed",
    "fold",
    "full_name_key",
    "match_rows",
    "name_key",
    "part_key",
    "read_name",
    "readings",
]
