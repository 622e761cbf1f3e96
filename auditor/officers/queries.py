"""Reading officers, and where they were assigned."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, func, not_, or_, select

from auditor.approvals.model import Approval
from auditor.concern import Own
from auditor.departments.model import Department
from auditor.departments.queries import (
    Listed,
    count_standing,
    in_numbers,
    listed_by_id,
    listed_withdrawn,
    words_sought,
)
from auditor.errors import FieldsRefused, NotFound
from auditor.findings.model import Finding
from auditor.officers.model import Assignment, Officer
from auditor.officers.rules import fold
from auditor.people.model import User
from auditor.reach import within_reach
from auditor.tools.model import Tool
from auditor.trail.queries import newest_change
from auditor.verdicts.model import StoredVerdict
from auditor.work import Work

#: So many findings stand on an officer’s page; the list of findings has all.
NAMED: Final = 50


def officers(
    work: Work,
    *,
    q: str = "",
    department_id: int | None = None,
    withdrawn: bool = False,
    after: int | None = None,
) -> Listed:
    """One page of the officers within reach, found by part of a name, employee id or badge."""
    wanted = (
        select(
            Officer.id,
            Officer.family_name,
            Officer.given_name,
            Officer.middle_name,
            Officer.employee_id,
            Officer.withdrawn_at,
            Department.name.label("department"),
        )
        .join(Department, Department.id == Officer.department_id)
        .where(
            within_reach(work.actor, Officer.department_id),
            *(_found(word) for word in words_sought(q)),
            *listed_withdrawn(Officer, withdrawn=withdrawn),
        )
    )
    if department_id is not None:
        wanted = wanted.where(Officer.department_id == department_id)
    return listed_by_id(work, wanted, key=Officer.id, after=after)


def _found(word: str) -> ColumnElement[bool]:
    badge = select(Assignment.id).where(
        Assignment.officer_id == Officer.id,
        func.lower(Assignment.badge).contains(word, autoescape=True),
    )
    return or_(Officer.folded.contains(word, autoescape=True), badge.exists())


def get_officer(work: Work, officer_id: int) -> Officer:
    """The officer, withdrawn or not.

    Raises:
        NotFound: there is none, or none within reach.
    """
    wanted = select(Officer).where(
        Officer.id == officer_id, within_reach(work.actor, Officer.department_id)
    )
    found = work.session.scalar(wanted)
    if found is None:
        raise NotFound("There is no such officer, or none that your account may know of.")
    return found


def assignments_of(work: Work, officer_ids: Collection[int]) -> dict[int, list[Assignment]]:
    """The assignments of each of these officers, the latest first."""
    wanted = select(Assignment).where(Assignment.officer_id.in_(officer_ids))
    found: dict[int, list[Assignment]] = defaultdict(list)
    for assignment in work.session.scalars(wanted):
        found[assignment.officer_id].append(assignment)
    for assignments in found.values():
        assignments.sort(key=lambda one: (one.since or date.min, one.id), reverse=True)
    return found


def places_of(work: Work, officer_ids: Collection[int]) -> dict[int, Assignment]:
    """Where each of these officers is assigned today, or was last; those without any left out."""
    return {
        officer_id: next((one for one in all_ if (one.since or date.min) <= work.today), all_[0])
        for officer_id, all_ in assignments_of(work, officer_ids).items()
    }


def get_assignment(work: Work, officer: Officer, assignment_id: int) -> Assignment:
    """This officer's assignment.

    Raises:
        NotFound: the officer has none of this number.
    """
    found = work.session.scalar(
        select(Assignment).where(
            Assignment.id == assignment_id, Assignment.officer_id == officer.id
        )
    )
    if found is None:
        raise NotFound("This officer has no such assignment.")
    return found


def rows_of_assignments(work: Work, officer: Officer) -> list[tuple[str, int]]:
    """The rows of an officer's assignments, as a history asks for them."""
    ids = select(Assignment.id).where(Assignment.officer_id == officer.id)
    return [("assignments", assignment_id) for assignment_id in work.session.scalars(ids)]


def newest_of(work: Work, rows: Collection[tuple[str, int]]) -> int:
    """The place in the trail of the newest change of any of these rows; -1 when there is none."""
    return max((newest_change(work, record, row_id) for record, row_id in rows), default=-1)


