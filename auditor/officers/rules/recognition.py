"""Who is meant: officers recognised by employee id, else badge and family name, else full name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from auditor.officers.rules.names import middles_agree, name_key, part_key, read_name, readings


class By(StrEnum):
    """What somebody was recognised by."""

    EMPLOYEE_ID = "employee id"
    BADGE = "badge and family name"
    NAME = "full name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody as a row or a cell tells of them; what it does not tell is empty."""

    employee_id: str = ""
    badge: str = ""
    given: str = ""
    middle: str = ""
    family: str = ""

    @property
    def name_key(self) -> str:
        """Given and family name for comparing; empty unless both are told."""
        told = part_key(self.given) and part_key(self.family)
        return name_key(self.given, self.family) if told else ""


@dataclass(frozen=True, slots=True)
class KnownOfficer:
    """An officer on record; `badges` are all they were assigned, past ones too.

    A former name is a family name (“Okafor”) or a whole name (“Okafor, Ada”).
    """

    id: int
    employee_id: str | None
    given: str
    middle: str | None
    family: str
    former_names: tuple[str, ...] = ()
    badges: frozenset[str] = frozenset()

    def family_keys(self) -> set[str]:
        """The family names this officer bears or bore, for comparing."""
        return {part_key(family) for _, family in self._names()} - {""}

    def name_keys(self) -> set[str]:
        """The given and family names this officer bears or bore, for comparing."""
        return {name_key(given, family) for given, family in self._names()}

    def is_named(self, person: Person) -> bool:
        """Whether this is, or was, the name of `person`, as far as both are told."""
        return person.name_key in self.name_keys() and middles_agree(self.middle, person.middle)

    def has_another_id(self, person: Person) -> bool:
        """Whether both have an employee id, and not the same one: never one person."""
        return _is_other(identifier_key(self.employee_id), identifier_key(person.employee_id))

    def _names(self) -> Iterator[tuple[str, str]]:
        yield self.given, self.family
        for former in self.former_names:
            yield self.given, former
            try:
                whole = read_name(former)
            except ValueError:
                continue
            yield whole.given, whole.family


def identifier_key(text: str | None) -> str:
    """A badge or an employee id for comparing: case and blanks gone, leading zeros kept."""
    return "".join((text or "").split()).casefold()


class Register:
    """The officers on record in one department."""

    def __init__(self, officers: Iterable[KnownOfficer]) -> None:
        self._by_id: dict[str, list[KnownOfficer]] = defaultdict(list)
        self._by_badge: dict[str, list[KnownOfficer]] = defaultdict(list)
        self._by_name: dict[str, list[KnownOfficer]] = defaultdict(list)
        for officer in officers:
            self._by_id[identifier_key(officer.employee_id)].append(officer)
            for badge in {identifier_key(badge) for badge in officer.badges}:
                self._by_badge[badge].append(officer)
            for name in officer.name_keys():
                self._by_name[name].append(officer)

    def recognise(self, person: Person) -> int | None:
        """The id of the one officer who is meant; None where none is, or more than one may be."""
        found = self.candidates(person)
        return found[0].id if len(found) == 1 else None

    def named(self, reference: str) -> tuple[int, ...]:
        """The ids of whom one cell may mean, an employee id, a badge or a name; empty: nobody.

        A cell that is one officer's employee id and another's badge means either of them.
        """
        key = identifier_key(reference)
        found = [*self._by_id.get(key, ()), *self._by_badge.get(key, ())] if key else []
        if not found:
            for name in readings(reference):
                told = Person(given=name.given, middle=name.middle, family=name.family)
                found += self.bearers(told)
        return tuple(dict.fromkeys(officer.id for officer in found))

    def candidates(self, person: Person) -> list[KnownOfficer]:
        """All who fit by employee id, else by badge and family name, else by full name."""
        return self.with_employee_id(person) or self.with_badge(person) or self.bearers(person)

    def with_employee_id(self, person: Person) -> list[KnownOfficer]:
        """Those with the person's employee id: one at most, unless the record is at fault."""
        key = identifier_key(person.employee_id)
        return list(self._by_id.get(key, ())) if key else []

    def with_badge(self, person: Person) -> list[KnownOfficer]:
        """Those with the person's badge and family name; of several, those of the given name too.

        Without a family name the badge alone counts.
        """
        family = part_key(person.family)
        fitting = [
            officer
            for officer in self.holders(person.badge)
            if not officer.has_another_id(person)
            and (not family or family in officer.family_keys())
        ]
        return [officer for officer in fitting if officer.is_named(person)] or fitting

    def bearers(self, person: Person) -> list[KnownOfficer]:
        """Those of the person's full name, but for who has another employee id."""
        return [
            officer
            for officer in self._by_name.get(person.name_key, ())
            if officer.is_named(person) and not officer.has_another_id(person)
        ]

    def holders(self, badge: str) -> list[KnownOfficer]:
        """Those who hold or held a badge, whatever their names."""
        key = identifier_key(badge)
        return list(self._by_badge.get(key, ())) if key else []


def _is_other(one: str, other: str) -> bool:
    return bool(one and other) and one != other
