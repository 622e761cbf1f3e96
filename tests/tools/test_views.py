"""Pages about tools: entered, edited by two people, withdrawn; read by supervisors."""

import pytest
from flask import Flask

from auditor.access import Role
from tests.browser import Browser
from tests.conftest import OpenWork
from tests.departments.factory import OVERSIGHT, make_department
from tests.people.factory import make_user
from tests.tools.factory import make_tool

INES, TOM, SAM = "ines@city.example", "tom@city.example", "sam@city.example"


@pytest.fixture
def tool_id(work: OpenWork) -> int:
    with work(OVERSIGHT) as w:
        tool_id = make_tool(w, vendor="Señal Inc.").id
        department = make_department(w)
        w.session.expunge(department)
    with work() as w:
        make_user(w, Role.OVERSIGHT, INES, name="Ines Ortega")
        make_user(w, Role.OVERSIGHT, TOM, name="Tom Whitfield")
        make_user(w, Role.SUPERVISOR, SAM, department=department)
    return tool_id


def test_a_tool_is_entered_found_edited_and_withdrawn(browser: Browser, tool_id: int) -> None:
    browser.sign_in(INES)
    page = browser.submit(browser.get("/tools/new"), "Save", name="facefinder")
    assert "“facefinder” is what FaceFinder is called already" in page.texts("#name-error")[0]
    page = browser.submit(page, "Save", name="PlateWatch", category="drones", risk_level="high")
    assert page.heading == "PlateWatch"
    assert browser.get("/tools?category=drones").texts("tbody th") == ["PlateWatch"]
    assert browser.get("/tools?q=senal").texts("tbody th") == ["FaceFinder"]
    edit = browser.get(f"/tools/{tool_id}/edit")
    page = browser.submit(edit, "Save", description="Two\r\nlines.", risk_level="low")
    assert page.texts(".history-changes li")[:2] == [
        "Description: empty → became Two lines.",
        "Risk level: empty → became low",
    ]
    assert (
        "Nothing was different"
        in browser.submit(browser.get(f"/tools/{tool_id}/edit"), "Save").text
    )
    asked = browser.get(f"/tools/{tool_id}/withdraw")
    assert "Withdrawn on" in browser.submit(asked, "Withdraw", reason="Entered twice.").text
    assert browser.get("/tools").texts("tbody th") == ["PlateWatch"]
    assert browser.get(f"/tools/{tool_id}/withdraw").status == 409


def test_whoever_saves_second_sees_what_the_first_changed(
    browser: Browser, app: Flask, tool_id: int
) -> None:
    browser.sign_in(INES)
    tom = Browser(app)
    tom.sign_in(TOM)
    edit = f"/tools/{tool_id}/edit"
    second = tom.get(edit)
    browser.submit(browser.get(edit), "Save", risk_level="extreme", category="drones")
    page = tom.submit(second, "Save", vendor="Señal Ltd.")
    assert page.status == 409
    assert "Ines Ortega changed it at" in page.text
    page = tom.submit(page, "Save")
    assert page.texts(".history-changes li")[0] == "Vendor: Señal Inc. → became Señal Ltd."
    assert "extreme" in page.texts(".facts dd")
    assert "drones" in page.texts(".facts dd")


def test_a_supervisor_reads_tools_and_edits_none(browser: Browser, tool_id: int) -> None:
    browser.sign_in(SAM)
    assert browser.get("/tools").texts("tbody th") == ["FaceFinder"]
    page = browser.get(f"/tools/{tool_id}")
    assert page.texts(".actions a") == []
    assert "Findings of your department" in page.text
    assert browser.get(f"/tools/{tool_id}/edit").status == 403
    assert browser.get("/tools/999").status == 404
