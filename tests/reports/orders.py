"""Orders of reports: placed, and looked at."""

from typing import Final

from sqlalchemy import func, select

from auditor.columns import Audience
from auditor.reports.model import Report, ReportOrder
from auditor.reports.ordering import place_order
from auditor.reports.rules import Order
from tests.conftest import OpenWork
from tests.findings.factory import City

COUNCIL: Final = Order(audience=Audience.COUNCIL)


def placed(work: OpenWork, city: City, order: Order = COUNCIL) -> int:
    """The number of an order that was placed that morning, in March."""
    with work(city.ines) as w:
        return place_order(w, order)


def standing(work: OpenWork, order_id: int) -> ReportOrder:
    with work(reading=True) as w:
        return w.session.get_one(ReportOrder, order_id)


def reports(work: OpenWork) -> int:
    with work(reading=True) as w:
        return w.session.scalar(select(func.count()).select_from(Report)) or 0
