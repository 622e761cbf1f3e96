"""The rows of a file about one department’s officers: recognised, compared and planned."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from auditor.base import standing
from auditor.departments.service import email_sentence
from auditor.officers.columns import COLUMNS
from auditor.officers.intake.places import Placed, Places, is_dated, standing_assignments
from auditor.officers.model import Officer
from auditor.officers.queries import folded_officer
from auditor.officers.rules import Match, Person, match_rows, part_key
from auditor.officers.rules.recognition import identifier_key
from auditor.uploads.drafts import EMPTY, Draft, Fate, Options, Plan, Row
from auditor.uploads.lookups import known_officers
from auditor.uploads.merging import Group, Merging, Said, without_empty
from auditor.work import Work

#: How many of those who are missing from a roster are named.
_NAMED: Final = 20

_FIELDS: Final[tuple[str, ...]] = (
    "employee_id",
    "given_name",
    "middle_name",
    "family_name",
    "email",
)


def same(field: str, here: Any, there: Any) -> bool:
    """Whether what is on record and what a file says are one; spelling in capitals is no change."""
    if here is EMPTY or there is EMPTY or here is None or there is None:
        return bool(here == there)
    if field == "employee_id":
        return identifier_key(here) == identifier_key(there)
    if field == "email":
        return bool(here.casefold() == there.casefold())
    one, other = part_key(here), part_key(there)
    return one == other or (field == "middle_name" and len(other) == 1 and one.startswith(other))


class DepartmentRows:
    """The rows of one department, and its officers on record."""

    def __init__(self, work: Work, plan: Plan, options: Options, *, department_id: int) -> None:
        self._plan = plan
        self._options = options
        self._id = department_id
        self._known = known_officers(work, department_id)
        checks = {"email": email_sentence}
        self._merging = Merging(plan, options, COLUMNS, same=same, checks=checks)
        columns = [getattr(Officer, name) for name in (*_FIELDS, "former_names")]
        wanted = select(Officer.id, *columns).where(
            Officer.department_id == department_id, standing(Officer)
        )
        self._stands = {row["id"]: dict(row) for row in work.session.execute(wanted).mappings()}
        self._assignments = standing_assignments(work, department_id)

    def take(self, drafts: Sequence[Draft], department: str) -> None:
        """Plan what the rows do, and say who on record is not among them."""
        by_number = {draft.number: draft for draft in drafts}
        matches = match_rows(self._known, [(d.number, _person(d)) for d in drafts])
        people: dict[int, list[Draft]] = defaultdict(list)
        officer_of: dict[int, int | None] = {}
        for match in matches:
            draft = by_number[match.row]
            if match.refusal:
                column, value = self._at_fault(draft, match)
                self._plan.refuse(draft.number, column, value=value, reason=match.refusal)
            elif self._is_named(draft) and self._merging.take(
                draft, match.first_row, _values(draft)
            ):
                people[match.first_row].append(draft)
                officer_of[match.first_row] = match.officer_id
        for first, rows in people.items():
            self._settle(self._merging.groups[first], rows, officer_of[first])
        self._tell_missing(drafts, {match.officer_id for match in matches}, department)

    def _is_named(self, draft: Draft) -> bool:
        sound = True
        for name in ("family_name", "given_name"):
            if draft.values.get(name) is EMPTY:
                sound = False
                reason = "An officer cannot be without it. Give it, or leave the cell empty."
                heading = self._merging.heading(name)
                self._plan.refuse(draft.number, heading, value="(empty)", reason=reason)
        return sound

    def _at_fault(self, draft: Draft, match: Match) -> tuple[str, Any]:
        """Which cell a refusal by the matching is shown at: the best identifier of the row."""
        for name in ("employee_id", "badge", "family_name", "name"):
            if draft.get(name):
                value = draft.get(name)
                told = value if isinstance(value, str) else f"{value.family}, {value.given}"
                return self._merging.heading(name), told
        return self._merging.heading("employee_id"), ""

    def _settle(self, group: Group, rows: Sequence[Draft], officer_id: int | None) -> None:
        standing_ones = self._assignments.get(officer_id or 0, [])
        places = Places(self._plan, self._options, self._merging, standing_ones)
        if not places.take(rows):
            return
        if officer_id is None:
            self._add(group, rows, places.placed)
        else:
            self._change(group, rows, places.placed, officer_id=officer_id)

    def _add(self, group: Group, rows: Sequence[Draft], placed: Placed) -> None:
        values = {name: group.value(name) for name in _FIELDS if name in group.said}
        folded = folded_officer(
            values["family_name"],
            values["given_name"],
            middle=values.get("middle_name"),
            employee_id=values.get("employee_id"),
        )
        ref = self._plan.add("officers", {"department_id": self._id, **values, "folded": folded})
        for assignment in placed.added:
            self._plan.add("assignments", {"officer_id": ref, **assignment})
        for draft in rows:
            changes = placed.changes.get(draft.number, ())
            fate = Fate.CHANGED if changes else Fate.UNCHANGED
            if draft is rows[0]:
                fate, changes = Fate.NEW, ()
            self._tell(draft, fate, values, changes=changes, placed=placed)

    def _change(
        self, group: Group, rows: Sequence[Draft], placed: Placed, *, officer_id: int
    ) -> None:
        stands = self._stands[officer_id]
        said = self._merging.differing(group, "officers", officer_id, stands=stands)
        if said:
            self._plan.change("officers", officer_id, _after(stands, said))
        for assignment in placed.added:
            self._plan.add("assignments", {"officer_id": officer_id, **assignment})
        for assignment_id, values in placed.changed.items():
            self._plan.change("assignments", assignment_id, values)
        for draft in rows:
            own = tuple(
                (name, stands[name], one.value)
                for name, one in said.items()
                if one.row == draft.number
            )
            changes = (*own, *placed.changes.get(draft.number, ()))
            fate = Fate.CHANGED if changes else Fate.UNCHANGED
            self._tell(draft, fate, stands, changes=changes, placed=placed, officer_id=officer_id)

    def _tell(
        self,
        draft: Draft,
        fate: Fate,
        values: Mapping[str, Any],
        *,
        changes: tuple[tuple[str, Any, Any], ...],
        placed: Placed,
        officer_id: int | None = None,
    ) -> None:
        badge = draft.get("badge")
        label = f"{values['family_name']}, {values['given_name']}" + (
            f" ({badge})" if badge else ""
        )
        remark = placed.remarks.get(draft.number, "")
        self._plan.rows.append(Row(draft.number, fate, label, changes, remark, officer_id))

    def _tell_missing(
        self, drafts: Sequence[Draft], found: set[int | None], department: str
    ) -> None:
        roster = [draft for draft in drafts if not is_dated(draft)]
        if not roster:
            return
        on = max(_as_of(draft, self._options) for draft in roster)
        missing = [
            f"{officer.family}, {officer.given}"
            for officer in self._known
            if officer.id not in found and self._serves(officer.id, on)
        ]
        if missing:
            more = f" and {len(missing) - _NAMED:,} more" if len(missing) > _NAMED else ""
            self._plan.remarks.append(
                f"On record in {department}, not in this file, and left as they are: "
                f"{len(missing):,} ({'; '.join(missing[:_NAMED])}{more})."
            )

    def _serves(self, officer_id: int, on: date) -> bool:
        """Whether nothing says that the officer had left before that day."""
        assignments = self._assignments.get(officer_id, [])
        return not assignments or any((one.until or date.max) >= on for _, one in assignments)


def _as_of(draft: Draft, options: Options) -> date:
    day: date = draft.get("as_of") or options.as_of or options.today
    return day


def _person(draft: Draft) -> Person:
    name = draft.get("name")
    return Person(
        employee_id=draft.get("employee_id") or "",
        badge=draft.get("badge") or "",
        given=draft.get("given_name") or (name.given if name else ""),
        middle=draft.get("middle_name") or (name.middle if name else ""),
        family=draft.get("family_name") or (name.family if name else ""),
    )


def _values(draft: Draft) -> dict[str, Any]:
    """What the row says of the person; a name in one cell is taken apart."""
    said = {name: draft.values[name] for name in _FIELDS if name in draft.values}
    if name := draft.get("name"):
        said = {"given_name": name.given, "family_name": name.family} | said
        if name.middle:
            said.setdefault("middle_name", name.middle)
    return said


def _after(stands: Mapping[str, Any], said: Mapping[str, Said]) -> dict[str, Any]:
    """The values to store; a family name that is given up is remembered as a former name."""
    values = {name: without_empty(one.value, stands[name]) for name, one in said.items()}
    former = stands["former_names"]
    if "family_name" in values and part_key(stands["family_name"]) not in map(part_key, former):
        values["former_names"] = former = (*former, stands["family_name"])
    after = {**stands, **values}
    folded = folded_officer(
        after["family_name"],
        after["given_name"],
        middle=after["middle_name"],
        former=former,
        employee_id=after["employee_id"],
    )
    return {**values, "folded": folded}
