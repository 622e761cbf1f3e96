"""Revoking an approval: who may, who may not, from which day, and what it does to findings."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from auditor.access import Actor
from auditor.approvals.queries import as_ruled, get_approval
from auditor.approvals.revoking import effect_of_revoking, revoke_approval
from auditor.approvals.rules import revoked_by
from auditor.approvals.service import deny_approval
from auditor.approvals.wording import effect_in_words
from auditor.errors import FieldsRefused, IllegalMove, NotAllowed, NotFound
from auditor.evidence.service import Document
from auditor.trail.acts import Act
from auditor.trail.model import Entry
from tests.approvals.conftest import JAN_10, LETTER
from tests.approvals.factory import confirm, make_request
from tests.approvals.test_service import verdict
from tests.browser import Browser
from tests.conftest import MORNING, OpenWork
from tests.findings.factory import FEB_5, City, make_finding

TODAY = MORNING.date()
CHANGE = (
    "1 finding changes from “Approved” to “No approval on record” (the approval had been revoked)."
)


def revoke_it(
    work: OpenWork,
    actor: Actor,
    approval_id: int,
    *,
    reason: str | None = "The trial is over.",
    revoked_from: date | None = None,
    document: Document | None = None,
    document_on: date | None = None,
) -> None:
    with work(actor) as w:
        revoke_approval(
            w,
            get_approval(w, approval_id),
            reason=reason,
            revoked_from=revoked_from,
            document=document,
            document_on=document_on,
        )


def test_a_revocation_is_recorded_and_counts_from_tomorrow_unless_it_names_a_day(
    work: OpenWork, city: City, used: int, confirmed: int
) -> None:
    revoke_it(work, city.olga, confirmed)
    with work(city.sam, reading=True) as w:
        found = get_approval(w, confirmed)
        assert (found.revoked_by_id, found.revoked_at) == (city.olga.user_id, MORNING)
        assert (found.revoked_through, found.revoked_from) == ("page", TODAY + timedelta(days=1))
        newest = w.session.scalar(select(Entry.act).order_by(Entry.seq.desc()).limit(1))
        ruled = as_ruled(found, w.zone)
    assert newest == Act.APPROVAL_REVOKED
    assert not revoked_by(ruled, TODAY)
    assert revoked_by(ruled, TODAY + timedelta(days=1))
    assert verdict(work, used) == ("approved", "approved")


def test_a_revocation_of_today_does_not_reach_into_the_past(
    work: OpenWork, city: City, used: int, confirmed: int
) -> None:
    revoke_it(work, city.sam, confirmed, revoked_from=FEB_5)
    assert verdict(work, used) == ("approved", "approved")
    with work(city.sam, reading=True) as w:
        assert as_ruled(get_approval(w, confirmed), w.zone).revoked_on == TODAY


def test_a_letter_shows_that_it_was_revoked_already_then(
    work: OpenWork, city: City, used: int, confirmed: int, letter: Document
) -> None:
    with work(city.sam, reading=True) as w:
        approval = get_approval(w, confirmed)
        effect = effect_of_revoking(w, approval, revoked_from=FEB_5, document_on=JAN_10)
        told = effect_in_words(effect, made_on=JAN_10)
    assert told == (CHANGE,)
    revoke_it(work, city.sam, confirmed, revoked_from=FEB_5, document=letter, document_on=JAN_10)
    assert verdict(work, used) == ("unapproved", "revoked")
    with work(reading=True) as w:
        acts = list(w.session.scalars(select(Entry.act).order_by(Entry.seq.desc()).limit(2)))
    assert acts == [Act.FLAGS_ASSESSED, Act.APPROVAL_REVOKED]


def test_a_revocation_needs_a_reason_and_a_document_no_older_than_the_confirmation(
    work: OpenWork, city: City, confirmed: int, letter: Document
) -> None:
    with pytest.raises(FieldsRefused, match="Say why it is revoked"):
        revoke_it(work, city.sam, confirmed, reason=None)
    with pytest.raises(FieldsRefused, match="A date alone shows nothing"):
        revoke_it(work, city.sam, confirmed, document_on=FEB_5)
    for day, says in (
        (TODAY + timedelta(days=1), "lies in the future"),
        (JAN_10 - timedelta(days=1), "lies before the approval was confirmed, on 2020-01-10"),
    ):
        with pytest.raises(FieldsRefused, match=says):
            revoke_it(work, city.sam, confirmed, document=letter, document_on=day)
    with work(city.sam, reading=True) as w:
        assert get_approval(w, confirmed).revoked_at is None


def test_who_may_not_decide_may_not_revoke(work: OpenWork, city: City, confirmed: int) -> None:
    for actor, refusal in ((city.ines, NotAllowed), (city.ruth, NotFound)):
        with pytest.raises(refusal):
            revoke_it(work, actor, confirmed)
    with work(city.sam) as w:
        own = make_request(w, city.tool, city.hpd)
    confirm(work, city.olga, own)
    with pytest.raises(NotAllowed, match="You asked for this approval yourself"):
        revoke_it(work, city.sam, own)
    with work(city.ines) as w:
        make_finding(w, city.tool, city.hpd, account_email="sam@city.example", first_used_on=FEB_5)
    with pytest.raises(NotAllowed, match="This approval concerns you"):
        revoke_it(work, city.sam, confirmed)
    revoke_it(work, city.olga, confirmed)


def test_only_what_was_confirmed_and_not_yet_revoked_is_revoked(
    work: OpenWork, city: City, confirmed: int
) -> None:
    revoke_it(work, city.sam, confirmed)
    with pytest.raises(IllegalMove, match="Sam Hill revoked it on 2026-03-02 at 09:00"):
        revoke_it(work, city.olga, confirmed)
    with work(city.ines) as w:
        asked = make_request(w, city.tool, city.hpd)
    with pytest.raises(IllegalMove, match="only a confirmed approval is revoked"):
        revoke_it(work, city.sam, asked)
    with work(city.sam) as w:
        deny_approval(w, get_approval(w, asked), reason="No need.")
    with pytest.raises(IllegalMove, match="only a confirmed approval is revoked"):
        revoke_it(work, city.sam, asked)


def test_the_page_shows_what_it_would_do_and_takes_the_letter(
    confirmed: int, browser: Browser
) -> None:
    browser.sign_in("olga@city.example")
    browser.get(f"/approvals/{confirmed}")
    page = browser.get(f"/approvals/{confirmed}/revoke")
    assert "1 finding stays as it is." in page.text
    assert CHANGE in page.text
    wrong = browser.submit(page, "Revoke", reason="", revoked_from="2020-02-01")
    assert (wrong.status, "Say why it is revoked" in wrong.text) == (422, True)
    page = browser.submit(
        wrong,
        "Revoke",
        reason="By the chief’s order.",
        document_on="2020-01-20",
        document=(BytesIO(LETTER), "order.pdf"),
    )
    assert f"Approval {confirmed} is revoked." in page.text
    assert "dated 20 January 2020" in page.text
    assert "Revoked it" in page.texts(".history-act")[0]
    assert not page.html.select("a[href$='/revoke']")
    assert browser.get("/findings/1").texts("section:first-of-type .tag")[0] == (
        "No approval on record"
    )
    assert browser.get(f"/approvals/{confirmed}/revoke").status == 409
