"""A member of the oversight office who hands a file in and issues reports; and deputies."""

from collections.abc import Mapping
from datetime import date

from auditor.access import SYSTEM
from auditor.columns import Audience
from auditor.people.model import Deputation
from auditor.people.queries import user_by_email
from auditor.reports.ordering import place_order
from auditor.reports.rules import Order
from auditor.tools.model import Tool
from auditor.tools.rules import RiskLevel
from auditor.trail.acts import Act
from auditor.uploads.kinds import KINDS
from auditor.uploads.planning import Sent
from auditor.uploads.service import apply
from auditor.wiring import Turns, Wiring
from auditor.work import Work


def clerk(wiring: Wiring) -> Turns:
    """Turns of the account that the register has for the office."""
    with wiring.open(SYSTEM, reading=True) as work:
        user = user_by_email(work, "oversight@city.example")
    assert user
    return Turns(wiring, user.as_actor())


def applied_upload(wiring: Wiring) -> int:
    """The number of an upload that was applied, and can be undone."""
    sent = Sent(KINDS["tools"], "tools.csv", b"Name\nTaken Back\n")
    return apply(clerk(wiring), wiring.files, sent).upload_id


def ordered_report(wiring: Wiring) -> int:
    """The number of an order that nobody has taken yet."""
    with clerk(wiring).writing() as work:
        return place_order(work, Order(audience=Audience.COUNCIL))


def riskier(work: Work, tool: Tool) -> None:
    """Edit the tool so that every approval of it that was confirmed is to be reviewed."""
    tool.risk_level = RiskLevel.HIGH
    work.record(Act.TOOL_EDITED)


def deputations(work: Work, users: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Each supervisor’s deputy, for days so far ahead that they bind nobody yet."""
    made: dict[str, int] = {}
    for name in ("supervisor", "concerned"):
        row = Deputation(
            user_id=users[name],
            deputy_id=users["third"],
            since=date(2098, 1, 1),
            until=date(2098, 1, 31),
            named_at=work.now,
        )
        work.session.add(row)
        work.record(Act.DEPUTY_NAMED)
        made[f"{name}@city.example"] = row.id
    return {"deputation_id": made | {"own": made["supervisor@city.example"]}}
