"""Pages about approvals and their documents, and the commands beside them."""

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from auditor.approvals.queries import get_approval
from auditor.evidence.service import hand_in, keep_document
from auditor.trail.acts import Act
from auditor.trail.model import Entry
from auditor.wiring import Wiring
from tests.approvals.conftest import LETTER
from tests.approvals.factory import make_request
from tests.browser import Browser, Fields, filled_in
from tests.conftest import MORNING, OpenWork
from tests.findings.factory import FEB_5, City, make_finding

SAM, OLGA, RUTH, INES = (f"{name}@city.example" for name in ("sam", "olga", "ruth", "ines"))


@pytest.fixture
def asked(work: OpenWork, city: City) -> int:
    with work(city.ines) as w:
        make_finding(w, city.tool, city.hpd, officer_id=city.vega, first_used_on=FEB_5)
        return make_request(w, city.tool, city.hpd)


def acts(work: OpenWork) -> list[str]:
    with work(reading=True) as w:
        return list(w.session.scalars(select(Entry.act).order_by(Entry.seq)))


def test_a_request_waits_first_on_its_supervisors_list(
    work: OpenWork, city: City, asked: int, browser: Browser
) -> None:
    with work(city.ines) as w:
        make_request(w, city.tool, city.rvs)
    browser.sign_in(SAM)
    page = browser.get("/approvals")
    assert page.texts("h2")[0] == "Waiting for you"
    assert page.texts("section tbody th") == [f"Approval {asked}"]
    assert page.texts("#results tbody th") == [f"Approval {asked}"]
    assert "1 approval" in page.texts(".count")[0]


def test_oversight_asks_and_the_request_says_who_can_decide(city: City, browser: Browser) -> None:
    browser.sign_in(INES)
    page = browser.submit(
        browser.get("/approvals/new"),
        "Ask for it",
        tool=str(city.tool),
        department=str(city.hpd),
        officer="0042",
        purposes=["training"],
        valid_from="2020-01-01",
    )
    assert page.heading == "Approval 1"
    assert "Olga Berg or Sam Hill" in page.text
    assert "Vega, Ana" in page.text
    wrong = browser.submit(
        browser.get("/approvals/new"),
        "Ask for it",
        tool=str(city.tool),
        department=str(city.rvs),
        officer="0042",
        valid_from="2020-01-01",
    )
    assert wrong.status == 422
    assert "No officer of it is known as “0042”" in wrong.text


def test_a_supervisor_asks_for_their_own_department_and_never_decides_it(
    city: City, browser: Browser
) -> None:
    browser.sign_in(RUTH)
    form = browser.get("/approvals/new")
    assert not form.html.select("[name=department]")
    page = browser.submit(form, "Ask for it", tool=str(city.tool), valid_from="2020-01-01")
    assert "Nobody can decide this now" in page.text
    assert not page.html.select("a[href$='/confirm']")
    refused = browser.get("/approvals/1/confirm")
    assert refused.status == 403
    assert "You asked for this approval yourself" in refused.text


def test_confirming_shows_the_effect_takes_the_letter_and_is_told_in_the_history(
    work: OpenWork, asked: int, browser: Browser
) -> None:
    browser.sign_in(SAM)
    page = browser.get(f"/approvals/{asked}/confirm")
    assert "no earlier document is attached: it becomes ratified" in page.text
    page = browser.submit(
        page,
        "Confirm",
        reason="See the letter.",
        document_on="2020-01-10",
        document=(BytesIO(LETTER), "chief's letter.pdf"),
    )
    assert f"Approval {asked} is confirmed." in page.text
    assert "dated 10 January 2020" in page.text
    assert "Confirmed it" in page.texts(".history-act")[0]
    finding = browser.get("/findings/1")
    assert finding.texts("section:first-of-type .tag")[0] == "Approved"
    assert browser.get(f"/approvals/{asked}/deny").status == 409
    assert acts(work)[-2:] == [Act.APPROVAL_CONFIRMED, Act.FLAGS_ASSESSED]


def test_what_a_typed_date_would_do_is_shown_without_saving(
    work: OpenWork, asked: int, browser: Browser
) -> None:
    browser.sign_in(SAM)
    page = browser.get(f"/approvals/{asked}/confirm")
    button = "Show what this would do"
    page = browser.submit(page, button, show="yes", document_on="2020-01-10", reason="A letter.")
    assert page.status == 200
    assert "What this would do with a document dated 10 January 2020 attached" in page.texts("h2")
    assert "from “No approval on record” (no approval would cover it) to “Approved”." in page.text
    assert page.texts("textarea[name=reason]") == ["A letter."]
    wrong = browser.submit(page, button, show="yes", document_on="2031-01-10")
    assert (wrong.status, "lies in the future" in wrong.text) == (422, True)
    assert "What this would do today" in wrong.texts("h2")
    with work(reading=True) as w:
        assert get_approval(w, asked).decision is None


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"document_on": "2020-01-10"}, "A date alone shows nothing"),
        ({"document": "<html>"}, "none of the kinds of document"),
        ({"reason": ""}, "Say why it is denied"),
    ],
)
def test_what_is_wrong_with_a_decision_stands_at_its_field(
    work: OpenWork, asked: int, browser: Browser, fields: dict[str, str], says: str
) -> None:
    browser.sign_in(SAM)
    filled: dict[str, Fields] = {"reason": "No.", **fields}
    if "document" in fields:
        filled["document"] = (BytesIO(fields["document"].encode()), "letter.pdf")
    page = browser.submit(browser.get(f"/approvals/{asked}/deny"), "Deny", **filled)
    assert page.status == 422
    assert says in page.text
    with work(reading=True) as w:
        assert get_approval(w, asked).decision is None


