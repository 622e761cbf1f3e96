"""Pages about reports: who sees which, and that each download is known."""

import pytest
from flask import Flask

from auditor.columns import Audience
from auditor.findings.model import Finding
from auditor.store import FileStore
from auditor.trail.acts import Act
from tests.browser import Browser
from tests.conftest import OpenWork
from tests.findings.factory import City, make_finding
from tests.reports.factory import canaries, council_member, issued


@pytest.fixture
def reports(work: OpenWork, files: FileStore, city: City) -> dict[str, int]:
    """One report for each audience, and one for another department."""
    council_member(work)
    return {
        name: issued(work, files, city.ines, audience, department_id=department).report_id
        for name, audience, department in (
            ("council", Audience.COUNCIL, None),
            ("internal", Audience.INTERNAL, None),
            ("own", Audience.DEPARTMENT, city.hpd),
            ("foreign", Audience.DEPARTMENT, city.rvs),
        )
    }


@pytest.mark.parametrize(
    ("email", "seen"),
    [
        ("ines@city.example", {"council", "internal", "own", "foreign"}),
        ("sam@city.example", {"own"}),
        ("council@city.example", {"council"}),
    ],
)
def test_everybody_finds_the_reports_that_are_for_them_and_no_others(
    app: Flask, browser: Browser, reports: dict[str, int], email: str, seen: set[str]
) -> None:
    browser.sign_in(email)

    listed = browser.get("/reports")
    assert listed.texts("tbody th") == [
        f"Report {number}" for name, number in reversed(reports.items()) if name in seen
    ]
    for name, number in reports.items():
        expected = 200 if name in seen else 404
        assert browser.get(f"/reports/{number}").status == expected
        assert browser.client.get(f"/reports/{number}/download").status_code == expected


def test_the_council_downloads_in_three_steps_and_reads_no_name_on_the_way(
    work: OpenWork, browser: Browser, files: FileStore, reports: dict[str, int]
) -> None:
    first = browser.sign_in("council@city.example")
    second = browser.get(str(first.html.select_one("nav a[href='/reports']")["href"]))  # type: ignore[index]
    link = second.html.select_one("td[data-label=File] a")
    assert link is not None
    answer = browser.client.get(str(link["href"]))

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=audit-report-council-2026-03-02-1200.xlsx"
    )
    page = browser.get(f"/reports/{reports['council']}")
    assert "1 time" in page.text
    assert "Sheet Rows Summary" in page.text
    for shown in (first, second, page):
        assert "Ines" not in shown.text
        assert not canaries(str(shown.html).casefold())


def test_oversight_issues_a_report_on_a_page(browser: Browser, city: City) -> None:
    browser.sign_in("ines@city.example")
    asked = browser.get("/reports/new")

    refused = browser.submit(asked, "Issue the report", audience="council", names="y")
    assert refused.status == 422
    assert "Say why the council is to see names" in refused.text
    done = browser.submit(refused, "Issue the report", names="y", reason="Subpoena 7")

    assert done.heading == "Report 1"
    assert "It contains names of officers, because: Subpoena 7" in done.text
    assert "0 times" in done.text


def test_a_value_that_no_workbook_holds_is_named_on_the_page(
    work: OpenWork, browser: Browser, city: City
) -> None:
    with work(city.ines) as w:
        w.session.get_one(Finding, 1).on_behalf_of = "a bell \x07 rings"
        w.record(Act.UPLOAD_APPLIED)
    browser.sign_in("ines@city.example")

    page = browser.submit(browser.get("/reports/new"), "Issue the report", audience="internal")

    assert page.status == 422
    assert "Finding 1, column “On behalf of”" in page.text


def test_a_report_that_shows_a_finding_is_not_handed_to_whom_it_concerns(
    work: OpenWork, browser: Browser, files: FileStore, city: City
) -> None:
    with work(city.ines) as w:
        make_finding(w, city.tool, city.hpd, account_email="sam@city.example")
    own, other = (
        issued(work, files, city.ines, Audience.DEPARTMENT, department_id=department).report_id
        for department in (city.hpd, city.rvs)
    )
    browser.sign_in("sam@city.example")

    told = browser.get(f"/reports/{own}/download")

    assert told.status == 403
    assert "concerns you" in told.text
    assert browser.get(f"/reports/{other}/download").status == 404
