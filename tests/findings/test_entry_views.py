"""Entering and editing a finding on pages, as somebody without JavaScript does."""

from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask

from auditor.findings.queries import finding_row
from tests.browser import Browser, Page, filled_in
from tests.conftest import OpenWork
from tests.departments.factory import OVERSIGHT, make_department
from tests.findings.factory import City, make_city
from tests.officers.factory import make_officer

SIGN_UP: Mapping[str, Any] = {
    "tool": "face",
    "department": "hpd",
    "officer": "0042",
    "signed_up_on": "2020-02",
}


@pytest.fixture
def city(work: OpenWork) -> City:
    city = make_city(work)
    with work(OVERSIGHT) as w:
        spd = make_department(w, "SPD")
        for given, badge in (("Eve", "1"), ("Evan", "2")):
            make_officer(w, spd, "Moss", given_name=given, badge=badge, unit="Robbery")
    return city


@pytest.fixture
def clerk(city: City, browser: Browser) -> Browser:
    browser.sign_in("ines@city.example")
    return browser


def enter(clerk: Browser, **typed: Any) -> Page:
    return clerk.submit(clerk.get("/findings/new"), "Save", **{**SIGN_UP, **typed})


def kept_in(page: Page) -> dict[str, Any]:
    """What the form holds, without the line break that opens a text area."""
    held = filled_in(page.form("Save"))
    return {
        name: value.strip() if isinstance(value, str) else value for name, value in held.items()
    }


def radios(page: Page) -> list[str]:
    return page.texts("fieldset#officer_id label")


def test_a_part_is_enough_and_what_was_taken_is_said(clerk: Browser) -> None:
    page = enter(clerk, officer="veg")
    assert page.path == "/findings/1"
    said = page.texts("[role=status]")[0]
    for told in ("Finding 1 has been entered", "Vega, Ana; FaceFinder; HPD Police", "signed up"):
        assert told in said
    assert "Approval status: No approval on record." in said
    assert "February 2020" in page.text


def test_among_several_one_is_chosen_and_everything_typed_is_kept(clerk: Browser) -> None:
    typed: dict[str, Any] = {
        "department": "spd",
        "officer": "moss",
        "notes": "Seen.",
        "purposes": ["warrant"],
    }
    page = enter(clerk, case_numbers="0017\nC-2; C-2", **typed)
    assert page.status == 422
    assert "2 fit “moss”. Choose which one is meant." in page.texts(".error-summary li")
    assert radios(page) == [
        "Moss, Evan, badge 2, Robbery",
        "Moss, Eve, badge 1, Robbery",
        "Nobody on record: keep “moss” as the name as received",
    ]
    kept = kept_in(page)
    assert kept["notes"] == "Seen."
    assert kept["purposes"] == ["warrant"]
    assert kept["case_numbers"] == "0017\nC-2"
    assert kept["signed_up_on"] == "2020-02"
    eve = next(
        str(radio["value"])
        for radio in page.html.select("input[name=officer_id]")
        if "Moss, Eve," in page.texts(f"label[for={radio['id']}]")[0]
    )
    saved = clerk.submit(page, "Save", officer_id=eve)
    assert saved.path == "/findings/1"
    assert "Moss, Eve" in saved.text
    assert "used in a case" in saved.text


def test_nobody_on_record_is_kept_by_name_and_not_by_guess(clerk: Browser) -> None:
    page = enter(clerk, officer="Quill, Ada")
    assert page.status == 422
    assert "No officer of the department is known as “Quill, Ada”." in page.text
    saved = clerk.submit(page, "Save", officer_id="0")
    assert saved.path == "/findings/1"
    assert "not identified" in saved.texts("[role=status]")[0]
    assert "Quill, Ada" in saved.text


def test_every_fault_is_told_at_its_field_at_once(clerk: Browser) -> None:
    page = enter(
        clerk,
        officer="nobody at all",
        account_email="nobody",
        first_used_on="5 Feb",
        searches_low="many",
        case_numbers="x" * 201,
    )
    assert page.status == 422
    faults = {str(a["href"]): a.get_text() for a in page.html.select(".error-summary a")}
    assert faults["#first_used_on"].startswith("“5 Feb” is neither a day")
    assert faults["#searches_low"].startswith("“many” is no whole number")
    assert faults["#officer"].startswith("No officer of the department")
    assert faults["#case_numbers"].startswith("Keep each to 200")
    assert page.html.select_one("details[open] #searches_low")
    assert kept_in(page)["searches_low"] == "many"
    mended = clerk.submit(
        page,
        "Save",
        first_used_on="2020-02-05",
        searches_low="1,200",
        case_numbers="",
        stage="signed up",
        officer_id="",
    )
    faults = {str(a["href"]): a.get_text() for a in mended.html.select(".error-summary a")}
    assert set(faults) == {"#officer", "#stage", "#account_email"}
    assert "“used” would fit" in faults["#stage"]


@pytest.mark.parametrize("lacking", ["tool", "department"])
def test_a_tool_and_a_department_must_be_typed(clerk: Browser, lacking: str) -> None:
    page = enter(clerk, **{lacking: ""})
    assert page.status == 422
    assert f"Type the {lacking}" in page.text
    assert f"No {lacking} on record is called “zzz”" in enter(clerk, **{lacking: "zzz"}).text


