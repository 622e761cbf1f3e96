"""Port Halden: an invented city with invented officers, for demonstrations and tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from auditor.demo import answers, catalogue, handover, requests, rosters
from auditor.demo.requests import Decision, Revocation
from auditor.demo.rosters import POLICE, SHERIFF

OFFICE: Final = "Port Halden Office of Police Oversight"


@dataclass(frozen=True, slots=True)
class DemoUser:
    """An account; only supervisors have a department."""

    email: str
    name: str
    role: str
    department: str | None = None


USERS: Final = (
    DemoUser("oversight@oversight.porthalden.example", "Maud Ellingworth", "oversight"),
    DemoUser(
        "police.supervisor@oversight.porthalden.example", "Ansgar Tredwell", "supervisor", POLICE
    ),
    DemoUser(
        "sheriff.supervisor@oversight.porthalden.example", "Ines Oyelowe", "supervisor", SHERIFF
    ),
    DemoUser("council@oversight.porthalden.example", "Cosima Breckland", "council"),
    DemoUser("administrator@oversight.porthalden.example", "Piet Dallimore", "administrator"),
)


@dataclass(frozen=True, slots=True)
class City:
    """Everything the invented city hands in, ready for upload in this order.

    Attributes:
        rosters: one file for each department, by its code; a row for each assignment.
        decisions: what the supervisors decide once the requests are taken in.
        revocations: what they revoke of what they confirmed.
        risk_levels_csv: tools whose risk level was raised after that.
        open_letter: lies ready for a request that is left undecided.
        handover_csv: the findings of both departments.
        statements_csv: what both answered when they were asked about a tool.
    """

    office: str
    departments_csv: bytes
    rosters: Mapping[str, bytes]
    tools_csv: bytes
    rulings_csv: bytes
    approvals_csv: bytes
    decisions: tuple[Decision, ...]
    revocations: tuple[Revocation, ...]
    risk_levels_csv: bytes
    open_letter: Decision
    handover_csv: bytes
    statements_csv: bytes
    users: tuple[DemoUser, ...]


def make_city(seed: int = 2021) -> City:
    """The city of this seed: the same bytes whenever and wherever it is made."""
    officers = rosters.make_officers(Random(f"{seed} officers"))  # noqa: S311 - keeps no secret
    findings = Random(f"{seed} findings")  # noqa: S311 - keeps no secret
    return City(
        office=OFFICE,
        departments_csv=rosters.departments_csv(),
        rosters={code: rosters.roster_csv(members) for code, members in officers.items()},
        tools_csv=catalogue.tools_csv(),
        rulings_csv=catalogue.rulings_csv(),
        approvals_csv=requests.approvals_csv(officers),
        decisions=requests.decisions(),
        revocations=requests.revocations(),
        risk_levels_csv=catalogue.risk_levels_csv(),
        open_letter=requests.open_letter(),
        handover_csv=handover.handover_csv(officers, findings),
        statements_csv=answers.statements_csv(),
        users=USERS,
    )
