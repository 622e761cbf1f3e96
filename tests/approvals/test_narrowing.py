"""Narrowing an approval: revoked from a day on and a successor within it confirmed, in one act."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from auditor.access import Actor
from auditor.approvals.model import Approval, ApprovalReview
from auditor.approvals.narrowing import Narrowed, narrow_approval
from auditor.approvals.queries import get_approval
from auditor.errors import FieldsRefused, IllegalMove, NotAllowed, NotFound
from auditor.people.model import User
from auditor.trail.acts import Act
from auditor.trail.model import Entry
from tests.approvals.factory import confirm, make_request
from tests.approvals.test_service import verdict
from tests.browser import Browser
from tests.conftest import MORNING, OpenWork
from tests.findings.factory import City, make_finding

TODAY = MORNING.date()
END = TODAY + timedelta(days=60)


@pytest.fixture
def approval(work: OpenWork, city: City) -> int:
    """For everybody and any purpose, confirmed by Sam; it ends in sixty days."""
    with work(city.ines) as w:
        asked = make_request(w, city.tool, city.hpd, valid_until=END, conditions="By a sergeant.")
    confirm(work, city.sam, asked)
    return asked


def narrow(
    work: OpenWork, actor: Actor, number: int, *, reason: str | None = "Moved.", **left: Any
) -> int:
    with work(actor) as w:
        kept = {"unit": None, "officer_id": None, "purposes": (), "valid_until": END}
        approval = get_approval(w, number)
        made = Narrowed.of(w, approval, **{**kept, "valid_from": None, **left})
        return narrow_approval(w, approval, made, reason=reason).id


def test_a_successor_takes_its_place_on_the_day_after_in_one_entry_of_the_trail(
    work: OpenWork, city: City, approval: int
) -> None:
    with work(city.ines) as w:
        uses: dict[str, Any] = {"signed_up_on": TODAY, "last_used_on": TODAY}
        theirs = make_finding(w, city.tool, city.hpd, officer_id=city.vega, **uses)
        others = make_finding(w, city.tool, city.hpd, officer_id=city.okafor, **uses)
    successor = narrow(work, city.olga, approval, officer_id=city.vega)
    tomorrow = TODAY + timedelta(days=1)
    with work(reading=True) as w:
        old, new = w.session.get_one(Approval, approval), w.session.get_one(Approval, successor)
        assert (old.revoked_from, old.revoked_by_id) == (tomorrow, city.olga.user_id)
        assert (new.valid_from, new.valid_until, new.officer_id) == (tomorrow, END, city.vega)
        assert (new.requested_by_id, new.decided_by_id) == (city.ines.user_id, city.olga.user_id)
        assert (new.conditions, new.decision_reason) == ("By a sergeant.", "Moved.")
        review = w.session.scalars(select(ApprovalReview)).one()
        assert (review.outcome, review.successor_id) == ("narrowed", successor)
        newest = list(w.session.scalars(select(Entry.act).order_by(Entry.seq.desc()).limit(1)))
    assert newest == [Act.APPROVAL_NARROWED]
    assert verdict(work, theirs) == verdict(work, others) == ("approved", "approved")
    later = MORNING + timedelta(days=5)
    with work(city.ines, later) as w:
        uses = {"first_used_on": later.date()}
        covered = make_finding(w, city.tool, city.hpd, officer_id=city.vega, **uses)
        left_out = make_finding(w, city.tool, city.hpd, officer_id=city.okafor, **uses)
    assert verdict(work, covered) == ("approved", "approved")
    assert verdict(work, left_out) == ("unapproved", "revoked")


def test_nothing_wider_comes_of_it_and_it_needs_a_reason(
    work: OpenWork, city: City, approval: int
) -> None:
    refused: tuple[tuple[dict[str, Any], str], ...] = (
        ({"valid_until": END + timedelta(days=1)}, "Its term ends on"),
        ({"valid_until": None}, "Its term ends on"),
        ({"valid_from": date(2019, 1, 1)}, "Nothing would be narrower"),
        ({"valid_from": END + timedelta(days=1)}, "lies before the first"),
        ({"officer_id": 9999}, "not of that department"),
        ({"purposes": ("training",), "reason": None}, "Say why"),
    )
    for left, says in refused:
        with pytest.raises(FieldsRefused, match=says):
            narrow(work, city.sam, approval, **left)
    successor = narrow(work, city.sam, approval, purposes=("training", "testing"), unit="Patrol")
    refused = (
        ({"purposes": ("training",)}, "for the unit Patrol alone"),
        ({"purposes": (), "unit": "patrol"}, "for these purposes alone: testing, training"),
    )
    for left, says in refused:
        with pytest.raises(FieldsRefused, match=says):
            narrow(work, city.sam, successor, **left)
    with pytest.raises(IllegalMove, match="revoked already"):
        narrow(work, city.sam, approval, unit="Patrol")


def test_who_asked_or_is_concerned_by_either_narrows_nothing(
    work: OpenWork, city: City, approval: int
) -> None:
    for actor, refusal in ((city.ines, NotAllowed), (city.ruth, NotFound)):
        with pytest.raises(refusal):
            narrow(work, actor, approval, unit="Patrol")
    with work() as w:
        w.session.get_one(User, city.sam.user_id).officer_id = city.vega
        w.record(Act.USER_EDITED)
    sam = replace(city.sam, officer_id=city.vega)
    with pytest.raises(NotAllowed, match="This approval concerns you"):
        narrow(work, sam, approval, officer_id=city.vega)
    with work(reading=True) as w:
        assert w.session.get_one(Approval, approval).revoked_at is None
    with work(city.sam) as w:
        own = make_request(w, city.tool, city.hpd, valid_until=END)
    confirm(work, city.olga, own)
    successor = narrow(work, city.olga, own, unit="Patrol")
    with pytest.raises(NotAllowed, match="You asked for this approval yourself"):
        narrow(work, sam, successor, unit="Patrol", purposes=("training",))


def test_the_page_shows_the_effect_before_it_is_done_and_the_command_does_the_same(
    app: Flask, work: OpenWork, city: City, browser: Browser
) -> None:
    with work(city.ines) as w:
        make_finding(w, city.tool, city.hpd, first_used_on=TODAY)
        approval = make_request(w, city.tool, city.hpd)  # The pages go by the clock, and no END.
    confirm(work, city.sam, approval)
    browser.sign_in("sam@city.example")
    page = browser.get(f"/approvals/{approval}/narrow")
    page = browser.submit(page, "Show what this would do", reason="Less.")
    assert (page.status, "Nothing would be narrower" in page.text) == (422, True)
    page = browser.submit(page, "Show what this would do", unit="Patrol")
    assert (page.status, "1 finding stays as it is." in page.text) == (200, True)
    page = browser.submit(page, "Narrow", unit="Robbery")
    assert "What this would do" in page.text  # Something else is to be done than was shown.
    page = browser.submit(page, "Narrow", unit="Patrol")
    page = browser.submit(page, "Narrow")
    successor = approval + 1
    assert f"Approval {approval} is narrowed: approval {successor} takes its place." in page.text
    assert page.path == f"/approvals/{successor}"
    assert f"It took the place of approval {approval}" in page.text
    assert f"In its place stands approval {successor}" in browser.get(f"/approvals/{approval}").text
    page = browser.get(f"/approvals/{successor}/narrow")
    assert not page.html.select("[name=unit]")
    said = ["--as", "olga@city.example", "--purpose", "training", "--reason", "For training."]
    words = ["approvals", "narrow", str(successor), *said]
    shown = app.test_cli_runner().invoke(args=[*words, "--show"])
    assert "Nothing is recorded" in shown.output
    done = app.test_cli_runner().invoke(args=words)
    assert f"Approval {successor} is narrowed: approval {successor + 1}" in done.output
    with work(reading=True) as w:
        assert w.session.get_one(Approval, successor + 1).purposes == ("training",)
