"""Ordering reports, and issuing what was ordered: taken, followed and settled in short turns."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Final, Protocol

from auditor.access import Actor, Permission, Through
from auditor.departments.queries import get_department
from auditor.errors import AuditorError, Busy, FieldsRefused, IllegalMove, NotAllowed
from auditor.jobs.rules import Outcome, Result
from auditor.people.model import User
from auditor.reports.model import ReportOrder
from auditor.reports.queries.orders import get_order, next_order
from auditor.reports.rules import MOST_TRIES, Fate, Order, OrderState, Step, order_sentences
from auditor.reports.rules import order_state as state_of
from auditor.reports.service import issue
from auditor.store import FileStore
from auditor.uploads.taking import Turns
from auditor.work import Work

log = logging.getLogger(__name__)

#: Seconds between two words about how far a report is: each takes a turn.
EVERY: Final = 1.0


class Clock(Turns, Protocol):
    """Opens works for whoever keeps time, and for those who ordered something."""

    @property
    def office(self) -> str:
        """The office's name."""

    def acting_as(self, actor: Actor) -> Turns:
        """Turns of that person."""


class TakenOver(IllegalMove):
    """Somebody else has the order by now: it is theirs to settle."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An order that was taken; by the number of the attempt it is known whether it still is."""

    id: int
    attempt: int
    order: Order
    ordered_by_id: int


def place_order(work: Work, order: Order) -> int:
    """Order a report, to be issued by whichever process keeps time; gives the order's number.

    Raises:
        NotAllowed: the actor may not issue reports.
        FieldsRefused: this cannot be issued; says why.
        NotFound: there is no such department.
    """
    work.require(Permission.REPORT_ISSUE)
    if sentences := order_sentences(order):
        raise FieldsRefused(sentences)
    if order.department_id is not None:
        get_department(work, order.department_id)
    placed = ReportOrder(
        audience=order.audience,
        department_id=order.department_id,
        with_names=order.with_names,
        names_reason=order.reason,
        ordered_at=work.now,
        ordered_by_id=work.actor.user_id,
    )
    work.session.add(placed)
    work.session.flush()
    return placed.id


def cancel_order(work: Work, order_id: int) -> None:
    """Take back an order that nobody is working on.

    Raises:
        NotAllowed: the actor may not issue reports.
        NotFound: there is no such order.
        IllegalMove: it is being carried out, or has ended.
    """
    get_order(work, order_id)
    order = work.session.get_one(ReportOrder, order_id)
    if order.outcome is not None:
        raise IllegalMove(f"Order {order_id} cannot be cancelled any more: it is {order.outcome}.")
    if state_of(order.heard_at, work.now) is OrderState.UNDER_WAY:
        raise IllegalMove(
            f"Order {order_id} is being carried out, and ends by itself. A report that is not "
            "wanted can be withdrawn once it is issued."
        )
    _end(work, order, Fate.CANCELLED, f"{work.actor.name} cancelled it.")


class Following:
    """Says of an order that was taken how far it is, and how it ended."""

    def __init__(self, clock: Clock, taken: Taken, *, every: float = EVERY) -> None:
        self._clock, self.taken, self._every = clock, taken, every
        self._step: Step | None = None
        self._told_at = 0.0

    def tell(self, step: Step, done: int, total: int) -> None:
        """Note it in a short turn of its own, now and then; a turn that does not come is let go.

        Raises:
            TakenOver: somebody else has the order by now.
        """
        if step is self._step and monotonic() - self._told_at < self._every:
            return
        try:
            with self._clock.writing() as work:
                order = self._order(work)
                order.heard_at = work.now
                order.step, order.done, order.total = step, done, total
        except Busy:
            pass
        self._step, self._told_at = step, monotonic()

    def settle(self, work: Work, report_id: int) -> None:
        """End the order within the turn in which its report is recorded, so that it has one.

        Raises:
            TakenOver: somebody else has the order by now.
        """
        order = self._order(work)
        order.report_id = report_id
        _end(work, order, Fate.ISSUED, f"Report {report_id} is issued.")

    def give_up(self, says: str) -> None:
        """Note why nothing was issued, unless somebody else has the order by now."""
        with self._clock.writing() as work:
            try:
                _end(work, self._order(work), Fate.REFUSED, says)
            except TakenOver as left:
                log.warning("%s", left)

    def _order(self, work: Work) -> ReportOrder:
        order = work.session.get_one(ReportOrder, self.taken.id)
        if order.finished_at is not None or order.attempt != self.taken.attempt:
            raise TakenOver(f"Order {order.id} was taken up by another process, and left to it.")
        return order


