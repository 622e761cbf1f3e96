"""Approvals that something changed about: to be reviewed, kept, and to be reviewed again."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from auditor.access import Actor
from auditor.approvals.model import Approval
from auditor.approvals.queries import get_approval
from auditor.approvals.reviewing import keep_approval, what_to_review
from auditor.approvals.revoking import revoke_approval
from auditor.approvals.stale import stale, waiting_for_review
from auditor.errors import FieldsRefused, IllegalMove, NotAllowed, NotFound
from auditor.officers.model import Assignment, Officer
from auditor.officers.service import AssignmentFacts, add_assignment
from auditor.rulings.rules import Body, Outcome
from auditor.tools.model import Tool
from auditor.tools.rules import RiskLevel
from auditor.tools.service import ToolFacts, edit_tool
from auditor.trail.acts import Act
from tests.approvals.factory import confirm, make_request
from tests.browser import Browser
from tests.conftest import MORNING, OpenWork
from tests.findings.factory import City
from tests.findings.test_views import statements
from tests.rulings.factory import make_ruling

ROBBERY = AssignmentFacts(unit="Robbery", since=date(2026, 3, 9))


@pytest.fixture
def approvals(work: OpenWork, city: City) -> tuple[int, int]:
    """Two that Sam confirmed: one for everybody, one for Vega of Patrol."""
    with work(city.ines) as w:
        wide = make_request(w, city.tool, city.hpd)
        narrow = make_request(w, city.tool, city.hpd, officer_id=city.vega)
    for number in (wide, narrow):
        confirm(work, city.sam, number)
    return wide, narrow


def raise_risk(work: OpenWork, city: City, level: RiskLevel = RiskLevel.HIGH) -> None:
    with work(city.ines) as w:
        tool = w.session.get_one(Tool, city.tool)
        assert edit_tool(w, tool, ToolFacts(name=tool.name, risk_level=level))


def due(work: OpenWork, city: City) -> dict[int, tuple[str, ...]]:
    with work(city.ines, reading=True) as w:
        return {number: each.reasons for number, each in stale(w).items()}


def keep(work: OpenWork, actor: Actor, number: int, reason: str | None = "Weighed.") -> None:
    with work(actor, reading=True) as w:
        found = what_to_review(w, get_approval(w, number))
    with work(actor) as w:
        keep_approval(w, get_approval(w, number), reason=reason, seen=found.newest)


def test_each_cause_makes_an_approval_to_be_reviewed_until_it_is_kept_and_again_after_the_next(
    work: OpenWork, city: City, approvals: tuple[int, int]
) -> None:
    wide, narrow = approvals
    assert due(work, city) == {}
    with work(city.ines) as w:
        officer = w.session.get_one(Officer, city.vega)
        add_assignment(w, officer, ROBBERY, end_running=True)
    moved = "From 9 March 2026 on the officer’s unit is Robbery, not Patrol."
    assert due(work, city) == {narrow: (moved,)}
    raise_risk(work, city)
    riskier = "The risk level of FaceFinder went from none to high on 2 March 2026."
    assert due(work, city) == {wide: (riskier,), narrow: (riskier, moved)}
    keep(work, city.sam, narrow)
    assert due(work, city) == {wide: (riskier,)}
    with work(city.ines) as w:
        make_ruling(w, Outcome.PROHIBITED, date(2026, 6, 1), body=Body.COUNCIL)
    came = (
        "Ruling 2 (council: prohibited, in effect from 1 June 2026 on) was entered on 2 March 2026."
    )
    assert due(work, city) == {wide: (riskier, came), narrow: (came,)}
    keep(work, city.olga, wide)
    raise_risk(work, city, RiskLevel.EXTREME)
    again = "The risk level of FaceFinder went from high to extreme on 2 March 2026."
    assert due(work, city) == {wide: (again,), narrow: (again, came)}
    with work(city.sam) as w:
        revoke_approval(w, get_approval(w, wide), reason="Too risky.")
    assert set(due(work, city)) == {narrow}


def test_a_move_that_was_taken_back_with_its_upload_makes_an_approval_to_be_reviewed(
    work: OpenWork, city: City
) -> None:
    with work(city.ines) as w:
        moved = add_assignment(w, w.session.get_one(Officer, city.vega), ROBBERY, end_running=True)
        before = w.session.scalars(select(Assignment).where(Assignment.until.is_not(None))).one()
        added, ended = moved.id, before.id
        number = make_request(
            w, city.tool, city.hpd, officer_id=city.vega, valid_from=date(2026, 3, 9)
        )
    confirm(work, city.sam, number)
    assert due(work, city) == {}
    with work(city.ines) as w:
        w.session.delete(w.session.get_one(Assignment, added))
        w.session.get_one(Assignment, ended).until = None
        w.record(Act.UPLOAD_UNDONE, stays=[])
    (reason,) = due(work, city)[number]
    assert reason == "The officer’s unit is Patrol, not Robbery, as 2 March 2026 brought."


def test_what_waits_undecided_has_ended_or_is_of_another_department_is_not_to_be_reviewed(
    work: OpenWork, city: City
) -> None:
    with work(city.ines) as w:
        make_request(w, city.tool, city.hpd)
        ended = make_request(w, city.tool, city.hpd, valid_until=MORNING.date())
        foreign = make_request(w, city.tool, city.rvs)
    confirm(work, city.sam, ended)
    confirm(work, city.ruth, foreign)
    raise_risk(work, city)
    assert set(due(work, city)) == {ended, foreign}
    for actor, numbers in ((city.sam, [ended]), (city.ruth, [foreign])):
        with work(actor, reading=True) as w:
            assert [each.id for each in waiting_for_review(w)] == numbers
    with work(city.ines, MORNING.replace(day=3), reading=True) as w:
        assert set(stale(w)) == {foreign}


def test_only_who_may_revoke_keeps_with_a_reason_and_with_everything_seen(
    work: OpenWork, city: City, approvals: tuple[int, int]
) -> None:
    wide, _ = approvals
    with pytest.raises(IllegalMove, match="nothing has changed"):
        keep(work, city.sam, wide)
    raise_risk(work, city)
    for actor, refusal in ((city.ines, NotAllowed), (city.ruth, NotFound)):
        with pytest.raises(refusal):
            keep(work, actor, wide)
    with work(city.sam) as w:
        own = make_request(w, city.tool, city.hpd)
    confirm(work, city.olga, own)
    raise_risk(work, city, RiskLevel.EXTREME)
    with pytest.raises(NotAllowed, match="You asked for this approval yourself"):
        keep(work, city.sam, own)
    theirs = replace(city.sam, officer_id=city.vega)
    with work(theirs, reading=True) as w:
        assert [each.id for each in waiting_for_review(w)] == [wide]
    with pytest.raises(FieldsRefused, match="Say why it is kept"):
        keep(work, city.sam, wide, None)
    with work(city.sam, reading=True) as w:
        seen = what_to_review(w, get_approval(w, wide)).newest
    raise_risk(work, city, RiskLevel.LOW)
    with work(city.sam) as w, pytest.raises(FieldsRefused, match="More changed about it meanwhile"):
        keep_approval(w, get_approval(w, wide), reason="Weighed.", seen=seen)


def test_the_pages_name_it_with_its_reasons_and_a_supervisor_keeps_it(
    app: Flask, work: OpenWork, city: City, approvals: tuple[int, int], browser: Browser
) -> None:
    wide, narrow = approvals
    raise_risk(work, city)
    reason = "The risk level of FaceFinder went from none to high"
    browser.sign_in("sam@city.example")
    assert f"Approval {wide}" in (first := browser.get("/").text)
    assert reason in first
    page = browser.get(f"/approvals/{wide}")
    assert "to be reviewed" in page.texts("section:first-of-type .tag")
    assert "It waits for the review of Olga Berg or Sam Hill." in page.text
    page = browser.get(f"/approvals/{wide}/keep")
    assert reason in page.text
    raise_risk(work, city, RiskLevel.EXTREME)
    page = browser.submit(page, "Keep it", reason="Weighed.")
    assert (page.status, "More changed about it meanwhile" in page.text) == (422, True)
    assert "from none to extreme" in page.text
    page = browser.submit(page, "Keep it", reason="Weighed.", seen="9" * 5_000)
    assert (page.status, "More changed about it meanwhile" in page.text) == (422, True)
    page = browser.submit(page, "Keep it", reason="The risk was weighed.")
    assert f"Approval {wide} is kept as it is." in page.text
    assert "Kept by Sam Hill" in page.text
    assert "Reviewed it, and kept it" in page.texts(".history-act")[0]
    assert "to be reviewed" not in page.texts("section:first-of-type .tag")
    assert browser.get(f"/approvals/{wide}/keep").status == 409
    with statements(app.extensions["auditor"].engine) as count:
        page = browser.get("/approvals?review=yes")
        # It is asked which are, and once more why those of the page are.
        assert count() <= 14 + 1
    assert page.texts("tbody th") == [f"Approval {narrow}"]
    assert reason.replace("high", "extreme") in page.text
    ended = app.test_cli_runner().invoke(
        args=["approvals", "keep", str(narrow), "--as", "sam@city.example", "--reason", "Weighed."]
    )
    assert (ended.exit_code, f"Approval {narrow} is kept" in ended.output) == (0, True)
    assert due(work, city) == {}
    with work(reading=True) as w:
        assert w.session.get_one(Approval, narrow).revoked_at is None
