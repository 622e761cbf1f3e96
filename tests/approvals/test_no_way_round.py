"""Every way by which an approval can be changed, tried by those who must not."""

from collections.abc import Iterator
from io import BytesIO

import click
import pytest
from flask import Flask
from sqlalchemy import select

from auditor.access import Actor, Role
from auditor.approvals.model import Approval
from auditor.officers.model import Officer
from auditor.people.model import User
from auditor.trail.acts import Act
from tests.approvals.factory import confirm, make_request
from tests.browser import Browser
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, City, make_finding
from tests.people.factory import make_user

SAM = "sam@city.example"

#: What is sent to each of them: enough for whoever may.
SENT = {"reason": "Because.", "revoked_from": "2026-02-01", "document_on": ""}


def _pages(app: Flask) -> list[str]:
    """The last word of every address that takes a POST about one approval."""
    rules = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "approval_id" in rule.arguments and "POST" in (rule.methods or set())
    ]
    return sorted(rule.rsplit("/", 1)[1] for rule in rules)


def _commands(app: Flask) -> list[str]:
    group = app.cli.commands["approvals"]
    assert isinstance(group, click.Group)
    return sorted(group.commands)


def _ways(app: Flask, browser: Browser, approval_id: int) -> Iterator[tuple[str, int]]:
    """Each way, and the status it was answered with; a refused command counts as 403."""
    token = browser.get("/account").html.select_one("[name=csrf_token]")
    assert token
    for word in _pages(app):
        data = {
            **SENT,
            "csrf_token": str(token["value"]),
            "document": (BytesIO(b"%PDF-1.7 a letter"), "letter.pdf"),
        }
        path = f"/approvals/{approval_id}/{word}"
        answer = browser.client.post(path, data=data, content_type="multipart/form-data")
        yield f"POST {path}", answer.status_code
        yield f"GET {path}", browser.client.get(path).status_code
    for word in ("confirm", "deny"):
        path = "/approvals/waiting/" + word
        data = {**SENT, "csrf_token": str(token["value"]), "approval": str(approval_id)}
        together = browser.client.post(path, data=data)
        assert "None of them was decided" in together.get_data(as_text=True)
        assert f"Approval {approval_id}:" in together.get_data(as_text=True)
        assert "data-key=" not in browser.client.get(f"{path}?approval={approval_id}").text
    for word in _commands(app):
        words = ["approvals", word, str(approval_id), "--as", SAM, "--reason", "Because."]
        ended = app.test_cli_runner().invoke(args=words)
        assert "Traceback" not in ended.output
        yield f"flask {' '.join(words)}", 403 if ended.exit_code == 1 else ended.exit_code


def _ask(work: OpenWork, city: City, by: Actor, **columns: object) -> list[int]:
    """Two requests to HPD, the second of which Olga Berg confirmed."""
    asked = []
    for _ in range(2):
        with work(by) as w:
            asked.append(make_request(w, city.tool, city.hpd, **columns))
    confirm(work, city.olga, asked[1])
    return asked


def _as_sam_is(work: OpenWork, city: City, officer_id: int) -> None:
    with work() as w:
        w.session.get_one(User, city.sam.user_id).officer_id = officer_id
        w.record(Act.USER_EDITED)


def _named(work: OpenWork, city: City) -> list[int]:
    """The approval names the officer that Sam is."""
    _as_sam_is(work, city, city.vega)
    return _ask(work, city, city.ines, officer_id=city.vega)


def _with_own_account(work: OpenWork, city: City) -> list[int]:
    """It covers an account under Sam's own address."""
    with work(city.ines) as w:
        make_finding(w, city.tool, city.hpd, account_email=SAM, first_used_on=FEB_5)
    return _ask(work, city, city.ines)


def _for_the_whole_department(work: OpenWork, city: City) -> list[int]:
    """It is for everybody, and Sam's officer record has a finding among them."""
    _as_sam_is(work, city, city.vega)
    with work(city.ines) as w:
        make_finding(w, city.tool, city.hpd, officer_id=city.vega, first_used_on=FEB_5)
    return _ask(work, city, city.ines)


def _as_the_same_person_elsewhere(work: OpenWork, city: City) -> list[int]:
    """It names a record of the same person whose other record, elsewhere, is Sam's."""
    with work() as w:
        other = Officer(
            department_id=city.rvs,
            family_name="Vega",
            given_name="Ana",
            folded="vega ana",
            same_person_id=city.vega,
        )
        w.session.add(other)
        w.record(Act.OFFICER_ADDED)
        other_id = other.id
    _as_sam_is(work, city, other_id)
    return _ask(work, city, city.ines, officer_id=city.vega)


@pytest.mark.parametrize(
    "concern",
    [_named, _with_own_account, _for_the_whole_department, _as_the_same_person_elsewhere],
    ids=lambda made: made.__name__.strip("_"),
)
def test_whoever_is_concerned_finds_no_way_to_change_an_approval(
    app: Flask, work: OpenWork, city: City, concern: object
) -> None:
    assert callable(concern)
    approvals = concern(work, city)
    _try_all(app, work, approvals, theirs=set(), withdrawn=0)


def test_whoever_asked_finds_no_way_but_to_withdraw_it(
    app: Flask, work: OpenWork, city: City
) -> None:
    asked, confirmed = _ask(work, city, city.sam)
    _try_all(app, work, [confirmed], theirs={"withdraw"}, withdrawn=0)
    _try_all(app, work, [asked], theirs={"withdraw"}, withdrawn=1)


def test_an_account_of_oversight_that_is_concerned_withdraws_nothing(
    app: Flask, work: OpenWork, city: City
) -> None:
    with work() as w:
        make_user(w, Role.OVERSIGHT, "ada@hpd.example", name="Ada Okafor")
        ada = w.session.scalars(select(User).where(User.email == "ada@hpd.example")).one()
        actor = ada.as_actor()
    with work(actor) as w:
        own = make_request(w, city.tool, city.hpd, officer_id=city.okafor)
    browser = Browser(app)
    browser.sign_in("ada@hpd.example")
    assert browser.get(f"/approvals/{own}/withdraw").status == 403


def _try_all(
    app: Flask, work: OpenWork, approvals: list[int], *, theirs: set[str], withdrawn: int
) -> None:
    browser = Browser(app)
    browser.sign_in(SAM)
    assert set(_pages(app)) >= {"confirm", "deny", "revoke", "withdraw", "entered-in-error"}
    assert set(_commands(app)) >= {"confirm", "deny", "revoke"}
    before = _rows(work, approvals)
    for approval_id in approvals:
        answers = dict(_ways(app, browser, approval_id))
        assert len(answers) >= 13
        others = {way for way, status in answers.items() if status != 403}
        # What was decided or is withdrawn already is answered with 409 to whoever asked for it.
        assert {way.rsplit("/", 1)[-1] for way in others} <= theirs
        assert all(answers[way] in {302, 409} for way in others)
    changed = sum(one != other for one, other in zip(before, _rows(work, approvals), strict=True))
    assert changed == withdrawn


def _rows(work: OpenWork, approvals: list[int]) -> list[object]:
    with work(reading=True) as w:
        rows = w.session.execute(
            select(*Approval.__table__.c).where(Approval.id.in_(approvals)).order_by(Approval.id)
        )
        return [tuple(row) for row in rows]
