"""Uploads of officers: who is meant, and where they were."""

from datetime import date
from typing import Any

from sqlalchemy import select

from auditor.officers.model import Assignment, Officer
from auditor.trail.acts import Act
from auditor.uploads.drafts import Fate
from tests.uploads.factory import Desk, changes, counts, plan_of, reasons

ROSTER = """Department,Serial,Badge,Last name,First name,Middle name,Title,Unit
HPD,0042,P1,Vega,Ana,M,Officer,Patrol
HPD,77,P2,O’Neil,Sean,,Sergeant,Traffic
CSO,42,P1,Vega,Ana,,Deputy,Jail
"""


def officers(desk: Desk) -> list[Officer]:
    with desk.reading() as work:
        return list(work.session.scalars(select(Officer).order_by(Officer.id)))


def places(desk: Desk, officer_id: int = 1) -> list[tuple[Any, ...]]:
    """Rank, unit, since and until of each of an officer’s assignments, in order."""
    with desk.reading() as work:
        wanted = select(Assignment.rank, Assignment.unit, Assignment.since, Assignment.until)
        rows = work.session.execute(
            wanted.where(Assignment.officer_id == officer_id).order_by(Assignment.id)
        )
        return [tuple(row) for row in rows]


def test_a_roster_adds_officers_whose_first_assignment_counts_from_always(staffed: Desk) -> None:
    assert counts(staffed.apply("officers", ROSTER)) == (3, 0, 0, 0)

    ana, sean, other = officers(staffed)
    assert (ana.employee_id, ana.middle_name, ana.department_id) == ("0042", "M", 1)
    assert sean.folded == "o'neil sean 77"
    assert other.department_id == 2
    assert places(staffed) == [("Officer", "Patrol", None, None)]
    assert counts(staffed.apply("officers", ROSTER)) == (0, 0, 3, 0)


def test_a_changed_unit_ends_the_running_assignment_the_day_before(staffed: Desk) -> None:
    staffed.apply("officers", ROSTER)

    outcome = staffed.apply(
        "officers", "Department,Serial,Unit\nHPD,0042,Vice\n", as_of=date(2026, 2, 1)
    )

    assert changes(outcome) == {2: (("unit", "Patrol", "Vice"),)}
    assert places(staffed) == [
        ("Officer", "Patrol", None, date(2026, 1, 31)),
        ("Officer", "Vice", date(2026, 2, 1), None),
    ]


def test_the_column_as_of_counts_for_more_than_what_was_said_of_the_file(staffed: Desk) -> None:
    staffed.apply("officers", ROSTER)

    staffed.apply(
        "officers",
        "Department,Serial,Unit,As of\nHPD,0042,Vice,2026-01-15\nHPD,77,Vice,\n",
        as_of=date(2026, 2, 1),
    )

    assert places(staffed)[1][2] == date(2026, 1, 15)
    assert places(staffed, 2)[1][2] == date(2026, 2, 1)


def test_rows_with_from_are_the_assignments_of_one_officer(staffed: Desk) -> None:
    text = (
        "Department,Employee id,Name,Rank,Unit,From,Until\n"
        'HPD,9,"Vega, Ana",Officer,Patrol,2019-01-01,\n'
        'HPD,9,"Vega, Ana",Sergeant,Traffic,2020-06-01,2021-05-31\n'
    )

    assert counts(staffed.apply("officers", text)) == (1, 1, 0, 0)
    assert counts(staffed.apply("officers", text)) == (0, 0, 2, 0)
    assert places(staffed) == [
        ("Officer", "Patrol", date(2019, 1, 1), date(2020, 5, 31)),
        ("Sergeant", "Traffic", date(2020, 6, 1), date(2021, 5, 31)),
    ]


def test_assignments_that_cannot_be_are_refused_with_the_remedy(staffed: Desk) -> None:
    outcome = staffed.apply(
        "officers",
        "Department,Serial,Last,First,Unit,From,Until\n"
        "HPD,1,Vega,Ana,Patrol,2020-05-01,2020-04-01\n"
        "HPD,2,Lund,Bo,Patrol,2020-05-01,\n"
        "HPD,2,Lund,Bo,Traffic,2020-05-01,\n",
    )

    assert reasons(outcome) == [
        (2, "Until", "2020-04-01"),
        (3, "From", "2020-05-01"),
        (4, "From", "2020-05-01"),
    ]
    assert not officers(staffed)


