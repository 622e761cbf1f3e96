"""What the office may say of an officer and their assignments, and what is refused."""

from datetime import date
from typing import Any

import pytest

from auditor.access import Actor, Role
from auditor.errors import FieldsRefused, IllegalMove, NotAllowed, NotFound
from auditor.officers.model import Assignment, Officer
from auditor.officers.queries import assignments_of, get_officer, officers
from auditor.officers.service import (
    AssignmentFacts,
    OfficerFacts,
    add_assignment,
    edit_assignment,
    edit_officer,
    end_assignment,
    facts_of,
    withdraw_officer,
)
from auditor.work import Work
from tests.conftest import OpenWork
from tests.departments.factory import OVERSIGHT, make_department
from tests.officers.factory import make_officer

MAY = date(2020, 5, 1)


def assignments(work: Work, officer: Officer) -> list[Assignment]:
    return assignments_of(work, [officer.id])[officer.id]


def facts(family_name: str = "Vega", **more: Any) -> OfficerFacts:
    return OfficerFacts(family_name=family_name, **{"given_name": "Ana", **more})


def test_an_officer_is_found_by_names_former_names_employee_id_and_badge(work: OpenWork) -> None:
    with work(OVERSIGHT) as w:
        own, other = make_department(w, "HPD"), make_department(w, "RVS")
        made = make_officer(
            w,
            own,
            "Muñoz",
            former_names=("Okafor",),
            employee_id="00412",
            badge="P17",
        )
        make_officer(w, other, "Lee", badge="23")
        for q in ("munoz", "ana OKA", "0412", "p17", "Muñoz p1"):
            assert [row.id for row in officers(w, q=q).rows] == [made.id], q
        assert officers(w, department_id=other.id).total == 1
        edit_officer(w, made, facts("Muñoz", employee_id="7"))
        assert officers(w, q="okafor").total == 0


