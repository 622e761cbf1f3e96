"""Names in one cell, names compared, and what a roster does to assignments."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import FieldsRefused
from auditor.officers.rules import (
    Assignment,
    DatedRow,
    PersonName,
    Seen,
    assignments_after_roster,
    assignments_after_rows,
    assignments_from_rows,
    changed,
    fold,
    full_name_key,
    name_key,
    read_name,
    readings,
)


@pytest.mark.parametrize(
    ("cell", "given", "middle", "family"),
    [
        ("Vega, Ana", "Ana", "", "Vega"),
        ("Vega, Ana M.", "Ana", "M.", "Vega"),
        ("Ana M. Vega", "Ana", "M.", "Vega"),
        ("  Ana   Vega ", "Ana", "", "Vega"),
        ("VEGA LUNA, ANA MARIA", "ANA", "MARIA", "VEGA LUNA"),
        ("Juan de la Cruz", "Juan", "", "de la Cruz"),
        ("JUAN P. DE LA CRUZ", "JUAN", "P.", "DE LA CRUZ"),
        ("Omar bin Said", "Omar", "", "bin Said"),
        ("Nora St. Hilaire", "Nora", "", "St. Hilaire"),
        ("Siobhán O’Dowd-Vail", "Siobhán", "", "O’Dowd-Vail"),
        ("Luis Ortega Jr.", "Luis", "", "Ortega Jr."),
        ("Luis A. Ortega, Jr.", "Luis", "A.", "Ortega Jr."),
        ("Ortega, Jr., Luis A.", "Luis", "A.", "Ortega Jr."),
        ("Ortega Jr, Luis", "Luis", "", "Ortega Jr"),
        ("Ortega, Luis A. III", "Luis", "A.", "Ortega III"),
        ("ana vega", "ana", "", "vega"),
        ("Kim Van", "Kim", "", "Van"),
    ],
)
def test_a_name_in_one_cell_is_divided(cell: str, given: str, middle: str, family: str) -> None:
    assert read_name(cell) == PersonName(given, middle, family)


@pytest.mark.parametrize("cell", ["", " ", ",", "Vega", "Vega,", ", Ana", "Vega Jr.", "Vega, Jr."])
def test_half_a_name_is_refused_with_the_remedy(cell: str) -> None:
    with pytest.raises(ValueError, match="is no whole name: write the given and the family name"):
        read_name(cell)


def test_two_names_in_one_cell_are_refused() -> None:
    with pytest.raises(ValueError, match="“Vega, Ana, Luna” has commas too many"):
        read_name("Vega, Ana, Luna")


#: “Van” or “Ii” would belong to the family name, and so come back elsewhere than it went in.
words = st.sampled_from(["Ana", "Bo", "M.", "José", "Mary-Ann", "D’Arcy", "Ong", "Quill"])


@given(words, st.lists(words, max_size=2), st.lists(words, min_size=1, max_size=3))
def test_a_name_written_with_a_comma_comes_back(
    first: str, middle: list[str], family: list[str]
) -> None:
    written = PersonName(first, " ".join(middle), " ".join(family))
    assert read_name(f"{written.family}, {written.given} {written.middle}") == written


@given(st.text())
def test_any_cell_is_read_or_refused(cell: str) -> None:
    found = readings(cell)
    try:
        name = read_name(cell)
    except ValueError:
        assert found == []
    else:
        assert name.given
        assert name.family
        assert name in found


def test_a_name_can_be_divided_in_every_way_it_may_be_meant() -> None:
    assert PersonName("Ana", "", "Vega Luna") in readings("Ana Vega Luna")
    assert PersonName("Ana Vega", "", "Luna") in readings("Ana Vega Luna")
    assert PersonName("Mary Ann", "", "Quill") in readings("Quill, Mary Ann")


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        ("Muñoz", "munoz"),
        ("Søren ŁUKASZ", "soren lukasz"),
        ("Groß Đorđe Æsa", "gross dorde aesa"),
        ("  O’Dowd –  Vail ", "o'dowd - vail"),
    ],
)
def test_a_search_finds_letters_without_their_marks(text: str, searched: str) -> None:
    assert fold(text) == searched


def test_folded_texts_are_joined_and_missing_ones_left_out() -> None:
    assert fold("José", None, "", "Vega ") == "jose vega"


@given(st.text())
def test_folding_twice_is_folding_once_and_case_does_not_matter(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert "  " not in fold(text)


def test_spellings_of_one_name_compare_equal_and_other_names_do_not() -> None:
    assert name_key("André", "St. Cyr-Vail") == name_key("ANDRE", "ST CYR VAIL")
    assert name_key("Ana", "Vega") != name_key("Anav", "Ega")
    assert name_key("Luis", "Ortega") != name_key("Luis", "Ortega Jr.")
    assert full_name_key("Ana", "M.", "Vega") == full_name_key("Ana", "m", "VEGA")
    assert full_name_key("Ana", "M.", "Vega") != full_name_key("Ana", None, "Vega")


MAY = date(2020, 5, 1)
PATROL = Assignment("12", "Officer", "Patrol")
SEEN_ON_PATROL = Seen("12", "Officer", "Patrol")


def after_roster(standing: list[Assignment], seen: Seen, on: date) -> list[Assignment]:
    return changed(standing, assignments_after_roster(standing, seen, on=on).changes)


def test_a_first_assignment_counts_from_always() -> None:
    assert after_roster([], SEEN_ON_PATROL, MAY) == [PATROL]


@pytest.mark.parametrize("seen", [Seen("13"), Seen(rank="Sergeant"), Seen(unit="Harbor")])
def test_a_changed_badge_rank_or_unit_ends_the_running_assignment_the_day_before(
    seen: Seen,
) -> None:
    ended, begun = after_roster([PATROL], seen, MAY)
    assert ended == Assignment("12", "Officer", "Patrol", None, date(2020, 4, 30))
    assert (begun.since, begun.until) == (MAY, None)
    assert (begun.badge, begun.rank, begun.unit) == (
        seen.badge or "12",
        seen.rank or "Officer",
        seen.unit or "Patrol",
    )


def test_missing_cells_and_another_way_of_writing_change_nothing() -> None:
    assert after_roster([PATROL], Seen(), MAY) == [PATROL]
    assert after_roster([PATROL], Seen(" 12", "OFFICER", "patrol "), MAY) == [PATROL]
    assert after_roster([], Seen(), MAY) == []


def test_an_emptied_cell_takes_the_unit_away() -> None:
    assert after_roster([PATROL], Seen(unit=""), MAY)[1].unit is None


def test_a_roster_of_the_same_day_corrects_what_began_that_day() -> None:
    moved = after_roster([PATROL], Seen(unit="Harbor"), MAY)
    corrected = after_roster(moved, Seen(unit="Homicide"), MAY)
    assert [one.unit for one in corrected] == ["Patrol", "Homicide"]
    assert corrected[1].since == MAY


def test_an_older_roster_taken_in_later_changes_nothing_and_says_so() -> None:
    standing = after_roster([PATROL], Seen(unit="Harbor"), MAY)
    older = date(2020, 3, 1)
    outcome = assignments_after_roster(standing, Seen(unit="Homicide"), on=older)
    assert outcome.changes == ()
    assert "On 2020-03-01" in outcome.remark
    assert assignments_after_roster(standing, Seen(unit="Patrol"), on=older).remark == ""


def test_somebody_who_had_left_and_is_seen_again_has_a_new_assignment() -> None:
    left = Assignment("12", "Officer", "Patrol", None, date(2020, 4, 1))
    assert after_roster([left], SEEN_ON_PATROL, MAY) == [
        left,
        Assignment("12", "Officer", "Patrol", MAY),
    ]


def test_assignments_side_by_side_are_left_to_a_person() -> None:
    outcome = assignments_after_roster(
        [PATROL, Assignment("12", "Officer", "Task Force")], Seen(unit="Harbor"), on=MAY
    )
    assert (outcome.changes, "several assignments" in outcome.remark) == ((), True)


def test_rows_with_from_are_the_officers_assignments() -> None:
    rows = [
        DatedRow(3, Seen("12", "Sergeant", "Harbor"), date(2020, 1, 1)),
        DatedRow(2, Seen("12", "Officer", "Patrol"), date(2015, 6, 1)),
    ]
    assert assignments_from_rows(rows) == [
        Assignment("12", "Officer", "Patrol", date(2015, 6, 1), date(2019, 12, 31)),
        Assignment("12", "Sergeant", "Harbor", date(2020, 1, 1)),
    ]


def test_rows_with_from_tell_since_when_the_assignment_known_from_always_holds() -> None:
    rows = [
        DatedRow(2, Seen(unit="Academy"), date(2014, 1, 1)),
        DatedRow(3, SEEN_ON_PATROL, date(2015, 6, 1)),
    ]
    after = changed([PATROL], assignments_after_rows([PATROL], rows))
    assert [(one.unit, one.since, one.until) for one in after] == [
        ("Patrol", date(2015, 6, 1), None),
        ("Academy", date(2014, 1, 1), date(2015, 5, 31)),
    ]


def test_a_single_row_with_from_ends_what_ran_before() -> None:
    after = changed([PATROL], assignments_after_rows([PATROL], [DatedRow(2, Seen("7"), MAY)]))
    assert [(one.badge, one.since, one.until) for one in after] == [
        ("12", None, date(2020, 4, 30)),
        ("7", MAY, None),
    ]


def test_an_until_in_the_file_stands_even_beside_another_assignment() -> None:
    rows = [
        DatedRow(2, Seen(unit="Patrol"), date(2019, 1, 1), date(2020, 6, 30)),
        DatedRow(3, Seen(unit="Task Force"), date(2020, 1, 1)),
    ]
    assert [one.until for one in assignments_from_rows(rows)] == [date(2020, 6, 30), None]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([DatedRow(4, Seen("1"), MAY, date(2020, 4, 1))], "Row 4 ends on 2020-04-01, before it"),
        (
            [DatedRow(4, Seen("1"), MAY), DatedRow(5, Seen("2"), MAY)],
            "Rows 4 and 5 both begin on 2020-05-01",
        ),
    ],
)
def test_impossible_rows_are_refused_by_number(rows: list[DatedRow], sentence: str) -> None:
    with pytest.raises(FieldsRefused, match=sentence):
        assignments_from_rows(rows)


days = st.integers(0, 40).map(lambda day: date(2020, 1, 1) + timedelta(days=day))
cells = st.sampled_from([None, "", "A", "B", "C"])
seen_cells = st.builds(Seen, cells, cells, cells)
rosters = st.lists(st.tuples(seen_cells, days), max_size=6)
dated_rows = st.lists(
    st.builds(DatedRow, st.integers(2, 99), seen_cells, st.none() | days),
    max_size=5,
    unique_by=lambda row: row.since,
)


def overlap(assignments: list[Assignment]) -> bool:
    spans = [(one.since or date.min, one.until or date.max) for one in assignments]
    assert all(first <= last for first, last in spans)
    return any(a[0] <= b[1] and b[0] <= a[1] for a, b in combinations(spans, 2))


@given(rosters, dated_rows)
def test_assignments_never_overlap_and_the_same_file_again_changes_nothing(
    seen_on: list[tuple[Seen, date]], rows: list[DatedRow]
) -> None:
    standing: list[Assignment] = []
    for seen, on in seen_on:
        standing = after_roster(standing, seen, on)
        assert not overlap(standing)
        assert after_roster(standing, seen, on) == standing
    standing = changed(standing, assignments_after_rows(standing, rows))
    assert not overlap(standing)
    assert assignments_after_rows(standing, rows) == []


@given(rosters, seen_cells)
def test_no_roster_changes_where_somebody_was_on_an_earlier_day(
    seen_on: list[tuple[Seen, date]], seen: Seen
) -> None:
    standing: list[Assignment] = []
    for earlier, on in seen_on:
        standing = after_roster(standing, earlier, on)
    before = [one.unit for one in standing if one.holds_on(MAY - timedelta(days=1))]
    after = after_roster(standing, seen, MAY) if standing else []
    assert [one.unit for one in after if one.holds_on(MAY - timedelta(days=1))] == before
