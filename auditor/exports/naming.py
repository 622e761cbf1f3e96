"""How a file names officers, so that an upload of it means the same ones."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Select, select

from auditor.columns import Audience
from auditor.officers.model import Officer
from auditor.officers.rules import KnownOfficer, Register
from auditor.reports.queries.naming import Naming
from auditor.reports.rules import Order
from auditor.uploads.lookups import known_officers
from auditor.work import Work


def naming_of(work: Work, officer_ids: Select[int | None]) -> Naming:
    """The names of these officers: each by what only they are known as in their department.

    That is the name where nobody else bears it, else the name with its middle names, the employee
    id or a badge; and the name all the same where none of them tells two apart.
    """
    wanted = select(Officer.id, Officer.department_id, Officer.family_name, Officer.given_name)
    of_department: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in work.session.execute(wanted.where(Officer.id.in_(officer_ids))):
        name = f"{row.family_name}, {row.given_name}"
        of_department[row.department_id].append((row.id, name))
    names: dict[int, str] = {}
    for department_id, officers in of_department.items():
        known = {one.id: one for one in known_officers(work, department_id)}
        register = Register(known.values())
        for officer_id, name in officers:
            meant = (text for text in _texts(known.get(officer_id), name))
            only = (text for text in meant if register.named(text) == (officer_id,))
            names[officer_id] = next(only, name)
    return Naming(Order(audience=Audience.INTERNAL), names)


def _texts(officer: KnownOfficer | None, name: str) -> Iterable[str]:
    yield name
    if officer is not None:
        if officer.middle:
            yield f"{name} {officer.middle}"
        yield from filter(None, (officer.employee_id, *sorted(officer.badges)))
