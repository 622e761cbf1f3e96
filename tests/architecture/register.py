"""A register with some of every record: of one’s own department, of another’s, of oneself."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from auditor.access import SYSTEM
from auditor.app import create_app
from auditor.approvals.rules import Decision
from auditor.columns import Audience
from auditor.evidence.model import Evidence
from auditor.flags.model import Flag
from auditor.officers.model import Assignment
from auditor.reports.rules import Order
from auditor.reports.service import issue
from auditor.store import FileStore
from auditor.trail.acts import Act
from auditor.wiring import Wiring, current_wiring
from auditor.work import Work
from tests.architecture.clerk import applied_upload, clerk, deputations, ordered_report, riskier
from tests.architecture.followed import make_follow_ups
from tests.architecture.people import accounts, officer_of, ruling_on, sign_ins
from tests.conftest import make_settings
from tests.home.factory import (
    AT,
    make_file,
    make_finding,
    make_request,
    make_tool,
    make_upload,
)
from tests.people.factory import make_department
from tests.statements.factory import make_statement

OWN, FOREIGN, CONCERNED = "own", "foreign", "concerned"
WHOSE = (OWN, FOREIGN, CONCERNED)

#: The name of an address's variable, then whose record it is, then the record's id.
Records = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Who:
    """One column of the tables: who asks, and for whose record."""

    name: str
    email: str | None
    whose: str = OWN


COLUMNS = (
    Who("visitor", None),
    Who("oversight", "oversight@city.example"),
    Who("supervisor, own", "supervisor@city.example"),
    Who("supervisor, foreign", "supervisor@city.example", FOREIGN),
    Who("concerned", "concerned@city.example", CONCERNED),
    Who("council", "council@city.example"),
    Who("administrator", "administrator@city.example"),
)


@dataclass
class Register:
    """An application over a register that can be put back to how it was."""

    app: Flask
    var: Path
    records: Records
    tokens: dict[str | None, str] = field(default_factory=dict)

    def client(self, email: str | None) -> FlaskClient:
        """A browser in which this person is signed in; a visitor's for None."""
        client = self.app.test_client()
        if email:
            with client.session_transaction() as session:
                session["_user_id"] = f"the sign-in of {email}"
                session["csrf"] = "the same in every browser"
        return client

    def token(self, client: FlaskClient) -> str:
        """A CSRF token that fits the client's session."""
        page = client.get("/account", follow_redirects=True).get_data(as_text=True)
        found = BeautifulSoup(page, "html.parser").select_one("form [name=csrf_token]")
        assert found
        return str(found["value"])

    def put_back(self) -> None:
        """Undo whatever was done since the register was made."""
        with self.app.app_context():
            current_wiring().engine.dispose()
        for left in self.var.glob("auditor.db-*"):
            left.unlink()
        shutil.copy(self.var / "made.db", self.var / "auditor.db")

    def ids(self, names: frozenset[str] | set[str], who: Who) -> Mapping[str, int]:
        """The ids of an address's variables, as this column asks for them."""
        return {name: self._id(name, who) for name in names if name in self.records}

    def _id(self, name: str, who: Who) -> int:
        by = self.records[name]
        return by.get(who.email or "", by.get(who.whose, by[OWN]))


@contextmanager
def made(migrated: Path, var: Path) -> Iterator[Register]:
    """The register, on SQLite: who may do what does not depend on the database."""
    shutil.copy(migrated, var / "auditor.db")
    app = create_app(replace(make_settings(var), base_url="http://localhost"))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        wiring = current_wiring()
    with wiring.open(SYSTEM) as work:
        records = _fill(work, wiring.files)
    records["report_id"] = _reports(wiring, records["department_id"])
    records["order_id"] = {OWN: ordered_report(wiring)}
    records["applied_upload_id"] = {OWN: applied_upload(wiring)}
    wiring.engine.dispose()
    shutil.copy(var / "auditor.db", var / "made.db")
    yield Register(app, var, records)
    wiring.engine.dispose()


