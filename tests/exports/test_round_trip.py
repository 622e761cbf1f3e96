"""Our own files, handed in again as they are: nothing is changed, and what is computed is named.

Officers of one name are told apart by employee id or badge alone, in our own files as in others.
"""

from datetime import date
from typing import Any

import pytest

from auditor.approvals.queries import get_approval
from auditor.approvals.undoing import withdraw_request
from auditor.days import Day
from auditor.departments.model import Department
from auditor.exports.rules import Form
from auditor.findings.marking import mark_duplicate, withdraw_finding
from auditor.findings.queries import finding_row
from auditor.findings.rules import Stage
from auditor.officers.service import AssignmentFacts, add_assignment, withdraw_officer
from auditor.rulings.queries import get_kept_ruling
from auditor.rulings.service import withdraw_ruling
from auditor.statements.model import Statement
from auditor.statements.rules import Answer, Aware
from auditor.statements.service import withdraw_statement
from auditor.store import FileStore
from auditor.tools.model import Tool
from auditor.tools.rules import Category, RiskLevel
from auditor.tools.service import withdraw_tool
from auditor.trail.acts import Act
from auditor.uploads import service
from auditor.uploads.kinds import KINDS
from auditor.uploads.planning import Sent
from auditor.work import Work
from tests.approvals.factory import confirm, make_request
from tests.browser import Browser
from tests.conftest import OpenWork
from tests.exports.files import file_of
from tests.findings.factory import FEB_5, City, Desk, make_city, make_finding
from tests.officers.factory import make_officer
from tests.rulings.factory import make_ruling
from tests.tools.factory import make_tool
from tests.uploads.factory import counts, plan_of

#: A text that would be a formula, of two lines, and a name with an apostrophe of its own.
FORMULA = '=HYPERLINK("a"),\n-1'
QUOTED = "'=1 O’Malley"


@pytest.fixture
def city(work: OpenWork) -> City:
    """A city whose records are as hard to take in again as the services let them be."""
    city = make_city(work)
    with work(city.ines) as w:
        hpd = w.session.get_one(Department, city.hpd)
        _officers(w, hpd, city)
        _tools_and_rulings(w, city)
        _findings(w, city)
        asked = _approvals(w, city)
        _statements(w, city)
    confirm(work, city.sam, asked)
    return city


def _officers(w: Work, hpd: Department, city: City) -> None:
    facts: Any = {"employee_id": "0815", "unit": "+Narcotics", "until": date(2020, 1, 31)}
    moved = make_officer(w, hpd, QUOTED, **facts)
    add_assignment(
        w,
        moved,
        AssignmentFacts(badge="-7", unit="Harbor", since=date(2020, 2, 1)),
        end_running=True,
    )
    withdraw_officer(w, make_officer(w, hpd, "Gone"), "Entered twice.")


def _tools_and_rulings(w: Work, city: City) -> None:
    make_tool(
        w,
        "=Cmd",
        vendor="@Vendor",
        aliases=("-x", "+y"),
        category=Category.DRONES,
        risk_level=next(iter(RiskLevel)),
        description=FORMULA,
        website="https://tool.example",
        domains=("tool.example",),
    )
    withdraw_tool(w, make_tool(w, "Gone"), "Entered twice.")
    make_ruling(w, effective_from=date(2021, 1, 1), tool_id=city.tool, document="=1")
    make_ruling(w, effective_from=date(2021, 1, 1), tool_id=city.tool, document="-2")
    gone = make_ruling(w, effective_from=date(2018, 1, 1))
    withdraw_ruling(w, get_kept_ruling(w, gone.id), "Entered twice.")


def _findings(w: Work, city: City) -> None:
    common: Any = {"signed_up_on": FEB_5, "officer_id": city.vega}
    first = make_finding(w, city.tool, city.hpd, **common, notes=FORMULA, on_behalf_of=QUOTED)
    second = make_finding(w, city.tool, city.hpd, **common, notes="the same day")
    mark_duplicate(w, finding_row(w, second), first)
    gone = make_finding(w, city.tool, city.hpd, **common)
    withdraw_finding(w, finding_row(w, gone), "Entered twice.")
    make_finding(
        w,
        city.tool,
        city.hpd,
        officer_id=city.okafor,
        stage=Stage.USED_IN_A_CASE,
        first_used_on=Day.of_month(2020, 2),
        last_used_on=date(2020, 3, 4),
        searches_low=51,
        case_numbers=("007", "-8"),
        purposes=("training", "warrant"),
        account_email="ada@hpd.example",
        source_kind="=log",
    )
    make_finding(w, city.tool, city.rvs, name_as_received="@nobody", source_reference="0012")


