"""What an upload of officers would do: who is meant, and where they were."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import select

from auditor.findings.model import Finding
from auditor.flags.service import assess
from auditor.officers.columns import COLUMNS
from auditor.officers.intake.department import DepartmentRows
from auditor.officers.model import Assignment
from auditor.uploads.drafts import Aside, Draft, Kind, Options, Plan
from auditor.uploads.lookups import Lookups
from auditor.work import Work


def plan(work: Work, drafts: Sequence[Draft], options: Options) -> Plan:
    """Compare the rows with the officers on record, department by department."""
    made = Plan()
    lookups = Lookups(work)
    column = next(column for column in COLUMNS if column.field == "department_id")
    of_department: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        text = draft.get("department_id")
        department_id = lookups.department(text) if text else options.department_id
        if department_id is None:
            reason = lookups.why_not_department(text) if text else _NAMELESS
            made.refuse(draft.number, options.heading(column), value=text, reason=reason)
        else:
            of_department[department_id].append(draft)
    for department_id, rows in of_department.items():
        name = lookups.names["departments", department_id]
        DepartmentRows(work, made, options, department_id=department_id).take(rows, name)
    made.rows.sort(key=lambda row: row.number)
    return made


_NAMELESS = (
    "The row names no department. Give one, or name the department of all rows "
    "(on the command line: --department CODE)."
)

#: So many assignments are looked up at once.
_AT_ONCE: Final = 5_000


def assess_after(work: Work, made: Plan, added: Mapping[str, Sequence[int]]) -> None:
    """Assess the findings of every officer who was somewhere else than was on record."""
    table = Assignment.__tablename__
    ids = [*added.get(table, ()), *(row["id"] for row in made.changes.get(table, ()))]
    for start in range(0, len(ids), _AT_ONCE):
        among = Assignment.id.in_(ids[start : start + _AT_ONCE])
        moved = select(Assignment.officer_id).where(among)
        because = "a roster changed the officer’s assignments"
        assess(work, Finding.officer_id.in_(moved), because=because)


KIND = Kind(
    "officers",
    COLUMNS,
    plan,
    assess_after,
    identified_by=(("family_name", "given_name"), ("name",), ("employee_id",), ("badge",)),
    keeps_by_itself=True,
    aside=Aside("withdrawn_reason"),
)
