"""A whole roster against the officers on record: each row one of them, somebody new, or refused."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from auditor.officers.rules.grouping import Group, contradict, grouped, likenesses
from auditor.officers.rules.names import part_key
from auditor.officers.rules.recognition import By, KnownOfficer, Person, Register

MAY_BE_NAMESAKES: Final = (
    "Rows {} and {} may be one person or two of like name: give the employee id in both, or the "
    "badge of each."
)
ANOTHER_NAME_ON_RECORD: Final = (
    "This employee id is on record with another given and another family name: correct the "
    "employee id, or first change the name of the officer on record."
)
SEVERAL_FIT: Final = (
    "It cannot be told which officer on record is meant, as more than one may be, or another row "
    "may mean the same one: give the employee id, or the badge and name as they are on record."
)
ANOTHER_ID_ON_RECORD: Final = (
    "This badge and name are on record with another employee id: correct the one that is wrong."
)
ANOTHER_FAMILY_ON_RECORD: Final = (
    "This badge and given name are on record with another family name. If it is one person, add "
    "the former name to the officer on record; if not, give the employee ids of both."
)
NOBODY_FITS: Final = (
    "Nobody on record has this employee id or badge: give the given and the family name as well."
)


@dataclass(frozen=True, slots=True)
class Match:
    """What became of one row.

    Attributes:
        row: its number.
        first_row: the number of the file's first row about the same person, often this one.
        officer_id: the officer on record; None for somebody new, and when refused.
        by: what the officer on record was recognised by.
        refusal: why it cannot be told who is meant, and the remedy; empty otherwise.
    """

    row: int
    first_row: int
    officer_id: int | None = None
    by: By | None = None
    refusal: str = ""

    @property
    def is_new(self) -> bool:
        """Whether the row tells of somebody who is not on record."""
        return self.officer_id is None and not self.refusal


def match_rows(known: Iterable[KnownOfficer], rows: Sequence[tuple[int, Person]]) -> list[Match]:
    """One `Match` for each numbered row, in their order; nobody is guessed.

    A person stands once in a file, unless rows share the employee id, or the badge and the whole
    name. So of two rows of one name with different badges, at most one is the officer on record.
    """
    matching = _Matching(Register(known), rows)
    matching.by_identifiers()
    matching.refuse_rivals()
    matching.by_names()
    matching.doubt_the_new()
    return [_match(matching.of_row[number], number) for number, _ in rows]


class _Matching:
    def __init__(self, register: Register, rows: Sequence[tuple[int, Person]]) -> None:
        self.register = register
        self.groups = grouped(rows)
        self.of_row = {number: group for group in self.groups for number in group.numbers}
        self._like: dict[object, list[Group]] = defaultdict(list)
        for group in self.groups:
            for key in {key for person in group.people for key in likenesses(person)}:
                self._like[key].append(group)

    def by_identifiers(self) -> None:
        """Finds officers by employee id, else by badge and family name."""
        for group in self.groups:
            if found := _found(self.register.with_employee_id, group):
                _fit(group, found, By.EMPLOYEE_ID)
                names = [(officer.given, officer.family_keys()) for officer in found]
                if all(contradict(*name, person) for name in names for person in group.people):
                    group.refusal = group.refusal or ANOTHER_NAME_ON_RECORD
            elif found := _found(self.register.with_badge, group):
                _fit(group, found, By.BADGE)

    def refuse_rivals(self) -> None:
        """Refuses what fits by badge an officer whom another row fits too, or is named like."""
        claims = self._claims()
        for group in self.groups:
            if group.by is not By.BADGE or len(group.fits) > 1:
                continue
            officer = group.fits[0]
            rivals = list(claims[officer.id])
            if not any(officer.is_named(person) for person in group.people):
                rivals += self._named_like(officer)
            if any(rival is not group for rival in rivals):
                group.refusal = group.refusal or SEVERAL_FIT

    def by_names(self) -> None:
        """Finds officers by full name where only one bears it, in the file and on record."""
        claims = self._claims()
        left = [group for group in self.groups if not group.fits and not group.refusal]
        bearers = {id(group): _found(self.register.bearers, group) for group in left}
        contenders = Counter(officer.id for found in bearers.values() for officer in found)
        for group in left:
            found = bearers[id(group)]
            if like := self._not_told_from(group):
                pair = sorted((group.numbers[0], min(other.numbers[0] for other in like)))
                group.refusal = MAY_BE_NAMESAKES.format(*pair)
            elif len(found) == 1 and found[0].id not in claims and contenders[found[0].id] == 1:
                _fit(group, found, By.NAME)
            elif found and not (group.strength and self._all_settled(found, claims)):
                group.refusal = SEVERAL_FIT

    def doubt_the_new(self) -> None:
        """Refuses as somebody new who may be an officer on record whom no other row fits."""
        claims = self._claims()
        for group in self.groups:
            if group.fits or group.refusal:
                continue
            if not any(person.name_key for person in group.people):
                group.refusal = NOBODY_FITS
            for person in group.people:
                for officer in self.register.holders(person.badge):
                    if officer.id not in claims and not group.refusal:
                        group.refusal = _doubt(officer, person)

    def _claims(self) -> dict[int, list[Group]]:
        claims: dict[int, list[Group]] = defaultdict(list)
        for group in self.groups:
            for officer in group.fits:
                claims[officer.id].append(group)
        return claims

    def _named_like(self, officer: KnownOfficer) -> list[Group]:
        return [
            group
            for key in officer.name_keys()
            for group in self._like[key]
            if any(officer.is_named(p) and not officer.has_another_id(p) for p in group.people)
        ]

    def _not_told_from(self, group: Group) -> list[Group]:
        keys = {key for person in group.people for key in likenesses(person)}
        return [
            other
            for key in keys
            for other in self._like[key]
            if other is not group
            and other.strength >= group.strength
            and not group.is_told_from(other)
        ]

    @staticmethod
    def _all_settled(found: list[KnownOfficer], claims: dict[int, list[Group]]) -> bool:
        return all(
            claims.get(officer.id) and not any(group.refusal for group in claims[officer.id])
            for officer in found
        )


def _fit(group: Group, found: list[KnownOfficer], by: By) -> None:
    group.fits, group.by = found, by
    if len(found) > 1:
        group.refusal = group.refusal or SEVERAL_FIT


def _match(group: Group, number: int) -> Match:
    first = group.numbers[0]
    if group.refusal or not group.fits:
        return Match(number, first, refusal=group.refusal)
    return Match(number, first, group.fits[0].id, group.by)


def _found(look_up: Callable[[Person], list[KnownOfficer]], group: Group) -> list[KnownOfficer]:
    """All whom any of the group's rows finds, each once."""
    found = (officer for person in group.people for officer in look_up(person))
    return list({officer.id: officer for officer in found}.values())


def _doubt(officer: KnownOfficer, person: Person) -> str:
    """Why the holder of the person's badge may be the person although not recognised."""
    if officer.has_another_id(person):
        return ANOTHER_ID_ON_RECORD if officer.is_named(person) else ""
    same_given = part_key(officer.given) == part_key(person.given)
    return ANOTHER_FAMILY_ON_RECORD if same_given else ""
