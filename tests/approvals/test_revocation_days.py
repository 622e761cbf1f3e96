"""From which day a revocation counts: the default, the days that cannot be, and the command."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from auditor.approvals.queries import get_approval
from auditor.errors import FieldsRefused
from auditor.evidence.service import Document
from tests.approvals.conftest import JAN_10, LETTER
from tests.approvals.factory import confirm, make_request
from tests.approvals.test_revoking import CHANGE, revoke_it
from tests.approvals.test_service import verdict
from tests.browser import Browser
from tests.conftest import OpenWork
from tests.findings.factory import City

JAN_20, JAN_21 = date(2020, 1, 20), date(2020, 1, 21)


def _confirmed(work: OpenWork, city: City, letter: Document, **term: date) -> int:
    with work(city.ines) as w:
        asked = make_request(w, city.tool, city.hpd, **term)
    confirm(work, city.sam, asked, document=letter, document_on=JAN_10)
    return asked


def test_without_a_day_a_dated_revocation_counts_from_the_day_after_its_document(
    work: OpenWork, city: City, used: int, confirmed: int, letter: Document
) -> None:
    revoke_it(work, city.sam, confirmed, document=letter, document_on=JAN_20)
    with work(city.sam, reading=True) as w:
        assert get_approval(w, confirmed).revoked_from == JAN_21
    assert verdict(work, used) == ("unapproved", "revoked")


def test_without_a_day_it_counts_from_no_day_before_the_term(
    work: OpenWork, city: City, letter: Document
) -> None:
    later = _confirmed(work, city, letter, valid_from=date(2026, 6, 1))
    revoke_it(work, city.sam, later)
    with work(city.sam, reading=True) as w:
        assert get_approval(w, later).revoked_from == date(2026, 6, 1)


def test_a_day_outside_the_term_is_refused_with_what_it_would_mean(
    work: OpenWork, city: City, letter: Document
) -> None:
    term = {"valid_from": date(2020, 1, 1), "valid_until": date(2026, 3, 10)}
    running = _confirmed(work, city, letter, **term)
    ended = _confirmed(work, city, letter, **term | {"valid_until": date(2026, 2, 1)})
    for approval, day, says in (
        (running, date(2019, 12, 31), "2019-12-31, lies before its term begins, on 2020-01-01"),
        (running, date(2026, 3, 11), "ends on 2026-03-10 anyway: revoked from 2026-03-11"),
        (ended, None, "revoked from 2026-03-03 on, it would lose no day"),
        (ended, date(2026, 1, 1), "revoked from 2026-03-02 on, it would lose no day"),
    ):
        with pytest.raises(FieldsRefused, match=says):
            revoke_it(work, city.sam, approval, revoked_from=day)
    revoke_it(work, city.sam, running, revoked_from=date(2026, 3, 10))
    revoke_it(work, city.sam, ended, document=letter, document_on=JAN_20)


def test_the_page_shows_what_typed_days_would_do_and_saves_nothing(
    work: OpenWork, city: City, confirmed: int, browser: Browser
) -> None:
    browser.sign_in("olga@city.example")
    page = browser.get(f"/approvals/{confirmed}/revoke")
    assert "Revoked today without a document, from" in page.text
    button = "Show what this would do"
    page = browser.submit(page, button, show="yes", document_on="2020-01-20")
    assert page.status == 200
    assert "by a document dated 20 January 2020, from 21 January 2020 on" in page.text
    assert CHANGE in page.texts("#effect-heading + p + ul")[0]
    for days, says in (
        ({"document_on": "2031-01-01"}, "lies in the future"),
        ({"revoked_from": "2019-01-01"}, "lies before its term begins"),
        ({"revoked_from": "May"}, "is no day"),
    ):
        wrong = browser.submit(page, button, show="yes", **{"document_on": "", **days})
        assert (wrong.status, says in wrong.text) == (422, True)
    with work(city.sam, reading=True) as w:
        assert get_approval(w, confirmed).revoked_at is None


def test_the_command_revokes_under_the_same_rules(
    app: Flask, work: OpenWork, city: City, confirmed: int, tmp_path: Path
) -> None:
    order = tmp_path / "order.pdf"
    order.write_bytes(LETTER)
    run = app.test_cli_runner().invoke
    line = ["approvals", "revoke", str(confirmed), "--as"]
    for email, says in (("ines", "does not allow"), ("ruth", "no such approval")):
        answer = run(args=[*line, f"{email}@city.example", "--reason", "Over."])
        assert (answer.exit_code, says in answer.output) == (1, True)
    sam = [*line, "sam@city.example"]
    assert "Say why it is revoked" in run(args=sam).output
    dated = ["--effective", "2020-02-01", "--document", str(order), "--document-date"]
    early = run(args=[*sam, "--reason", "Over.", *dated, "2020-01-09"])
    assert "lies before the approval was confirmed" in early.output
    shown = run(args=[*sam, "--show", "--effective", "2020-02-01", "--document-date", "2020-01-20"])
    assert shown.output == f"Nothing is recorded. This is what it would do:\n  {CHANGE}\n"
    done = run(args=[*sam, "--reason", "Over.", *dated, "2020-01-20"])
    assert done.output == f"Approval {confirmed} is revoked.\n  {CHANGE}\n"
    with work(city.sam, reading=True) as w:
        found = get_approval(w, confirmed)
        assert (found.revoked_through, found.revoked_from) == ("command line", date(2020, 2, 1))
        assert found.revocation_document_on == date(2020, 1, 20)
        assert found.revocation_evidence_id is not None
