"""A member of the oversight office who hands a file in, and issues reports."""

from auditor.access import SYSTEM
from auditor.columns import Audience
from auditor.people.queries import user_by_email
from auditor.reports.ordering import place_order
from auditor.reports.rules import Order
from auditor.uploads.kinds import KINDS
from auditor.uploads.planning import Sent
from auditor.uploads.service import apply
from auditor.wiring import Turns, Wiring


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
