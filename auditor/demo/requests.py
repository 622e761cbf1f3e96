"""What the invented departments asked leave for, and how it was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from auditor.demo.letters import letter
from auditor.demo.rosters import DEPARTMENTS, POLICE, Officer
from auditor.demo.tables import csv_bytes

_HEADINGS: Final = (
    "Tool",
    "Department",
    "Unit",
    "Officer",
    "Purposes",
    "Valid from",
    "Valid until",
    "Conditions",
    "Document",
    "Document date",
)

#: In the order of the headings; “@” stands for `named_officer`.
_REQUESTS: Final = """
Clearview AI|PHPD|Child Exploitation Unit||victim identification; criminal investigation|2019-12-02\
|2019-12-10|Victims only; no searches of witnesses.|Memo 19-211|2019-11-18
Clearview AI|HCSO|Investigations|||2019-12-01|2020-11-30||Request 20-02|2020-01-13
Clearview AI|PHPD|Homicide|||2020-01-06|2020-12-31||Memo 20-004|2020-01-03
Clearview AI|PHPD|Missing Persons||missing person|2020-01-01|2020-03-31|A sergeant reads each \
match.|Memo 19-240|2019-12-27
Facewright|PHPD||||2019-03-01|||Memo 19-031|2019-02-11
Unlatchmo|PHPD|Digital Forensics|||2018-03-01||Only with a warrant on file.|Memo 18-020|2018-02-05
Unlatchmo|HCSO||||2018-06-01|2019-05-31||Request 18-12|2018-05-14
Feedsifter One|PHPD|Intelligence||criminal investigation; warrant|2019-05-01|||Memo 19-088\
|2019-04-20
Feedsifter One|PHPD|Robbery|||2019-05-01|||Memo 19-090|2019-04-24
Traceledger|PHPD||||2019-03-15|2020-03-14||Memo 19-055|2019-03-08
Traceledger|HCSO||||2019-09-01|||Request 19-25|2019-08-12
Quillwarden|PHPD|Training||training; testing|2024-03-01|2024-08-31|No report leaves the unit.\
|Memo 24-019|2024-02-12
Quillwarden|HCSO||||2024-04-01|||Request 24-08|2024-03-18
Lenstally|PHPD||@||2019-07-01|2020-06-30||Memo 19-120|2019-06-17
Gridaugur|PHPD||||2019-07-01|||Memo 19-101|2019-05-02
"""


@dataclass(frozen=True, slots=True)
class Decision:
    """How a supervisor decides a request, with the letter that shows on which day.

    `approval_row` counts the rows of `approvals_csv` from 0, headings aside.
    """

    approval_row: int
    outcome: Literal["confirm", "deny"]
    reason: str
    document_name: str
    document: bytes
    document_on: date


@dataclass(frozen=True, slots=True)
class Revocation:
    """What a supervisor took back again, with the letter that shows on which day.

    `approval_row` counts as in a decision; `revoked_from` is the first whole day without it.
    """

    approval_row: int
    reason: str
    revoked_from: date
    document_name: str
    document: bytes
    document_on: date


#: Row, outcome, day and reason. The requests without one wait for whoever tries things out.
_DECISIONS: Final[Sequence[tuple[int, Literal["confirm", "deny"], date, str]]] = (
    (0, "confirm", date(2019, 11, 27), "A trial of nine days, for identifying victims."),
    (1, "confirm", date(2020, 1, 20), "In use since December; confirmed on learning of it."),
    (2, "deny", date(2020, 1, 17), "No legal review was attached."),
    (4, "confirm", date(2019, 2, 22), "Searches booking photos only."),
    (5, "confirm", date(2018, 2, 19), "The laboratory’s own equipment."),
    (6, "confirm", date(2018, 5, 25), "For one year, then to be looked at again."),
    (7, "confirm", date(2019, 4, 29), "With a log of each account followed."),
    (8, "deny", date(2019, 4, 30), "Intelligence can follow accounts for the unit."),
    (10, "confirm", date(2019, 8, 27), "After the privacy office’s review."),
    (11, "confirm", date(2024, 2, 26), "For training only."),
    (12, "deny", date(2024, 3, 29), "Wait for the police’s trial to end."),
    (13, "confirm", date(2019, 6, 24), "For the series of burglaries in one precinct."),
    (14, "deny", date(2019, 5, 28), "State law prohibits it from 1 July."),
)

#: Row, day of the letter, first day without the approval, and reason.
_REVOKED: Final = (
    (7, date(2019, 8, 9), date(2019, 8, 12), "Accounts of bystanders were followed too."),
)

#: The request that the demonstration leaves open although its confirmation was written in time.
_LEFT_OPEN: Final = 3


def approvals_csv(officers: Mapping[str, Sequence[Officer]]) -> bytes:
    """The requests, as an upload takes them."""
    rows = _rows()
    for row in rows:
        row["Officer"] = row["Officer"].replace("@", named_officer(officers).employee_id)
    return csv_bytes(_HEADINGS, rows)


def named_officer(officers: Mapping[str, Sequence[Officer]]) -> Officer:
    """The one officer for whom leave was asked by name: the first of Robbery who stayed there."""
    return next(o for o in officers[POLICE] if o.posts[0].unit == "Robbery" and len(o.posts) == 1)


def decisions() -> tuple[Decision, ...]:
    """What the supervisors decided, in the order of the requests."""
    rows = _rows()
    return tuple(_decision(rows[row], row, what, on, why) for row, what, on, why in _DECISIONS)


def revocations() -> tuple[Revocation, ...]:
    """What the supervisors revoked, once all was decided."""
    rows = _rows()
    return tuple(_revocation(rows[row], row, on, why, first) for row, on, first, why in _REVOKED)


def open_letter() -> Decision:
    """The confirmation that lies ready for the visitor, dated before the use it is about.

    Confirmed with this letter, uses since its date turn out approved; without, they were awaiting.
    """
    why = "For open cases of missing persons; a sergeant reads each match."
    return _decision(_rows()[_LEFT_OPEN], _LEFT_OPEN, "confirm", date(2019, 12, 30), why)


def _rows() -> list[dict[str, str]]:
    lines = (line.split("|") for line in _REQUESTS.strip().splitlines())
    return [dict(zip(_HEADINGS, line, strict=True)) for line in lines]


def _decision(
    request: Mapping[str, str], row: int, outcome: Literal["confirm", "deny"], on: date, why: str
) -> Decision:
    says = f"The request is {'confirmed' if outcome == 'confirm' else 'denied'}."
    document = _letter(request, on, says, why)
    name = f"{request['Document'].lower().replace(' ', '-')}-{outcome}ed.pdf"
    name = name.replace("denyed", "denied")
    return Decision(row, outcome, why, name, document, on)


def _revocation(
    request: Mapping[str, str], row: int, on: date, why: str, first: date
) -> Revocation:
    document = _letter(request, on, f"The approval is revoked from {first.isoformat()}.", why)
    name = f"{request['Document'].lower().replace(' ', '-')}-revoked.pdf"
    return Revocation(row, why, first, name, document, on)


def _letter(request: Mapping[str, str], on: date, says: str, why: str) -> bytes:
    department = next(d["Name"] for d in DEPARTMENTS if d["Code"] == request["Department"])
    return letter(
        [
            department,
            on.isoformat(),
            "",
            f"Re: {request['Document']} of {request['Document date']}, {request['Tool']}",
            f"Unit: {request['Unit'] or 'any'}",
            f"Term: {request['Valid from']} to {request['Valid until'] or 'further notice'}",
            "",
            says,
            why,
            "",
            "Invented for a demonstration.",
        ]
    )
