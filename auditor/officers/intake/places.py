"""Where a file says that one officer was: which assignments it adds, ends or corrects."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from auditor.errors import FieldsRefused
from auditor.officers.model import Assignment as AssignmentRow
from auditor.officers.model import Officer
from auditor.officers.rules import (
    Assignment,
    Change,
    DatedRow,
    Seen,
    assignments_after_roster,
    assignments_after_rows,
    changed,
)
from auditor.officers.rules.assignments import agrees
from auditor.uploads.drafts import EMPTY, Draft, Kept, Options, Plan
from auditor.uploads.merging import Merging
from auditor.work import Work

_PLACE: Final = ("badge", "rank", "unit")
_ALL: Final = (*_PLACE, "since", "until")

#: An assignment on record with its id.
Standing = tuple[int, Assignment]

Changes = tuple[tuple[str, Any, Any], ...]


@dataclass(slots=True)
class Placed:
    """What becomes of one officer’s assignments, and by which rows."""

    added: list[dict[str, Any]] = field(default_factory=list)
    changed: dict[int, dict[str, Any]] = field(default_factory=dict)
    changes: dict[int, Changes] = field(default_factory=dict)
    remarks: dict[int, str] = field(default_factory=dict)


def standing_assignments(work: Work, department_id: int) -> dict[int, list[Standing]]:
    """The assignments of a department’s officers, by officer, the earliest first."""
    wanted = (
        select(AssignmentRow.id, AssignmentRow.officer_id, *(_column(name) for name in _ALL))
        .join(Officer, Officer.id == AssignmentRow.officer_id)
        .where(Officer.department_id == department_id)
    )
    found: dict[int, list[Standing]] = defaultdict(list)
    for row in work.session.execute(wanted):
        found[row.officer_id].append((row.id, Assignment(*row[2:])))
    for assignments in found.values():
        assignments.sort(key=lambda one: (one[1].since or date.min, one[0]))
    return found


def is_dated(draft: Draft) -> bool:
    """Whether the row tells of an assignment with its days, rather than of one day."""
    return bool(draft.get("since") or draft.get("until"))


class Places:
    """Reads the rows about one officer; `placed` holds what they change."""

    def __init__(
        self, plan: Plan, options: Options, merging: Merging, standing: Sequence[Standing]
    ) -> None:
        self._plan = plan
        self._options = options
        self._merging = merging
        self._ids = [assignment_id for assignment_id, _ in standing]
        self._before = [assignment for _, assignment in standing]
        self._now = list(self._before)
        self.placed = Placed()

    def take(self, rows: Sequence[Draft]) -> bool:
        """Plan what the rows change; when they cannot all be true, refuse them and say no."""
        sound = self._dated(rows) if any(map(is_dated, rows)) else self._roster(rows)
        if sound:
            self._settle()
        return sound

    def _dated(self, rows: Sequence[Draft]) -> bool:
        told = [DatedRow(d.number, seen(d), d.get("since"), d.get("until")) for d in rows]
        try:
            changes = assignments_after_rows(self._before, told)
        except FieldsRefused as refusal:
            for draft in rows:
                for name, reason in refusal.fields.items():
                    heading = self._merging.heading(name)
                    self._plan.refuse(draft.number, heading, value=draft.get(name), reason=reason)
            return False
        changes = [self._less_held(change, rows[0].number) for change in changes]
        self._now = changed(self._before, changes)
        for row in told:
            self.placed.changes[row.number] = self._told_at(row.since)
        return True

    def _told_at(self, since: date | None) -> Changes:
        for at, after in enumerate(self._now):
            if after.since == since:
                before = self._before[at] if at < len(self._before) else None
                return tuple(_differences(before, after))
        return ()

    def _less_held(self, change: Change, number: int) -> Change:
        """The change without what was edited by hand."""
        if change.position is None:
            return change
        before, after = self._before[change.position], change.assignment
        for name in _ALL:
            here, there = getattr(before, name), getattr(after, name)
            if here != there and self._keep(change.position, name, number, in_file=there):
                after = replace(after, **{name: here})
        return Change(change.position, after)

    def _roster(self, rows: Sequence[Draft]) -> bool:
        days: dict[date, tuple[int, Seen]] = {}
        options = self._options
        dated = [(d.get("as_of") or options.as_of or options.today, d) for d in rows]
        for day, draft in sorted(dated, key=lambda one: one[0]):
            said = seen(draft)
            if days.setdefault(day, (draft.number, said))[1] != said:
                self._contradict(rows, days[day][0], draft.number, day=day)
                return False
            self._on_day(draft.number, said, day)
        return True

    def _contradict(self, rows: Sequence[Draft], first: int, later: int, *, day: date) -> None:
        reason = (
            f"Rows {first} and {later} say two things about where this officer was on {day}. Leave "
            "one of them out, or give each assignment with From and Until."
        )
        for draft in rows:
            name = next((name for name in ("unit", "rank", "badge") if draft.get(name)), "unit")
            heading = self._merging.heading(name)
            self._plan.refuse(draft.number, heading, value=draft.get(name), reason=reason)

    def _on_day(self, number: int, said: Seen, day: date) -> None:
        said = self._less_held_on(number, said, day)
        before = next((one for one in self._now if one.holds_on(day)), None)
        outcome = assignments_after_roster(self._now, said, on=day)
        self.placed.remarks[number] = outcome.remark
        if outcome.changes:
            self._now = changed(self._now, outcome.changes)
            after = next(one for one in self._now if one.holds_on(day))
            place = tuple(_differences(before, after, _PLACE))
            self.placed.changes[number] = place or (("since", None, after.since),)

    def _less_held_on(self, number: int, said: Seen, day: date) -> Seen:
        """What a roster says, less what contradicts an edit by hand of the running assignment."""
        holding = [at for at, one in enumerate(self._now) if one.holds_on(day)]
        if len(holding) != 1 or holding[0] >= len(self._ids):
            return said
        at = holding[0]
        for name in _PLACE:
            value = getattr(said, name)
            only = replace(Seen(), **{name: value})
            if not agrees(self._now[at], only) and self._keep(at, name, number, in_file=value):
                said = replace(said, **{name: None})
        return said

    def _keep(self, at: int, name: str, number: int, *, in_file: Any) -> bool:
        held = self._options.held("assignments", self._ids[at], name)
        if held is None:
            return False
        here = getattr(self._before[at], name)
        here = getattr(self._before[at], name)
        by = f"{held.who}, {held.at:%Y-%m-%d}"
        heading = self._merging.heading(name)
        self._plan.kept.append(Kept(number, heading, _or_empty(here), _or_empty(in_file), by))
        return True

    def _settle(self) -> None:
        known = len(self._ids)
        for at, before in enumerate(self._before):
            values = {name: after for name, _, after in _differences(before, self._now[at])}
            if values:
                self.placed.changed[self._ids[at]] = values
        self.placed.added = [
            {name: getattr(one, name) for name in _ALL} for one in self._now[known:]
        ]


def seen(draft: Draft) -> Seen:
    """What the row says of the officer’s place."""
    said = (draft.values.get(name) for name in _PLACE)
    return Seen(*("" if value is EMPTY else value for value in said))


def _differences(
    before: Assignment | None, after: Assignment, names: Sequence[str] = _ALL
) -> Iterator[tuple[str, Any, Any]]:
    for name in names:
        here = None if before is None else getattr(before, name)
        if here != getattr(after, name):
            yield name, here, getattr(after, name)


def _or_empty(value: object) -> str:
    return "(empty)" if value in {None, ""} else str(value)


def _column(name: str) -> Any:
    return getattr(AssignmentRow, name)
