"""The page of a tool in a department: what is drawn and told, to whom, and of how many findings."""

from datetime import date

from auditor.access import Role
from auditor.days import Day
from auditor.departments.queries import get_department
from auditor.tools.queries import get_tool
from auditor.verdicts.queries.over_time import record_of
from tests.approvals.factory import confirm, make_request
from tests.browser import Browser, Page
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, make_city, make_finding
from tests.people.factory import make_user


def rows(page: Page, caption: str) -> list[str]:
    table = next(table for table in page.html.select("table") if caption in table.get_text())
    return [" ".join(row.get_text(" ").split()) for row in table.select("tbody tr")]


def test_approvals_rulings_and_known_dates_of_a_tool_in_a_department_are_told_over_time(
    work: OpenWork, browser: Browser
) -> None:
    city = make_city(work)
    with work() as w:
        make_user(w, Role.OVERSIGHT, "ada@city.example", officer_id=city.okafor)
    with work(city.ines) as w:
        first = make_request(w, city.tool, city.hpd, valid_until=date(2020, 12, 31))
        second = make_request(w, city.tool, city.hpd, officer_id=city.okafor, unit="Vice")
        make_request(w, city.tool, city.rvs)
        found = make_finding(
            w, city.tool, city.hpd, officer_id=city.vega, signed_up_on=FEB_5, first_used_on=FEB_5
        )
        own = make_finding(
            w, city.tool, city.hpd, officer_id=city.okafor, last_used_on=Day.of_month(2020, 2)
        )
    confirm(work, city.olga, second)
    address = f"/tools/{city.tool}/departments/{city.hpd}"
    browser.sign_in("sam@city.example")
    assert browser.get(f"/tools/{city.tool}/departments/{city.rvs}").status == 404
    page = browser.get(f"/tools/{city.tool}")
    assert [link["href"] for link in page.html.select("a[href*='/departments/']")] == [address]
    assert browser.get(f"/approvals/{first}").html.select(f"a[href='{address}']")
    page = browser.get(address)
    told = rows(page, "Approvals of the tool")
    assert told[0].startswith(f"Approval {first} everybody, any purpose from 1 January 2020 until")
    assert f"Approval {second} Vice, " in told[1]
    assert told[1].endswith("and on")
    assert [row.split()[1] for row in rows(page, "Rulings in effect")] == ["1"]
    assert rows(page, "Known dates") == ["February 2020 0 0 1", "5 February 2020 1 1 0"]
    named = [row.split()[1] for row in rows(page, "The newest findings")]
    assert named == [str(own), str(found)]
    assert len(page.html.select(".span-track .span-mark")) == 3
    assert len(page.texts(".lane-words")) == 3
    theirs = Browser(browser.client.application)
    theirs.sign_in("ada@city.example")
    page = theirs.get(address)
    concerning = [row for row in rows(page, "Approvals of the tool") if "concerns you" in row]
    assert {row.split()[1] for row in concerning} == {str(first), str(second)}
    assert [row.split()[1] for row in rows(page, "The newest findings")] == [str(found)]
    assert rows(page, "Known dates") == ["5 February 2020 1 1 0"]


def test_of_very_many_findings_the_known_dates_are_counted_by_month(work: OpenWork) -> None:
    city = make_city(work)
    with work(city.ines) as w:
        for day in (1, 5, 28):
            used = date(2020, 2, day)
            make_finding(
                w, city.tool, city.hpd, signed_up_on=date(2019, 12, day), first_used_on=used
            )
    with work(city.ines, reading=True) as w:
        tool, department = get_tool(w, city.tool), get_department(w, city.hpd)
        drawn = record_of(w, tool, department, most=1).drawn
    assert drawn is not None
    assert [(group.day, group.numbers) for group in drawn.groups] == [
        (Day.of_month(2019, 12), (3, 0, 0)),
        (Day.of_month(2020, 2), (0, 3, 0)),
    ]
