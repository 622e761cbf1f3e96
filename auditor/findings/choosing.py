"""Which tool, department and officer are meant by what somebody typed: a part is enough."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import ColumnElement, func, or_, select

from auditor.base import standing
from auditor.departments.model import Department
from auditor.departments.queries import found_in, words_sought
from auditor.officers.model import Assignment, Officer
from auditor.officers.queries import places_of
from auditor.officers.rules import KnownOfficer, Register
from auditor.officers.rules.recognition import identifier_key
from auditor.tools.model import Tool
from auditor.uploads.lookups import name_key
from auditor.work import Work

#: Among more than so many nobody can choose: more has to be typed.
MOST_OFFERED: Final = 20

#: So many are looked through for whom the text names exactly.
_MOST_LOOKED_AT: Final = 300

#: Stands for the id of an officer who is not on record.
NOBODY: Final = 0

#: How an officer's record is named by its number, as pages and histories name it.
_NUMBERED: Final = re.compile(r"#(\d{1,9})\b.*")


@dataclass(frozen=True, slots=True)
class Meant:
    """Records that may be meant, with how each is told of, in the order in which they are offered.

    Attributes:
        more: there are more of them than are told of.
    """

    told: Mapping[int, str] = field(default_factory=dict)
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed, and the ids of what was chosen among several; empty and None for nothing.

    Attributes:
        officer_id: `NOBODY` where the name is to be kept of somebody who is not on record.
    """

    tool: str = ""
    tool_id: int | None = None
    department: str = ""
    department_id: int | None = None
    officer: str = ""
    officer_id: int | None = None


@dataclass(slots=True)
class Choosing:
    """What became of it, by field.

    Attributes:
        ids: what is meant.
        told: how what is meant is told of, so that whoever typed sees what was taken.
        wrong: a sentence where nothing, or too much, fits.
        choices: among what is to be chosen, or was.
    """

    ids: dict[str, int] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    choices: dict[str, dict[int, str]] = field(default_factory=dict)

    def settle(self, name: str, text: str, *, meant: Meant, chosen: int | None) -> None:
        """Take the one that is meant or was chosen; no other than what was offered counts."""
        if len(meant.told) > 1 and not meant.more:
            self.choices[name] = dict(meant.told)
        if chosen is None and len(meant.told) == 1:
            chosen = next(iter(meant.told))
        if chosen is not None and chosen in meant.told:
            self.ids[name], self.told[name] = chosen, meant.told[chosen]
        elif meant.more:
            self.wrong[name] = f"More than {MOST_OFFERED} fit “{text}”. Type more of it."
        elif meant.told:
            self.wrong[name] = f"{len(meant.told)} fit “{text}”. Choose which one is meant."


def choose(work: Work, typed: Typed, *, of_department: int | None = None) -> Choosing:
    """Which tool, department and officer are meant.

    Args:
        of_department: where it is known beforehand, so that none was typed.
    """
    found = Choosing()
    if typed.tool:
        meant = tools_meant(work, typed.tool)
        found.settle("tool", typed.tool, meant=meant, chosen=typed.tool_id)
        if not meant.told:
            found.wrong["tool"] = (
                f"No tool on record is called “{typed.tool}”. Type part of its name or alias, or "
                "enter the tool first."
            )
    if of_department is not None:
        found.ids["department"] = of_department
    elif typed.department:
        meant = departments_meant(work, typed.department)
        found.settle("department", typed.department, meant=meant, chosen=typed.department_id)
        if not meant.told:
            found.wrong["department"] = (
                f"No department on record is called “{typed.department}”. Type its code, or part "
                "of its name or alias, or enter the department first."
            )
    if typed.officer and "department" in found.ids:
        _choose_officer(work, found, typed)
    return found


def _choose_officer(work: Work, found: Choosing, typed: Typed) -> None:
    meant = officers_meant(work, typed.officer, department_id=found.ids["department"])
    nobody = f"Nobody on record: keep “{typed.officer}” as the name as received"
    if typed.officer_id == NOBODY:
        found.choices["officer"] = {**({} if meant.more else meant.told), NOBODY: nobody}
        found.ids["officer"] = NOBODY
        return
    found.settle("officer", typed.officer, meant=meant, chosen=typed.officer_id)
    if not meant.told:
        found.wrong["officer"] = (
            f"No officer of the department is known as “{typed.officer}”. Correct it, enter the "
            "officer first, or choose that nobody on record is meant."
        )
    if "officer" not in found.ids or "officer" in found.choices:
        found.choices.setdefault("officer", {})[NOBODY] = nobody


