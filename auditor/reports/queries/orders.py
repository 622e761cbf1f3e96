"""Reading orders of reports: where each stands, and which is to be taken up."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from auditor.access import Permission
from auditor.departments.model import Department
from auditor.errors import NotFound
from auditor.people.model import User
from auditor.reports.model import ReportOrder
from auditor.reports.rules import SILENT_AFTER
from auditor.work import Work


def get_order(work: Work, order_id: int) -> Any:
    """The order with the names of its department and of whoever placed it.

    Raises:
        NotAllowed: the actor may not issue reports.
        NotFound: there is no such order.
    """
    work.require(Permission.REPORT_ISSUE)
    row = work.session.execute(_described().where(ReportOrder.id == order_id)).first()
    if row is None:
        raise NotFound("There is no such order of a report.")
    return row


def open_orders(work: Work) -> Sequence[Any]:
    """The orders that have not ended, the oldest first; none for who may not issue reports."""
    if not work.actor.may(Permission.REPORT_ISSUE):
        return ()
    wanted = _described().where(ReportOrder.finished_at.is_(None))
    return work.session.execute(wanted.order_by(ReportOrder.id)).all()


def next_order(work: Work) -> ReportOrder | None:
    """The oldest order that nobody has, or whose holder was not heard of for too long."""
    wanted = select(ReportOrder).where(ReportOrder.finished_at.is_(None), _nobodys(work))
    return work.session.scalar(wanted.order_by(ReportOrder.id).limit(1))


def _nobodys(work: Work) -> ColumnElement[bool]:
    silent = ReportOrder.heard_at <= work.now - SILENT_AFTER
    return or_(ReportOrder.heard_at.is_(None), silent)


def _described() -> Select[*tuple[Any, ...]]:
    return (
        select(
            *ReportOrder.__table__.c,
            Department.name.label("department"),
            User.name.label("ordered_by"),
        )
        .join(User, User.id == ReportOrder.ordered_by_id)
        .outerjoin(Department, Department.id == ReportOrder.department_id)
    )
