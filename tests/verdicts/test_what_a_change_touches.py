"""What a verdict or a flag rests on is changed, by form or by file, and both follow at once."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from auditor.departments.model import Department
from auditor.departments.service import DepartmentFacts, edit_department
from auditor.flags.model import Flag
from auditor.flags.rules.states import FlagState
from auditor.officers.model import Assignment, Officer
from auditor.officers.service import AssignmentFacts, add_assignment, edit_assignment
from auditor.rulings.rules import Body, Outcome
from auditor.store import FileStore
from auditor.tools.model import Tool
from auditor.tools.rules import Category
from auditor.tools.service import ToolFacts, edit_tool
from auditor.verdicts.model import StoredVerdict
from tests.approvals.factory import confirm, make_request
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, City, Desk, make_city, make_finding
from tests.rulings.factory import make_ruling

LETTER_DAY = date(2020, 1, 10)


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_city(work)


@pytest.fixture
def desk(work: OpenWork, city: City, tmp_path: Path) -> Desk:
    return Desk(work, city.ines, FileStore(tmp_path / "files"))


@pytest.fixture
def used(work: OpenWork, city: City) -> int:
    """Vega of Patrol used it, for which Patrol alone was permitted by the department’s letter."""
    with work(city.ines) as w:
        found = make_finding(
            w,
            city.tool,
            city.hpd,
            officer_id=city.vega,
            account_email="ana@hpd.example",
            first_used_on=FEB_5,
            case_numbers=("7/2020",),
        )
        make_request(w, city.tool, city.hpd, unit="Patrol")
    confirm(work, city.sam, 1)
    assert reason(work, found) == "ratified"
    return found


def reason(work: OpenWork, finding_id: int) -> str | None:
    with work(reading=True) as w:
        return w.session.get_one(StoredVerdict, finding_id).reason


def open_flags(work: OpenWork) -> set[str]:
    with work(reading=True) as w:
        return set(w.session.scalars(select(Flag.rule).where(Flag.state == FlagState.OPEN)))


def test_an_assignment_entered_and_corrected(work: OpenWork, city: City, used: int) -> None:
    with work(city.ines) as w:
        vega = w.session.get_one(Officer, city.vega)
        patrol = w.session.scalars(
            select(Assignment).where(Assignment.officer_id == city.vega)
        ).one()
        ended = AssignmentFacts(badge="0042", unit="Patrol", until=date(2020, 1, 31))
        edit_assignment(w, vega, ended, assignment=patrol)
    assert reason(work, used) == "no-approval"  # On that day no unit of Vega’s is known.
    with work(city.ines) as w:
        facts = AssignmentFacts(unit="Vice", since=date(2020, 2, 1))
        vice = add_assignment(w, w.session.get_one(Officer, city.vega), facts)
    assert reason(work, used) == "no-approval"
    with work(city.ines) as w:
        vega, vice = w.session.get_one(Officer, city.vega), w.session.merge(vice)
        edit_assignment(w, vega, replace(facts, unit="PATROL"), assignment=vice)
    assert reason(work, used) == "ratified"


def test_a_roster_that_moves_an_officer(work: OpenWork, desk: Desk, used: int) -> None:
    desk.take(
        "officers", "Department,Employee id,Unit,As of", "HPD,007,Vice,2020-02-01", overwrite=True
    )
    assert reason(work, used) == "no-approval"


def test_a_tool_of_another_category(work: OpenWork, city: City, desk: Desk, used: int) -> None:
    with work(city.ines) as w:
        make_ruling(w, Outcome.PROHIBITED, FEB_5, body=Body.COUNCIL, category=Category.DRONES)
        tool = w.session.get_one(Tool, city.tool)
        edit_tool(w, tool, ToolFacts(name=tool.name, category=Category.DRONES))
    assert reason(work, used) == "prohibited"
    desk.take("tools", "Name,Category", "FaceFinder,face recognition", overwrite=True)
    assert reason(work, used) == "ratified"


def test_a_department_of_other_domains(work: OpenWork, city: City, desk: Desk, used: int) -> None:
    assert used
    assert open_flags(work) == {"ratified"}
    with work(city.ines) as w:
        hpd = w.session.get_one(Department, city.hpd)
        facts = DepartmentFacts(code=hpd.code, name=hpd.name, email_domains=("police.example",))
        edit_department(w, hpd, facts)
    assert open_flags(work) == {"ratified", "personal-address"}
    desk.take(
        "departments", "Code,Email domains", "HPD,police.example; hpd.example", overwrite=True
    )
    assert open_flags(work) == {"ratified"}
