"""A register in every field of which stands a word of its own, so that it is found wherever it is.

Dates and words of a vocabulary have none: what they say is shown to every audience.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from auditor.access import Actor, Role
from auditor.approvals.columns import SHEET as APPROVALS
from auditor.approvals.queries import get_approval
from auditor.approvals.revoking import revoke_approval
from auditor.columns import Audience, Column
from auditor.departments.columns import COLUMNS as DEPARTMENTS
from auditor.departments.model import Department
from auditor.findings.columns import SHEET as FINDINGS
from auditor.findings.model import Finding
from auditor.findings.rules import Stage
from auditor.flags.columns import COLUMNS as FLAGS
from auditor.flags.model import Flag
from auditor.officers.columns import COLUMNS as OFFICERS
from auditor.rulings.columns import COLUMNS as RULINGS
from auditor.statements.columns import LISTED as STATEMENTS
from auditor.statements.model import Statement
from auditor.statements.rules import Answer
from auditor.tools.columns import COLUMNS as TOOLS
from auditor.trail.acts import Act
from auditor.work import Work
from tests.approvals.factory import confirm, make_request
from tests.conftest import OpenWork
from tests.departments.factory import OVERSIGHT, make_department
from tests.findings.factory import FEB_5, make_finding
from tests.officers.factory import make_officer
from tests.people.factory import make_user
from tests.rulings.factory import make_ruling
from tests.tools.factory import make_tool

SHEETS: Final[Mapping[str, tuple[Column, ...]]] = {
    "approvals": APPROVALS,
    "departments": DEPARTMENTS,
    "findings": FINDINGS,
    "flags": FLAGS,
    "officers": OFFICERS,
    "rulings": RULINGS,
    "statements": STATEMENTS,
    "tools": TOOLS,
}

#: By record and field, what stands there; the department's is read under its own columns too.
TOKENS: Final[Mapping[tuple[str, str], str]] = {
    ("approvals", "unit"): "zqa-unit",
    ("approvals", "officer"): "zqa-officer",
    ("approvals", "conditions"): "zqa-conditions",
    ("approvals", "document"): "zqa-document",
    ("approvals", "requested_by"): "zqa-requester",
    ("approvals", "decided_by"): "zqa-decider",
    ("approvals", "decision_reason"): "zqa-decision",
    ("approvals", "revoked_by"): "zqa-revoker",
    ("approvals", "revocation_reason"): "zqa-revocation",
    ("departments", "name"): "zqd-name",
    ("departments", "city"): "zqd-city",
    ("departments", "state"): "zqd-state",
    ("departments", "aliases"): "zqd-alias",
    ("departments", "email_domains"): "zqd-domain.example",
    ("departments", "head_name"): "zqd-head",
    ("departments", "head_email"): "head@zqd-mail.example",
    ("findings", "officer"): "zqf-officer",
    ("findings", "unit"): "zqf-unit",
    ("findings", "badge"): "zqf-badge",
    ("findings", "name_as_received"): "zqf-received",
    ("findings", "tool"): "zqt-name",
    ("findings", "vendor"): "zqt-vendor",
    ("findings", "account_email"): "account@zqf-mail.example",
    ("findings", "searches_low"): "7318093",
    ("findings", "case_numbers"): "zqf-case",
    ("findings", "on_behalf_of"): "zqf-agency",
    ("findings", "source_kind"): "zqf-source",
    ("findings", "source_reference"): "zqf-reference",
    ("findings", "notes"): "zqf-notes",
    ("findings", "recorded_by"): "zqf-recorder",
    ("flags", "state_reason"): "zqg-state",
    ("officers", "employee_id"): "zqo-employee",
    ("officers", "badge"): "zqo-badge",
    ("officers", "family_name"): "zqo-family",
    ("officers", "given_name"): "zqo-given",
    ("officers", "middle_name"): "zqo-middle",
    ("officers", "rank"): "zqo-rank",
    ("officers", "unit"): "zqo-unit",
    ("officers", "email"): "officer@zqo-mail.example",
    ("officers", "former_names"): "zqo-former",
    ("rulings", "document"): "zqr-document",
    ("statements", "question"): "zqs-question",
    ("statements", "signed_by"): "zqs-signer",
    ("tools", "name"): "zqt-name",
    ("tools", "vendor"): "zqt-vendor",
    ("tools", "aliases"): "zqt-alias",
    ("tools", "domains"): "zqt-domain.example",
    ("tools", "website"): "https://zqt-site.example",
    ("tools", "description"): "zqt-description",
}

#: What the council is shown in another form: pseudonyms, and roles in place of names.
IN_OTHER_WORDS: Final = {"officer", "requested_by", "decided_by", "revoked_by"}

#: Part of every field of the finding that concerns the supervisor `carl`.
OWN: Final = "zqown"


@dataclass(frozen=True, slots=True)
class Told:
    """The register, and who looks at it."""

    department: int
    clerk: Actor
    own_finding: int


def is_shown(record: str, field: str, audience: Audience) -> bool:
    """Whether an audience is shown this field's value as it is stored."""
    if audience is Audience.COUNCIL and field in IN_OTHER_WORDS:
        return False
    return any(c.field == field and audience in c.audiences for c in SHEETS[record])


