"""What waits for the actor's decision, oldest first, and what is on record beside each request."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import func, not_, or_, select

from auditor.access import Permission
from auditor.approvals.checks import Bound
from auditor.approvals.columns import ApprovalState
from auditor.approvals.model import Approval
from auditor.approvals.queries import described_approvals, state_told
from auditor.approvals.rules import made_on
from auditor.concern import Own, own_of
from auditor.days import Day, business_days_since, city_day
from auditor.evidence.queries import documents_among
from auditor.findings.model import Finding
from auditor.findings.rules import DAY_LABELS
from auditor.reach import within_reach
from auditor.verdicts.model import StoredVerdict
from auditor.verdicts.queries.reading import COUNTED
from auditor.verdicts.rules import Verdict
from auditor.work import Work

#: How many requests a page shows, each with what is beside it.
PER_PAGE: Final = 25

#: How many findings of an officer are shown beside a request; the list has the others.
BESIDE: Final = 5

#: The days that a verdict looks at.
_DAYS: Final = ("signed_up_on", "first_used_on", "last_used_on")

#: Officer, tool and department; without an officer, of everybody.
_Key = tuple[int | None, int, int]


class Found(NamedTuple):
    """A finding beside a request, with its known dates under what they are called."""

    id: int
    stage: str
    days: Sequence[tuple[str, Day]]
    verdict: Verdict | None
    reason: Any


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request with what is known beside it.

    Attributes:
        row: as `described_approvals` gives it.
        requested_on: the day it was made on.
        business_days: how many have been reached since then.
        is_late: whether it waits for longer than the office allows.
        number: the findings of its officer, else of everybody, with its tool in its department.
        findings: of its officer, the newest, at most `BESIDE`.
        verdicts: of everybody, how many findings have which; None for those not assessed yet.
        document: the name of what was handed in with it, where the actor may open it.
    """

    row: Any
    requested_on: date
    business_days: int
    is_late: bool
    number: int
    findings: Sequence[Found]
    verdicts: Sequence[tuple[Verdict | None, int]]
    document: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what waits, the longest waiting first; `after` begins the next page, if there is."""

    requests: Sequence[Waiting]
    after: int | None


def free_to_decide(work: Work, *, limit: int, after: int = 0) -> list[Any]:
    """The requests that the actor can decide, the longest waiting first.

    Neither what they, or whom they stand in for today, asked for themselves nor what concerns one
    of them is among them.

    Args:
        limit: at most so many.
        after: the id of a request; only those that stand behind it.

    Raises:
        NotAllowed: the actor decides nothing.
    """
    work.require(Permission.APPROVAL_DECIDE)
    bound, begins = Bound.of(work), _turn_of(work, after)
    # Whether a request concerns somebody is a rule that no database knows.
    free = [
        row
        for row in _undecided(work, bound)
        if _turn(work, row) > begins and not bound.is_concerned_by(work, row)
    ]
    return sorted(free, key=lambda row: _turn(work, row))[:limit]


def waiting_page(work: Work, *, after: int = 0, limit: int = PER_PAGE) -> Page:
    """One page of what the actor can decide; see `free_to_decide`.

    It takes the same few statements however many requests there are.
    """
    rows = free_to_decide(work, limit=limit + 1, after=after)
    shown = rows[:limit]
    own = own_of(work)
    named = _of_officers(work, own, [row for row in shown if row.officer_id is not None])
    of_all = _of_everybody(work, own, [row for row in shown if row.officer_id is None])
    papers = documents_among(work, {row.evidence_id for row in shown if row.evidence_id})
    requests = [_waiting(work, row, named, of_all, papers) for row in shown]
    return Page(requests, shown[-1].id if len(rows) > limit else None)


def _turn(work: Work, row: Any) -> tuple[date, int]:
    """By this requests stand in line: the day one was made on, then the order of recording."""
    return made_on(city_day(row.requested_at, work.zone), row.document_on), row.id


def _turn_of(work: Work, approval_id: int) -> tuple[date, int]:
    """That of a request, decided meanwhile or not; before all others where there is none."""
    wanted = select(Approval.id, Approval.requested_at, Approval.document_on).where(
        Approval.id == approval_id, within_reach(work.actor, Approval.department_id)
    )
    found = work.session.execute(wanted).first() if approval_id else None
    return (date.min, 0) if found is None else _turn(work, found)


def _undecided(work: Work, bound: Bound) -> list[Any]:
    asked = or_(
        Approval.requested_by_id.is_(None), Approval.requested_by_id.not_in(bound.account_ids)
    )
    wanted = described_approvals().where(
        within_reach(work.actor, Approval.department_id),
        state_told == ApprovalState.REQUESTED.value,
        asked,
    )
    return list(work.session.execute(wanted.order_by(Approval.id)))


def _waiting(
    work: Work,
    row: Any,
    named: dict[_Key, tuple[int, list[Found]]],
    of_all: dict[_Key, list[tuple[Verdict | None, int]]],
    papers: dict[int, str],
) -> Waiting:
    key, parameters = (row.officer_id, row.tool_id, row.department_id), work.parameters
    requested_on, _ = _turn(work, row)
    days = business_days_since(requested_on, work.today, parameters.holidays)
    number, findings = named.get(key, (0, []))
    verdicts = of_all.get(key, [])
    return Waiting(
        row,
        requested_on,
        days,
        days > parameters.unconfirmed_business_days,
        number or sum(many for _, many in verdicts),
        findings,
        verdicts,
        papers.get(row.evidence_id),
    )


def _of_officers(
    work: Work, own: Own, rows: Collection[Any]
) -> dict[_Key, tuple[int, list[Found]]]:
    """How many counted findings each named officer has with the tool, and the newest of them."""
    if not rows:
        return {}
    of = (Finding.officer_id, Finding.tool_id, Finding.department_id)
    numbered = (
        select(
            Finding.id,
            *of,
            Finding.stage,
            *(getattr(Finding, name + end) for name in _DAYS for end in ("", "_last")),
            StoredVerdict.verdict,
            StoredVerdict.reason,
            func.row_number().over(partition_by=of, order_by=Finding.id.desc()).label("place"),
            func.count().over(partition_by=of).label("number"),
        )
        .outerjoin(StoredVerdict, StoredVerdict.finding_id == Finding.id)
        .where(
            Finding.officer_id.in_({row.officer_id for row in rows}),
            Finding.tool_id.in_({row.tool_id for row in rows}),
            within_reach(work.actor, Finding.department_id),
            COUNTED,
            not_(own.findings()),
        )
        .subquery()
    )
    wanted = select(numbered).where(numbered.c.place <= BESIDE).order_by(numbered.c.id.desc())
    found: dict[_Key, tuple[int, list[Found]]] = {}
    for row in work.session.execute(wanted):
        key = (row.officer_id, row.tool_id, row.department_id)
        found.setdefault(key, (row.number, []))[1].append(_found(row))
    return found


def _found(row: Any) -> Found:
    days = [
        (DAY_LABELS[name], Day(first, getattr(row, f"{name}_last") or first))
        for name in _DAYS
        if (first := getattr(row, name)) is not None
    ]
    return Found(row.id, row.stage, days, row.verdict, row.reason)


def _of_everybody(
    work: Work, own: Own, rows: Collection[Any]
) -> dict[_Key, list[tuple[Verdict | None, int]]]:
    """How many counted findings of the tools have which verdict, in the order of the verdicts."""
    if not rows:
        return {}
    of = (Finding.tool_id, Finding.department_id, StoredVerdict.verdict)
    counted = (
        select(*of, func.count().label("number"))
        .select_from(Finding)
        .outerjoin(StoredVerdict, StoredVerdict.finding_id == Finding.id)
        .where(
            Finding.tool_id.in_({row.tool_id for row in rows}),
            Finding.department_id.in_({row.department_id for row in rows}),
            COUNTED,
            not_(own.findings()),
        )
        .group_by(*of)
    )
    order = [*Verdict, None]
    found: dict[_Key, list[tuple[Verdict | None, int]]] = {}
    for row in sorted(work.session.execute(counted), key=lambda row: order.index(row.verdict)):
        key = (None, row.tool_id, row.department_id)
        found.setdefault(key, []).append((row.verdict, row.number))
    return found
