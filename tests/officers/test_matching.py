"""Officers recognised again: one person never made twice, two never merged, nobody guessed."""

import csv
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.officers.rules import By, KnownOfficer, Match, Person, Register, match_rows

ROSTERS = Path(__file__).parents[3] / "shared" / "data" / "rosters"

ANA = KnownOfficer(1, "E1", "Ana", "M.", "Vega", ("Luna",), frozenset({"0012", "40"}))
BEN = KnownOfficer(2, None, "Ben", None, "Okoro", (), frozenset({"77"}))
KNOWN = [ANA, BEN]


def person(given: str = "", family: str = "", *, badge: str = "", employee_id: str = "") -> Person:
    return Person(given=given, family=family, badge=badge, employee_id=employee_id)


def matched(known: Iterable[KnownOfficer], *people: Person) -> list[Match]:
    return match_rows(known, list(enumerate(people, start=2)))


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (person(employee_id="e1 "), 1),
        (person("Ana", "Vega"), 1),
        (person("ANA", "luna"), 1),
        (person("Annie", "Vega", badge="40"), 1),
        (person(badge="0012"), 1),
        (person(badge="12"), None),
        (person("Ana", "Vega", employee_id="E9"), None),
        (person("Ben", "Okoro", badge="78", employee_id="E2"), 2),
        (person("Cleo", "Marsh"), None),
        (person("Ana"), None),
        (person(), None),
    ],
)
def test_an_officer_is_recognised_by_id_else_badge_and_family_name_else_full_name(
    told: Person, found: int | None
) -> None:
    assert Register(KNOWN).recognise(told) == found


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("E1", (1,)),
        ("0012", (1,)),
        ("Vega, Ana", (1,)),
        ("ana m vega", (1,)),
        ("Luna, Ana", (1,)),
        ("Vega, Ana X.", ()),
        ("77", (2, 3)),
        ("Sol Vega Marsh", (3,)),
        ("Okoro", ()),
        ("", ()),
    ],
)
def test_one_cell_means_an_id_a_badge_or_a_name(cell: str, found: tuple[int, ...]) -> None:
    third = KnownOfficer(3, "77", "Sol", None, "Vega Marsh")
    assert sorted(Register([*KNOWN, third]).named(cell)) == list(found)


def test_a_changed_badge_is_the_same_officer_where_only_one_bears_the_name() -> None:
    [match] = matched([BEN], person("Ben", "Okoro", badge="90"))
    assert (match.officer_id, match.by) == (2, By.NAME)


def test_two_of_one_name_with_different_badges_are_two_persons() -> None:
    first, second = matched(
        [BEN], person("Ben", "Okoro", badge="77"), person("Ben", "Okoro", badge="90")
    )
    assert (first.officer_id, second.is_new) == (2, True)


def test_middle_names_tell_two_persons_apart() -> None:
    rows = [
        Person(given="Ben", middle="A", family="Okoro"),
        Person(given="Ben", middle="J.", family="Okoro"),
    ]
    assert [match.is_new for match in matched([], *rows)] == [True, True]
    known = replace(BEN, middle="Jude")
    assert [match.officer_id for match in matched([known], *rows)] == [None, 2]


def test_rows_of_one_employee_id_are_one_new_person() -> None:
    rows = [person("Cy", "Marsh", employee_id="E7"), person("Cy", "Marsh", employee_id="E7")]
    assert [(m.is_new, m.first_row) for m in matched([], *rows)] == [(True, 2), (True, 2)]


@pytest.mark.parametrize(
    ("known", "rows", "sentence"),
    [
        ([], [person("Cy", "Marsh"), person("Cy", "Marsh")], "Rows 2 and 3 may be one person"),
        (
            [],
            [person("Cy", "Marsh", badge="5"), person("Si", "Marsh", badge="5")],
            "Rows 2 and 3 may be one person",
        ),
        (
            [],
            [person("Cy", "Marsh", employee_id="7"), person("Bo", "Ong", employee_id="7")],
            "Rows 2 and 3 give one employee id with two names",
        ),
        ([ANA], [person("Bo", "Ong", employee_id="E1")], "on record with another given and"),
        ([BEN, replace(BEN, id=3)], [person("Ben", "Okoro")], "It cannot be told which officer"),
        (
            [BEN],
            [person("Ben", "Okoro", badge="8"), person("Ben", "Okoro", badge="9")],
            "It cannot be told which officer",
        ),
        (
            [BEN],
            [person("Bo", "Okoro", badge="77"), person("Ben", "Okoro", badge="9")],
            "It cannot be told which officer",
        ),
        ([BEN], [person("Ben", "Marsh", badge="77")], "on record with another family name"),
        (
            [ANA],
            [person("Ana", "Vega", badge="40", employee_id="E9")],
            "on record with another employee id",
        ),
        ([ANA], [person(badge="99")], "Nobody on record has this employee id or badge"),
    ],
)
def test_what_cannot_be_told_is_refused_with_a_sentence(
    known: list[KnownOfficer], rows: list[Person], sentence: str
) -> None:
    for match in matched(known, *rows):
        assert (match.officer_id, match.is_new) == (None, False)
        assert sentence in match.refusal


