"""Several requests at once: looked through, decided with one reason, those that fail named."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from auditor.access import Actor
from auditor.approvals.model import Approval
from auditor.approvals.rules import Decision
from auditor.approvals.several import MOST_TOGETHER, Outcome, decide_each, ticked
from auditor.approvals.waiting import waiting_page
from auditor.days import Day
from auditor.evidence.service import Document, hand_in
from auditor.people.deputies import name_deputy
from auditor.people.model import User
from auditor.store import FileStore
from auditor.trail.acts import Act
from auditor.trail.model import Change, Entry
from auditor.trail.queries import all_faults
from tests.approvals.conftest import LETTER
from tests.approvals.factory import confirm, make_request
from tests.approvals.test_service import verdict
from tests.browser import Browser, Page
from tests.conftest import MORNING, OpenWork
from tests.findings.factory import FEB_5, City, make_finding
from tests.findings.test_views import statements
from tests.tools.factory import make_tool

SAM = "sam@city.example"
WAITING = "/approvals/waiting"


def used(work: OpenWork, city: City, officer_id: int | None, **columns: object) -> int:
    with work(city.ines) as w:
        told: dict[str, Any] = {"officer_id": officer_id, "first_used_on": FEB_5} | columns
        return make_finding(w, city.tool, city.hpd, **told)


def asked(work: OpenWork, city: City, officer_id: int | None = None, **columns: object) -> int:
    with work(city.ines) as w:
        return make_request(w, city.tool, city.hpd, officer_id=officer_id, **columns)


def rows(work: OpenWork) -> list[Approval]:
    with work(reading=True) as w:
        return list(w.session.scalars(select(Approval).order_by(Approval.id)))


def acts(work: OpenWork, act: Act) -> list[tuple[int, set[tuple[str, int]]]]:
    """The entries of this act, each with the rows that it changed."""
    with work(reading=True) as w:
        found = w.session.execute(
            select(Entry.seq, Change.record, Change.record_id)
            .join(Change, Change.seq == Entry.seq)
            .where(Entry.act == act)
            .order_by(Entry.seq)
        ).all()
    by_entry: dict[int, set[tuple[str, int]]] = {}
    for seq, record, record_id in found:
        by_entry.setdefault(seq, set()).add((record, record_id))
    return list(by_entry.items())


def asking(word: str, ids: list[int]) -> str:
    return f"{WAITING}/{word}?" + "&".join(f"approval={one}" for one in ids)


def beside(page: Page, approval_id: int) -> str:
    panel = page.html.select_one(f"section[aria-labelledby=request-{approval_id}]")
    assert panel
    return " ".join(panel.get_text(" ").split())


def test_what_waits_is_shown_oldest_first_with_what_is_on_record_beside_each(
    app: Flask, work: OpenWork, city: City, browser: Browser, letter: Document
) -> None:
    many = [used(work, city, city.vega, signed_up_on=Day.of_month(2020, 1)) for _ in range(7)]
    used(work, city, city.okafor, account_email=SAM)
    used(work, city, None, name_as_received="Vargas")
    with work(city.ines) as w:
        paper = hand_in(w, letter, department_id=city.hpd, shows="what was asked for")
        paper.shared_at = w.now
        secret = hand_in(w, letter, department_id=city.hpd, shows="what the vendor said")
        w.record(Act.APPROVAL_REQUESTED)
        old = make_request(w, city.tool, city.hpd, officer_id=city.vega)
        w.session.get_one(Approval, old).evidence_id = paper.id
        w.session.get_one(Approval, old).document_on = date(2026, 2, 6)
        unit = make_request(w, city.tool, city.hpd, unit="Narcotics")
        w.session.get_one(Approval, unit).evidence_id = secret.id
        w.record(Act.APPROVAL_REQUESTED)
        everybody = make_request(w, city.tool, city.hpd)  # Sam’s own account is among them.
        make_request(w, city.tool, city.rvs)
    with work(city.sam) as w:
        own = make_request(w, city.tool, city.hpd, officer_id=city.okafor)
    browser.sign_in(SAM)
    assert browser.get("/").html.select_one(f"a[href='{WAITING}']")
    with statements(app.extensions["auditor"].engine) as count:
        page = browser.get(WAITING)
        assert count() <= 14
    assert page.texts("section h2") == [
        f"Tick approval {old}: FaceFinder for Vega, Ana",
        f"Tick approval {unit}: FaceFinder for the unit Narcotics",
    ]
    form = page.form("Deny the ticked")
    assert (form["method"], form["action"]) == ("get", f"{WAITING}/confirm")
    assert form.select_one(f"button[formaction='{WAITING}/deny']")
    assert not form.select("[checked]")
    assert len(browser.get(f"{WAITING}?ticked=all").html.select("[name=approval][checked]")) == 2
    told = beside(page, old)
    assert "business days longer than the office allows" in told
    for said in ("Ines Ortega, on 6 February 2026", "No approval on record", "Waits for"):
        assert said in told
    assert "Signed up on January 2020; first used on 5 February 2020" in told
    shown = [str(link["href"]) for link in page.html.select("section li a")]
    assert shown[:5] == [f"/findings/{one}" for one in many[:1:-1]]
    assert "All 7 findings" in told
    assert f"/files/{paper.id}" in str(page.html)
    # Of everybody only numbers, without what concerns the reader; and no paper kept from them.
    told = beside(page, unit)
    assert {"8 findings in all" in told, "Handed in with it nothing" in told} == {True}
    assert f"/files/{secret.id}" not in str(page.html)
    for link in page.html.select("main section a"):
        assert browser.client.get(str(link["href"])).status_code == 200
    # Olga, whom nothing concerns, sees Sam’s request too; and page by page the same as at once.
    with work(city.olga, reading=True) as w:
        first = waiting_page(w, limit=2)
        second = waiting_page(w, limit=2, after=first.after or 0)
        found = [each.row.id for each in (*first.requests, *second.requests)]
        assert found == [old, unit, everybody, own]
        assert (first.after, second.after) == (unit, None)
        waits = [(each.business_days, each.is_late) for each in first.requests]
        assert waits == [(16, True), (0, False)]


def test_those_that_fail_are_named_and_the_rest_is_decided_each_under_an_act_of_its_own(
    app: Flask, work: OpenWork, city: City, browser: Browser, tmp_path: Path
) -> None:
    findings = [used(work, city, officer) for officer in (city.vega, city.okafor)]
    later = used(work, city, city.okafor, first_used_on=date(2099, 1, 1))
    ids = [asked(work, city, officer) for officer in (city.vega, city.okafor)]
    with work(city.ines) as w:
        other_tool = make_tool(w, "Honeycomb").id
        meanwhile = make_request(w, city.tool, city.hpd, unit="Narcotics")
        elsewhere = make_request(w, city.tool, city.rvs)
        beside_it = make_request(w, other_tool, city.hpd)
    with work(city.sam) as w:
        own = make_request(w, city.tool, city.hpd)
    browser.sign_in(SAM)
    page = browser.get(asking("confirm", [*ids, meanwhile, elsewhere, own, beside_it]))
    assert page.heading == "Confirm 4 requests"
    assert f"Approval {own}: You asked for this approval yourself" in page.text
    assert f"Approval {elsewhere}: There is no such approval" in page.text
    # Both officers’ requests are weighed together: each alone would leave the other’s findings.
    assert "2 findings lie before" in page.text
    assert "1 finding changes from “Awaiting” to “Approved”." in page.text
    confirm(work, city.olga, meanwhile)
    with work(reading=True) as w:
        before = w.session.scalars(select(Entry.seq).order_by(Entry.seq.desc()).limit(1)).one()
    done = browser.submit(page, "Confirm 4 requests", reason="Agreed at the staff meeting.")
    assert (done.status, done.heading) == (200, "Not all of them were decided")
    assert f"Approvals {ids[0]}, {ids[1]} and {beside_it} are confirmed." in done.text
    assert f"Approval {meanwhile} is decided already: Olga Berg confirmed it on" in done.text
    decided = {one.id: one for one in rows(work)}
    for one in (*ids, beside_it):
        assert decided[one].decision_reason == "Agreed at the staff meeting."
        assert decided[one].decided_by_id == city.sam.user_id
    assert decided[meanwhile].decided_by_id == city.olga.user_id
    assert [decided[one].decision for one in (elsewhere, own)] == [None, None]
    told = [changed for seq, changed in acts(work, Act.APPROVAL_CONFIRMED) if seq > before]
    assert told == [{("approvals", one)} for one in (*ids, beside_it)]
    assert [verdict(work, one)[1] for one in (*findings, later)] == [
        *("ratified", "ratified"),
        "approved",
    ]
    with work() as w:
        assert all_faults(w, FileStore(tmp_path / "files")) == []
    # Sent once more, nothing is decided a second time.
    again = browser.submit(page, "Confirm 4 requests")
    assert (again.status, again.heading) == (409, "None of them was decided")
    assert "Sam Hill confirmed it on" in again.text


def test_what_is_wrong_for_all_of_them_is_said_at_its_field_and_decides_none(
    work: OpenWork, city: City, browser: Browser
) -> None:
    finding = used(work, city, city.vega)
    ids = [asked(work, city, officer) for officer in (city.vega, city.okafor)]
    browser.sign_in(SAM)
    page = browser.get(asking("deny", ids))
    wrong = browser.submit(page, "Deny 2 requests")
    assert (wrong.status, "Say why it is denied" in wrong.text) == (422, True)
    dated = browser.submit(page, "Deny 2 requests", reason="No.", document_on="2020-01-10")
    assert (dated.status, "A date alone shows nothing" in dated.text) == (422, True)
    assert {one.decision for one in rows(work)} == {None}
    shown = browser.submit(page, "Deny 2 requests", show="yes", document_on="2020-01-10")
    assert "What this would do with a document dated 10 January 2020 attached" in shown.text
    assert "(the request had been denied)" in shown.text
    letter = (BytesIO(LETTER), "letter.pdf")
    page = browser.submit(
        shown, "Deny 2 requests", reason="No.", document=letter, document_on="2020-01-10"
    )
    assert page.heading == "Waiting for your decision"
    assert f"Approvals {ids[0]} and {ids[1]} are denied." in page.text
    assert verdict(work, finding) == ("unapproved", "denied")
    denied = rows(work)
    assert {one.decision for one in denied} == {"denied"}
    papers = {one.decision_evidence_id for one in denied}
    assert len(papers - {None}) == 2  # Each has its own; the file is kept once.
    for word in ("confirm", "deny"):
        assert "No request is ticked" in browser.get(f"{WAITING}/{word}").text
        token = page.form("Sign out").select_one("[name=csrf_token]")
        assert token
        nothing = {"csrf_token": str(token["value"]), "reason": "No."}
        assert browser.client.post(f"{WAITING}/{word}", data=nothing).status_code == 422


def test_of_two_supervisors_at_once_each_request_hears_one(
    work: OpenWork, city: City, tmp_path: Path
) -> None:
    ids = [asked(work, city) for _ in range(4)]
    start, outcomes = Barrier(2), dict[str, Outcome]()

    def decide(actor: Actor, some: list[int], decision: Decision) -> None:
        start.wait()
        outcomes[actor.name] = decide_each(
            lambda **how: work(actor, **how),
            FileStore(tmp_path / "files"),
            some,
            decision=decision,
            reason="As agreed.",
            attached=None,
            document_on=None,
        )

    threads = [
        Thread(target=decide, args=(city.sam, ids[:3], Decision.CONFIRMED)),
        Thread(target=decide, args=(city.olga, ids[1:], Decision.DENIED)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    decided = [one for outcome in outcomes.values() for one in outcome.decided]
    assert sorted(decided) == ids
    first, second = sorted(outcomes.values(), key=lambda each: len(each.refused))
    assert not first.refused
    assert list(second.refused) == ids[1:3]
    told = "Sam Hill confirmed it on" if ids[0] in first.decided else "Olga Berg denied it on"
    assert all(told in sentence for sentence in second.refused.values())


def test_a_deputy_decides_none_of_what_binds_the_absent_one_and_nobody_more_than_fifty(
    work: OpenWork, city: City
) -> None:
    with work() as w:
        w.session.get_one(User, city.sam.user_id).officer_id = city.vega
        w.record(Act.USER_EDITED)
    leave = MORNING + timedelta(1)
    with work(city.sam) as w:
        assert city.olga.user_id
        name_deputy(w, city.olga.user_id, since=leave.date(), until=leave.date())
        his = make_request(w, city.tool, city.hpd, officer_id=city.okafor)
    about, free = asked(work, city, city.vega), asked(work, city, city.okafor)
    beyond = range(1000, 1000 + MOST_TOGETHER)
    with work(city.olga, leave, reading=True) as w:
        assert [each.row.id for each in waiting_page(w).requests] == [free]
        found = ticked(w, [his, about, free, *beyond])
    assert [row.id for row in found.free] == [free]
    assert "whom you stand in for today did" in found.refused[his]
    assert "concerns you, or whom you stand in for" in found.refused[about]
    assert (
        found.refused[1000] == "There is no such approval, or none that your account may know of."
    )
    assert "At most 50 are decided in one step" in found.refused[beyond[-1]]


@pytest.mark.parametrize("email", ["ines@city.example", "ruth@city.example"])
def test_who_is_of_elsewhere_decides_nothing(
    app: Flask, work: OpenWork, city: City, email: str
) -> None:
    one = asked(work, city)
    browser = Browser(app)
    browser.sign_in(email)
    token = browser.get("/account").html.select_one("[name=csrf_token]")
    assert token
    sent = {"csrf_token": str(token["value"]), "approval": str(one), "reason": "No."}
    answers = {
        browser.client.post(f"{WAITING}/{w}", data=sent).status_code for w in ("confirm", "deny")
    }
    assert answers == ({403} if email.startswith("ines") else {409})
    assert rows(work)[0].decision is None
