"""Who stands in the register of the access tables: an officer, accounts and sign-ins; a ruling."""

from collections.abc import Mapping

from auditor.access import Role
from auditor.departments.model import Department
from auditor.officers.model import Assignment, Officer
from auditor.people.admission import key_of
from auditor.people.model import SignIn
from auditor.rulings.model import Ruling
from auditor.rulings.rules import Body, Outcome
from auditor.tools.model import Tool
from auditor.trail.acts import Act
from auditor.work import Work
from tests.home.factory import AT
from tests.people.factory import make_user


def officer_of(work: Work, department: Department, whose: str) -> Officer:
    officer = Officer(
        department_id=department.id,
        employee_id=f"7-{whose}",
        given_name="Mara",
        family_name=f"Castellano {whose}",
        folded=f"castellano {whose} mara",
    )
    work.session.add(officer)
    work.session.flush()
    work.session.add(Assignment(officer_id=officer.id, unit="Homicide"))
    work.record(Act.OFFICER_ADDED)
    return officer


def accounts(work: Work, department: Department, officer: Officer) -> dict[str, int]:
    """Each with an account: who asks, somebody to be closed, and who keeps the register open."""
    roles = {
        "oversight": Role.OVERSIGHT,
        "supervisor": Role.SUPERVISOR,
        "concerned": Role.SUPERVISOR,
        "council": Role.COUNCIL,
        "administrator": Role.ADMINISTRATOR,
        "other": Role.COUNCIL,
        "third": Role.SUPERVISOR,
    }
    return {
        name: make_user(
            work,
            role,
            f"{name}@city.example",
            name=f"Some {name.capitalize()}",
            department=department if role is Role.SUPERVISOR else None,
            officer_id=officer.id if name == "concerned" else None,
        ).id
        for name, role in roles.items()
    }


def ruling_on(work: Work, tool: Tool) -> int:
    ruling = Ruling(
        tool_id=tool.id,
        body=Body.COUNCIL,
        outcome=Outcome.APPROVAL_REQUIRED,
        adopted_on=AT.date(),
        effective_from=AT.date(),
        recorded_at=AT,
    )
    work.session.add(ruling)
    work.record(Act.UPLOAD_APPLIED)
    return ruling.id


def sign_ins(work: Work, users: Mapping[str, int]) -> dict[str, int]:
    """For each account the sign-in its browser holds, and the id of another one of theirs."""
    others: dict[str, int] = {}
    for name, user_id in users.items():
        email = f"{name}@city.example"
        for number in (f"the sign-in of {email}", f"another of {email}"):
            key, at = key_of(number), work.now
            row = SignIn(key=key, user_id=user_id, created_at=at, last_seen_at=at)
            work.session.add(row)
            work.session.flush()
            others[email] = row.id
    return others | {"own": others["other@city.example"]}