def test_a_row_without_a_badge_is_refused_beside_its_namesake_with_one() -> None:
    sure, unsure = matched([], person("Cy", "Marsh", badge="5"), person("Cy", "Marsh"))
    assert sure.is_new
    assert "give the employee id in both" in unsure.refusal


people = st.builds(
    Person,
    employee_id=st.sampled_from(["", "", "E1", "E2", "E3"]),
    badge=st.sampled_from(["", "1", "2", "3"]),
    given=st.sampled_from(["Ana", "Ben"]),
    middle=st.sampled_from(["", "", "A", "B"]),
    family=st.sampled_from(["Vega", "Okoro"]),
)
files = st.lists(people, max_size=7)


def take_in(
    known: dict[int, KnownOfficer], rows: list[Person], matches: list[Match]
) -> dict[int, int]:
    """Records what was matched as an upload does; which officer each accepted row became."""
    of_row: dict[int, int] = {}
    for told, match in zip(rows, matches, strict=True):
        if match.refusal:
            continue
        number = match.officer_id or of_row.get(match.first_row) or len(known) + 1
        of_row[match.row] = number
        old = known.get(number) or KnownOfficer(
            number, None, told.given, told.middle or None, told.family
        )
        badges = old.badges | ({told.badge} - {""})
        known[number] = replace(old, badges=badges, employee_id=told.employee_id or old.employee_id)
    return of_row


@given(files, files)
def test_the_same_file_again_makes_nobody_new(before: list[Person], rows: list[Person]) -> None:
    known: dict[int, KnownOfficer] = {}
    take_in(known, before, matched([], *before))
    of_row = take_in(known, rows, matched(list(known.values()), *rows))
    again = matched(list(known.values()), *rows)
    for match in again:
        assert not match.is_new or match.row not in of_row
        assert match.officer_id in {None, of_row.get(match.row, match.officer_id)}


@given(files)
def test_no_two_employee_ids_become_one_officer(rows: list[Person]) -> None:
    known: dict[int, KnownOfficer] = {}
    of_row = take_in(known, rows, matched([], *rows))
    ids: dict[int, set[str]] = {}
    for number, told in enumerate(rows, start=2):
        if number in of_row and told.employee_id:
            ids.setdefault(of_row[number], set()).add(told.employee_id)
    assert all(len(found) == 1 for found in ids.values())


@given(files)
def test_the_order_of_the_rows_does_not_matter(rows: list[Person]) -> None:
    numbered = list(enumerate(rows, start=2))
    known = [ANA, BEN]
    forwards = {m.row: (m.officer_id, m.refusal) for m in match_rows(known, numbered)}
    backwards = {m.row: (m.officer_id, m.refusal) for m in match_rows(known, numbered[::-1])}
    assert {k: (v[0], bool(v[1])) for k, v in forwards.items()} == {
        k: (v[0], bool(v[1])) for k, v in backwards.items()
    }


HEADINGS = {
    "badge": ("badge", "Badge", "badge_number"),
    "given": ("first_name", "First"),
    "middle": ("middle_name",),
    "family": ("last_name", "Last"),
}


def roster(path: Path) -> list[Person]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Person(**{name: next((row[h] for h in heads if h in row), "") for name, heads in told})
        for row in rows
        for told in [HEADINGS.items()]
    ]


@pytest.mark.parametrize("path", sorted(ROSTERS.glob("*.csv")), ids=lambda path: path.stem)
def test_a_real_roster_makes_each_row_one_officer_once(path: Path) -> None:
    rows = roster(path)
    known: dict[int, KnownOfficer] = {}
    of_row = take_in(known, rows, matched([], *rows))
    assert len(known) == len(rows) == len(of_row)
    again = matched(list(known.values()), *rows)
    assert {match.row: match.officer_id for match in again} == of_row
