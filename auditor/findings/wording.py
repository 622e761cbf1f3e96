"""How a finding's history is told: by the names behind its ids, and with months as months."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from auditor.columns import Column, for_audience
from auditor.findings.columns import SHEET
from auditor.findings.queries import names_of_tools
from auditor.findings.rules import DAY_LABELS
from auditor.flags.columns import COLUMNS as FLAG_COLUMNS
from auditor.officers.queries import names_of_officers
from auditor.reach import audience_of
from auditor.trail.queries import Told, history
from auditor.web.editing import Wording, ids_in
from auditor.work import Work

#: What a finding's history tells of its flags; the rest stands on the flag's own page.
_OF_FLAGS: Final = frozenset({"reason", "state", "state_reason"})

#: Under which names the trail knows what the columns call by name.
_STORED: Final[Mapping[str, str]] = {"officer": "officer_id", "tool": "tool_id"}


def told_of(
    work: Work, finding_id: int, *, flags: Sequence[Any] = (), after: int = -1
) -> list[Told]:
    """What was done to a finding and to these flags on it, newest first.

    Args:
        after: only what was done after this place in the trail.
    """
    rows = [("findings", finding_id), *(("flags", flag.id) for flag in flags)]
    return [_with_months(act) for act in history(work, rows, after=after)]


def wording_of(work: Work, told: Iterable[Told], *, flags: Sequence[Any] = ()) -> Wording:
    """How it is told to the reader: in the columns that their office may see."""
    told, audience = list(told), audience_of(work.actor)
    return Wording(
        {
            "findings": _stored(for_audience(SHEET, audience)),
            "flags": [c for c in for_audience(FLAG_COLUMNS, audience) if c.field in _OF_FLAGS],
        },
        {
            "officer_id": names_of_officers(work, ids_in(told, "officer_id")),
            "tool_id": names_of_tools(work, ids_in(told, "tool_id")),
        },
        {("flags", flag.id): f"Flag {flag.rule}" for flag in flags},
    )


def _stored(columns: Iterable[Column]) -> list[Column]:
    """The columns under the names under which the trail knows their values."""
    return [replace(column, field=_STORED.get(column.field, column.field)) for column in columns]


def _with_months(act: Told) -> Told:
    """An act in which a day that is only known to the month reads as one."""
    return replace(
        act,
        changes=tuple(
            (record, record_id, what, _months(before), _months(after))
            if record == "findings"
            else (record, record_id, what, before, after)
            for record, record_id, what, before, after in act.changes
        ),
    )


def _months(side: Mapping[str, Any]) -> Mapping[str, Any]:
    read = dict(side)
    for name in DAY_LABELS:
        last = side.get(f"{name}_last")
        if not last:
            continue
        # Where the last day alone changed, the month became its first day, or that day the month.
        first = side.get(name) or str(date.fromisoformat(str(last)).replace(day=1))
        read[name] = str(first) if first == last else str(first)[: len("2020-02")]
    return read
