"""Reading rulings."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, or_, select

from auditor.base import standing
from auditor.departments.model import Department
from auditor.departments.queries import Listed, listed_by_id, listed_withdrawn
from auditor.errors import NotFound
from auditor.rulings.model import Ruling
from auditor.rulings.rules import Outcome
from auditor.rulings.rules import Ruling as StandingRuling
from auditor.tools.model import Tool
from auditor.work import Work


def rulings(
    work: Work,
    *,
    tool_id: int | None = None,
    department_id: int | None = None,
    outcome: Outcome | None = None,
    withdrawn: bool = False,
    after: int | None = None,
) -> Listed:
    """One page of the rulings, newest first; everybody signed in may know of every ruling.

    Args:
        tool_id: only those that apply to it: its own, its category's, and those on every tool.
        department_id: only those that bind this department: its own, and those on all of them.
    """
    wanted = _described().where(*listed_withdrawn(Ruling, withdrawn=withdrawn))
    if tool_id is not None:
        category = select(Tool.category).where(Tool.id == tool_id).scalar_subquery()
        every = Ruling.tool_id.is_(None) & or_(
            Ruling.category.is_(None), Ruling.category == category
        )
        wanted = wanted.where(or_(Ruling.tool_id == tool_id, every))
    if department_id is not None:
        wanted = wanted.where(
            or_(Ruling.department_id == department_id, Ruling.department_id.is_(None))
        )
    if outcome is not None:
        wanted = wanted.where(Ruling.outcome == outcome)
    return listed_by_id(work, wanted, key=Ruling.id, after=after)


def get_ruling(work: Work, ruling_id: int) -> Any:
    """The ruling's columns with its tool's and department's names, withdrawn or not.

    Raises:
        NotFound: there is none.
    """
    found = work.session.execute(_described().where(Ruling.id == ruling_id)).first()
    if found is None:
        raise NotFound("There is no such ruling.")
    return found


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
