"""Pages about officers: their facts, history and assignments; two people editing one."""

from datetime import date

import pytest
from flask import Flask

from auditor.access import Role
from auditor.departments.queries import get_department
from auditor.officers.queries import get_officer
from auditor.officers.service import AssignmentFacts, add_assignment
from tests.browser import Browser
from tests.conftest import OpenWork
from tests.departments.factory import OVERSIGHT, make_department
from tests.officers.factory import make_officer
from tests.people.factory import make_user

INES, TOM, SAM = "ines@city.example", "tom@city.example", "sam@city.example"


@pytest.fixture
def vega(work: OpenWork) -> int:
    """An officer of HPD, the same person as one of RVS, and who works with the register."""
    with work(OVERSIGHT) as w:
        hpd, rvs = make_department(w, "HPD"), make_department(w, "RVS")
        officer = make_officer(w, hpd, badge="17", rank="Officer", unit="Patrol")
        elsewhere = make_officer(w, rvs, "Vega-Lee", same_person=f"#{officer.id}")
        assert elsewhere.id == officer.id + 1
        officer_id, hpd_id = officer.id, hpd.id
    with work() as w:
        make_user(w, Role.OVERSIGHT, INES, name="Ines Ortega")
        make_user(w, Role.OVERSIGHT, TOM, name="Tom Whitfield")
        make_user(w, Role.SUPERVISOR, SAM, department=get_department(w, hpd_id))
    return officer_id


@pytest.fixture
def ines(vega: int, browser: Browser) -> Browser:
    assert vega
    browser.sign_in(INES)
    return browser


def test_an_officer_is_entered_with_their_first_assignment(ines: Browser) -> None:
    page = ines.submit(
        ines.get("/officers/new?department=hpd"),
        "Save",
        family_name="  Muñoz ",
        given_name="Luis",
        employee_id="007",
        former_names="Ruiz; Lopez, Luis; ruiz",
        badge="0042",
        since="2020-05-01",
    )
    assert page.heading == "Luis Muñoz"
    assert "Ruiz; Lopez, Luis" in page.text
    row = page.texts("section td")
    assert row[:3] == ["1 May 2020", "runs on", "0042"]
    assert "Luis Muñoz has been entered." in page.text
    assert ines.get("/officers?q=munoz+0042").texts("tbody th") == ["Muñoz, Luis"]


def test_what_cannot_be_is_refused_at_its_field_and_kept(ines: Browser) -> None:
    new = ines.get("/officers/new")
    page = ines.submit(new, "Save", family_name="New", department="Nowhere", since="5/1/20")
    assert page.status == 422
    assert page.texts("#given_name-error") == ["Error: Enter the given name."]
    assert page.texts("#since-error") == [
        "Error: “5/1/20” is no day; write one such as 2020-02-05."
    ]
    page = ines.submit(page, "Save", given_name="Ana", since="")
    assert "None of the 2 departments is called “Nowhere”" in page.texts("#department-error")[0]
    page = ines.submit(page, "Save", department="HPD", email="ana", same_person="x")
    assert page.status == 422
    assert "no e-mail address" in page.texts("#email-error")[0]
    assert "nobody in another department" in page.texts("#same_person-error")[0]


def test_the_history_tells_every_act_in_words(ines: Browser, vega: int) -> None:
    page = ines.get(f"/officers/{vega}/edit")
    ines.submit(page, "Save", middle_name="Maria", is_sworn="True", former_names="Okafor")
    page = ines.get(f"/officers/{vega}")
    assert page.texts(".history-act") == ["Edited the officer", "Entered the officer"]
    assert page.texts(".history-by")[0].startswith("Ines Ortega, ")
    changes = page.texts(".history-changes li")
    assert changes[:3] == [
        "Middle name: empty → became Maria",
        "Former names: empty → became Okafor",
        "Sworn: empty → became yes",
    ]
    assert "Department: empty → became HPD Police Department" in changes
    assert "First assignment, Unit: empty → became Patrol" in changes
    assert not any("olded" in change for change in changes)
    elsewhere = ines.get(f"/officers/{vega + 1}")
    told = f"Same person as: empty → became #{vega} Vega, Ana (HPD)"
    assert told in elsewhere.texts(".history-changes li")