def test_possible_duplicates_are_shown_before_anything_is_saved(clerk: Browser) -> None:
    enter(clerk)
    page = enter(clerk, account_email="Ana@HPD.example", notes="Kept.")
    assert page.status == 409
    assert page.texts("tbody th a") == ["Finding 1 (opens in another tab)"]
    assert kept_in(page)["notes"] == "Kept."
    assert clerk.get("/findings").texts(".count") == ["1 finding"]
    assert clerk.submit(page, "Save").status == 409
    saved = clerk.submit(page, "Save", another="y")
    assert saved.path == "/findings/2"
    assert "ana@hpd.example" in saved.text

    # The tick was given for what was shown, and for nothing that came since.
    again = clerk.submit(page, "Save", another="y")
    assert again.status == 409
    assert len(again.texts("tbody th a")) == 2


def test_the_next_one_keeps_tool_department_and_source(clerk: Browser) -> None:
    source: dict[str, Any] = {"source_kind": "Vendor’s log", "source_reference": "log 7/019"}
    page = enter(clerk, **source, next="yes")
    assert page.path == "/findings/new"
    assert "Finding 1 has been entered: Vega, Ana" in page.texts("[role=status]")[0]
    kept = kept_in(page)
    assert kept["tool"] == "FaceFinder"
    assert kept["department"] == "HPD Police Department"
    assert kept["source_kind"] == "Vendor’s log"
    assert kept["source_reference"] == "log 7/"
    assert kept["officer"] == kept["signed_up_on"] == ""
    assert page.html.select_one("#officer[autofocus]")
    # The Enter key presses a form's first button.
    assert page.texts(".posting button")[0] == "Save and enter the next"
    second = clerk.submit(page, "Save", officer="okafor", signed_up_on="2020-03", next="yes")
    assert "Finding 2 has been entered: Okafor, Ada" in second.text


def test_an_edit_is_shown_filled_and_told_in_words(clerk: Browser) -> None:
    enter(clerk, purposes=["warrant"], case_numbers="0017", stage="used in a case")
    page = clerk.get("/findings/1/edit")
    kept = kept_in(page)
    assert kept["officer"] == "#1 Vega, Ana (HPD)"
    assert kept["signed_up_on"] == "2020-02"
    assert kept["case_numbers"] == "0017"
    assert "Nothing was different" in clerk.submit(page, "Save").text
    typed: dict[str, Any] = {"officer": "okafor", "signed_up_on": "2020-02-01"}
    typed |= {"purposes": ["training", "other"]}
    saved = clerk.submit(page, "Save", **typed)
    told = saved.texts(".history-changes")
    assert "Officer: #1 Vega, Ana (HPD) → became #2 Okafor, Ada (HPD)" in " ".join(told)
    assert "Signed up on: 2020-02 → became 2020-02-01" in " ".join(told)
    assert "Purposes: warrant → became training; other" in " ".join(told)


def test_two_people_who_edit_are_told_of_one_another(
    work: OpenWork, clerk: Browser, city: City
) -> None:
    enter(clerk, signed_up_on="2020-02", notes="Old.")
    first, second = clerk.get("/findings/1/edit"), clerk.get("/findings/1/edit")
    clerk.submit(first, "Save", notes="New.", signed_up_on="2020-02-01", officer="okafor")
    conflict = clerk.submit(second, "Save", licence="trial")
    assert conflict.status == 409
    assert "Ines Ortega changed it at" in conflict.text
    kept = kept_in(conflict)
    assert kept["licence"] == ["trial"]
    assert kept["notes"] == "New."
    assert kept["signed_up_on"] == "2020-02-01"
    assert kept["officer"] == "#2 Okafor, Ada (HPD)"
    saved = clerk.submit(conflict, "Save")
    assert saved.status == 200
    with work(city.ines, reading=True) as w:
        row = finding_row(w, 1)
        assert (row.licence, row.notes, row.officer_id) == ("trial", "New.", city.okafor)


def test_a_finding_is_withdrawn_and_marked_on_pages(clerk: Browser) -> None:
    enter(clerk)
    enter(clerk, officer="okafor")
    page = clerk.get("/findings/2/duplicate")
    assert clerk.submit(page, "Mark as a duplicate", duplicate_of="2").status == 422
    marked = clerk.submit(page, "Mark as a duplicate", duplicate_of="1")
    assert "It repeats finding 1" in marked.text
    assert "Duplicate of: empty → became 1" in marked.text
    kept = clerk.get("/findings/1/withdraw")
    assert "Finding 2 repeats finding 1" in kept.text
    back = clerk.submit(clerk.get("/findings/2/duplicate"), "Take the mark back")
    assert back.path == "/findings/2"
    asked = clerk.get("/findings/1/withdraw")
    assert clerk.submit(asked, "Withdraw", reason=" ").status == 422
    gone = clerk.submit(asked, "Withdraw", reason="Of another city.")
    assert "Of another city." in gone.text
    assert "Edit" not in gone.texts(".actions a")
    assert clerk.get("/findings/1/edit").status == 409
    assert "withdrawn" in " ".join(clerk.get("/findings").texts("tbody th"))


def test_what_concerns_a_clerk_is_handled_by_others(
    app: Flask, work: OpenWork, clerk: Browser
) -> None:
    enter(clerk, officer="", account_email="tom@city.example")
    with work() as w:
        from tests.people.factory import make_user

        make_user(w, email="tom@city.example")
    tom = Browser(app)
    tom.sign_in("tom@city.example")
    shown = tom.get("/findings/1")
    assert "concerns you" in shown.text
    assert not shown.texts(".actions a")
    for step in ("edit", "withdraw", "duplicate"):
        assert tom.get(f"/findings/1/{step}").status == 403
    refused = enter(tom, officer="", account_email="tom@city.example")
    assert "This finding would concern you" in refused.text
