"""Pages about rulings: what a step would do is shown before it is taken."""

import pytest
from flask import Flask

from auditor.rulings.queries import get_kept_ruling, standing_rulings
from tests.browser import Browser, Page
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, City, make_city, make_finding

INES, SAM = "ines@city.example", "sam@city.example"
SHOW, SAVE = "Show what it would do", "Save it"
TYPED = {
    "tool": "facefinder",
    "body": "chief",
    "outcome": "permitted",
    "adopted_on": "2020-02-05",
    "effective_from": "2020-02-01",
}


@pytest.fixture
def city(work: OpenWork) -> City:
    city = make_city(work)
    with work(city.ines) as w:
        make_finding(w, city.tool, city.hpd, first_used_on=FEB_5)
    return city


@pytest.fixture
def office(browser: Browser, city: City) -> Browser:
    assert city.ines.email == INES
    browser.sign_in(INES)
    return browser


def numbers(work: OpenWork) -> list[int]:
    with work(reading=True) as w:
        return [each.id for each in standing_rulings(w)]


def effect(page: Page) -> list[str]:
    return page.texts("#effect-heading ~ p:first-of-type, #effect-heading ~ ul li")


def enter(office: Browser, **typed: str) -> Page:
    page = office.submit(office.get("/rulings/new"), SHOW, **(TYPED | typed))
    return office.submit(page, SAVE)


def test_a_ruling_is_entered_once_its_effect_was_seen(office: Browser, work: OpenWork) -> None:
    page = office.submit(office.get("/rulings/new"), SHOW, **TYPED)
    assert page.status == 200
    assert effect(page) == [
        "1 of the one finding in scope would change:",
        "1 finding: from “No approval on record” (no approval would cover it) to “Approved” "
        "(a ruling permits it).",
    ]
    assert "so that it takes effect on 2020-02-05" in page.text
    assert numbers(work) == [1]

    page = office.submit(page, SAVE)
    assert page.heading == "Ruling 2"
    assert "Took effect on 5 February 2020, when it was adopted" in page.text
    assert "Findings it decides now 1 finding" in page.text
    assert page.texts(".history-act") == ["Entered the ruling"]


def test_what_was_typed_or_done_after_the_effect_was_shown_shows_it_anew(
    office: Browser, work: OpenWork, city: City
) -> None:
    page = office.submit(office.get("/rulings/new"), SHOW, **TYPED)
    page = office.submit(page, SAVE, outcome="prohibited")
    assert "is not what was shown before" in page.text
    assert "becomes “a ruling prohibited it”" in page.text
    with work(city.ines) as w:
        make_finding(w, city.tool, city.hpd, first_used_on=FEB_5)
    page = office.submit(page, SAVE)
    assert effect(page)[0] == "2 of the 2 findings in scope would change:"
    assert numbers(work) == [1]
    assert office.submit(page, SAVE).heading == "Ruling 2"


def test_what_cannot_be_stands_at_its_field_and_what_was_typed_stays(office: Browser) -> None:
    page = office.submit(office.get("/rulings/new"), SHOW)
    assert page.status == 422
    assert page.texts("#body-error") == ["Error: Choose who laid it down."]
    wrong = TYPED | {"tool": "Nothing", "department": "Nowhere", "adopted_on": "5 Feb"}
    page = office.submit(page, SHOW, **wrong)
    assert "“5 Feb” is no day" in page.texts("#adopted_on-error")[0]
    page = office.submit(page, SHOW, adopted_on="2020-02-05")
    assert "No tool on record is called “Nothing”" in page.texts("#tool-error")[0]
    assert "No department on record is called “Nowhere”" in page.texts("#department-error")[0]
    fixed = {"tool": "FaceFinder", "department": "HPD", "category": "drones"}
    page = office.submit(page, SHOW, **fixed, effective_until="2020-02-04")
    assert "not both" in page.texts("#category-error")[0]
    assert "before it takes effect on 2020-02-05" in page.texts("#effective_until-error")[0]
    assert page.html.select_one("#outcome option[selected]").get_text() == "permitted"  # type: ignore[union-attr]