def _fill(work: Work, files: FileStore) -> Records:
    own, foreign = make_department(work), make_department(work, "HHPD", "Harrow Hill Police")
    bare = make_department(work, "NONE", "A Department Without Records")
    departments = {OWN: own, FOREIGN: foreign, CONCERNED: own}
    officers = {whose: officer_of(work, departments[whose], whose) for whose in WHOSE}
    users = accounts(work, own, officers[CONCERNED])
    tool, bare_tool = make_tool(work), make_tool(work, "Never Found")
    file = make_file(work, files.keep(b"Name,Vendor\nHoneycomb,Bee Ltd\n").sha256)
    records: Records = {
        "department_id": {whose: each.id for whose, each in departments.items()},
        "bare_department_id": {OWN: bare.id},
        "officer_id": {whose: each.id for whose, each in officers.items()},
        "bare_officer_id": {OWN: officer_of(work, own, "bare").id},
        "tool_id": {OWN: tool.id},
        "bare_tool_id": {OWN: bare_tool.id},
        "upload_id": {OWN: make_upload(work, file).id},
        "user_id": {OWN: users["other"]},
        "ruling_id": {OWN: ruling_on(work, tool)},
        "question_id": {OWN: 1},
        "finding_id": {},
        "flag_id": {},
        "assignment_id": {},
        "approval_id": {},
        "statement_id": {},
        "confirmed_approval_id": {},
        "evidence_id": {},
        "sign_in_id": sign_ins(work, users),
    }
    for whose in WHOSE:
        officer_id, department_id = officers[whose].id, departments[whose].id
        finding = make_finding(work, tool, department_id, officer_id=officer_id)
        evidence = Evidence(
            file_id=file.id,
            name="memo.txt",
            department_id=department_id,
            handed_in_by_id=users["oversight"],
            handed_in_at=AT,
            shared_at=AT,
        )
        work.session.add(evidence)
        work.record(Act.APPROVAL_REQUESTED)
        asked = make_request(
            work,
            tool,
            department_id,
            users["oversight"],
            officer_id=officer_id,
            evidence_id=evidence.id,
        )
        confirmed = make_request(
            work,
            tool,
            department_id,
            users["oversight"],
            Decision.CONFIRMED,
            officer_id=officer_id,
        )
        confirmed.decided_by_id, confirmed.decided_at = users["supervisor"], work.now
        work.record(Act.APPROVAL_CONFIRMED)
        for name, found in (
            ("finding_id", finding.id),
            ("flag_id", work.session.scalar(select(Flag.id).where(Flag.finding_id == finding.id))),
            (
                "assignment_id",
                work.session.scalar(
                    select(Assignment.id).where(Assignment.officer_id == officer_id)
                ),
            ),
            ("approval_id", asked.id),
            ("confirmed_approval_id", confirmed.id),
            ("evidence_id", evidence.id),
            ("statement_id", make_statement(work, tool.id, department_id)),
        ):
            assert found
            records[name][whose] = found
    repeating = make_finding(work, tool, own.id)
    repeating.duplicate_of_id = records["finding_id"][CONCERNED]
    work.record(Act.FINDING_EDITED)
    riskier(work, tool)
    about = {whose: officer_of(work, departments[whose], f"asked {whose}") for whose in WHOSE}
    about[CONCERNED] = officers[CONCERNED]
    of = {whose: (departments[whose].id, about[whose].id) for whose in WHOSE}
    records |= make_follow_ups(work, tool, of, users["supervisor"])
    records |= deputations(work, users)
    return records | {"entry_id": {OWN: 1}, "repeating_finding_id": {OWN: repeating.id}}


def _reports(wiring: Wiring, departments: Mapping[str, int]) -> dict[str, int]:
    """One for the department of one’s own, one for another, and one for the council."""
    turns = clerk(wiring)
    orders = {
        OWN: Order(audience=Audience.DEPARTMENT, department_id=departments[OWN]),
        FOREIGN: Order(audience=Audience.DEPARTMENT, department_id=departments[FOREIGN]),
        "council@city.example": Order(audience=Audience.COUNCIL),
    }
    return {
        whose: issue(turns, wiring.files, order, office="The Office").report_id
        for whose, order in orders.items()
    }
