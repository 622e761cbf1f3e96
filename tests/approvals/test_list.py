"""The list of approvals: what it is narrowed to, and what it costs to ask."""

from datetime import date

from flask import Flask

from auditor.approvals.queries import get_approval
from auditor.approvals.revoking import revoke_approval
from tests.approvals.factory import confirm, make_request
from tests.browser import Browser
from tests.conftest import OpenWork
from tests.findings.factory import City
from tests.findings.test_views import statements


def test_the_list_is_narrowed_by_who_decided_by_day_and_without_regard_to_accents(
    app: Flask, work: OpenWork, city: City, browser: Browser
) -> None:
    with work(city.ines) as w:
        make_request(w, city.tool, city.hpd, unit="Señal", valid_until=date(2027, 1, 1))
        make_request(w, city.tool, city.hpd, officer_id=city.vega)
        make_request(w, city.tool, city.hpd, valid_from=date(2026, 6, 1))
    for number in (1, 2):
        confirm(work, city.sam, number)
    with work(city.olga) as w:
        revoke_approval(w, get_approval(w, 2), reason="Over.", revoked_from=date(2026, 5, 1))
    browser.sign_in("ines@city.example")
    for sought, ids in (
        ("unit=senal", [1]),
        ("officer=0042", [2]),
        ("officer=vega+007", [2]),
        ("requested_by=ORTEGA", [3, 2, 1]),
        ("decided_by=hill", [2, 1]),
        ("decided_by=berg", []),
        ("valid_on=2026-04-30", [2, 1]),
        ("valid_on=2026-05-01", [1]),
        ("valid_on=2027-01-02", []),
    ):
        with statements(app.extensions["auditor"].engine) as count:
            page = browser.get(f"/approvals?{sought}")
            # One of them is the sign-in's, and two ask which of the page are to be reviewed.
            assert count() <= 6 + 3
        assert page.texts("tbody th") == [f"Approval {number}" for number in ids], sought
    wrong = browser.get("/approvals?valid_on=soon")
    assert "“soon” is no day" in wrong.text
