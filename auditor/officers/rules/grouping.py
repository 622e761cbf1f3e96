"""The rows of one roster that are beyond doubt one person's, and which persons are told apart."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import Final

from auditor.officers.rules.names import full_name_key, middles_agree, part_key
from auditor.officers.rules.recognition import By, KnownOfficer, Person, identifier_key

TWO_NAMES_FOR_ONE_ID: Final = (
    "Rows {} and {} give one employee id with two names: correct the one that is wrong."
)


class Group:
    """The rows of a file that are beyond doubt one person's, and whom on record they fit."""

    def __init__(self, rows: list[tuple[int, Person]]) -> None:
        self.numbers = [number for number, _ in rows]
        self.people = [person for _, person in rows]
        self.ids = {identifier_key(person.employee_id) for person in self.people} - {""}
        self.badges = {identifier_key(person.badge) for person in self.people} - {""}
        self.families = {part_key(person.family) for person in self.people} - {""}
        #: An employee id identifies better than a badge, and a badge better than a name alone.
        self.strength = 2 if self.ids else 1 if self.badges else 0
        self.fits: list[KnownOfficer] = []
        self.by: By | None = None
        self.refusal = self._two_names()

    def is_told_from(self, other: "Group") -> bool:
        """Whether the two are beyond doubt different persons, by id, badge or name."""
        if self.ids and other.ids:
            return True
        if self.badges & other.badges and self.families & other.families:
            return False
        if self.badges and other.badges and not self.badges & other.badges:
            return True
        return not any(_may_be_one(one, two) for one in self.people for two in other.people)

    def _two_names(self) -> str:
        numbered = zip(self.numbers, self.people, strict=True)
        for (number, one), (later, other) in combinations(numbered, 2):
            if contradict(one.given, {part_key(one.family)}, other):
                return TWO_NAMES_FOR_ONE_ID.format(number, later)
        return ""


def grouped(rows: Sequence[tuple[int, Person]]) -> list[Group]:
    """The persons of a file: rows of one employee id, or of one badge and whole name, are one."""
    ids_of: dict[object, set[str]] = defaultdict(set)
    for _, person in rows:
        if identifier_key(person.employee_id):
            ids_of[_badge_and_name(person)].add(identifier_key(person.employee_id))
    groups: dict[object, list[tuple[int, Person]]] = defaultdict(list)
    for number, person in rows:
        key: object = number
        if identifier_key(person.employee_id):
            key = identifier_key(person.employee_id)
        elif identifier_key(person.badge):
            key = _badge_and_name(person)
            key = next(iter(ids_of[key])) if len(ids_of[key]) == 1 else key
        groups[key].append((number, person))
    return [Group(members) for members in groups.values()]


def likenesses(person: Person) -> set[object]:
    """What two rows have in common that may be one person's: the name, or badge and family name."""
    badge, family = identifier_key(person.badge), part_key(person.family)
    found: list[object] = [person.name_key] if person.name_key else []
    return {*found, (badge, family)} if badge and family else set(found)


def contradict(given: str, family_keys: set[str], person: Person) -> bool:
    """Whether neither the given nor the family name agrees; what is not told counts not."""
    return bool(
        person.name_key
        and part_key(given)
        and family_keys - {""}
        and part_key(given) != part_key(person.given)
        and part_key(person.family) not in family_keys
    )


def _may_be_one(one: Person, other: Person) -> bool:
    return one.name_key == other.name_key and middles_agree(one.middle, other.middle)


def _badge_and_name(person: Person) -> tuple[str, str]:
    name = full_name_key(person.given, person.middle, person.family)
    return identifier_key(person.badge), name
