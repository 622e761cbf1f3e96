"""Taking out of a plan what was edited by hand, for planners that do not ask for it themselves."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from auditor.columns import labels
from auditor.uploads.cell_values import shown
from auditor.uploads.drafts import EMPTY, Fate, Held, Kept, Kind, Options, Plan, Row


def keep_edited(plan: Plan, kind: Kind, options: Options) -> None:
    """Take out of a plan whatever was edited by hand since the last upload, and name it.

    A row is found by its `record_id`; what is left of one that changes nothing more is unchanged.
    """
    headings = labels(kind.columns)
    for record, changes in plan.changes.items():
        for change in changes:
            held = _held(record, change, options)
            if not held:
                continue
            kept = {n for n in change if n != "id" and goes_with(n, held, kind.together)}
            at = _row_of(plan, change)
            if at is not None:
                row = plan.rows[at]
                plan.kept += _told(row, kept, held, headings)
                plan.rows[at] = _less(row, kept)
            for name in kept:
                del change[name]
        plan.changes[record] = [change for change in changes if len(change) > 1]


def _held(record: str, change: Mapping[str, Any], options: Options) -> dict[str, Held]:
    found = {name: options.held(record, change["id"], name) for name in change if name != "id"}
    return {name: held for name, held in found.items() if held is not None}


def goes_with(name: str, held: Collection[str], groups: Iterable[frozenset[str]]) -> bool:
    """Whether a field stays: it was edited itself, or one that belongs to it was."""
    plain = {other.removesuffix("_last") for other in held}
    mine = name.removesuffix("_last")
    return mine in plain or any(mine in group and group & plain for group in groups)


def _row_of(plan: Plan, change: Mapping[str, Any]) -> int | None:
    places = (at for at, row in enumerate(plan.rows) if row.record_id == change["id"])
    return next((at for at in places if plan.rows[at].fate is Fate.CHANGED), None)


def _told(
    row: Row, kept: set[str], held: Mapping[str, Held], headings: Mapping[str, str]
) -> list[Kept]:
    told = []
    named = {name for name, _, _ in row.changes}
    for name, here, in_file in row.changes:
        # The last day of a day known to the month only goes with the first, and is not named.
        if name.removesuffix("_last") in named - {name}:
            continue
        if _is_kept(name, kept):
            by = held.get(name) or next(iter(held.values()))
            heading = headings.get(name, name)
            who = f"{by.who}, {by.at:%Y-%m-%d}"
            told.append(Kept(row.number, heading, _shown(here), _shown(in_file), who))
    return told


def _is_kept(name: str, kept: set[str]) -> bool:
    return name in kept or f"{name}_id" in kept


def _less(row: Row, kept: set[str]) -> Row:
    changes = tuple(change for change in row.changes if not _is_kept(change[0], kept))
    return replace(row, changes=changes, fate=Fate.CHANGED if changes else Fate.UNCHANGED)


def _shown(value: object) -> str:
    if value is None or value is EMPTY or value == ():
        return "(empty)"
    return "; ".join(map(str, value)) if isinstance(value, tuple) else shown(value)