def test_who_is_concerned_sees_that_it_exists_and_who_handles_it(
    work: OpenWork, city: City, browser: Browser
) -> None:
    with work(city.ines) as w:
        finding = make_finding(w, city.tool, city.hpd, account_email=SAM, first_used_on=FEB_5)
        asked = make_request(w, city.tool, city.hpd, conditions="Only with a warrant.")
    browser.sign_in(SAM)
    for path in ("/approvals", f"/approvals/{asked}", "/findings", f"/findings/{finding}"):
        page = browser.get(path)
        shown = " ".join(page.texts("tbody") or page.texts(".panel"))
        assert "handled by the oversight office" in shown, path
        assert "warrant" not in page.text
        assert "No approval on record" not in shown
    assert browser.get(f"/approvals/{asked}/confirm").status == 403
    assert browser.get("/findings?verdict=unapproved").texts(".count") == ["0 findings"]
    assert browser.get("/approvals?state=requested").texts(".count") == ["0 approvals"]
    assert browser.get("/flags/1").heading == "Flag 1"
    assert "no-approval" not in browser.get("/flags/1").text


def test_another_departments_records_are_not_there(
    work: OpenWork, city: City, asked: int, browser: Browser
) -> None:
    browser.sign_in(RUTH)
    for path in (f"/approvals/{asked}", f"/approvals/{asked}/confirm", "/findings/1", "/flags/1"):
        assert browser.get(path).status == 404, path
    for path in ("/approvals", "/findings", "/flags"):
        assert browser.get(path).texts(".count")[0].startswith("0 "), path
    with work(city.ines) as w:
        theirs = make_request(w, city.tool, city.rvs)
    form = filled_in(browser.get(f"/approvals/{theirs}/confirm").form("Confirm"))
    assert browser.client.post(f"/approvals/{asked}/confirm", data=form).status_code == 404
    with work(city.sam, reading=True) as w:
        assert get_approval(w, asked).decision is None


def _documents(app: Flask, work: OpenWork, city: City) -> tuple[int, int]:
    """One of HPD that was shared with it, and one that was not."""
    wiring: Wiring = app.extensions["auditor"]
    kept = keep_document(wiring.files, LETTER, "Brief für alle.pdf")
    with work(city.ines) as w:
        shared = hand_in(w, kept, department_id=city.hpd, shows="the request")
        shared.shared_at = MORNING
        secret = hand_in(w, kept, department_id=city.hpd, shows="what the vendor said")
        w.record(Act.APPROVAL_CONFIRMED)
        return shared.id, secret.id


def test_a_document_is_a_sealed_download_for_who_may_open_it_and_each_opening_is_recorded(
    app: Flask, work: OpenWork, city: City, browser: Browser
) -> None:
    shared, secret = _documents(app, work, city)
    expected = {SAM: (200, 404), RUTH: (404, 404), INES: (200, 200)}
    for email, statuses in expected.items():
        browser = Browser(app)
        browser.sign_in(email)
        answers = [browser.client.get(f"/files/{number}") for number in (shared, secret)]
        assert tuple(answer.status_code for answer in answers) == statuses, email
    answer = browser.client.get(f"/files/{secret}")
    headers = answer.headers
    assert answer.data == LETTER
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Security-Policy"].startswith("sandbox")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"].startswith("attachment")
    assert acts(work).count(Act.FILE_OPENED) == 4


def test_the_command_decides_under_the_same_rules(
    app: Flask, work: OpenWork, city: City, asked: int, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(LETTER)
    run = app.test_cli_runner().invoke
    said = ["--reason", "See the letter.", "--document", str(letter)]
    dated = [*said, "--document-date", "2020-01-10"]
    for email, says in ((INES, "does not allow"), (RUTH, "no such approval")):
        answer = run(args=["approvals", "confirm", str(asked), "--as", email, *dated])
        assert answer.exit_code == 1
        assert says in answer.output
    alone = run(args=["approvals", "confirm", "1", "--as", SAM, "--document-date", "2020-01-10"])
    assert "A date alone shows nothing" in alone.output
    assert run(args=["approvals", "deny", "1", "--as", SAM]).exit_code == 1
    line = ["approvals", "confirm", "1", "--as", SAM]
    told = run(args=[*line, "--show"]).output
    assert "Nothing is recorded" in told
    assert "it becomes ratified, not approved" in told
    done = run(args=[*line, *dated]).output
    assert "is confirmed" in done
    assert "1 finding changes from “No approval on record”" in done
    with work(city.sam, reading=True) as w:
        found = get_approval(w, asked)
        assert found.decided_through == "command line"
    again = run(args=["approvals", "deny", "1", "--as", OLGA, "--reason", "No."])
    assert "is decided already: Sam Hill confirmed it" in again.output