def records_of_person(work: Work, officer: Officer) -> Sequence[Any]:
    """The other records within reach of the person this record is of, by id."""
    first = officer.same_person_id or officer.id
    return work.session.execute(
        select(
            Officer.id,
            Officer.family_name,
            Officer.given_name,
            Officer.department_id,
            Department.name.label("department"),
        )
        .join(Department, Department.id == Officer.department_id)
        .where(
            or_(Officer.id == first, Officer.same_person_id == first),
            Officer.id != officer.id,
            within_reach(work.actor, Officer.department_id),
        )
        .order_by(Officer.id)
    ).all()


def names_of_officers(work: Work, ids: Collection[int]) -> dict[int, str]:
    """Id to “#12 Vega, Ana (HPD)”, for the officers among `ids`."""
    if not ids:
        return {}
    return named_officers(work, Officer.id.in_(ids), most=len(ids))


def named_officers(work: Work, condition: ColumnElement[bool], *, most: int) -> dict[int, str]:
    """Id to “#12 Vega, Ana (HPD)”, for the first officers that meet the condition."""
    found = work.session.execute(
        select(Officer.id, Officer.family_name, Officer.given_name, Department.code)
        .join(Department, Department.id == Officer.department_id)
        .where(condition)
        .order_by(Officer.id)
        .limit(most)
    )
    return {o.id: f"#{o.id} {o.family_name}, {o.given_name} ({o.code})" for o in found}


def called(officer: Officer) -> str:
    """“Ana M. Vega”: how sentences call an officer."""
    names = (officer.given_name, officer.middle_name, officer.family_name)
    return " ".join(name for name in names if name)


def stands_on_officer(work: Work, officer: Officer) -> str:
    """What keeps an officer from being withdrawn, in numbers; empty when nothing does."""
    kinds: tuple[tuple[type[Any], str], ...] = ((Finding, "finding"), (Approval, "approval"))
    counts = [
        (count_standing(work, kind, kind.officer_id == officer.id), noun) for kind, noun in kinds
    ]
    linked = count_standing(work, Officer, Officer.same_person_id == officer.id)
    accounts = select(func.count()).where(User.officer_id == officer.id, User.closed_at.is_(None))
    open_accounts = work.session.scalar(accounts) or 0
    return in_numbers(
        [*counts, (linked, "other record of this person"), (open_accounts, "open account")]
    )


def findings_of_officer(work: Work, officer: Officer, own: Own) -> Sequence[Any]:
    """Findings by tool, at most `NAMED`, and their `total`; none that concerns the reader."""
    wanted = (
        select(
            Finding.id,
            Finding.tool_id,
            Tool.name.label("tool"),
            Finding.stage,
            Finding.withdrawn_at,
            StoredVerdict.verdict,
            StoredVerdict.reason,
            func.count().over().label("total"),
        )
        .join(Tool, Tool.id == Finding.tool_id)
        .outerjoin(StoredVerdict, StoredVerdict.finding_id == Finding.id)
        .where(
            Finding.officer_id == officer.id,
            within_reach(work.actor, Finding.department_id),
            not_(own.findings()),
        )
    )
    ordered = wanted.order_by(Tool.name, Tool.id, Finding.id.desc())
    return work.session.execute(ordered.limit(NAMED)).all()


def folded_officer(
    family: str,
    given: str,
    *,
    middle: str | None = None,
    former: Sequence[str] = (),
    employee_id: str | None = None,
) -> str:
    """What searches for an officer look in; whoever writes one keeps it so."""
    return fold(family, given, middle, *former, employee_id)


def officer_by_employee_id(work: Work, employee_id: str, department: Department | None) -> Officer:
    """The standing officer with this employee id, in that department where one is named.

    Raises:
        FieldsRefused: there is none, or several departments have one.
    """
    wanted = select(Officer).where(
        Officer.employee_id == employee_id.strip(), Officer.withdrawn_at.is_(None)
    )
    if department is not None:
        wanted = wanted.where(Officer.department_id == department.id)
    found = work.session.scalars(wanted).all()
    if len(found) != 1:
        which = "Several officers have" if found else "No officer has"
        sentence = f"{which} the employee id {employee_id}; check it, and name the department."
        raise FieldsRefused({"officer": sentence})
    return found[0]
