"""What passes between the reader of a file, the subject that recognises its rows, and the applier.

A subject's `intake.py` offers one `Kind`. Its `plan` is given drafts, looks records up in a work
for reading, and says of every row what would become of it; nothing is written before the plan is
applied as a whole.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple

from auditor.columns import Column

#: What a cell holding “(empty)” gives: the value is to be taken away. An empty cell gives nothing.
EMPTY: Final = object()


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Draft:
    """One row, read: `values` has only the fields whose cell said something.

    `number` is the row as its reader numbers it. A row with a cell that could not be read is
    refused already and no draft is made of it. A cell naming a department, a tool or an officer
    gives its text: a planner looks it up with `uploads.lookups.Lookups`. A day gives a `date`,
    a day or month a `Day`, a range two values under `<field>_low` and `<field>_high`.
    """

    number: int
    values: Mapping[str, Any]

    def get(self, name: str) -> Any:
        """The value to store under `name`: None both when nothing was said and when emptied."""
        value = self.values.get(name)
        return None if value is EMPTY else value


class Refusal(NamedTuple):
    """Why a row, or one of its cells, is refused: in words for whoever sent the file."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str


class Kept(NamedTuple):
    """A value that was edited by hand since the last upload, and so stays.

    `by` says who set it and when, as in a history.
    """

    row: int
    column: str
    value: str
    in_file: str
    by: str


class Held(NamedTuple):
    """Who set a field by hand, since no upload did."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Ref:
    """Stands for the id of a record that the same plan adds: the `index`-th of `record`."""

    record: str
    index: int


@dataclass(frozen=True, slots=True)
class Row:
    """What becomes of one row.

    Attributes:
        label: how the row's record is called in the preview, such as a name and a badge.
        changes: field, value now, value from the file; for a changed row.
        remark: what else the reader should know, such as possible duplicates.
        record_id: the record's id where it is on record already, so that what was edited by hand
            can be kept.
    """

    number: int
    fate: Fate
    label: str
    changes: tuple[tuple[str, Any, Any], ...] = ()
    remark: str = ""
    record_id: int | None = None


@dataclass(slots=True)
class Plan:
    """Everything a file would do.

    `adds` holds, by table name and in the order in which they are to be made, the rows to add; a
    value may be a `Ref`. `changes` holds rows with their `id` and what is to differ. `kept` names
    what stays because it was edited by hand: planners need not ask for that, see `Options.held`.
    `effect` says what would follow from it, where it was asked for; see `Kind.effect`.
    """

    rows: list[Row] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    adds: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    changes: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    effect: list[str] = field(default_factory=list)

    def add(self, record: str, values: dict[str, Any]) -> Ref:
        """Plan to add a row to the table `record`; gives what stands for its id."""
        rows = self.adds.setdefault(record, [])
        rows.append(values)
        return Ref(record, len(rows) - 1)

    def change(self, record: str, record_id: int, values: Mapping[str, Any]) -> None:
        """Plan to change a row of the table `record`."""
        self.changes.setdefault(record, []).append({"id": record_id, **values})

    def refuse(self, number: int, column: str, *, value: object, reason: str) -> None:
        """Refuse a row because of one of its cells; the sheet's name is filled in later."""
        self.refused.append(
            Refusal("", number, column, "" if value is None else str(value), reason)
        )

    def count(self, fate: Fate) -> int:
        """How many rows have this fate; refused rows are counted once, however many cells."""
        if fate is Fate.REFUSED:
            return len({refusal.row for refusal in self.refused})
        return sum(row.fate is fate for row in self.rows)


def _nothing_held(_record: str, _record_id: int, _field: str) -> Held | None:
    return None


@dataclass(frozen=True, slots=True)
class Options:
    """What the sender says about the whole file.

    Attributes:
        department_id: for a file without that column.
        as_of: the day a roster shows, where no column says it.
        today: the city's day of upload.
        headings: by field, the heading under which this file brings it, for refusals.
        held: by table, id and field, who edited it by hand since the last upload, if anybody did.
            What a plan changes of that all the same is taken out of it again; a planner asks
            where one change brings another with it.
    """

    today: date
    department_id: int | None = None
    as_of: date | None = None
    headings: Mapping[str, str] = field(default_factory=dict)
    held: Callable[[str, int, str], Held | None] = _nothing_held

    def heading(self, column: Column) -> str:
        """How the file calls this column."""
        return self.headings.get(column.field, column.heading)


#: `plan(work, drafts, options)`; the work is `auditor.work.Work`, not named here so that this
#: module stays below it.
Planner = Callable[[Any, Sequence[Draft], Options], Plan]


class Aside(NamedTuple):
    """By which computed column our own exports say that a row's record was withdrawn.

    Attributes:
        words: those that say so; empty where any value does.
    """

    field: str
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of upload.

    Attributes:
        name: as in `flask uploads apply KIND FILE`, and in the address.
        columns: what its files may bring.
        plan: see the module.
        identified_by: groups of fields; a file must bring every field of one of them.
        together: groups of fields that are changed as one: where one was edited by hand, so that
            it is kept, the others of its group are kept with it.
        keeps_by_itself: whether its planner asks `Options.held` of everything it changes, so that
            nothing has to be taken out of its plans.
        after: called in the writing work once the plan was applied and recorded, for what follows
            from it, such as verdicts and flags; None when nothing does.
        effect: sentences on what would follow from a plan, for whoever looks at it before it is
            applied; called in a work for reading.
        aside: what says of a row of our own exports that it is not to be read: to take it in would
            bring back what was withdrawn.
    """

    name: str
    columns: tuple[Column, ...]
    plan: Planner
    after: Callable[[Any, Plan, Mapping[str, Sequence[int]]], None] | None = None
    identified_by: tuple[tuple[str, ...], ...] = ()
    together: tuple[frozenset[str], ...] = ()
    keeps_by_itself: bool = False
    effect: Callable[[Any, Plan], list[str]] | None = None
    aside: Aside | None = None