def test_narrower_and_stricter_rulings_are_listed_with_the_effect(office: Browser) -> None:
    enter(office, department="HPD")
    enter(office, tool="", body="court", outcome="prohibited", department="RVS")
    page = office.submit(office.get("/rulings/new"), SHOW, **(TYPED | {"tool": ""}))
    own, others = (table.get_text(" ").split() for table in page.html.select("section table tbody"))
    assert own[:6] == ["Ruling", "2", "FaceFinder", "HPD", "Police", "Department"]
    assert others[:4] == ["Ruling", "3", "every", "tool"]


def test_whoever_saves_second_sees_what_the_first_changed(
    office: Browser, app: Flask, work: OpenWork
) -> None:
    enter(office)
    tom = Browser(app)
    tom.sign_in(INES)
    second = tom.get("/rulings/2/edit")
    shown = tom.submit(second, SHOW, outcome="prohibited")
    page = office.submit(office.get("/rulings/2/edit"), SHOW, document="GO 1", department="HPD")
    assert "Saved" not in page.text
    assert "Ruling 2 has been saved." in office.submit(page, SAVE).text
    page = tom.submit(shown, SAVE)
    assert page.status == 409
    assert page.texts(".error-summary li") == [
        "Department: empty → became HPD Police Department",
        "Document: empty → became GO 1",
    ]
    page = tom.submit(tom.submit(page, SHOW), SAVE)
    with work(reading=True) as w:
        ruling = get_kept_ruling(w, 2)
        assert (ruling.outcome, ruling.document, ruling.department_id) == ("prohibited", "GO 1", 1)
    assert page.texts(".history-changes li")[0] == "Outcome: permitted → became prohibited"
    assert "Nothing was different" in tom.submit(tom.get("/rulings/2/edit"), SHOW).text


def test_a_form_without_its_place_in_the_trail_is_shown_what_was_done(office: Browser) -> None:
    enter(office)
    for address in ("edit", "end", "withdraw"):
        page = office.get(f"/rulings/2/{address}")
        button = "Withdraw" if address == "withdraw" else SHOW
        for seen in ("", "x", "-5"):
            assert office.submit(page, button, seen=seen, reason="No.").status == 409


def test_a_ruling_is_ended_and_one_entered_in_error_is_withdrawn(office: Browser) -> None:
    enter(office)
    page = office.submit(office.get("/rulings/2/end"), SHOW, effective_until="2020-02-04")
    assert "before it takes effect" in page.texts("#effective_until-error")[0]
    page = office.submit(page, SHOW, effective_until="2020-02-05")
    assert effect(page) == ["Nothing would change for the one finding in scope."]
    page = office.submit(page, SAVE)
    assert "Ruling 2 has been ended." in page.text
    assert page.texts(".history-changes li")[0] == "Effective until: empty → became 5 February 2020"
    assert "ended" in office.get("/rulings?tool=1").texts("tbody tr")[0]

    page = office.get("/rulings/2/withdraw")
    assert "to “No approval on record”" in effect(page)[1]
    assert office.submit(page, "Withdraw", reason="").status == 422
    page = office.submit(page, "Withdraw", reason="It was never adopted.")
    assert "It was never adopted." in page.texts(".notice-warn")[0]
    assert page.texts(".actions a") == []
    for address in ("edit", "end", "withdraw"):
        assert office.get(f"/rulings/2/{address}").status == 409
    assert office.get("/rulings").texts("tbody th") == ["Ruling 1"]
    assert office.get("/rulings/99/edit").status == 404


def test_a_supervisor_reads_what_is_in_force_and_changes_nothing(
    office: Browser, app: Flask
) -> None:
    enter(office)
    sam = Browser(app)
    sam.sign_in(SAM)
    page = sam.get("/rulings?tool=1&in_effect_on=2020-02-05&body=chief&category=&outcome=")
    assert page.texts("tbody th") == ["Ruling 2", "Ruling 1"]
    assert "In force today for this tool in this department: ruling 2 , permitted" in page.text
    assert page.texts(".actions a") == []
    assert "Your findings it decides now 1 finding" in sam.get("/rulings/2").text
    assert [sam.get(f"/rulings/{one}").status for one in ("new", "2/edit", "2/end")] == [403] * 3
    assert sam.get("/rulings?in_effect_on=soon&body=x&tool=x").texts(".count") == ["2 rulings"]
