"""The pages of a tool and of an officer: who signed up for what, by stage."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from auditor.access import Role
from auditor.findings.rules import Certainty, Stage
from auditor.wiring import Wiring
from tests.browser import Browser, Page
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, City, make_city, make_finding
from tests.people.factory import make_user


@pytest.fixture
def city(work: OpenWork) -> City:
    """Vega used it twice, somebody unidentified in either department signed up, one was offered."""
    city = make_city(work)
    with work(city.ines) as w:
        for stage in (Stage.USED, Stage.USED_IN_A_CASE):
            make_finding(w, city.tool, city.hpd, stage=stage, officer_id=city.vega)
        for department_id in (city.hpd, city.rvs):
            make_finding(
                w,
                city.tool,
                department_id,
                stage=Stage.SIGNED_UP,
                name_as_received="M. Stone",
                signed_up_on=FEB_5,
            )
        make_finding(w, city.tool, city.hpd, stage=Stage.OFFERED, officer_id=city.okafor)
        make_finding(w, city.tool, city.hpd, officer_id=city.okafor, certainty=Certainty.DISPROVED)
    return city


def table(page: Page, caption: str) -> list[list[str]]:
    found = next(table for table in page.html.select("table") if caption in table.get_text())
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
        for row in found.select("tbody tr")
    ]


@contextmanager
def statements(engine: Engine, but: list[str]) -> Iterator[list[str]]:
    """The SELECTs sent, but for those on these tables."""
    sent: list[str] = []

    def hear(*told: object) -> None:
        text = str(told[2])
        if text.lstrip().upper().startswith("SELECT") and not any(one in text for one in but):
            sent.append(text)

    event.listen(engine, "before_cursor_execute", hear)
    yield sent
    event.remove(engine, "before_cursor_execute", hear)


def test_a_tools_page_counts_each_stage_or_beyond_as_findings_and_as_officers(
    city: City, browser: Browser
) -> None:
    browser.sign_in("ines@city.example")
    page = browser.get(f"/tools/{city.tool}")
    assert table(page, "Each stage or beyond") == [
        ["Offered", "5", "4"],
        ["Signed up", "4", "3"],
        ["Used", "2", "1"],
        ["Used in a case", "1", "1"],
    ]
    told = {row[0]: row[1:] for row in table(page, "officers by approval status")}
    assert told["No approval on record"] == ["2", "2"]
    assert told["of which signed up only"] == ["2", "2"]
    assert told["of which used"] == ["0", "0"]
    assert (told["Not used"], told["Undated"]) == (["1", "1"], ["2", "1"])
    assert told["All together"] == ["5", "4"]
    who = table(page, "Who signed up")
    assert [row[0] for row in who] == ["Used in a case", "Used", "Signed up", "Signed up"]
    assert [row[1] for row in who] == [*["Vega, Ana"] * 2, *["M. Stone not identified"] * 2]
    assert page.html.select(
        f'a[href="/findings?tool={city.tool}&stage=signed+up&counting=figures"]'
    )


def test_a_supervisor_is_told_of_their_own_department_alone(city: City, browser: Browser) -> None:
    browser.sign_in("ruth@city.example")
    page = browser.get(f"/tools/{city.tool}")
    assert [row[1] for row in table(page, "Each stage or beyond")] == ["1", "1", "0", "0"]
    assert len(table(page, "Who signed up")) == 1
    assert "Vega" not in page.text


def test_an_officers_page_tells_their_findings_by_tool_and_stage(
    city: City, browser: Browser
) -> None:
    browser.sign_in("sam@city.example")
    page = browser.get(f"/officers/{city.vega}")
    assert [row[:3] for row in table(page, "Findings by tool")] == [
        ["FaceFinder", "used in a case", "Undated"],
        ["FaceFinder", "used", "Undated"],
    ]
    assert "2 findings in the list" in page.text
    other = browser.get(f"/officers/{city.okafor}")
    assert [row[2] for row in table(other, "Findings by tool")] == ["Not counted", "Not used"]


def test_what_concerns_the_reader_stands_on_neither_page(
    work: OpenWork, city: City, browser: Browser
) -> None:
    with work() as w:
        make_user(w, Role.OVERSIGHT, "vega@city.example", officer_id=city.vega)
    browser.sign_in("vega@city.example")
    page = browser.get(f"/tools/{city.tool}")
    assert [row[1] for row in table(page, "Each stage or beyond")] == ["3", "2", "0", "0"]
    assert "Vega" not in str(table(page, "Who signed up"))
    own = browser.get(f"/officers/{city.vega}")
    assert "This record is yours" in own.text
    assert "used in a case" not in own.text


def test_both_pages_ask_the_database_little_besides_sign_in_and_history(
    app: Flask, work: OpenWork, city: City, browser: Browser
) -> None:
    with work(city.ines) as w:
        for _ in range(60):
            make_finding(w, city.tool, city.hpd, stage=Stage.SIGNED_UP, officer_id=city.vega)
    wiring: Wiring = app.extensions["auditor"]
    browser.sign_in("ines@city.example")
    aside = ["trail_changes", "trail_entries", "sign_ins", "SELECT users.id, users.name"]
    for path in (f"/tools/{city.tool}", f"/officers/{city.vega}"):
        with statements(wiring.engine, aside) as sent:
            page = browser.get(path)
        assert page.status == 200
        assert len(sent) <= 7, "\n".join(sent)
    assert len(table(browser.get(f"/tools/{city.tool}"), "Who signed up")) == 50
    assert "All 64 findings in the list" in browser.get(f"/tools/{city.tool}").text
