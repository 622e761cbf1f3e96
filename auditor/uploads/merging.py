"""Rows about one record: put together, compared with what is on record, and planned."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from auditor.columns import Column
from auditor.uploads.cell_values import shown
from auditor.uploads.drafts import EMPTY, Draft, Fate, Kept, Options, Plan, Row

#: By what rows are put together: the id of a record, or a text for one that is new.
Key = int | str


NAMELESS: Final = "This is not on record yet, so it needs a name. Give one."


class Said(NamedTuple):
    """What the file says of a field, and in which row."""

    value: Any
    row: int


@dataclass(slots=True)
class Group:
    """The rows of a file that are about one record, in their order."""

    numbers: list[int] = field(default_factory=list)
    said: dict[str, Said] = field(default_factory=dict)

    def value(self, name: str) -> Any:
        """What the file says; None where it says nothing or empties the field."""
        said = self.said.get(name)
        return None if said is None or said.value is EMPTY else said.value


def is_same(_field: str, one: Any, other: Any) -> bool:
    """Whether two values are one; the plainest way to compare."""
    return bool(one == other)


class Merging:
    """Puts rows together by a key; a row that contradicts an earlier one is refused."""

    def __init__(
        self,
        plan: Plan,
        options: Options,
        columns: Sequence[Column],
        *,
        same: Callable[[str, Any, Any], bool] = is_same,
        checks: Mapping[str, Callable[[Any], str]] | None = None,
    ) -> None:
        """Begin with no groups.

        Args:
            same: whether two values of a field are one.
            checks: by field, what is wrong with a value, in a sentence; empty for nothing.
        """
        self._checks = checks or {}
        self._plan = plan
        self._options = options
        self._columns = {column.field: column for column in columns}
        self._same = same
        self.groups: dict[Key, Group] = {}

    def heading(self, name: str) -> str:
        """What the file calls a field."""
        return self._options.heading(self._columns[name])

    def take(self, draft: Draft, key: Key, values: Mapping[str, Any]) -> bool:
        """Add a row's values to its group; refuse it whole where it contradicts an earlier row.

        Lists do not contradict one another: they are joined.
        """
        group = self.groups.get(key, Group())
        sound = self._is_sound(draft, values)
        for name, value in values.items():
            said = group.said.get(name)
            if said and not isinstance(value, tuple) and not self._agree(name, said.value, value):
                sound = False
                self._plan.refuse(
                    draft.number,
                    self.heading(name),
                    value=_told(value),
                    reason=f"Row {said.row} is about the same record and says "
                    f"“{_told(said.value)}”. Leave one of the two out, or correct it.",
                )
        if not sound:
            return False
        self.groups[key] = group
        group.numbers.append(draft.number)
        for name, value in values.items():
            said = group.said.get(name)
            if said is None:
                group.said[name] = Said(value, draft.number)
            elif isinstance(value, tuple) and isinstance(said.value, tuple):
                joined = tuple(dict.fromkeys((*said.value, *value)))
                group.said[name] = said if joined == said.value else Said(joined, draft.number)
        return True

    def _is_sound(self, draft: Draft, values: Mapping[str, Any]) -> bool:
        sound = True
        for name, wrong in self._checks.items():
            value = values.get(name)
            if value not in (None, EMPTY) and (reason := wrong(value)):
                sound = False
                heading = self.heading(name)
                self._plan.refuse(draft.number, heading, value=_told(value), reason=reason)
        return sound

    def _agree(self, name: str, one: Any, other: Any) -> bool:
        return self._same(name, one, other) or self._same(name, other, one)

    def differing(
        self, group: Group, record: str, record_id: int, *, stands: Mapping[str, Any]
    ) -> dict[str, Said]:
        """What the file would change of a record, less what is kept because of a hand's edit."""
        found: dict[str, Said] = {}
        for name, said in group.said.items():
            value = without_empty(said.value, stands[name])
            if self._same(name, stands[name], value):
                continue
            if held := self._options.held(record, record_id, name):
                self._plan.kept.append(
                    Kept(
                        said.row,
                        self.heading(name),
                        _told(stands[name]),
                        _told(said.value),
                        f"{held.who}, {held.at:%Y-%m-%d}",
                    )
                )
            else:
                found[name] = Said(value, said.row)
        return found


def settle(
    plan: Plan,
    merging: Merging,
    record: str,
    *,
    stands: Mapping[int, Mapping[str, Any]],
    folded: Callable[[Mapping[str, Any]], str],
) -> None:
    """Plan what becomes of every group; a key that is a number is the id of a record.

    Args:
        stands: by id, the values on record, `name` among them.
        folded: gives what searches look in, from a record's values.
    """
    for key, group in merging.groups.items():
        if not isinstance(key, int):
            said = {name: one for name, one in group.said.items() if one.value is not EMPTY}
            values = {name: one.value for name, one in said.items()}
            if "name" not in values:  # The row that gave it was refused.
                for number in group.numbers:
                    plan.refuse(number, merging.heading("name"), value="", reason=NAMELESS)
                continue
            plan.add(record, {**values, "folded": folded(values)})
            plan.rows += rows_of_group(
                group, values["name"], changes=said, stands=None, record_id=None
            )
            continue
        now = stands[key]
        changes = merging.differing(group, record, key, stands=now)
        if changes:
            after = {name: one.value for name, one in changes.items()}
            plan.change(record, key, {**after, "folded": folded({**now, **after})})
        plan.rows += rows_of_group(group, now["name"], changes=changes, stands=now, record_id=key)


def rows_of_group(
    group: Group,
    label: str,
    *,
    changes: Mapping[str, Said],
    stands: Mapping[str, Any] | None,
    record_id: int | None,
) -> list[Row]:
    """What becomes of each row: the first of a new record adds it, later ones change or agree."""
    rows = []
    for number in group.numbers:
        mine = tuple(
            (name, stands[name] if stands else None, said.value)
            for name, said in changes.items()
            if said.row == number
        )
        fate = Fate.CHANGED if mine else Fate.UNCHANGED
        if stands is None and number == group.numbers[0]:
            fate, mine = Fate.NEW, ()
        rows.append(Row(number, fate, label, mine, record_id=record_id))
    return rows


def without_empty(value: Any, stands: Any) -> Any:
    """The value to store where the file says `value`; what stands tells what empty looks like."""
    if value is not EMPTY:
        return value
    return () if isinstance(stands, tuple) else None


def _told(value: Any) -> str:
    if value is None or value is EMPTY or value == ():
        return "(empty)"
    return "; ".join(map(str, value)) if isinstance(value, tuple) else shown(value)
