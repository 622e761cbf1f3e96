"""What an upload of findings would do, and the verdicts and flags that follow from it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from auditor.columns import listed
from auditor.days import Day
from auditor.findings.columns import COLUMNS, UPLOADED
from auditor.findings.model import Finding
from auditor.findings.recognition import Described, NewRows, OnRecord, alike_in_words, rows_of
from auditor.findings.rules import (
    DAY_LABELS,
    AccountKind,
    AccountState,
    Certainty,
    Licence,
    ObtainedThrough,
    Stage,
    day_sentences,
    fitting_stage,
    searches_sentences,
    stage_sentences,
)
from auditor.flags.service import assess_flags
from auditor.reports.figures.counted import WITHDRAWN
from auditor.uploads.drafts import EMPTY, Aside, Draft, Kind, Options, Plan
from auditor.uploads.row_plans import Planning, RowRefused, differing
from auditor.work import Work

#: What a word is when a cell takes it away.
_WITHOUT: Final[Mapping[str, Any]] = {
    "account_kind": AccountKind.UNKNOWN,
    "account_state": AccountState.UNKNOWN,
    "licence": Licence.UNKNOWN,
    "obtained_through": ObtainedThrough.UNKNOWN,
    "certainty": Certainty.DOCUMENTED,
}

#: Columns that are stored as they are read.
_PLAIN: Final = (
    *("stage", "searches_low", "searches_high", "on_behalf_of", "source_kind"),
    *("source_reference", "notes"),
)
_SEVERAL: Final = ("purposes", "case_numbers")


class _Read(NamedTuple):
    """A row whose tool, department and officer were looked up."""

    draft: Draft
    described: Described
    remark: str


def plan(work: Work, drafts: Sequence[Draft], options: Options) -> Plan:
    """Compare the rows with the findings on record; an officer who is not found is no refusal."""
    planning = Planning(work, options, UPLOADED, record=Finding.__tablename__)
    read: list[_Read] = []
    planning.each(drafts, lambda draft: read.append(_read(planning, draft)))
    on_record = OnRecord(
        work, {(each.described.tool_id, each.described.department_id) for each in read}
    )
    same = {each.draft.number: on_record.same(each.described) for each in read}
    stands = rows_of(work, (one for found in same.values() for one in found))
    by_number = {each.draft.number: each for each in read}
    rows = NewRows()

    def plan_row(draft: Draft) -> None:
        each, found = by_number[draft.number], same[draft.number]
        label = _label(planning, each)
        if len(found) > 1:
            found = _told_apart(found, lambda one: _adds_nothing(each, stands[one], options))
        known = stands[found[0]] if found else None
        key = found[0] if found else each.described.key()
        if planning.is_repeated(draft, key, field="tool", label=label):
            return
        values, remark = _values(each, known, options)
        if known is not None:
            planning.compare(draft, label, values, stands=known, remark=remark)
            return
        alike = on_record.like(each.described), rows.like(each.described, draft.number)
        remark = f"{remark} {alike_in_words(*alike)}".strip()
        planning.add(draft, label, values | _recorded(work, each.described), remark=remark)

    return planning.each([each.draft for each in read], plan_row)


def _read(planning: Planning, draft: Draft) -> _Read:
    tool_id, department_id = planning.tool(draft), planning.department(draft)
    if tool_id is None:
        raise RowRefused("tool", "Name the tool.")
    if department_id is None:
        raise RowRefused("department", "Name the department.")
    text, name, remark = draft.get("officer"), draft.get("name_as_received"), ""
    officers = planning.lookups.officers(department_id, text) if text else ()
    if text and len(officers) != 1:
        name = name or text
        which = "Several officers of the department are" if officers else "No officer of it is"
        remark = f"{which} known as “{text}”: nobody is identified."
    described = Described(
        tool_id,
        department_id,
        officers[0] if len(officers) == 1 else None,
        (draft.get("account_email") or "").lower() or None,
        name,
        draft.get("source_reference"),
        draft.get("signed_up_on"),
    )
    if not described.who() and not described.reference:
        raise RowRefused(
            "officer",
            "Nothing says whose access this was: give an officer, an account’s address, a name as "
            "received, or at least the source’s own reference.",
        )
    return _Read(draft, described, remark)


def _adds_nothing(each: _Read, known: Mapping[str, Any], options: Options) -> bool:
    try:
        return not differing(_values(each, known, options)[0], known)
    except RowRefused:
        return False


def _told_apart(found: Sequence[int], adds_nothing: Callable[[int], bool]) -> list[int]:
    """Of several that may be meant one to which the row adds nothing: then any of those will do."""
    if same := list(filter(adds_nothing, found)):
        return same[:1]
    raise RowRefused(
        "tool",
        f"Findings {listed([str(one) for one in found])} may be meant. Give the source "
        "reference of one of them, or correct the row.",
    )


def _values(
    each: _Read, known: Mapping[str, Any] | None, options: Options
) -> tuple[dict[str, Any], str]:
    """The columns the row says something about, and its remark.

    Raises:
        RowRefused: the finding that would come out of it cannot be.
    """
    draft, said = each.draft, each.draft.values
    values: dict[str, Any] = {name: draft.get(name) for name in _PLAIN if name in said}
    values |= {name: tuple(map(str, draft.get(name) or ())) for name in _SEVERAL if name in said}
    values |= {
        name: said[name] if said[name] is not EMPTY else without
        for name, without in _WITHOUT.items()
        if name in said
    }
    for name in DAY_LABELS:
        if name in said:
            day: Day | None = draft.get(name)
            values[name], values[f"{name}_last"] = (day.first, day.last) if day else (None, None)
    values |= _whose(each, known)
    remark = each.remark
    if known is None and values.get("stage") is None:
        values["stage"], because = _fitting(values)
        remark = f"{remark} The stage is taken to be “{values['stage']}”: {because}.".strip()
    _refuse_wrong({**(known or {}), **values}, values, options)
    return values, remark


def _whose(each: _Read, known: Mapping[str, Any] | None) -> dict[str, Any]:
    """Who it was; an officer on record is not taken away by a name that fits nobody."""
    described, said = each.described, each.draft.values
    whose: dict[str, Any] = {}
    if described.officer_id is not None or said.get("officer") is EMPTY:
        whose["officer_id"] = described.officer_id
    if "account_email" in said:
        whose["account_email"] = described.account_email
    identified = known is not None and known["officer_id"] is not None
    if "name_as_received" in said or (described.name and not identified):
        whose["name_as_received"] = described.name
    return whose


def _fitting(values: Mapping[str, Any]) -> tuple[Stage, str]:
    stage, because = fitting_stage(
        _days(values),
        searches_low=values.get("searches_low"),
        case_numbers=values.get("case_numbers", ()),
    )
    if stage is Stage.OFFERED and values.get("offered_on") is None:
        raise RowRefused("stage", f"Say how far it went: {listed([one.value for one in Stage])}.")
    return stage, because


def _refuse_wrong(
    effective: Mapping[str, Any], values: Mapping[str, Any], options: Options
) -> None:
    """Refuse a row for what the finding would be with it: its stage, days and searches."""
    if effective.get("stage") is None:
        raise RowRefused("stage", "A finding has a stage: name one, or leave the cell empty.")
    days = _days(effective)
    low, high = effective.get("searches_low"), effective.get("searches_high")
    for field, reason in day_sentences(days, options.today).items():
        raise RowRefused(field, reason)
    for field, reason in stage_sentences(
        effective["stage"], days, searches_low=low, case_numbers=effective.get("case_numbers", ())
    ).items():
        raise RowRefused(field, reason)
    for reason in searches_sentences(low, high).values():
        raise RowRefused("searches_high" if "searches_high" in values else "searches_low", reason)


def _days(values: Mapping[str, Any]) -> dict[str, Day | None]:
    return {
        name: Day(values[name], values[f"{name}_last"]) if values.get(name) else None
        for name in DAY_LABELS
    }


def _recorded(work: Work, described: Described) -> dict[str, Any]:
    return {
        "tool_id": described.tool_id,
        "department_id": described.department_id,
        "recorded_by_id": work.actor.user_id,
        "recorded_at": work.now,
    }


def _label(planning: Planning, each: _Read) -> str:
    known = each.described
    officer = planning.lookups.names.get(("officers", known.officer_id or 0))
    who = officer or known.name or known.account_email or f"reference {known.reference}"
    return f"{who}, {planning.lookups.names['tools', known.tool_id]}"


def assess_after(work: Work, made: Plan, added: Mapping[str, Sequence[int]]) -> None:
    """Assess the findings that are new or changed."""
    changed = (row["id"] for row in made.changes.get(Finding.__tablename__, ()))
    ids = {*added.get(Finding.__tablename__, ()), *changed}
    assess_flags(work, ids, because="a file changed the finding")


KIND: Final = Kind(
    "findings",
    COLUMNS,
    plan,
    assess_after,
    identified_by=(("officer",), ("account_email",), ("name_as_received",), ("source_reference",)),
    together=(
        frozenset({"searches_low", "searches_high"}),
        frozenset({"stage", "signed_up_on", "first_used_on", "last_used_on"}),
    ),
    aside=Aside("counted", frozenset({WITHDRAWN})),
)
