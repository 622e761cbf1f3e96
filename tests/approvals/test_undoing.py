"""Withdrawing one's own request, and marking one's own decision as entered in error."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from auditor.access import Actor
from auditor.approvals.checks import refuse_to_mark
from auditor.approvals.queries import get_approval
from auditor.approvals.revoking import revoke_approval
from auditor.approvals.undoing import effect_without, mark_in_error, withdraw_request
from auditor.approvals.wording import effect_in_words
from auditor.errors import AuditorError, FieldsRefused, IllegalMove, NotAllowed, NotFound
from auditor.parameters import Parameters
from auditor.trail.acts import Act
from auditor.trail.model import Entry
from tests.approvals.factory import confirm, make_request
from tests.approvals.test_service import verdict
from tests.browser import Browser
from tests.conftest import MORNING, OpenWork
from tests.findings.factory import FEB_5, City, make_finding

NEXT_MONDAY = MORNING.date() + timedelta(days=7)


@pytest.fixture
def used(work: OpenWork, city: City) -> int:
    with work(city.ines) as w:
        return make_finding(
            w, city.tool, city.hpd, officer_id=city.vega, first_used_on=MORNING.date()
        )


@pytest.fixture
def asked(work: OpenWork, city: City, used: int) -> int:
    assert used
    with work(city.ines) as w:
        return make_request(w, city.tool, city.hpd)


def withdraw(work: OpenWork, actor: Actor, approval_id: int, reason: str | None = "No.") -> None:
    with work(actor) as w:
        withdraw_request(w, get_approval(w, approval_id), reason=reason)


def mark(work: OpenWork, actor: Actor, approval_id: int, reason: str | None = "Slip.") -> None:
    with work(actor) as w:
        mark_in_error(w, get_approval(w, approval_id), reason=reason)


def newest(work: OpenWork) -> list[str]:
    with work(reading=True) as w:
        return list(w.session.scalars(select(Entry.act).order_by(Entry.seq.desc()).limit(2)))


def test_a_withdrawn_request_counts_nowhere_any_more(
    work: OpenWork, city: City, used: int, asked: int
) -> None:
    assert verdict(work, used) == ("awaiting", "awaiting")
    withdraw(work, city.ines, asked)
    assert verdict(work, used) == ("unapproved", "no-approval")
    assert Act.APPROVAL_WITHDRAWN in newest(work)
    with pytest.raises(IllegalMove, match="only a request that waits"):
        withdraw(work, city.ines, asked)


def test_a_request_is_withdrawn_by_whoever_made_it_with_a_reason_and_undecided(
    work: OpenWork, city: City, asked: int
) -> None:
    for actor, refusal in ((city.sam, NotAllowed), (city.ruth, NotFound)):
        with pytest.raises(refusal):
            withdraw(work, actor, asked)
    with pytest.raises(FieldsRefused, match="Say why"):
        withdraw(work, city.ines, asked, None)
    confirm(work, city.sam, asked)
    with pytest.raises(IllegalMove, match="only a request that waits"):
        withdraw(work, city.ines, asked)


def test_a_decision_in_error_counts_as_never_taken_and_says_so_beforehand(
    work: OpenWork, city: City, used: int, asked: int
) -> None:
    confirm(work, city.sam, asked)
    assert verdict(work, used) == ("approved", "approved")
    with work(city.sam, reading=True) as w:
        effect = effect_without(w, get_approval(w, asked))
        told = effect_in_words(effect, made_on=w.today)
    assert told == (
        "1 finding changes from “Approved” to “No approval on record” (no approval would cover "
        "it).",
    )
    mark(work, city.sam, asked)
    assert verdict(work, used) == ("unapproved", "no-approval")
    assert Act.APPROVAL_IN_ERROR in newest(work)
    with pytest.raises(IllegalMove, match="no decision that counts"):
        mark(work, city.sam, asked)


def test_a_decision_is_marked_by_whoever_took_it_and_with_a_reason(
    work: OpenWork, city: City, asked: int
) -> None:
    with pytest.raises(IllegalMove, match="no decision that counts"):
        mark(work, city.sam, asked)
    confirm(work, city.sam, asked)
    others: tuple[tuple[Actor, type[AuditorError]], ...] = (
        (city.olga, NotAllowed),
        (city.ines, NotAllowed),
        (city.ruth, NotFound),
    )
    for actor, refusal in others:
        with pytest.raises(refusal):
            mark(work, actor, asked)
    with pytest.raises(FieldsRefused, match="Say what"):
        mark(work, city.sam, asked, None)
    with work(city.ines) as w:
        make_finding(w, city.tool, city.hpd, account_email="sam@city.example", first_used_on=FEB_5)
    with pytest.raises(NotAllowed, match="This approval concerns you"):
        mark(work, city.sam, asked)


def test_a_decision_that_somebody_else_revoked_is_not_marked_any_more(
    work: OpenWork, city: City, asked: int
) -> None:
    confirm(work, city.sam, asked)
    with work(city.olga) as w:
        revoke_approval(w, get_approval(w, asked), reason="The trial is over.")
    with pytest.raises(IllegalMove, match=r"Olga Berg revoked it on 2026-03-02 .*from 2026-"):
        mark(work, city.sam, asked)
    with work(city.sam, reading=True) as w:
        assert get_approval(w, asked).in_error_at is None


def test_a_decision_can_be_marked_for_five_business_days(
    work: OpenWork, city: City, asked: int
) -> None:
    confirm(work, city.sam, asked)

    def ask(day: date, holidays: tuple[date, ...] = ()) -> None:
        later = datetime.combine(day, MORNING.timetz())
        parameters = Parameters(holidays=frozenset(holidays))
        with work(city.sam, now=later, reading=True, parameters=parameters) as w:
            refuse_to_mark(w, get_approval(w, asked))

    tuesday = NEXT_MONDAY + timedelta(days=1)
    ask(NEXT_MONDAY)
    with pytest.raises(IllegalMove, match=f"until {NEXT_MONDAY}. A confirmed one"):
        ask(tuesday)
    ask(tuesday, (date(2026, 3, 4),))


def test_the_pages_offer_it_to_whom_it_is_for_and_show_the_effect_first(
    app: Flask, work: OpenWork, city: City, asked: int
) -> None:
    with work(city.ines) as w:
        other = make_request(w, city.tool, city.hpd)
    browser = Browser(app)
    browser.sign_in("ines@city.example")
    assert browser.get(f"/approvals/{other}").html.select("a[href$='/withdraw']")
    page = browser.get(f"/approvals/{other}/withdraw")
    assert "1 finding stays as it is." in page.text
    assert browser.submit(page, "Withdraw", reason="").status == 422
    page = browser.submit(page, "Withdraw", reason="Asked for twice.")
    assert f"The request for approval {other} is withdrawn." in page.text
    assert "Asked for twice." in page.text
    assert not page.html.select("a[href$='/withdraw']")
    browser = Browser(app)
    browser.sign_in("sam@city.example")
    browser.submit(browser.get(f"/approvals/{asked}/confirm"), "Confirm")
    assert browser.get(f"/approvals/{asked}").html.select("a[href$='/entered-in-error']")
    page = browser.get(f"/approvals/{asked}/entered-in-error")
    assert "1 finding changes from “Awaiting” to “No approval on record”" in page.text
    page = browser.submit(page, "Mark as in error", reason="The wrong number.")
    assert "counts as never taken" in page.text
    assert "The wrong number." in page.text
    assert browser.get(f"/approvals/{asked}/revoke").status == 409