def test_a_save_that_changes_nothing_says_so_and_records_nothing(ines: Browser, vega: int) -> None:
    ines.submit(ines.get(f"/officers/{vega}/edit"), "Save", is_sworn="False")
    for officer_id in (vega, vega + 1):
        page = ines.submit(ines.get(f"/officers/{officer_id}/edit"), "Save")
        assert "Nothing was different, so nothing was saved." in page.text
    assert len(ines.get(f"/officers/{vega}").texts(".history-act")) == 2


def test_assignments_are_added_ended_and_corrected(ines: Browser, vega: int) -> None:
    page = ines.get(f"/officers/{vega}/assignments/new")
    page = ines.submit(page, "Save", unit="Homicide", since="2024-05-01")
    assert page.texts("section td")[:5] == ["1 May 2024", "runs on", "17", "Officer", "Homicide"]
    assert page.texts("section td")[6:8] == ["always", "30 April 2024"]
    end = next(str(a["href"]) for a in page.html.select("section a") if "End" in a.text)
    refused = ines.submit(ines.get(end), "Save", until="2024-04-01")
    assert refused.status == 422
    assert "before it begins" in refused.texts("#until-error")[0]
    page = ines.submit(refused, "Save", until="2025-01-31")
    assert page.texts("section td")[1] == "31 January 2025"
    page = ines.submit(ines.get(end.replace("/end", "/edit")), "Save", badge="71", until="")
    assert page.texts("section td")[1:3] == ["runs on", "71"]
    assert "Assignment from 1 May 2024, Badge: 17 → became 71" in page.texts("section li li")


def test_whoever_saves_second_sees_what_the_first_changed(
    ines: Browser, app: Flask, vega: int
) -> None:
    tom = Browser(app)
    tom.sign_in(TOM)
    edit = f"/officers/{vega}/edit"
    second = tom.get(edit)
    ines.submit(ines.get(edit), "Save", email="a@hpd.example", middle_name="Maria")
    page = tom.submit(second, "Save", middle_name="M.", family_name="Vega Luna")
    assert page.status == 409
    assert "While you had this page open, Ines Ortega changed it at" in page.text
    assert page.texts(".error-summary li") == [
        "Middle name: empty → became Maria",
        "Email: empty → became a@hpd.example",
    ]
    typed = {name: page.html.select_one(f"[name={name}]") for name in ("middle_name", "email")}
    assert [field and field["value"] for field in typed.values()] == ["M.", "a@hpd.example"]
    assert "Saved." in tom.submit(page, "Save").text
    facts = tom.get(f"/officers/{vega}").text
    assert "Ana M. Vega Luna" in facts
    assert "a@hpd.example" in facts


def test_a_form_about_assignments_sees_what_was_done_to_any_of_them(
    ines: Browser, work: OpenWork, vega: int
) -> None:
    page = ines.get(f"/officers/{vega}/assignments/new")
    with work(OVERSIGHT) as w:
        unit = AssignmentFacts(unit="Traffic", since=date(2023, 1, 1))
        add_assignment(w, get_officer(w, vega), unit, end_running=True)
    page = ines.submit(page, "Save", unit="Homicide", since="2024-05-01")
    assert page.status == 409
    assert "Assignment from 1 January 2023, Unit: empty → became Traffic" in page.text
    assert "Homicide" in ines.submit(page, "Save").texts("section td")


def test_a_withdrawn_officer_stays_at_their_address(ines: Browser, vega: int) -> None:
    kept = ines.get(f"/officers/{vega}/withdraw")
    assert "1 other record of this person" in kept.text
    asked = ines.get(f"/officers/{vega + 1}/withdraw")
    assert ines.submit(asked, "Withdraw", reason=" ").status == 422
    page = ines.submit(asked, "Withdraw", reason="Entered twice.")
    assert "Withdrawn on" in page.text
    assert "Entered twice." in page.text
    assert ines.get("/officers").texts("tbody th") == ["Vega, Ana"]
    assert len(ines.get("/officers?withdrawn=yes").texts("tbody th")) == 2
    assert ines.get(f"/officers/{vega + 1}/edit").status == 409


def test_a_supervisor_meets_their_own_officers_alone(browser: Browser, vega: int) -> None:
    browser.sign_in(SAM)
    assert browser.get("/officers").texts("tbody th") == ["Vega, Ana"]
    assert browser.get("/officers?q=lee").texts("tbody th") == []
    page = browser.get(f"/officers/{vega}")
    assert page.status == 200
    assert "RVS" not in page.text
    assert page.texts(".actions a") == []
    assert browser.get(f"/officers/{vega + 1}").status == 404
    assert browser.get(f"/officers/{vega}/edit").status == 403
