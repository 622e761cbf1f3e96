"""The page of an order: how far the report is, until it is there."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final

from flask import Blueprint, flash, redirect, url_for

from auditor.access import Permission
from auditor.reports.ordering import cancel_order
from auditor.reports.queries.orders import get_order
from auditor.reports.rules import AUDIENCE_READS, OrderState, order_state
from auditor.web.access import Answer, requires
from auditor.web.forms import ConfirmForm
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("orders", __name__, url_prefix="/orders")

#: After so long somebody keeping time would have taken it, unless they are busy with another.
_TAKEN_AFTER: Final = timedelta(seconds=15)

#: So long the page looks again by itself while nobody works on the order; a page that was left
#: open must not keep its reader signed in.
_LOOKED_FOR: Final = timedelta(minutes=10)


@bp.get("/<int:order_id>")
@requires(Permission.REPORT_ISSUE)
def show(work: Work, order_id: int) -> Answer:
    order = get_order(work, order_id)
    if order.report_id is not None:
        return redirect(url_for("reports.show", report_id=order.report_id))
    return _shown(work, order, ConfirmForm.from_request())


@bp.post("/<int:order_id>/cancel")
@requires(Permission.REPORT_ISSUE)
def cancel(work: Work, order_id: int) -> Answer:
    order, form = get_order(work, order_id), ConfirmForm.from_request()
    if form.accepts(lambda: cancel_order(work, order_id)):
        flash(f"Order {order_id} is cancelled. Nothing was issued.")
        return redirect(url_for("reports.orders.show", order_id=order_id))
    return _shown(work, order, form, status=422)


def _shown(work: Work, order: Any, form: ConfirmForm, *, status: int = 200) -> Answer:
    state = order_state(order.heard_at, work.now)
    waited = work.now - (order.heard_at or order.ordered_at)
    return page(
        "reports/order.html",
        status,
        order=order,
        state=state,
        is_under_way=state is OrderState.UNDER_WAY,
        is_left=state is not OrderState.UNDER_WAY and waited > _TAKEN_AFTER,
        looks_again=status == HTTPStatus.OK and not order.outcome and waited < _LOOKED_FOR,
        audience_reads=AUDIENCE_READS,
        form=form,
    )
