"""Reading rulings, and which findings they are about."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true

from auditor.access import Actor
from auditor.base import standing
from auditor.concern import own_of
from auditor.departments.model import Department
from auditor.departments.queries import Listed, listed_by_id, listed_withdrawn
from auditor.errors import NotFound
from auditor.findings.model import Finding
from auditor.reach import within_reach
from auditor.rulings.model import Ruling
from auditor.rulings.rules import Body, Outcome, ruling_in_force
from auditor.rulings.rules import Ruling as StandingRuling
from auditor.tools.model import Tool
from auditor.tools.rules import Category
from auditor.verdicts.model import StoredVerdict
from auditor.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """By what a list of rulings is narrowed down; what is left empty does not matter.

    Attributes:
        tool_id: only those that apply to it: its own, its category's, and those on every tool.
        category: only those that can apply to a tool of it.
        department_id: only those that bind this department: its own, and those on all of them.
        in_effect_on: only those in effect on that day.
        withdrawn: take in what has been withdrawn.
    """

    tool_id: int | None = None
    category: Category | None = None
    department_id: int | None = None
    body: Body | None = None
    outcome: Outcome | None = None
    in_effect_on: date | None = None
    withdrawn: bool = False


def rulings(work: Work, sought: Sought, *, after: int | None = None) -> Listed:
    """One page of the rulings, newest first; everybody signed in may know of every ruling."""
    wanted = _described().where(*listed_withdrawn(Ruling, withdrawn=sought.withdrawn))
    if sought.tool_id is not None:
        category = select(Tool.category).where(Tool.id == sought.tool_id).scalar_subquery()
        wide = Ruling.tool_id.is_(None) & _of_category(category)
        wanted = wanted.where(or_(Ruling.tool_id == sought.tool_id, wide))
    if sought.category is not None:
        wide = Ruling.tool_id.is_(None) & _of_category(sought.category)
        wanted = wanted.where(or_(wide, Tool.category == sought.category))
    if sought.department_id is not None:
        own = Ruling.department_id == sought.department_id
        wanted = wanted.where(or_(own, Ruling.department_id.is_(None)))
    for column, value in ((Ruling.body, sought.body), (Ruling.outcome, sought.outcome)):
        if value is not None:
            wanted = wanted.where(column == value)
    if (day := sought.in_effect_on) is not None:
        runs_on = or_(Ruling.effective_until.is_(None), Ruling.effective_until >= day)
        begun = (Ruling.effective_from <= day) & (Ruling.adopted_on <= day)
        wanted = wanted.where(begun, runs_on, standing(Ruling))
    return listed_by_id(work, wanted, key=Ruling.id, after=after)


def _of_category(category: Any) -> ColumnElement[bool]:
    return or_(Ruling.category.is_(None), Ruling.category == category)


def described_rulings(work: Work, ids: Collection[int]) -> Sequence[Any]:
    """The columns of `get_ruling` of several rulings, by id."""
    return work.session.execute(_described().where(Ruling.id.in_(ids)).order_by(Ruling.id)).all()


def get_ruling(work: Work, ruling_id: int) -> Any:
    """The ruling's columns with its tool's and department's names, withdrawn or not.

    Raises:
        NotFound: there is none.
    """
    found = work.session.execute(_described().where(Ruling.id == ruling_id)).first()
    if found is None:
        raise NotFound("There is no such ruling.")
    return found


def get_kept_ruling(work: Work, ruling_id: int) -> Ruling:
    """The ruling itself, for whoever is to change it, withdrawn or not.

    Raises:
        NotFound: there is none.
    """
    found = work.session.get(Ruling, ruling_id)
    if found is None:
        raise NotFound("There is no such ruling.")
    return found


def findings_decided_by(work: Work, ruling_id: int) -> int:
    """Of how many findings within reach the approval status rests on this ruling now."""
    reached = within_reach(work.actor, StoredVerdict.department_id)
    counted = select(func.count()).where(StoredVerdict.ruling_id == ruling_id, reached)
    return work.session.scalar(counted) or 0


def in_force_today(work: Work, tool_id: int, department_id: int) -> StandingRuling | None:
    """The ruling that says what holds today for a tool in a department; None without any."""
    return ruling_in_force(
        work.today,
        standing_rulings(work),
        tool_id=tool_id,
        category=categories_of_tools(work).get(tool_id),
        department_id=department_id,
    )


def categories_of_tools(work: Work) -> dict[int, Category]:
    """By id, the category of every tool."""
    rows = work.session.execute(select(Tool.id, Tool.category))
    return {tool_id: category for tool_id, category in rows}  # noqa: C416 - a Row is no tuple to mypy


def findings_about(rulings: Iterable[Ruling | StandingRuling]) -> ColumnElement[bool]:
    """The condition on `Finding` that meets those which one of these rulings is about."""
    tools: dict[int | None, set[int]] = defaultdict(set)
    categories: dict[int | None, set[Category]] = defaultdict(set)
    about: list[ColumnElement[bool]] = []
    for ruling in rulings:
        if ruling.tool_id is not None:
            tools[ruling.department_id].add(ruling.tool_id)
        elif ruling.category is not None:
            categories[ruling.department_id].add(ruling.category)
        else:
            about.append(_bound(ruling.department_id))
    for department_id, ids in tools.items():
        about.append(Finding.tool_id.in_(ids) & _bound(department_id))
    for department_id, words in categories.items():
        of_them = select(Tool.id).where(Tool.category.in_(words))
        about.append(Finding.tool_id.in_(of_them) & _bound(department_id))
    return or_(false(), *about)


def _bound(department_id: int | None) -> ColumnElement[bool]:
    return true() if department_id is None else Finding.department_id == department_id


def own_findings(work: Work, of: Actor | None = None) -> Sequence[Any]:
    """Tool, its category, and department of each finding that concerns somebody.

    Args:
        of: by default the actor of this work.
    """
    own = select(Finding.tool_id, Tool.category, Finding.department_id)
    own = own.join(Tool, Tool.id == Finding.tool_id).where(own_of(work, of).findings())
    return work.session.execute(own.distinct()).all()


def is_about_any(ruling: StandingRuling, findings: Iterable[Any]) -> bool:
    """Whether the ruling is about one of these, as `own_findings` gives them, whatever its days."""
    return any(
        ruling.applies_to(row.tool_id, category=row.category, department_id=row.department_id)
        for row in findings
    )


def choices_of_tools(work: Work) -> Sequence[Any]:
    """Id and name of every standing tool, by name."""
    wanted = select(Tool.id, Tool.name).where(standing(Tool))
    return work.session.execute(wanted.order_by(Tool.name, Tool.id)).all()


def standing_rulings(work: Work) -> list[StandingRuling]:
    """Every ruling that was not withdrawn, as the rules see it, by id."""
    wanted = select(
        Ruling.id,
        Ruling.tool_id,
        Ruling.category,
        Ruling.department_id,
        Ruling.body,
        Ruling.outcome,
        Ruling.adopted_on,
        Ruling.effective_from,
        Ruling.effective_until,
    ).where(standing(Ruling))
    rows = work.session.execute(wanted.order_by(Ruling.id))
    return [StandingRuling(**row._mapping) for row in rows]  # noqa: SLF001 - public, by its own manual


def _described() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Ruling.id,
            Ruling.tool_id,
            Tool.name.label("tool"),
            Ruling.category,
            Ruling.department_id,
            Department.name.label("department"),
            Ruling.body,
            Ruling.outcome,
            Ruling.adopted_on,
            Ruling.effective_from,
            Ruling.effective_until,
            Ruling.document,
            Ruling.recorded_at,
            Ruling.withdrawn_at,
            Ruling.withdrawn_reason,
        )
        .outerjoin(Tool, Tool.id == Ruling.tool_id)
        .outerjoin(Department, Department.id == Ruling.department_id)
    )
