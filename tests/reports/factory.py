"""A register full of what the council must not see, and reports of it."""

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

from auditor.access import Actor, Role
from auditor.columns import Audience
from auditor.days import Day
from auditor.departments.model import Department
from auditor.findings.model import Finding
from auditor.findings.rules import Certainty, Stage
from auditor.flags.model import Flag
from auditor.people.model import User
from auditor.reports.rules import Order
from auditor.reports.service import Issued, issue
from auditor.store import FileStore
from auditor.trail.acts import Act
from auditor.work import Work
from tests.approvals.factory import confirm, make_request
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, City, make_city, make_finding
from tests.officers.factory import make_officer
from tests.people.factory import make_user
from tests.statements.factory import make_statement

#: Part of every value that the council must not see.
CANARY = "kanarienvogel"

#: One more moment each time, so that no two works are at the same one.
NOON = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Turns:
    """Opens works as a page or a command does."""

    work: OpenWork
    actor: Actor

    def reading(self) -> AbstractContextManager[Work]:
        return self.work(self.actor, NOON, reading=True)

    def writing(self) -> AbstractContextManager[Work]:
        return self.work(self.actor, NOON)


def make_secretive_register(work: OpenWork) -> City:
    """A city, in every sensitive field of whose records stands a canary."""
    city = make_city(work)
    with work(city.ines) as w:
        department = w.session.get_one(Department, city.hpd)
        officer = make_officer(
            w,
            department,
            f"{CANARY} family",
            given_name=f"{CANARY} given",
            email=f"officer@{CANARY}.example",
            employee_id=f"{CANARY}-employee",
            badge=f"{CANARY}-badge",
            unit="Patrol",
        ).id
    with work() as w:
        decider = make_user(
            w,
            Role.SUPERVISOR,
            f"decider@{CANARY}.example",
            name=f"{CANARY} decider",
            department=w.session.get_one(Department, city.hpd),
        ).as_actor()
        asking = make_user(w, email=f"asking@{CANARY}.example", name=f"{CANARY} asking").as_actor()
    with work(asking) as w:
        asked = make_request(
            w,
            city.tool,
            city.hpd,
            officer_id=officer,
            conditions=f"{CANARY} conditions",
            document="=HYPERLINK(memo)",
        )
    confirm(work, decider, asked, reason=f"{CANARY} decision reason")
    with work(asking) as w:
        finding = make_finding(w, city.tool, city.hpd, officer_id=officer, **_SECRETS)
        _dismiss(w, make_finding(w, city.tool, city.rvs, signed_up_on=FEB_5, **_UNIDENTIFIED))
        w.session.get_one(Finding, finding).recorded_by_id = asking.user_id
        words = f"{CANARY} question"
        make_statement(w, city.tool, city.hpd, question=words, signed_by=f"{CANARY} signs")
        w.record(Act.UPLOAD_APPLIED)
    return city


_SECRETS: Any = {
    "name_as_received": f"{CANARY} as received",
    "account_email": f"account@{CANARY}.example",
    "case_numbers": (f"{CANARY}-case-1", f"{CANARY}-case-2"),
    "notes": f"{CANARY} notes",
    "source_reference": f"{CANARY}-reference",
    "source_kind": "vendor’s log",
    "stage": Stage.USED_IN_A_CASE,
    "first_used_on": Day.of_month(2020, 2),
    "last_used_on": date(2020, 3, 4),
    "searches_low": 11,
    "searches_high": 50,
    "on_behalf_of": "=1+1",
}
_UNIDENTIFIED: Any = {"name_as_received": f"{CANARY} unidentified", "stage": Stage.SIGNED_UP}


def _dismiss(work: Work, finding_id: int) -> None:
    for flag in work.session.query(Flag).filter_by(finding_id=finding_id):
        flag.state_reason = f"{CANARY} state reason"
    work.record(Act.FLAGS_ASSESSED)


def make_finding_that_does_not_count(work: Work, city: City) -> int:
    return make_finding(
        work, city.tool, city.hpd, officer_id=city.okafor, certainty=Certainty.DISPROVED
    )


def issued(
    work: OpenWork,
    files: FileStore,
    actor: Actor,
    audience: Audience = Audience.COUNCIL,
    **ordered: Any,
) -> Issued:
    order = Order(audience=audience, **ordered)
    return issue(Turns(work, actor), files, order, office="Office of Police Oversight")


def council_member(work: OpenWork) -> User:
    with work() as w:
        return make_user(w, Role.COUNCIL, "council@city.example", name="Cosima Breckland")


def read(content: bytes, title: str) -> list[dict[str, Any]]:
    """The rows of a sheet by heading, as another reader finds them."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    headings, *rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


def headings(content: bytes, title: str) -> Sequence[str]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return [str(cell) for cell in book.get_sheet_by_name(title).to_python()[0]]


def titles(content: bytes) -> list[str]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).sheet_names


def everything(content: bytes) -> str:
    """Every part of a workbook, its properties included, as one text without case."""
    with ZipFile(BytesIO(content)) as package:
        return "\n".join(
            name + package.read(name).decode("utf-8", "replace") for name in package.namelist()
        ).casefold()


def about(content: bytes) -> dict[str, Any]:
    """The labelled lines of the first sheet."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    lines = book.get_sheet_by_name("About this report").to_python()
    return {str(line[0]): line[1] for line in lines if line[0]}


def canaries(text: str) -> set[str]:
    return set(re.findall(rf"{CANARY}[\w -]*", text))
