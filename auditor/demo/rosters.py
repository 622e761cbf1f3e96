"""The invented departments and everybody in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Final

from auditor.demo.names import people
from auditor.demo.tables import csv_bytes
from auditor.officers.rules import part_key

POLICE: Final = "PHPD"
SHERIFF: Final = "HCSO"

DEPARTMENTS: Final = (
    {
        "Code": POLICE,
        "Name": "Port Halden Police Department",
        "Kind": "police",
        "City": "Port Halden",
        "State": "Ketmore",
        "Email domains": "police.porthalden.example; phpd.example",
    },
    {
        "Code": SHERIFF,
        "Name": "Halden County Sheriff’s Office",
        "Kind": "sheriff",
        "City": "Port Halden",
        "State": "Ketmore",
        "Email domains": "sheriff.haldencounty.example",
    },
)

#: How many belong to each unit.
_UNITS: Final = {
    POLICE: {
        "Patrol North": 80,
        "Patrol South": 70,
        "Traffic": 20,
        "Homicide": 18,
        "Robbery": 16,
        "Sex Crimes": 14,
        "Child Exploitation Unit": 12,
        "Financial Crimes": 12,
        "Intelligence": 12,
        "Training": 10,
        "Administration": 10,
        "Digital Forensics": 8,
        "Missing Persons": 8,
    },
    SHERIFF: {"Patrol": 55, "Investigations": 20, "Jail": 20, "Warrants": 8, "Court Services": 7},
}
_RANKS: Final = {
    POLICE: (
        "Police Officer",
        "Police Officer",
        "Detective",
        "Detective",
        "Sergeant",
        "Lieutenant",
    ),
    SHERIFF: ("Deputy", "Deputy", "Detective", "Corporal", "Sergeant", "Lieutenant"),
}
_DOMAINS: Final = {POLICE: "police.porthalden.example", SHERIFF: "sheriff.haldencounty.example"}

#: Every so many officers, one moves to another unit, and one leaves.
_ONE_MOVES_IN: Final = 12
_ONE_LEAVES_IN: Final = 37

#: These two of the police share their given and family name; both began in Traffic.
NAMESAKES: Final = (150, 151)

HEADINGS: Final = (
    "Department",
    "Employee id",
    "Badge",
    "Family name",
    "Given name",
    "Middle name",
    "Rank",
    "Unit",
    "Email",
    "From",
    "Until",
)


@dataclass(frozen=True, slots=True)
class Post:
    """One assignment."""

    badge: str
    rank: str
    unit: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody in a department, with their assignments in order."""

    department: str
    employee_id: str
    given: str
    middle: str
    family: str
    email: str
    posts: tuple[Post, ...]

    @property
    def left(self) -> bool:
        """Whether the last assignment has ended."""
        return self.posts[-1].until is not None

    def unit_on(self, day: date) -> str:
        """The unit on a day; empty before the first assignment and after the last."""
        return next(
            (
                post.unit
                for post in self.posts
                if post.since <= day and (post.until is None or day <= post.until)
            ),
            "",
        )


def make_officers(random: Random) -> dict[str, list[Officer]]:
    """Everybody, by department."""
    counts = {code: sum(units.values()) for code, units in _UNITS.items()}
    names = people(sum(counts.values()), random)
    first, second = NAMESAKES
    names[second] = (names[first][0], "", names[first][2])
    return {
        POLICE: _members(POLICE, names[: counts[POLICE]], random),
        SHERIFF: _members(SHERIFF, names[counts[POLICE] :], random),
    }


def _members(code: str, names: Sequence[tuple[str, str, str]], random: Random) -> list[Officer]:
    units = [unit for unit, count in _UNITS[code].items() for _ in range(count)]
    badges = random.sample(range(100, 2000), 2 * len(names))
    taken: set[str] = set()
    members = []
    for at, ((given, middle, family), unit) in enumerate(zip(names, units, strict=True)):
        address = f"{part_key(given)}.{part_key(family)}"
        address = f"{address}2" if address in taken else address
        taken.add(address)
        post = Post(
            _badge(code, badges[at]),
            random.choice(_RANKS[code]),
            unit,
            date(2004, 1, 5) + timedelta(weeks=random.randrange(790)),
        )
        officer = Officer(
            code,
            f"{'1' if code == POLICE else '2'}{at * 7 + 4113:05}",
            given,
            middle,
            family,
            f"{address}@{_DOMAINS[code]}",
            (post,),
        )
        members.append(_later_life(officer, at, badge=_badge(code, badges[-at - 1]), random=random))
    return members


def _badge(code: str, number: int) -> str:
    return f"{number:04}" if code == POLICE else f"S{number:04}"


def _later_life(officer: Officer, at: int, *, badge: str, random: Random) -> Officer:
    """The officer moved to another unit, some with a new badge; or gone; or as before."""
    [post] = officer.posts
    if at % _ONE_MOVES_IN == 5:  # noqa: PLR2004 - any one of the twelve
        moved_on = date(2019, 9, 2) + timedelta(weeks=random.randrange(24))
        units = [unit for unit in _UNITS[officer.department] if unit != post.unit]
        promoted = random.random() < 0.4  # noqa: PLR2004 - four in ten
        after = replace(
            post,
            since=moved_on,
            unit=random.choice(units),
            rank="Sergeant" if promoted else post.rank,
            badge=badge if promoted else post.badge,
        )
        ended = replace(post, until=moved_on - timedelta(days=1))
        return replace(officer, posts=(ended, after))
    if at % _ONE_LEAVES_IN == 11:  # noqa: PLR2004 - any one of the thirty-seven
        left_on = date(2020, 3, 31) + timedelta(days=random.randrange(300))
        return replace(officer, posts=(replace(post, until=left_on),))
    return officer


def departments_csv() -> bytes:
    """Both departments, as an upload takes them."""
    return csv_bytes(tuple(DEPARTMENTS[0]), DEPARTMENTS)


def roster_csv(officers: Sequence[Officer]) -> bytes:
    """One row for each assignment, as an upload takes them."""
    return csv_bytes(HEADINGS, (row for officer in officers for row in _rows(officer)))


def _rows(officer: Officer) -> Iterator[dict[str, str]]:
    for post in officer.posts:
        yield {
            "Department": officer.department,
            "Employee id": officer.employee_id,
            "Badge": post.badge,
            "Family name": officer.family,
            "Given name": officer.given,
            "Middle name": officer.middle,
            "Rank": post.rank,
            "Unit": post.unit,
            "Email": officer.email,
            "From": post.since.isoformat(),
            "Until": post.until.isoformat() if post.until else "",
        }
