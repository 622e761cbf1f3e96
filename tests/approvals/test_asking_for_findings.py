"""Ticked findings become requests: one for each officer, all of them or none."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from auditor.approvals.model import Approval
from auditor.approvals.proposals import proposed
from auditor.approvals.rules import Purpose
from auditor.days import Day
from tests.approvals.factory import make_request
from tests.approvals.test_service import verdict
from tests.browser import Browser, Fields
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, City, make_finding
from tests.findings.test_views import statements

INES, SAM, RUTH = (f"{name}@city.example" for name in ("ines", "sam", "ruth"))

TRAINING, WARRANT = Purpose.TRAINING.value, Purpose.WARRANT.value


@pytest.fixture
def ticked(work: OpenWork, city: City) -> list[int]:
    """Two of Vega, one of Okafor, one of nobody on record, one withdrawn, one of elsewhere."""
    with work(city.ines) as w:
        return [
            make_finding(
                w,
                city.tool,
                city.hpd,
                officer_id=city.vega,
                first_used_on=FEB_5,
                signed_up_on=Day.of_month(2020, 1),
                purposes=(WARRANT,),
            ),
            make_finding(
                w, city.tool, city.hpd, officer_id=city.vega, purposes=(TRAINING,), searches_low=3
            ),
            make_finding(w, city.tool, city.hpd, officer_id=city.okafor),
            make_finding(w, city.tool, city.hpd, name_as_received="Vargas"),
            make_finding(w, city.tool, city.rvs, account_email="who@rvs.example"),
        ]


def approvals(work: OpenWork) -> list[Approval]:
    with work(reading=True) as w:
        return list(w.session.scalars(select(Approval).order_by(Approval.id)))


def asking(ids: list[int]) -> str:
    return "/approvals/from-findings?" + "&".join(f"finding={one}" for one in ids)


def test_each_officer_gets_one_request_prefilled_from_their_findings(
    work: OpenWork, city: City, ticked: list[int]
) -> None:
    with work(city.ines, reading=True) as w:
        found = proposed(w, [*ticked, 999])
    okafor, vega = found.requests
    assert (vega.officer, vega.findings) == ("Vega, Ana", (ticked[0], ticked[1]))
    assert (vega.begins, okafor.begins) == (date(2020, 1, 1), None)
    assert vega.purposes == (Purpose.WARRANT, Purpose.TRAINING)
    assert okafor.purposes == ()
    nobody, elsewhere, none = found.impossible
    assert nobody.startswith(f"Finding {ticked[3]} names no officer on record")
    assert elsewhere.startswith(f"Finding {ticked[4]} names no officer on record")
    assert none == "Finding 999: there is none, or none that your account may know of."


def test_a_supervisor_learns_nothing_of_anothers_findings_nor_of_those_that_concern_them(
    work: OpenWork, city: City, ticked: list[int]
) -> None:
    with work(city.ines) as w:
        own = make_finding(w, city.tool, city.hpd, account_email=SAM, first_used_on=FEB_5)
    with work(city.sam, reading=True) as w:
        found = proposed(w, [ticked[4], own])
    assert not found.requests
    assert found.impossible == [
        f"Finding {ticked[4]}: there is none, or none that your account may know of.",
        f"Finding {own} concerns you: it is handled by the oversight office.",
    ]


def test_ticked_findings_are_asked_for_in_one_step_as_they_were_edited(
    work: OpenWork, city: City, ticked: list[int], app: Flask, browser: Browser
) -> None:
    browser.sign_in(INES)
    page = browser.get("/findings")
    assert page.form("Ask for approvals").get("action") == "/approvals/from-findings"
    with statements(app.extensions["auditor"].engine) as count:
        page = browser.get(asking(ticked[:4]))
        assert count() <= 6
    assert f"Finding {ticked[3]} names no officer on record" in page.text
    assert page.texts(".panel h2")[1] == "FaceFinder for Okafor, Ada"
    key = f"for-{ticked[2]}"
    edited: dict[str, Fields] = {f"{key}-purposes": [TRAINING], "document": "Memo 7"}
    edited[f"{key}-valid_from"] = "2020-02-01"
    page = browser.submit(page, "Ask for 2 approvals", **edited)
    assert "2 approvals have been asked for: 1 to 2." in page.text
    okafor, vega = approvals(work)
    assert (okafor.officer_id, vega.officer_id) == (city.okafor, city.vega)
    assert (okafor.valid_from, vega.valid_from) == (date(2020, 2, 1), date(2020, 1, 1))
    assert (okafor.purposes, vega.purposes) == ((TRAINING,), (WARRANT, TRAINING))
    assert {okafor.document, vega.document} == {"Memo 7"}
    assert okafor.requested_by_id == city.ines.user_id
    # Asked for today, so that what was used in 2020 stays unapproved, and what follows waits.
    assert verdict(work, ticked[0]) == ("unapproved", "no-approval")


def test_what_waits_already_is_said_and_not_ticked_anew(
    work: OpenWork, city: City, ticked: list[int], browser: Browser
) -> None:
    with work(city.ines) as w:
        waiting = make_request(w, city.tool, city.hpd, officer_id=city.vega)
    browser.sign_in(SAM)
    page = browser.get(asking(ticked[:3]))
    assert f"waiting for a decision: approval {waiting}" in page.text
    browser.submit(page, "Ask for 2 approvals")
    assert [each.officer_id for each in approvals(work)] == [city.vega, city.okafor]


def test_one_that_cannot_be_made_keeps_all_of_them_back_and_is_named(
    work: OpenWork, city: City, ticked: list[int], browser: Browser
) -> None:
    browser.sign_in(INES)
    page = browser.get(asking(ticked[:3]))
    key = f"for-{ticked[2]}"
    for changed, says in (
        ({f"{key}-valid_from": "soon"}, "“soon” is no day"),
        ({"valid_until": "2025-12-31"}, "The last day, 2025-12-31, lies before the first"),
        ({"document_on": "2020-01-10"}, "A date alone shows nothing"),
    ):
        wrong = browser.submit(page, "Ask for 2 approvals", **changed)
        assert (wrong.status, says in wrong.text) == (422, True), wrong.text
        field = wrong.html.select_one(f"[name={next(iter(changed))}]")
        assert field
        assert field["value"] == next(iter(changed.values()))
    data = {"finding": [str(one) for one in ticked[:3]]}
    token = page.form("Ask for 2").select_one("[name=csrf_token]")
    assert token
    answer = browser.client.post(
        "/approvals/from-findings", data={**data, "csrf_token": str(token["value"])}
    )
    assert answer.status_code == 422
    assert "Leave at least one request ticked" in answer.get_data(as_text=True)
    assert not approvals(work)


def test_a_supervisor_of_elsewhere_asks_for_nothing(
    app: Flask, work: OpenWork, city: City, ticked: list[int]
) -> None:
    ruth, sam = Browser(app), Browser(app)
    ruth.sign_in(RUTH)
    sam.sign_in(SAM)
    data = {f"for-{ticked[0]}-asked": "y", f"for-{ticked[0]}-valid_from": "2020-01-01"}
    page = ruth.get(asking(ticked[:1]))
    assert "none that your account may know of" in page.text
    token = ruth.get("/account").html.select_one("[name=csrf_token]")
    assert token
    sent = {**data, "finding": str(ticked[0]), "csrf_token": str(token["value"])}
    assert ruth.client.post("/approvals/from-findings", data=sent).status_code == 422
    assert not approvals(work)
    page = sam.get(asking(ticked[:1]))
    assert sam.submit(page, "Ask for 1 approval").heading == "Approvals"
    (made,) = approvals(work)
    assert made.requested_by_id == city.sam.user_id
