"""Asking with the paper in which it was asked for."""

from io import BytesIO

import pytest
from flask import Flask

from auditor.approvals.queries import as_ruled, get_approval
from auditor.approvals.requesting import officer_named
from auditor.departments.model import Department
from auditor.errors import FieldsRefused
from auditor.trail.acts import Act
from tests.approvals.factory import make_request
from tests.approvals.test_service import verdict
from tests.browser import Browser, Fields
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, City, make_finding
from tests.officers.factory import make_officer

MEMO = b"%PDF-1.7 may we use it?"


def test_a_request_counts_from_the_date_of_its_paper_which_its_deciders_may_open(
    app: Flask, work: OpenWork, city: City
) -> None:
    with work(city.ines) as w:
        used = make_finding(w, city.tool, city.hpd, officer_id=city.vega, first_used_on=FEB_5)
    browser = Browser(app)
    browser.sign_in("ines@city.example")
    said: dict[str, Fields] = {
        "tool": str(city.tool),
        "department": str(city.hpd),
        "valid_from": "2020-01-01",
        "document": "Memo 7",
        "document_on": "2020-01-10",
    }
    form = browser.get("/approvals/new")
    for paper, says in (
        (None, "A date alone shows nothing"),
        (b"<html><script>", "none of the kinds"),
    ):
        file: dict[str, Fields] = {"paper": (BytesIO(paper), "memo.pdf")} if paper else {}
        wrong = browser.submit(form, "Ask for it", **said, **file)
        assert (wrong.status, says in wrong.text) == (422, True)
    page = browser.submit(form, "Ask for it", **said, paper=(BytesIO(MEMO), "memo.pdf"))
    assert page.heading == "Approval 1"
    with work(city.sam, reading=True) as w:
        approval = get_approval(w, 1)
        assert str(as_ruled(approval, w.zone).requested_on) == "2020-01-10"
    assert verdict(work, used) == ("awaiting", "awaiting")
    for email, status in (("sam", 200), ("ruth", 404)):
        browser = Browser(app)
        browser.sign_in(f"{email}@city.example")
        answer = browser.client.get(f"/files/{approval.evidence_id}")
        assert answer.status_code == status


def test_the_list_tells_made_from_recorded_days_and_is_sought_by_unit_officer_and_requester(
    app: Flask, work: OpenWork, city: City
) -> None:
    with work(city.ines) as w:
        get_approval(w, make_request(w, city.tool, city.hpd, unit="Patrol")).document_on = FEB_5
        w.record(Act.APPROVAL_REQUESTED)
    with work(city.sam) as w:
        make_request(w, city.tool, city.hpd, officer_id=city.vega)
    browser = Browser(app)
    browser.sign_in("olga@city.example")
    for sought, found in (
        ("unit=pat", ["Approval 1"]),
        ("officer=vega", ["Approval 2"]),
        ("officer=007", ["Approval 2"]),
        ("requested_by=ines", ["Approval 1"]),
        ("requested_by=ines&officer=vega", []),
    ):
        assert browser.get(f"/approvals?{sought}").texts("#results tbody th") == found, sought
    says = "5 February 2020 (recorded 2 March 2026)"
    assert says in browser.get("/approvals").text
    assert says in browser.get("/approvals/1").text
    with work(city.ines) as w:
        make_finding(
            w,
            city.tool,
            city.hpd,
            officer_id=city.vega,
            account_email="olga@city.example",
            first_used_on=FEB_5,
        )
    assert not browser.get("/approvals?requested_by=ines").texts("#results tbody th")


def test_a_request_for_oneself_counts_from_today_on_the_page_too(
    app: Flask, work: OpenWork, city: City
) -> None:
    with work(city.ines) as w:
        used = make_finding(
            w, city.tool, city.hpd, account_email="ines@city.example", first_used_on=FEB_5
        )
    browser = Browser(app)
    browser.sign_in("ines@city.example")
    said: dict[str, Fields] = {
        "tool": str(city.tool),
        "department": str(city.hpd),
        "valid_from": "2020-01-01",
        "paper": (BytesIO(MEMO), "memo.pdf"),
        "document_on": "2020-01-10",
    }
    wrong = browser.submit(browser.get("/approvals/new"), "Ask for it", **said)
    assert (wrong.status, "for you it counts from today" in wrong.text) == (422, True)
    said |= {"document_on": "", "paper": (BytesIO(MEMO), "memo.pdf")}
    assert browser.submit(wrong, "Ask for it", **said).heading == "Approval 1"
    assert verdict(work, used) == ("unapproved", "no-approval")


def test_a_family_name_is_enough_where_one_officer_bears_it_and_else_the_choices_are_listed(
    work: OpenWork, city: City
) -> None:
    with work(city.ines) as w:
        assert officer_named(w, city.hpd, "okafor") == city.okafor
        hpd = w.session.get_one(Department, city.hpd)
        make_officer(w, hpd, "Okafor", given_name="Ben", badge="0077", unit="Traffic")
    with work(city.ines, reading=True) as w:
        assert officer_named(w, city.hpd, "Okafor, Ada") == city.okafor
        with pytest.raises(FieldsRefused, match="Okafor, Ada; Okafor, Ben, badge 0077, Traffic"):
            officer_named(w, city.hpd, "Okafor")
        with pytest.raises(FieldsRefused, match="No officer of it"):
            officer_named(w, city.rvs, "Okafor")