def _approvals(w: Work, city: City) -> int:
    scope: Any = {"officer_id": city.vega, "unit": "=Patrol"}
    asked = make_request(w, city.tool, city.hpd, **scope, conditions=FORMULA)
    make_request(w, city.tool, city.hpd, **scope, conditions="another")
    gone = get_approval(w, make_request(w, city.tool, city.rvs))
    withdraw_request(w, gone, reason="Not needed any more.")
    return asked


def _statements(w: Work, city: City) -> None:
    """A denial and a confirmation after it, a question that waits, and one withdrawn."""
    told: Any = {"tool_id": city.tool, "asked_on": FEB_5, "recorded_at": w.now}
    answered: Any = {**told, "question": FORMULA, "signed_by": QUOTED, "complete_list": False}
    later: Any = {"answered_on": date(2020, 3, 4), "aware_before_asked": Aware.NO}
    rows = [
        Statement(department_id=city.hpd, answer=Answer.DENIED, answered_on=FEB_5, **answered),
        Statement(department_id=city.hpd, answer=Answer.CONFIRMED, units_asked=7, **later, **told),
        Statement(department_id=city.rvs, answer=Answer.NO_RESPONSE, **told),
        Statement(department_id=city.rvs, answer=Answer.DECLINED, answered_on=FEB_5, **told),
    ]
    w.session.add_all(rows)
    w.record(Act.STATEMENT_ASKED)
    withdraw_statement(w, rows[-1].id, "Entered twice.")


@pytest.mark.parametrize("form", list(Form))
def test_our_own_files_change_nothing_when_they_are_handed_in_again(
    browser: Browser, work: OpenWork, city: City, files: FileStore, form: Form
) -> None:
    browser.sign_in("ines@city.example")
    desk = Desk(work, city.ines, files)
    for kind in KINDS:
        content = file_of(browser, f"/{kind}.{form}?withdrawn=yes")

        outcome = service.preview(desk, files, Sent(KINDS[kind], f"{kind}.{form}", content))

        new, changed, unchanged, refused = counts(outcome)
        plan = plan_of(outcome)
        moved = [row for row in plan.rows if row.changes]
        assert (new, changed, refused) == (0, 0, 0), (kind, plan.refused, moved)
        assert unchanged == len(plan.rows) > 1
        said = " ".join(plan.remarks)
        assert said.count("Computed or kept by hand here") == 1, kind
        assert "no column here is called so" not in said, kind
        keeps = kind in {"departments", "statements"}
        assert ("the record was withdrawn here" in said) != keeps, kind


def test_the_officers_of_one_name_are_told_apart_in_a_file(
    browser: Browser, work: OpenWork, city: City
) -> None:
    with work(city.ines) as w:
        hpd = w.session.get_one(Department, city.hpd)
        other = make_officer(w, hpd, "Okafor", given_name="Ada", employee_id="0816").id
        namesake = make_finding(w, city.tool, city.hpd, officer_id=other)
    browser.sign_in("ines@city.example")

    told = file_of(browser, "/findings.csv").decode("utf-8-sig").splitlines()

    assert [line.split(",")[3] for line in told if line.startswith(f"{namesake},")] == ["0816"]


def test_a_row_that_says_it_was_withdrawn_does_not_bring_the_record_back(
    work: OpenWork, city: City, files: FileStore
) -> None:
    desk = Desk(work, city.ines, files)

    plan = desk.take(
        "tools", "Name,Vendor,Reason for withdrawing", "Gone,,Entered twice.", "New,Vendor,"
    )

    assert [row.label for row in plan.rows] == ["Withdrawn", "New"]
    with work(reading=True) as w:
        assert w.session.query(Tool).filter_by(name="Gone").count() == 1