def test_a_roster_that_says_two_things_of_one_officer_is_not_guessed_at(staffed: Desk) -> None:
    outcome = staffed.apply(
        "officers",
        "Department,Serial,Last,First,Unit\nHPD,1,Vega,Ana,Patrol\nHPD,1,Vega,Ana,Vice\n",
    )

    assert reasons(outcome) == [(2, "Unit", "Patrol"), (3, "Unit", "Vice")]
    assert "Rows 2 and 3 say two things" in plan_of(outcome).refused[0].reason


def test_capitals_and_accents_are_no_change_but_another_family_name_is(staffed: Desk) -> None:
    staffed.apply("officers", ROSTER)

    outcome = staffed.apply(
        "officers",
        "Department,Serial,Last,First,Middle\nHPD,0042,VEGA,ANA,M.\nHPD,77,Byrne,Sean,\n",
    )

    assert changes(outcome) == {3: (("family_name", "O’Neil", "Byrne"),)}
    assert officers(staffed)[1].former_names == ("O’Neil",)
    assert counts(staffed.preview("officers", ROSTER))[1] == 1


def test_who_is_missing_from_a_roster_is_listed_and_stays(staffed: Desk) -> None:
    staffed.apply("officers", ROSTER)

    outcome = staffed.apply("officers", "Serial,Rank\n0042,Officer\n", department_id=1)

    assert plan_of(outcome).remarks == [
        "On record in Harbor Police, not in this file, and left as they are: 1 (O’Neil, Sean)."
    ]
    assert len(officers(staffed)) == 3


def test_a_row_of_a_department_that_is_not_known_is_refused(staffed: Desk) -> None:
    outcome = staffed.apply("officers", "Agency,Serial,Last,First\nXPD,1,Vega,Ana\n,2,Lund,Bo\n")

    assert reasons(outcome) == [(2, "Agency", "XPD"), (3, "Agency", "")]
    assert "Give the code, name or alias" in plan_of(outcome).refused[0].reason


def test_an_officer_keeps_a_name(staffed: Desk) -> None:
    staffed.apply("officers", ROSTER)

    outcome = staffed.preview("officers", "Department,Serial,Last,First\nHPD,0042,(empty),Ana\n")

    assert reasons(outcome) == [(2, "Last", "(empty)")]


def test_a_unit_corrected_by_hand_is_kept_though_a_roster_says_otherwise(staffed: Desk) -> None:
    staffed.apply("officers", ROSTER)
    with staffed.writing() as work:
        work.session.get_one(Assignment, 1).unit = "Evidence"
        work.record(Act.OFFICER_EDITED)
    text = "Department,Serial,Title,Unit\nHPD,0042,Detective,Patrol\n"

    kept = staffed.apply("officers", text, as_of=date(2026, 2, 1))

    assert changes(kept) == {2: (("rank", "Officer", "Detective"),)}
    assert [one[:4] for one in plan_of(kept).kept] == [(2, "Unit", "Evidence", "Patrol")]
    assert places(staffed)[-1] == ("Detective", "Evidence", date(2026, 2, 1), None)


def test_an_address_that_is_none_is_refused(staffed: Desk) -> None:
    outcome = staffed.preview("officers", "Name,Email\nAna Vega,ana\n", department_id=1)

    assert reasons(outcome) == [(2, "Email", "ana")]


def test_every_row_of_a_file_has_exactly_one_fate(staffed: Desk) -> None:
    staffed.apply("officers", ROSTER)

    outcome = staffed.preview(
        "officers",
        "Department,Serial,Badge,Last,First,Unit\n"
        "HPD,0042,P1,Vega,Ana,Vice\n"
        "HPD,77,P2,O’Neil,Sean,Traffic\n"
        "HPD,80,P9,New,Nora,Patrol\n"
        "XPD,81,,Lost,Lou,\n"
        "HPD,,P1,Other,Ana,\n"
        "HPD,82,,Nomail,Max,\n",
    )

    assert sum(counts(outcome)) == 6
    assert plan_of(outcome).count(Fate.REFUSED) == len({row for row, *_ in reasons(outcome)})
