"""The pages about the trail: what was done, and who sees into what it was changed."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from auditor.access import Role
from auditor.people.model import User
from auditor.tools.model import Tool
from auditor.trail.acts import Act
from auditor.trail.model import Change, Entry
from auditor.trail.reading import MOST
from tests.browser import Browser
from tests.conftest import OpenWork
from tests.departments.factory import OVERSIGHT
from tests.findings.factory import FEB_5, City, make_city, make_finding
from tests.findings.test_views import statements
from tests.people.factory import make_user
from tests.tools.factory import make_tool

INES = "ines@city.example"


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_city(work)


@pytest.fixture
def entered(work: OpenWork, city: City) -> int:
    """Where the trail has the entry of a finding about Vega."""
    with work(city.ines) as w:
        make_finding(
            w,
            city.tool,
            city.hpd,
            officer_id=city.vega,
            first_used_on=FEB_5,
            name_as_received="A. Vega",
        )
        wanted = select(func.max(Change.seq)).where(Change.record == "findings")
        return w.session.scalar(wanted) or 0


def test_entries_are_listed_newest_first_and_narrowed_by_act_and_record(
    app: Flask, work: OpenWork, entered: int, browser: Browser
) -> None:
    browser.sign_in(INES)
    page = browser.get("/trail")
    with work(reading=True) as w:
        newest = w.session.scalar(select(func.max(Entry.seq)))
    assert page.texts("tbody th")[0] == f"Entry {newest}"
    assert f"The trail has {newest + 1 if newest else 0} entries" in page.text
    for sought, expected in (
        ("record=findings", [entered]),
        ("record=findings&record_id=1", [entered]),
        ("record=findings&record_id=2", []),
        ("act=upload.applied&record=findings", [entered]),
        ("act=finding.withdrawn", []),
    ):
        with statements(app.extensions["auditor"].engine) as count:
            page = browser.get(f"/trail?{sought}")
            assert count() <= 6 + 1  # One of them is the sign-in's.
        assert page.texts("tbody th") == [f"Entry {seq}" for seq in expected], sought
    assert browser.get("/trail?record_id=x1").status == 200


def test_the_office_sees_what_became_of_each_field_and_the_administrator_that_it_did(
    app: Flask, work: OpenWork, entered: int, browser: Browser
) -> None:
    with work() as w:
        make_user(w, Role.ADMINISTRATOR, "root@city.example", name="Ada Root")
    browser.sign_in(INES)
    page = browser.get(f"/trail/{entered}")
    assert page.heading == f"Entry {entered}"
    assert "Name as received: empty → became A. Vega" in page.text
    assert page.html.select("h3 a[href='/findings/1']")
    other = Browser(app)
    other.sign_in("root@city.example")
    page = other.get(f"/trail/{entered}")
    assert page.texts("h3") == ["Finding 1: added"]
    assert "Vega" not in page.text
    assert "Finding 1" not in [link.get_text() for link in page.html.select("h3 a")]
    assert "Vega" not in other.get("/trail").text
    refused = Browser(app)
    refused.sign_in("sam@city.example")
    assert refused.get("/trail").status == refused.get(f"/trail/{entered}").status == 403
    assert browser.get("/trail/999999").status == 404


def test_whoever_something_concerns_sees_no_values_there(
    work: OpenWork, city: City, entered: int, browser: Browser
) -> None:
    with work() as w:
        w.session.get_one(User, city.ines.user_id).officer_id = city.okafor
        w.record(Act.USER_EDITED)
    browser.sign_in(INES)
    page = browser.get(f"/trail/{entered}")
    assert "Something in the register concerns you" in page.text
    assert "Vega" not in page.text


def test_accounts_are_told_without_their_values_and_long_acts_are_cut(
    work: OpenWork, city: City, browser: Browser
) -> None:
    with work(reading=True) as w:
        account = w.session.scalar(select(func.max(Change.seq)).where(Change.record == "users"))
    with work(OVERSIGHT) as w:
        for n in range(MOST + 5):
            w.session.add(Tool(name=f"T{n}", folded=f"t{n}"))
        long = w.record(Act.UPLOAD_APPLIED)
    browser.sign_in(INES)
    page = browser.get(f"/trail/{account}")
    assert "Its values are not shown here." in page.text
    assert "argon2" not in page.text
    page = browser.get(f"/trail/{long}")
    assert len(page.texts("h3")) == MOST
    assert "… and 5 more rows" in page.text
    assert city.tool


def test_the_trail_of_nothing_is_a_page(work: OpenWork, browser: Browser) -> None:
    with work(OVERSIGHT) as w:
        make_tool(w)
    with work() as w:
        make_user(w, Role.OVERSIGHT, INES, name="Ines Ortega")
    browser.sign_in(INES)
    assert browser.get("/trail?act=finding.added").texts(".nothing") == [
        "No entry is found with this."
    ]
