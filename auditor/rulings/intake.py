"""What an upload of rulings would do, and what follows from it."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, or_, select, true

from auditor.base import standing
from auditor.findings.model import Finding
from auditor.flags.service import assess
from auditor.rulings.columns import COLUMNS
from auditor.rulings.model import Ruling
from auditor.tools.model import Tool
from auditor.tools.rules import Category
from auditor.uploads.drafts import Draft, Kind, Options, Plan
from auditor.uploads.row_plans import Planning, RowRefused
from auditor.work import Work

#: By these a ruling is recognised again, so that an upload never changes them.
_IDENTITY: Final = ("tool_id", "category", "department_id", "body", "effective_from")

#: What an upload may change of a ruling on record.
_CHANGEABLE: Final = ("outcome", "adopted_on", "effective_until", "document")


def plan(work: Work, drafts: Sequence[Draft], options: Options) -> Plan:
    """Compare the rows with the standing rulings; what is left empty of their scope means all."""
    known = _known(work)
    planning = Planning(work, options, COLUMNS, record=Ruling.__tablename__)

    def plan_row(draft: Draft) -> None:
        identity = {
            "tool_id": planning.tool(draft),
            "category": draft.get("category"),
            "department_id": planning.department(draft) if draft.get("department") else None,
            "body": draft.get("body"),
            "effective_from": draft.get("effective_from"),
        }
        key = tuple(identity.values())
        label = f"{identity['body']}, from {identity['effective_from']}"
        stands = known.get(key)
        values = {name: draft.values[name] for name in _CHANGEABLE if name in draft.values}
        _refuse_wrong(draft, stands)
        if planning.is_repeated(draft, key, field="effective_from", label=label):
            return
        if stands is not None:
            planning.compare(draft, label, values, stands=stands)
            return
        given = {name: draft.get(name) for name in _CHANGEABLE}
        planning.add(draft, label, {**identity, **given, "recorded_at": work.now})

    return planning.each(drafts, plan_row)


def _refuse_wrong(draft: Draft, stands: Mapping[str, Any] | None) -> None:
    """Refuse a row that would leave a ruling without what it needs, or that ends too early."""
    for name, needs in (
        ("outcome", "Say what was laid down, from “permitted” to “prohibited”."),
        ("adopted_on", "Say on which day it was adopted: nothing is in effect before that day."),
    ):
        if draft.get(name) is None and (stands is None or name in draft.values):
            raise RowRefused(name, needs)
    until: date | None = draft.get("effective_until")
    begins: date = draft.values["effective_from"]
    if until is not None and until < begins:
        raise RowRefused(
            "effective_until",
            f"The last day, {until}, lies before the first, {begins}. Correct one of the two.",
        )


def _known(work: Work) -> dict[Hashable, Mapping[str, Any]]:
    wanted = select(*Ruling.__table__.c).where(standing(Ruling)).order_by(Ruling.id.desc())
    # Where two are alike, the one recorded first comes last and so is the one that is meant.
    return {
        tuple(row[name] for name in _IDENTITY): dict(row)
        for row in work.session.execute(wanted).mappings()
    }


def assess_after(work: Work, made: Plan, added: Mapping[str, Sequence[int]]) -> None:
    """Assess every finding that one of the new or changed rulings is about."""
    changed = [row["id"] for row in made.changes.get(Ruling.__tablename__, ())]
    ids = [*added.get(Ruling.__tablename__, ()), *changed]
    if not ids:
        return
    wanted = select(Ruling.tool_id, Ruling.category, Ruling.department_id)
    scopes = work.session.execute(wanted.where(Ruling.id.in_(ids)).distinct())
    about = or_(*(_about(tool, category, department) for tool, category, department in scopes))
    assess(work, about, because="rulings were taken from a file")


def _about(tool_id: int | None, category: Category | None, department_id: int | None) -> Any:
    """The condition on findings that such a ruling applies to."""
    tool: ColumnElement[bool] = true()
    if tool_id is not None:
        tool = Finding.tool_id == tool_id
    elif category is not None:
        tool = Finding.tool_id.in_(select(Tool.id).where(Tool.category == category))
    return tool & (Finding.department_id == department_id if department_id is not None else true())


KIND: Final = Kind(
    "rulings",
    COLUMNS,
    plan,
    assess_after,
    together=(frozenset({"adopted_on", "effective_until"}),),
)
