"""The invented city, taken in by the services that everybody uses, on both databases."""

import json
import stat
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from auditor.access import SYSTEM, Actor, Role
from auditor.approvals.stale import stale
from auditor.demo.commands import WORKBOOK
from auditor.demo.filling import ACCOUNTS
from auditor.findings.model import Finding
from auditor.follow_ups.model import FollowUp
from auditor.follow_ups.rules import FollowUpState
from auditor.officers.model import Officer
from auditor.people.model import User
from auditor.sheets.digest import digest_of_workbook
from auditor.statements.queries.counted import answers_by_tool
from auditor.verdicts.model import StoredVerdict
from auditor.verdicts.rules import Reason, Verdict
from auditor.wiring import current_wiring


@pytest.fixture
def shown(app: Flask) -> str:
    """What `flask demo` prints the first time."""
    result = app.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_first_start_does_the_main_job(app: Flask, shown: str) -> None:
    var = app.extensions["auditor"].settings.var
    with app.app_context(), current_wiring().open(SYSTEM, reading=True) as work:
        officers = work.session.scalar(select(func.count()).select_from(Officer))
        findings = work.session.scalar(select(func.count()).select_from(Finding))
        answered = answers_by_tool(replace(work, actor=Actor("Ines", Role.OVERSIGHT)))
        reasons = set(work.session.scalars(select(StoredVerdict.reason).distinct()))
        told = work.session.execute(select(FollowUp.state)).all()
        to_review = [each.reasons for each in stale(work).values()]
        verdicts = set(work.session.scalars(select(StoredVerdict.verdict).distinct()))
    assert officers == 400
    assert {(each.tool, tuple(each.tally.answers.values())) for each in answered} == {
        ("Clearview AI", (0, 0, 0, 1, 1)),
        ("Gridaugur", (0, 1, 1, 0, 0)),
        ("Quillwarden", (1, 0, 0, 1, 0)),
    }
    assert (answered[0].tally.days, answered[0].tally.unaware) == ((17,), 2)
    assert findings == 248
    assert verdicts == set(Verdict)
    assert reasons - {None} == set(Reason)
    assert [one.state for one in told] == [FollowUpState.ANSWERED]
    ((why,),) = to_review
    assert why.startswith("The risk level of Unlatchmo went from high to extreme")
    assert "no-approval" in shown
    assert "   1  contradicts-statement" in shown
    assert "The trail is whole" in shown
    assert "http://127.0.0.1" in shown
    accounts = json.loads((var / ACCOUNTS).read_text())
    assert [account["role"] for account in accounts].count("supervisor") == 2
    assert {a["role"] for a in accounts} == {
        "oversight",
        "supervisor",
        "council",
        "administrator",
    }
    assert all(account["password"] in shown for account in accounts)
    assert stat.S_IMODE((var / ACCOUNTS).stat().st_mode) == 0o600
    assert digest_of_workbook((var / WORKBOOK).read_bytes(), ()) != ""


def test_the_second_start_changes_nothing_and_says_the_same(app: Flask, shown: str) -> None:
    again = app.test_cli_runner().invoke(args=["demo"]).output
    said = shown[shown.index("Flagged, by rule") :]
    assert again.strip() == said.strip()


def test_a_register_in_use_is_not_filled(app: Flask) -> None:
    run = app.test_cli_runner()
    args = ["users", "add", "a@b.example", "--name", "A", "--role", "administrator"]
    assert run.invoke(args=args).exit_code == 0

    refused = run.invoke(args=["demo"])

    assert refused.exit_code == 1
    assert "This register is in use" in refused.output
    with app.app_context(), current_wiring().open(SYSTEM, reading=True) as work:
        assert work.session.scalar(select(func.count()).select_from(User)) == 1