def tools_meant(work: Work, text: str) -> Meant:
    """The standing tools meant by a name or an alias, else by part of one or of the vendor's."""
    rows = work.session.execute(
        select(Tool.id, Tool.name, Tool.aliases, Tool.vendor)
        .where(standing(Tool), *found_in(Tool.folded, text))
        .order_by(Tool.name, Tool.id)
    ).all()
    exact = _exact(rows, text, lambda row: [row.name, *row.aliases])
    return _meant(
        (row.id, f"{row.name} ({row.vendor})" if row.vendor else row.name) for row in exact
    )


def departments_meant(work: Work, text: str) -> Meant:
    """The standing departments meant by a code, a name or an alias, else by part of one."""
    rows = work.session.execute(
        select(Department.id, Department.code, Department.name, Department.aliases)
        .where(standing(Department), *found_in(Department.folded, text))
        .order_by(Department.name, Department.id)
    ).all()
    coded = [row for row in rows if name_key(row.code) == name_key(text)]
    exact = coded or _exact(rows, text, lambda row: [row.name, *row.aliases])
    return _meant((row.id, f"{row.name} ({row.code})") for row in exact)


def officers_meant(work: Work, text: str, *, department_id: int) -> Meant:
    """The department's standing officers meant by an employee id, badge, address or name.

    What names somebody exactly counts for more than a part: “42” is the badge 42, if there is one,
    and not the badge 1042. Former names and the badges of ended assignments count too.
    """
    words = words_sought(text.replace(",", " "))
    if not words:
        return Meant()
    numbered = _NUMBERED.fullmatch(text)
    key = identifier_key(text)
    for condition in (
        *((Officer.id == int(numbered[1]),) if numbered else ()),
        or_(_bare(Officer.employee_id) == key, _with_badge(_bare(Assignment.badge) == key)),
        func.lower(Officer.email) == text.lower(),
    ):
        if found := _officers(work, department_id, [condition]):
            return _told(work, found)
    found = _officers(work, department_id, [_part(w) for w in words])
    named = set(Register(_known(row) for row in found).named(text))
    return _told(work, [row for row in found if row.id in named] or found)


def _exact(rows: Sequence[Any], text: str, names: Any) -> Sequence[Any]:
    wanted = name_key(text)
    return [row for row in rows if wanted in map(name_key, names(row))] or rows


def _meant(told: Iterable[tuple[int, str]]) -> Meant:
    rows = list(told)
    return Meant(dict(rows[:MOST_OFFERED]), more=len(rows) > MOST_OFFERED)


def _bare(column: Any) -> ColumnElement[str]:
    return func.lower(func.replace(column, " ", ""))


def _with_badge(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(Assignment.id).where(Assignment.officer_id == Officer.id, condition).exists()


def _part(word: str) -> ColumnElement[bool]:
    badge = func.lower(Assignment.badge).contains(word, autoescape=True)
    return or_(Officer.folded.contains(word, autoescape=True), _with_badge(badge))


def _officers(
    work: Work, department_id: int, conditions: Collection[ColumnElement[bool]]
) -> Sequence[Any]:
    wanted = select(
        Officer.id,
        Officer.employee_id,
        Officer.given_name,
        Officer.middle_name,
        Officer.family_name,
        Officer.former_names,
    ).where(Officer.department_id == department_id, standing(Officer), *conditions)
    ordered = wanted.order_by(Officer.family_name, Officer.given_name, Officer.id)
    return work.session.execute(ordered.limit(_MOST_LOOKED_AT)).all()


def _known(row: Any) -> KnownOfficer:
    return KnownOfficer(*row)


def _told(work: Work, found: Sequence[Any]) -> Meant:
    """Each with what tells two of one name apart: badge, unit and employee id."""
    shown = found[:MOST_OFFERED]
    places = places_of(work, [row.id for row in shown])
    told = {}
    for row in shown:
        place = places.get(row.id)
        apart = (
            f"badge {place.badge}" if place and place.badge else "",
            place.unit if place and place.unit else "",
            f"employee id {row.employee_id}" if row.employee_id else "",
        )
        name = " ".join(filter(None, (row.given_name, row.middle_name)))
        told[row.id] = ", ".join([f"{row.family_name}, {name}", *filter(None, apart)])
    return Meant(told, more=len(found) > MOST_OFFERED)
