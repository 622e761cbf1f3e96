"""What an upload of rulings would do, and what follows from it."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, Final

from sqlalchemy import select

from auditor.base import standing
from auditor.flags.service import assess
from auditor.rulings.columns import COLUMNS
from auditor.rulings.model import Ruling
from auditor.rulings.queries import (
    categories_of_tools,
    findings_about,
    is_about_any,
    own_findings,
    standing_rulings,
)
from auditor.rulings.rules import Ruling as Ruled
from auditor.rulings.rules import days_of, remark_on, stricter_than, winning_over, wrong_in
from auditor.uploads.drafts import EMPTY, Aside, Draft, Kind, Options, Plan
from auditor.uploads.row_plans import Planning, RowRefused, meant
from auditor.verdicts.effects import changes_in_words, changes_with_rulings
from auditor.work import Work

#: By these a ruling is recognised again, so that an upload never changes them.
_IDENTITY: Final = ("tool_id", "category", "department_id", "body", "effective_from")

#: What of a ruling matters to the findings.
_COUNTING: Final = frozenset(each.name for each in fields(Ruled)) - {"id"}

#: How many rulings that count all the same are named one by one.
_NAMED: Final = 20

#: What an upload may change of a ruling on record.
_CHANGEABLE: Final = ("outcome", "adopted_on", "effective_until", "document")


def plan(work: Work, drafts: Sequence[Draft], options: Options) -> Plan:
    """Compare the rows with the standing rulings; what is left empty of their scope means all."""
    known, own = _known(work), own_findings(work)
    planning = Planning(work, options, COLUMNS, record=Ruling.__tablename__)

    def plan_row(draft: Draft) -> None:
        identity = {
            "tool_id": planning.tool(draft),
            "category": draft.get("category"),
            "department_id": planning.department(draft) if draft.get("department") else None,
            "body": draft.get("body"),
            "effective_from": draft.get("effective_from"),
        }
        label = f"{identity['body']}, from {identity['effective_from']}"
        values = {name: draft.values[name] for name in _CHANGEABLE if name in draft.values}
        key: Hashable = tuple(identity.values())
        if (stands := meant(known.get(key, ()), values)) is not None:
            key = stands["id"]
        _refuse_wrong(draft, stands)
        given = {name: draft.get(name) for name in _CHANGEABLE}
        after = identity | given if stands is None else {**stands, **_said(values)}
        remark = _remark(after, own)
        if planning.is_repeated(draft, key, field="effective_from", label=label):
            return
        if stands is not None:
            planning.compare(draft, label, values, stands=stands, remark=remark)
            return
        planning.add(draft, label, {**after, "recorded_at": work.now}, remark=remark)

    return planning.each(drafts, plan_row)


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: None if value is EMPTY else value for name, value in values.items()}


def _refuse_wrong(draft: Draft, stands: Mapping[str, Any] | None) -> None:
    """Refuse a row that would leave a ruling without what it needs."""
    for name, needs in (
        ("outcome", "Say what was laid down, from “permitted” to “prohibited”."),
        ("adopted_on", "Say on which day it was adopted: nothing is in effect before that day."),
    ):
        if draft.get(name) is None and (stands is None or name in draft.values):
            raise RowRefused(name, needs)


def _remark(row: Mapping[str, Any], own: Sequence[Any]) -> str:
    """What is odd about the ruling that a row would leave on record.

    Args:
        own: the findings that concern whoever hands the file in.

    Raises:
        RowRefused: it cannot be, or somebody else has to record it.
    """
    ruling = _ruled(row, row.get("id", 0))
    for field, sentence in wrong_in(ruling).items():
        raise RowRefused(field, sentence)
    if is_about_any(ruling, own):
        raise RowRefused(
            "tool",
            "This ruling is about a finding that concerns you: somebody else of the office has to "
            "record it.",
        )
    return remark_on(ruling)


def _ruled(row: Mapping[str, Any], ruling_id: int) -> Ruled:
    told = {each.name: row[each.name] for each in fields(Ruled) if each.name != "id"}
    return Ruled(id=ruling_id, **told)


def _known(work: Work) -> dict[Hashable, list[Mapping[str, Any]]]:
    wanted = select(*Ruling.__table__.c).where(standing(Ruling)).order_by(Ruling.id)
    known: dict[Hashable, list[Mapping[str, Any]]] = {}
    for row in work.session.execute(wanted).mappings():
        known.setdefault(tuple(row[name] for name in _IDENTITY), []).append(dict(row))
    return known


def effect(work: Work, made: Plan) -> list[str]:
    """How many findings the file would change, and which rulings count all the same.

    Of each new or changed ruling, those of its own body are named that still count in its place
    within their scopes, and those of other bodies that are stricter.
    """
    standing = {each.id: each for each in standing_rulings(work)}
    then, touched = dict(standing), set[int]()
    for row in made.changes.get(Ruling.__tablename__, ()):
        told = {name: value for name, value in row.items() if name in _COUNTING}
        then[row["id"]] = replace(standing[row["id"]], **told)
        touched.add(row["id"])
    # What is added is recorded after all others, and in this order.
    first = max(standing, default=0) + 1
    for number, row in enumerate(made.adds.get(Ruling.__tablename__, ()), start=first):
        then[number] = _ruled(row, number)
        touched.add(number)
    if not touched:
        return []
    changes = changes_with_rulings(work, list(then.values()))
    beside = _beside(work, [then[number] for number in sorted(touched)], then, first=first)
    return [*changes_in_words(changes), *beside]


def _beside(
    work: Work, touched: Sequence[Ruled], then: Mapping[int, Ruled], *, first: int
) -> list[str]:
    """What counts all the same: the first few in sentences, and how many more there are."""
    categories = categories_of_tools(work)
    sentences = []
    for ruling in touched:
        days = days_of(ruling)
        for others, says in (
            (winning_over, "{} of the same body still counts within its own scope"),
            (stricter_than, "{} is stricter, and in force where both apply"),
        ):
            for other in others(ruling, then.values(), days=days, categories=categories):
                named = says.format(_called(other, first=first))
                sentences.append(f"{_called(ruling, first=first)}: {named}.")
    more = len(sentences) - _NAMED
    return [*sentences[:_NAMED], *([f"… and {more:,} more such rulings."] if more > 0 else [])]


def _called(ruling: Ruled, *, first: int) -> str:
    """By its number, where it has one; a ruling of the file has none yet."""
    number = f"ruling {ruling.id}, " if ruling.id < first else ""
    return f"{number}{ruling.body}, {ruling.outcome}, from {ruling.takes_effect_on}"


def assess_after(work: Work, made: Plan, added: Mapping[str, Sequence[int]]) -> None:
    """Assess every finding that one of the new or changed rulings is about."""
    changed = [row["id"] for row in made.changes.get(Ruling.__tablename__, ())]
    ids = {*added.get(Ruling.__tablename__, ()), *changed}
    if touched := [each for each in standing_rulings(work) if each.id in ids]:
        assess(work, findings_about(touched), because="rulings were taken from a file")


KIND: Final = Kind(
    "rulings",
    COLUMNS,
    plan,
    assess_after,
    together=(frozenset({"adopted_on", "effective_until"}),),
    effect=effect,
    aside=Aside("withdrawn_at"),
)
