"""Reading departments; and how lists of any record are searched and paged."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from auditor.approvals.model import Approval
from auditor.base import Withdrawable, standing
from auditor.columns import plain
from auditor.departments.model import Department
from auditor.errors import FieldsRefused, NotFound
from auditor.findings.model import Finding
from auditor.officers.model import Officer
from auditor.officers.rules import fold
from auditor.people.model import User
from auditor.reach import within_reach
from auditor.rulings.model import Ruling
from auditor.statements.model import Statement
from auditor.work import Work

#: How many rows a page of a list shows.
ROWS: Final = 50

#: Up to how many rows a list that may be very long is counted: to count a million takes a second.
COUNTED: Final = 1_000


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list.

    Attributes:
        total: how many rows the whole list has, as far as they were counted.
        has_more: whether it has more than `total`.
        older, newer: what the addresses of the neighbouring pages say; None where there is none.
        ids: selects the id of every row of the whole list.
    """

    rows: Sequence[Any]
    total: int
    older: dict[str, int] | None
    newer: dict[str, int] | None
    ids: Select[int]
    has_more: bool = False


def listed_by_id(
    work: Work,
    wanted: Select[*tuple[Any, ...]],
    *,
    key: InstrumentedAttribute[int],
    after: int | None,
    most: int | None = None,
) -> Listed:
    """The rows of `wanted` below the id `after`, newest first, at most 50, and the whole's total.

    Args:
        wanted: selects the list's columns, the id as `id` among them, in no order.
        key: the id it is paged by.
        most: up to how many the total is counted; all of them by default.
    """
    counted = wanted.with_only_columns(key).limit(None if most is None else most + 1).subquery()
    total = work.session.scalar(select(func.count()).select_from(counted)) or 0
    below = wanted if after is None else wanted.where(key < after)
    rows = work.session.execute(below.order_by(key.desc()).limit(ROWS + 1)).all()
    older = {"after": rows[ROWS - 1].id} if len(rows) > ROWS else None
    newer = None
    if after is not None:
        above = wanted.with_only_columns(key).where(key >= after).order_by(key).limit(ROWS + 1)
        ids = work.session.scalars(above).all()
        newer = {"after": ids[ROWS]} if len(ids) > ROWS else {} if ids else None
    return Listed(
        rows[:ROWS],
        total if most is None else min(total, most),
        older,
        newer,
        wanted.with_only_columns(key),
        has_more=most is not None and total > most,
    )


def found_in(folded: InstrumentedAttribute[str], q: str) -> list[ColumnElement[bool]]:
    """One condition for each word of a search: it is part of what was folded."""
    return [folded.contains(word, autoescape=True) for word in words_sought(q)]


def words_sought(q: str) -> list[str]:
    """A search's words without case and accents; what no database holds is left out."""
    return fold(q.replace("\0", " ")).split()


def listed_withdrawn(kind: type[Withdrawable], *, withdrawn: bool) -> list[ColumnElement[bool]]:
    """The condition that leaves out what has been withdrawn, unless it is asked for."""
    return [] if withdrawn else [standing(kind)]


def count_standing(work: Work, kind: type[Withdrawable], condition: ColumnElement[bool]) -> int:
    """How many records of this kind meet the condition and have not been withdrawn."""
    counted = select(func.count()).select_from(kind).where(condition, standing(kind))
    return work.session.scalar(counted) or 0


def in_numbers(counts: Sequence[tuple[int, str]]) -> str:
    """“3 officers and 1 finding”: of these counts whatever is not 0; empty when all are."""
    told = [f"{number:,} {noun}{'' if number == 1 else 's'}" for number, noun in counts if number]
    return " and ".join(filter(None, (", ".join(told[:-1]), *told[-1:])))


def departments(
    work: Work, *, q: str = "", withdrawn: bool = False, after: int | None = None
) -> Listed:
    """One page of the departments within reach, found by part of a code, a name or an alias."""
    officers = (
        select(func.count())
        .where(Officer.department_id == Department.id, standing(Officer))
        .scalar_subquery()
    )
    wanted = select(
        Department.id,
        Department.code,
        Department.name,
        Department.kind,
        Department.city,
        Department.is_active,
        Department.withdrawn_at,
        officers.label("officers"),
    ).where(
        within_reach(work.actor, Department.id),
        *found_in(Department.folded, q),
        *listed_withdrawn(Department, withdrawn=withdrawn),
    )
    return listed_by_id(work, wanted, key=Department.id, after=after)


def get_department(work: Work, department_id: int) -> Department:
    """The department, withdrawn or not.

    Raises:
        NotFound: there is none, or none within reach.
    """
    wanted = select(Department).where(
        Department.id == department_id, within_reach(work.actor, Department.id)
    )
    found = work.session.scalar(wanted)
    if found is None:
        raise NotFound("There is no such department, or none that your account may know of.")
    return found


def names_of_departments(work: Work, ids: Collection[int]) -> dict[int, str]:
    """Id to name, for the departments among `ids`."""
    found = work.session.execute(
        select(Department.id, Department.name).where(Department.id.in_(ids))
    )
    return {department_id: name for department_id, name in found}  # noqa: C416 - a Row is no tuple to mypy


def choices_of_departments(work: Work) -> Sequence[Any]:
    """Id, code and name of every standing department within reach, by name."""
    return work.session.execute(
        select(Department.id, Department.code, Department.name)
        .where(within_reach(work.actor, Department.id), standing(Department))
        .order_by(Department.name, Department.id)
    ).all()


def stands_on_department(work: Work, department: Department) -> str:
    """What keeps a department from being withdrawn, in numbers; empty when nothing does."""
    kinds: tuple[tuple[type[Any], str], ...] = (
        (Officer, "officer"),
        (Finding, "finding"),
        (Approval, "approval"),
        (Ruling, "ruling"),
        (Statement, "statement"),
    )
    counts = [
        (count_standing(work, kind, kind.department_id == department.id), noun)
        for kind, noun in kinds
    ]
    accounts = select(func.count()).where(
        User.department_id == department.id, User.closed_at.is_(None)
    )
    return in_numbers([*counts, (work.session.scalar(accounts) or 0, "open account")])


def officers_of_department(work: Work, department: Department) -> int:
    """How many standing officers the department has."""
    return count_standing(work, Officer, Officer.department_id == department.id)


def findings_of_department(work: Work, department: Department) -> int:
    """How many standing findings are about the department."""
    return count_standing(work, Finding, Finding.department_id == department.id)


def folded_department(code: str, name: str, aliases: Sequence[str]) -> str:
    """What searches for a department look in; whoever writes one keeps it so."""
    return fold(code, name, *aliases)


def department_by_name(work: Work, text: str) -> Department:
    """The standing department with this code, name or alias, in any case.

    Raises:
        FieldsRefused: there is none, or several bear that name.
    """
    wanted = plain(text)
    found = [
        department
        for department in work.session.scalars(
            select(Department).where(Department.withdrawn_at.is_(None)).order_by(Department.id)
        )
        if wanted in {plain(n) for n in (department.code, department.name, *department.aliases)}
    ]
    exact = [department for department in found if plain(department.code) == wanted]
    if len(exact or found) != 1:
        count = work.session.scalar(select(func.count()).select_from(Department))
        which = "Several departments are" if found else f"None of the {count} departments is"
        sentence = f"{which} called “{text}”; give the code."
        raise FieldsRefused({"department": sentence})
    return (exact or found)[0]
