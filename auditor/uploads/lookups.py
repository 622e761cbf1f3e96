"""Who and what a file's cells name: departments, tools and officers on record."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from sqlalchemy import select

from auditor.base import standing
from auditor.columns import plain
from auditor.departments.model import Department
from auditor.officers.model import Assignment, Officer
from auditor.officers.rules import KnownOfficer, Register, fold
from auditor.tools.model import Tool
from auditor.work import Work

#: Names that a sentence gives before it says how many more there are.
_NAMED: Final = 6


def name_key(text: str) -> str:
    """How names of departments and tools compare: without case, accents, or signs for blanks."""
    return fold(plain(text))


class _Names:
    """Ids by what they are called; a level that was told earlier counts for more."""

    def __init__(self) -> None:
        self._levels: list[dict[str, list[int]]] = []

    def level(self, called: Iterable[tuple[int, str]]) -> None:
        found: dict[str, list[int]] = defaultdict(list)
        for record_id, name in called:
            if record_id not in found[name_key(name)]:
                found[name_key(name)].append(record_id)
        self._levels.append(found)

    def ids(self, text: str) -> list[int]:
        wanted = name_key(text)
        return next((level[wanted] for level in self._levels if level.get(wanted)), [])


def known_officers(work: Work, department_id: int) -> list[KnownOfficer]:
    """The standing officers of a department, by id, as rosters are matched against them."""
    badges: dict[int, set[str]] = defaultdict(set)
    for officer_id, badge in work.session.execute(
        select(Assignment.officer_id, Assignment.badge)
        .join(Officer, Officer.id == Assignment.officer_id)
        .where(Officer.department_id == department_id, Assignment.badge.is_not(None))
    ):
        badges[officer_id].add(badge or "")
    wanted = select(
        Officer.id,
        Officer.employee_id,
        Officer.given_name,
        Officer.middle_name,
        Officer.family_name,
        Officer.former_names,
    ).where(Officer.department_id == department_id, standing(Officer))
    return [
        KnownOfficer(*row, badges=frozenset(badges[row.id]))
        for row in work.session.execute(wanted.order_by(Officer.id))
    ]


class Lookups:
    """What stands in the register, made once for a plan; each question is answered from memory.

    `names` gives how a record is called, by its table and id, for labels; officers are in it once
    their department was asked about.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self.names: dict[tuple[str, int], str] = {}
        self._departments = self._all_departments()
        self._tools = self._all_tools()
        self._officers: dict[int, Register] = {}

    def department(self, text: str) -> int | None:
        """The standing department with this code, name or alias; None for none or several."""
        found = self._departments.ids(text)
        return found[0] if len(found) == 1 else None

    def why_not_department(self, text: str) -> str:
        """Why `department` found none, and what to write instead."""
        if found := self._departments.ids(text):
            return (
                f"Several departments are called “{text}”: {self._listed('departments', found)}. "
                "Give the code."
            )
        return (
            f"No department on record is called “{text}”. Give the code, name or alias of one, "
            "or enter the department first."
        )

    def tool(self, text: str) -> int | None:
        """The standing tool with this name or alias; None for none or several."""
        found = self.tools(text)
        return found[0] if len(found) == 1 else None

    def tools(self, text: str) -> list[int]:
        """All standing tools that may be meant; a name counts for more than an alias."""
        return self._tools.ids(text)

    def why_not_tool(self, text: str) -> str:
        """Why `tool` found none, and what to write instead."""
        if found := self._tools.ids(text):
            return (
                f"Several tools are called “{text}”: {self._listed('tools', found)}. "
                "Give a name that only one of them has."
            )
        return (
            f"No tool on record is called “{text}”. Give the name or alias of one, "
            "or enter the tool first."
        )

    def officer(self, department_id: int, text: str) -> int | None:
        """The standing officer of that department whom an employee id, badge or name means.

        None when nobody is meant, or several may be; badges of ended assignments count.
        """
        found = self.officers(department_id, text)
        return found[0] if len(found) == 1 else None

    def officers(self, department_id: int, text: str) -> tuple[int, ...]:
        """All standing officers of that department who may be meant."""
        if department_id not in self._officers:
            self._officers[department_id] = Register(self._known(department_id))
        return self._officers[department_id].named(text)

    def _known(self, department_id: int) -> list[KnownOfficer]:
        known = known_officers(self._work, department_id)
        for one in known:
            self.names[Officer.__tablename__, one.id] = f"{one.family}, {one.given}"
        return known

    def _all_departments(self) -> _Names:
        rows = self._work.session.execute(
            select(Department.id, Department.code, Department.name, Department.aliases)
            .where(standing(Department))
            .order_by(Department.id)
        ).all()
        self.names.update({(Department.__tablename__, row.id): row.name for row in rows})
        names = _Names()
        names.level((row.id, row.code) for row in rows)
        names.level((row.id, name) for row in rows for name in (row.name, *row.aliases))
        return names

    def _all_tools(self) -> _Names:
        rows = self._work.session.execute(
            select(Tool.id, Tool.name, Tool.aliases).where(standing(Tool)).order_by(Tool.id)
        ).all()
        self.names.update({(Tool.__tablename__, row.id): row.name for row in rows})
        names = _Names()
        names.level((row.id, row.name) for row in rows)
        names.level((row.id, alias) for row in rows for alias in row.aliases)
        return names

    def _listed(self, record: str, ids: list[int]) -> str:
        named = ", ".join(self.names[record, record_id] for record_id in ids[:_NAMED])
        more = len(ids) - _NAMED
        return f"{named} and {more} more" if more > 0 else named
