"""Pages about departments: entered, edited by two people, withdrawn; and whose they are."""

import pytest
from flask import Flask

from auditor.access import Role
from auditor.departments.queries import get_department
from tests.browser import Browser
from tests.conftest import OpenWork
from tests.departments.factory import OVERSIGHT, make_department
from tests.people.factory import make_user

INES, TOM, SAM = "ines@city.example", "tom@city.example", "sam@city.example"


@pytest.fixture
def hpd(work: OpenWork) -> int:
    with work(OVERSIGHT) as w:
        hpd = make_department(w, "HPD", name="Harbor Police", aliases=("The Harbor",)).id
        make_department(w, "RVS", name="River Sheriff")
    with work() as w:
        make_user(w, Role.OVERSIGHT, INES, name="Ines Ortega")
        make_user(w, Role.OVERSIGHT, TOM, name="Tom Whitfield")
        make_user(w, Role.SUPERVISOR, SAM, department=get_department(w, hpd))
    return hpd


def test_a_department_is_entered_and_what_cannot_be_is_refused_at_its_field(
    browser: Browser, hpd: int
) -> None:
    assert hpd
    browser.sign_in(INES)
    page = browser.submit(browser.get("/departments/new"), "Save", name="New Police")
    assert page.texts("#code-error") == ["Error: Enter a short code, such as SPD."]
    page = browser.submit(page, "Save", code="NPD", aliases="the harbor", head_email="x")
    assert page.status == 422
    assert "“the harbor” is what Harbor Police is called already" in page.texts("#aliases-error")[0]
    assert "no e-mail address" in page.texts("#head_email-error")[0]
    page = browser.submit(
        page, "Save", aliases="", head_email="", email_domains="@NPD.example; npd.example"
    )
    assert page.heading == "New Police"
    assert "npd.example" in page.text
    assert browser.get("/departments?q=npd").texts(".count") == ["1 department"]


def test_whoever_saves_second_sees_what_the_first_changed(
    browser: Browser, app: Flask, hpd: int
) -> None:
    browser.sign_in(INES)
    tom = Browser(app)
    tom.sign_in(TOM)
    edit = f"/departments/{hpd}/edit"
    second = tom.get(edit)
    browser.submit(browser.get(edit), "Save", aliases="Harbor; The Port", city="Halden")
    page = tom.submit(second, "Save", city="Port Halden")
    assert page.status == 409
    assert page.texts(".error-summary li") == [
        "City: empty → became Halden",
        "Aliases: The Harbor → became Harbor; The Port",
    ]
    page = tom.submit(page, "Save")
    assert "Port Halden" in page.text
    assert page.texts(".history-changes li")[0] == "City: Halden → became Port Halden"
    assert "Harbor; The Port" in page.text
    assert "Nothing was different" in tom.submit(tom.get(edit), "Save").text


def test_a_form_without_its_place_in_the_trail_is_shown_what_was_done(
    browser: Browser, hpd: int
) -> None:
    browser.sign_in(INES)
    for seen in ("", "x", "9" * 30, "-5"):
        edit = browser.get(f"/departments/{hpd}/edit")
        page = browser.submit(edit, "Save", name="Other", seen=seen)
        assert page.status == 409, seen
    assert browser.get(f"/departments/{hpd}").heading == "Harbor Police"


def test_a_withdrawn_department_stays_at_its_address(browser: Browser, hpd: int) -> None:
    browser.sign_in(INES)
    assert "1 open account" in browser.get(f"/departments/{hpd}/withdraw").text
    other = f"/departments/{hpd + 1}"
    page = browser.submit(browser.get(f"{other}/withdraw"), "Withdraw", reason="Entered twice.")
    assert "Withdrawn on" in page.text
    assert page.texts(".history-act")[0] == "Withdrew the department"
    assert browser.get("/departments").texts("tbody th") == ["Harbor Police"]
    assert browser.get("/departments?withdrawn=yes").texts("tbody th") == [
        "River Sheriff withdrawn",
        "Harbor Police",
    ]


def test_a_supervisor_meets_their_own_department_alone(browser: Browser, hpd: int) -> None:
    browser.sign_in(SAM)
    page = browser.get("/departments")
    assert page.texts("tbody th") == ["Harbor Police"]
    assert page.texts(".actions a") == []
    assert browser.get(f"/departments/{hpd}").status == 200
    assert browser.get(f"/departments/{hpd + 1}").status == 404
    assert browser.get(f"/departments/{hpd}/withdraw").status == 403