def issue_ordered(clock: Clock, files: FileStore, *, every: float = EVERY) -> Result:
    """Issue all reports that were ordered and wait; what became of each stands with its order.

    Args:
        every: seconds between two words about how far a report is.

    Raises:
        NotAllowed: the actor may not run jobs.
    """
    told = [
        _carry_out(clock, files, Following(clock, taken, every=every)) for taken in _taken(clock)
    ]
    if not told:
        return Result(Outcome.DONE, ("No order of a report waits.",))
    failed = any(outcome is Outcome.FAILED for outcome, _ in told)
    says = tuple(sentence for _, sentence in told)
    return Result(Outcome.FAILED if failed else Outcome.DONE, says)


def _taken(clock: Clock) -> Iterator[Taken]:
    while True:
        with clock.reading() as work:  # Most often none waits, and then nobody's turn is taken.
            if next_order(work) is None:
                return
        with clock.writing() as work:
            taken = take_order(work)
        if taken is None:
            return
        yield taken


def take_order(work: Work) -> Taken | None:
    """Take the oldest order that waits, or whose holder died; None where there is none.

    Only one can: it is looked at and taken within the same turn. One that broke off too often is
    ended, so that it does not keep others waiting.

    Raises:
        NotAllowed: the actor may not run jobs.
    """
    work.require(Permission.JOB_RUN)
    while order := next_order(work):
        if order.attempt < MOST_TRIES:
            order.attempt += 1
            order.started_at = order.heard_at = work.now
            order.step, order.done, order.total = None, 0, 0
            asked = Order(
                audience=order.audience,
                department_id=order.department_id,
                with_names=order.with_names,
                reason=order.names_reason,
            )
            return Taken(order.id, order.attempt, asked, order.ordered_by_id)
        broke = f"It was begun {MOST_TRIES} times, and each time the process that had it ended."
        _end(work, order, Fate.REFUSED, f"{broke} See its log, and order the report again.")
        work.session.flush()
    return None


def _carry_out(clock: Clock, files: FileStore, following: Following) -> tuple[Outcome, str]:
    taken = following.taken
    try:
        with clock.reading() as work:
            actor = _whose(work, taken)
        issued = issue(
            clock.acting_as(actor),
            files,
            taken.order,
            office=clock.office,
            tell=following.tell,
            settle=following.settle,
        )
    except TakenOver as left:
        return Outcome.DONE, str(left)
    except AuditorError as refusal:
        says = str(refusal)
    except Exception as error:  # Whatever it was, it is noted, and other orders are carried out.
        log.exception("Order %s failed.", taken.id)
        says = f"It broke off with {type(error).__name__}; the log of its process tells the rest."
    else:
        return Outcome.DONE, f"Order {taken.id}: report {issued.report_id} is issued."
    following.give_up(says)
    return Outcome.FAILED, f"Order {taken.id}: {says}"


def _whose(work: Work, taken: Taken) -> Actor:
    """Whoever placed the order, with what their account holds now."""
    user = work.session.get_one(User, taken.ordered_by_id)
    actor = user.as_actor(Through.CLOCK)
    mend = "Nothing was issued; somebody who may can order the report anew."
    if user.closed_at is not None:
        raise NotAllowed(f"The account of {user.name}, who ordered it, is closed. {mend}")
    if not actor.may(Permission.REPORT_ISSUE):
        raise NotAllowed(f"{user.name}, who ordered it, may not issue reports any more. {mend}")
    return actor


def _end(work: Work, order: ReportOrder, fate: Fate, says: str) -> None:
    order.finished_at, order.outcome, order.says = work.now, fate, says
