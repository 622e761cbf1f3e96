"""What a plan would do, and what an upload did, as pages show it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from auditor.columns import Column, labels
from auditor.uploads.cell_values import shown
from auditor.uploads.drafts import EMPTY, Fate, Kept, Plan, Refusal
from auditor.uploads.planning import fingerprint
from auditor.uploads.queries import Took

#: So many rows are listed of each sort; their number is always told.
LISTED: Final = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file, or of a table, in words: what it is about, and field, before, after.

    A line that `is_new` has nothing before.
    """

    where: str
    label: str
    changes: tuple[tuple[str, str | None, str | None], ...] = ()
    remark: str = ""
    record: str = ""
    record_id: int | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """Everything a page says of an upload; lists are cut at `LISTED`, the numbers are not.

    Attributes:
        seen: the fingerprint of the plan that is shown; empty for what was applied.
        counts: new, changed, unchanged and refused rows.
        effect: sentences on what would follow; none of what was applied.
    """

    counts: Mapping[str, int]
    changed: tuple[Line, ...]
    changed_in_all: int
    added: tuple[Line, ...]
    refused: tuple[Refusal, ...]
    refused_in_all: int
    kept: tuple[Kept, ...]
    remarks: tuple[str, ...]
    seen: str = ""
    effect: tuple[str, ...] = ()


def told_of_plan(plan: Plan, columns: Sequence[Column], record: str) -> Told:
    """What a plan would do."""
    headings = labels(columns)
    changed = [row for row in plan.rows if row.fate is Fate.CHANGED or row.remark]
    added = [row for row in plan.rows if row.fate is Fate.NEW and not row.remark]
    return Told(
        {fate.value: plan.count(fate) for fate in Fate},
        tuple(
            Line(
                str(row.number),
                row.label,
                tuple(_in_words(row.changes, headings)),
                row.remark,
                record if row.record_id else "",
                row.record_id,
            )
            for row in changed[:LISTED]
        ),
        len(changed),
        tuple(Line(str(row.number), row.label) for row in added[:LISTED]),
        tuple(plan.refused[:LISTED]),
        len(plan.refused),
        tuple(plan.kept),
        tuple(plan.remarks),
        fingerprint(plan),
        tuple(plan.effect),
    )


def told_of_applied(
    counts: Mapping[str, int],
    took: Iterable[Took],
    *,
    in_all: int,
    names: Mapping[tuple[str, int], tuple[str, str, int]],
    headings: Mapping[str, str],
    refused: Sequence[Refusal],
    said: Mapping[str, Any],
) -> Told:
    """What an applied upload did.

    Args:
        names: by table and id, what the row is called, and the record whose page shows it.
        in_all: how many rows it added or changed, in whatever tables.
    """
    lines = []
    for one in took:
        unnamed = (f"#{one.record_id}", one.record, one.record_id)
        label, record, record_id = names.get((one.record, one.record_id), unnamed)
        changes = [
            (name, one.before.get(name), value)
            for name, value in one.after.items()
            if one.what != "add" or _word(value)
        ]
        is_new = one.what == "add"
        lines.append(
            Line(
                f"{'Added to' if is_new else 'Changed in'} {one.record}",
                label,
                tuple(_in_words(changes, headings)),
                record=record,
                record_id=record_id,
                is_new=is_new,
            )
        )
    return Told(
        counts,
        tuple(lines),
        in_all,
        (),
        tuple(refused[:LISTED]),
        len(refused),
        tuple(Kept(*kept) for kept in said.get("kept", ())),
        tuple(said.get("remarks", ())),
    )


def _in_words(
    changes: Iterable[tuple[str, Any, Any]], headings: Mapping[str, str]
) -> Iterable[tuple[str, str | None, str | None]]:
    for name, here, there in changes:
        if heading := headings.get(name):
            yield heading, _word(here), _word(there)


def _word(value: Any) -> str | None:
    if value is None or value is EMPTY or value in ((), [], ""):
        return None
    if isinstance(value, tuple | list):
        return "; ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else shown(value)
