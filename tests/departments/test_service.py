"""What the office may say of a department, and what is refused."""

from datetime import date

import pytest
from sqlalchemy import func, select

from auditor.access import Actor, Role
from auditor.departments.queries import departments, get_department
from auditor.departments.service import DepartmentFacts, edit_department, withdraw_department
from auditor.errors import FieldsRefused, IllegalMove, NotAllowed, NotFound
from auditor.trail.model import Entry
from tests.conftest import MORNING, OpenWork
from tests.departments.factory import OVERSIGHT, make_department
from tests.officers.factory import make_officer


def test_a_department_is_found_by_part_of_its_code_name_or_alias(work: OpenWork) -> None:
    with work(OVERSIGHT) as w:
        made = make_department(w, "PHPD", name="Port Halden Police", aliases=("Policía Peñasco",))
        make_department(w, "RVS", name="River Sheriff")
        for q in ("hp", "HALDEN", "penasco", "police peñ"):
            assert [row.id for row in departments(w, q=q).rows] == [made.id], q
        assert departments(w, q="%").total == 0
        assert departments(w, q="halden\0").total == 1


def test_an_edit_is_searched_by_what_it_says_now(work: OpenWork) -> None:
    with work(OVERSIGHT) as w:
        made = make_department(w, "PHPD", name="Port Halden Police")
        assert edit_department(w, made, DepartmentFacts(code="PHPD", name="Harbor Police"))
        assert departments(w, q="halden").total == 0
        assert departments(w, q="harbor").total == 1


@pytest.mark.parametrize(
    ("facts", "field", "says"),
    [
        ({"name": ""}, "name", "Enter the department’s name."),
        ({"code": ""}, "code", "Enter a short code"),
        ({"code": "hpd"}, "code", "“hpd” is what Harbor Police is called already"),
        ({"name": "HARBOR  police"}, "name", "Harbor Police"),
        ({"aliases": ("the hárbor",)}, "aliases", "Harbor Police"),
        ({"email_domains": ("police",)}, "email_domains", "no internet domain"),
        ({"email_domains": ("hpd.example",)}, "email_domains", "a domain of Harbor Police"),
        ({"head_email": "chief"}, "head_email", "no e-mail address"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    work: OpenWork, facts: dict[str, object], field: str, says: str
) -> None:
    with work(OVERSIGHT) as w:
        make_department(
            w, name="Harbor Police", aliases=("The Harbor",), email_domains=("hpd.example",)
        )
        with pytest.raises(FieldsRefused) as refusal:
            make_department(w, **{"code": "NEW", "name": "New Police"} | facts)  # type: ignore[arg-type]
        assert list(refusal.value.fields) == [field]
        assert says in refusal.value.fields[field]


def test_the_code_of_a_withdrawn_department_stays_its_own_but_its_name_is_free(
    work: OpenWork,
) -> None:
    with work(OVERSIGHT) as w:
        old = make_department(w, "HPD", name="Harbor Police")
        withdraw_department(w, old, "Entered twice.")
        with pytest.raises(FieldsRefused, match="Harbor Police, which was withdrawn"):
            make_department(w, "hpd", name="Other")
        assert make_department(w, "HP2", name="Harbor Police").id


def test_saving_what_is_on_record_records_nothing(work: OpenWork) -> None:
    with work(OVERSIGHT) as w:
        made = make_department(w, "HPD", name="Harbor Police", city="Halden")
        before = w.session.scalar(select(func.count()).select_from(Entry))
        facts = DepartmentFacts(code="HPD", name="Harbor Police", city="Halden")
        assert not edit_department(w, made, facts)
        assert w.session.scalar(select(func.count()).select_from(Entry)) == before


def test_a_department_with_records_cannot_be_withdrawn(work: OpenWork) -> None:
    with work(OVERSIGHT) as w:
        made = make_department(w)
        make_officer(w, made, since=date(2020, 5, 1), badge="17")
        with pytest.raises(IllegalMove, match="1 officer"):
            withdraw_department(w, made, "Entered twice.")
        assert made.withdrawn_at is None


def test_a_withdrawn_department_is_marked_and_left_out_of_lists(work: OpenWork) -> None:
    with work(OVERSIGHT) as w:
        made = make_department(w)
        with pytest.raises(FieldsRefused, match="Say why"):
            withdraw_department(w, made, " ")
        withdraw_department(w, made, " Entered twice.\n")
        assert (made.withdrawn_at, made.withdrawn_reason) == (MORNING, " Entered twice.\n")
        assert departments(w).total == 0
        assert departments(w, withdrawn=True).total == 1
        with pytest.raises(IllegalMove, match="has been withdrawn"):
            edit_department(w, made, DepartmentFacts(code="HPD", name="Another"))


def test_only_the_office_edits_and_a_supervisor_sees_only_their_own(work: OpenWork) -> None:
    with work(OVERSIGHT) as w:
        own, other = make_department(w, "HPD").id, make_department(w, "RVS").id
    supervisor = Actor("Sam Reyes", Role.SUPERVISOR, department_id=own)
    with work(supervisor) as w:
        assert [row.id for row in departments(w).rows] == [own]
        with pytest.raises(NotFound):
            get_department(w, other)
        with pytest.raises(NotAllowed):
            withdraw_department(w, get_department(w, own), "Mine.")


def test_a_list_is_paged_by_key_in_both_directions(work: OpenWork) -> None:
    with work(OVERSIGHT) as w:
        ids = [make_department(w, f"D{n}").id for n in range(120)][::-1]
        first = departments(w)
        assert (first.total, first.newer) == (120, None)
        assert first.older == {"after": ids[49]}
        second = departments(w, after=ids[49])
        third = departments(w, after=ids[99])
        shown = [row.id for page in (first, second, third) for row in page.rows]
        assert shown == ids
        assert (second.newer, third.older) == ({}, None)
        assert third.newer == {"after": ids[49]}