def make_register(work: OpenWork) -> Told:
    with work(OVERSIGHT) as w:
        department = _department(w)
        tool = _tool(w)
        make_ruling(w, document="zqr-document")
        officers = _officers(w, department)
        ids = department.id, tool
    clerk, recorder, decider, revoker = _accounts(work, ids[0], officers["own"])
    asked = _request(work, clerk, ids, officer_id=officers["approvals"])
    confirm(work, decider, asked, reason="zqa-decision")
    with work(revoker) as w:
        revoke_approval(w, get_approval(w, asked), reason="zqa-revocation")
    with work(clerk) as w:
        told = _finding(w, ids, officer_id=officers["findings"])
        w.session.get_one(Finding, told).recorded_by_id = recorder
        w.record(Act.UPLOAD_APPLIED)
        for flag in w.session.query(Flag).filter_by(finding_id=told):
            flag.state_reason = "zqg-state"
        w.record(Act.FLAGS_ASSESSED)
        own = _own_finding(w, ids, officer_id=officers["own"])
        _statement(w, ids)
    return Told(ids[0], clerk, own)


def _department(w: Work) -> Department:
    return make_department(
        w,
        "HPD",
        name="zqd-name",
        aliases=("zqd-alias",),
        email_domains=("zqd-domain.example",),
        city="zqd-city",
        state="zqd-state",
        head_name="zqd-head",
        head_email="head@zqd-mail.example",
    )


def _tool(w: Work) -> int:
    return make_tool(
        w,
        "zqt-name",
        vendor="zqt-vendor",
        aliases=("zqt-alias",),
        domains=("zqt-domain.example",),
        website="https://zqt-site.example",
        description="zqt-description",
    ).id


def _officers(w: Work, department: Department) -> dict[str, int]:
    """Whom findings, approvals and the list of officers are about, and who looks at their own."""
    told: Any = {"employee_id": "zqo-employee", "badge": "zqo-badge", "rank": "zqo-rank"}
    told |= {"unit": "zqo-unit", "email": "officer@zqo-mail.example", "middle_name": "zqo-middle"}
    told |= {"given_name": "zqo-given", "former_names": ("zqo-former",)}
    make_officer(w, department, "zqo-family", **told)
    place = {"unit": "zqf-unit", "badge": "zqf-badge"}
    return {
        "findings": make_officer(w, department, "zqf-officer", **place).id,
        "approvals": make_officer(w, department, "zqa-officer").id,
        "own": make_officer(w, department, "Carver", given_name="Carl").id,
    }


def _accounts(work: OpenWork, department_id: int, own: int) -> tuple[Actor, int, Actor, Actor]:
    with work() as w:
        department = w.session.get_one(Department, department_id)
        clerk = make_user(w, email="clerk@city.example", name="zqa-requester").as_actor()
        recorder = make_user(w, email="recorder@city.example", name="zqf-recorder").id
        make_user(w, Role.COUNCIL, "council@city.example")
        make_user(w, Role.ADMINISTRATOR, "administrator@city.example")
        supervisor: Any = {"department": department}
        role = Role.SUPERVISOR
        make_user(w, role, "sam@city.example", **supervisor)
        make_user(w, role, "carl@city.example", officer_id=own, **supervisor)
        decider = make_user(w, role, "one@city.example", name="zqa-decider", **supervisor)
        revoker = make_user(w, role, "two@city.example", name="zqa-revoker", **supervisor)
        return clerk, recorder, decider.as_actor(), revoker.as_actor()


def _request(work: OpenWork, clerk: Actor, ids: tuple[int, int], *, officer_id: int) -> int:
    department_id, tool_id = ids
    with work(clerk) as w:
        return make_request(
            w,
            tool_id,
            department_id,
            officer_id=officer_id,
            unit="zqa-unit",
            conditions="zqa-conditions",
            document="zqa-document",
        )


def _finding(w: Work, ids: tuple[int, int], *, officer_id: int) -> int:
    department_id, tool_id = ids
    return make_finding(
        w,
        tool_id,
        department_id,
        officer_id=officer_id,
        stage=Stage.USED_IN_A_CASE,
        signed_up_on=FEB_5,
        first_used_on=date(2020, 3, 4),
        name_as_received="zqf-received",
        account_email="account@zqf-mail.example",
        searches_low=7318093,
        case_numbers=("zqf-case",),
        on_behalf_of="zqf-agency",
        source_kind="zqf-source",
        source_reference="zqf-reference",
        notes="zqf-notes",
    )


def _statement(w: Work, ids: tuple[int, int]) -> None:
    on: Any = {"asked_on": FEB_5, "answered_on": FEB_5, "recorded_at": w.now}
    said: Any = {"question": "zqs-question", "signed_by": "zqs-signer", "answer": Answer.DENIED}
    w.session.add(Statement(department_id=ids[0], tool_id=ids[1], **on, **said))
    w.record(Act.STATEMENT_ASKED)


def _own_finding(w: Work, ids: tuple[int, int], *, officer_id: int) -> int:
    department_id, tool_id = ids
    return make_finding(
        w,
        tool_id,
        department_id,
        officer_id=officer_id,
        stage=Stage.USED_IN_A_CASE,
        signed_up_on=date(2017, 11, 13),
        name_as_received=f"{OWN}-received",
        account_email=f"account@{OWN}.example",
        case_numbers=(f"{OWN}-case",),
        on_behalf_of=f"{OWN}-agency",
        source_kind=f"{OWN}-source",
        source_reference=f"{OWN}-reference",
        notes=f"{OWN}-notes",
    )