@pytest.mark.parametrize(
    ("more", "field", "says"),
    [
        ({"family_name": ""}, "family_name", "Enter the family name."),
        ({"given_name": ""}, "given_name", "Enter the given name."),
        ({"email": "ana"}, "email", "no e-mail address"),
        ({"employee_id": "ab 1"}, "employee_id", "Ana Vega (#"),
        ({"since": MAY}, "badge", "Enter a badge, a rank or a unit."),
        ({"badge": "1", "since": MAY, "until": date(2020, 4, 30)}, "until", "before it begins"),
        ({"same_person": "nobody"}, "same_person", "nobody in another department"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    work: OpenWork, more: dict[str, Any], field: str, says: str
) -> None:
    with work(OVERSIGHT) as w:
        own = make_department(w)
        make_officer(w, own, employee_id="AB1")
        with pytest.raises(FieldsRefused) as refusal:
            make_officer(w, own, **{"family_name": "New"} | more)
        assert list(refusal.value.fields) == [field]
        assert says in refusal.value.fields[field]


def test_another_department_may_give_the_same_employee_id(work: OpenWork) -> None:
    with work(OVERSIGHT) as w:
        make_officer(w, make_department(w, "HPD"), employee_id="1")
        assert make_officer(w, make_department(w, "RVS"), employee_id="1").id


def test_a_new_assignment_ends_the_running_one_the_day_before(work: OpenWork) -> None:
    with work(OVERSIGHT) as w:
        officer = make_officer(w, make_department(w), badge="17", unit="Patrol")
        moved = AssignmentFacts(badge="17", unit="Homicide", since=MAY)
        with pytest.raises(FieldsRefused, match="“badge 17, Patrol” from always on"):
            add_assignment(w, officer, moved)
        add_assignment(w, officer, moved, end_running=True)
        new, old = assignments(w, officer)
        assert (new.unit, new.since, old.until) == ("Homicide", MAY, date(2020, 4, 30))


def test_an_assignment_is_corrected_and_ended_but_overlaps_no_other(work: OpenWork) -> None:
    with work(OVERSIGHT) as w:
        officer = make_officer(w, make_department(w), badge="17", since=date(2019, 1, 1))
        add_assignment(w, officer, AssignmentFacts(badge="18", since=MAY), end_running=True)
        new, old = assignments(w, officer)
        assert edit_assignment(w, officer, AssignmentFacts(badge="71", since=MAY), assignment=new)
        assert not edit_assignment(w, officer, facts_of(new), assignment=new)
        with pytest.raises(FieldsRefused) as refusal:
            end_assignment(w, officer, date(2020, 5, 1), assignment=old)
        assert "badge 71" in refusal.value.fields["until"]
        with pytest.raises(FieldsRefused, match="before it begins"):
            end_assignment(w, officer, date(2020, 4, 1), assignment=new)
        assert end_assignment(w, officer, date(2020, 6, 30), assignment=new)
        assert new.until == date(2020, 6, 30)


def test_the_records_of_one_person_all_point_to_one_of_them(work: OpenWork) -> None:
    with work(OVERSIGHT) as w:
        one = make_officer(w, make_department(w, "A"), employee_id="11")
        two = make_officer(w, make_department(w, "B"), badge="B7")
        three = make_officer(w, make_department(w, "C"), same_person="b7")
        assert three.same_person_id == two.id
        edit_officer(w, two, facts(same_person="11"))
        assert {two.same_person_id, three.same_person_id} == {one.id}
        edit_officer(w, one, facts(employee_id="11", same_person=f"#{three.id}"))
        assert one.same_person_id is None
        edit_officer(w, three, facts())
        assert three.same_person_id is None


def test_who_is_meant_must_be_one_person_with_one_record_in_a_department(work: OpenWork) -> None:
    with work(OVERSIGHT) as w:
        home = make_department(w, "A")
        first = make_officer(w, make_department(w, "B"), "Lee")
        second = make_officer(w, make_department(w, "C"), "Lee")
        with pytest.raises(FieldsRefused, match=f"several people: #{first.id} Lee, Ana"):
            make_officer(w, home, same_person="lee, ana")
        make_officer(w, home, "Leeds", same_person=f"#{second.id}")
        with pytest.raises(FieldsRefused, match="has a record in this department already"):
            make_officer(w, home, same_person=f"#{second.id}")
        with pytest.raises(FieldsRefused, match="nobody in another department"):
            edit_officer(w, first, facts("Lee", same_person=f"#{first.id}"))


def test_an_officer_whom_a_record_names_cannot_be_withdrawn(work: OpenWork) -> None:
    with work(OVERSIGHT) as w:
        named = make_officer(w, make_department(w, "A"))
        other = make_officer(w, make_department(w, "B"), same_person=f"#{named.id}")
        with pytest.raises(IllegalMove, match="1 other record of this person"):
            withdraw_officer(w, named, "Entered twice.")
        withdraw_officer(w, other, "Entered twice.")
        withdraw_officer(w, named, "Entered twice.")
        assert (officers(w).total, officers(w, withdrawn=True).total) == (0, 2)
        with pytest.raises(IllegalMove, match="Ana Vega has been withdrawn"):
            add_assignment(w, named, AssignmentFacts(badge="1"))


def test_a_supervisor_reads_their_own_officers_and_edits_none(work: OpenWork) -> None:
    with work(OVERSIGHT) as w:
        own = make_department(w, "A")
        mine = make_officer(w, own).id
        foreign = make_officer(w, make_department(w, "B")).id
        supervisor = Actor("Sam Reyes", Role.SUPERVISOR, department_id=own.id)
    with work(supervisor) as w:
        assert [row.id for row in officers(w).rows] == [mine]
        with pytest.raises(NotFound):
            get_officer(w, foreign)
        with pytest.raises(NotAllowed):
            edit_officer(w, get_officer(w, mine), facts("Other"))
