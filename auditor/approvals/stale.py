"""Which approvals are to be reviewed, and why: read from the trail, and stored nowhere."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

import orjson
from sqlalchemy import ColumnElement, Select, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from auditor.access import Permission
from auditor.approvals.checks import Bound
from auditor.approvals.columns import ApprovalState
from auditor.approvals.model import Approval, ApprovalReview
from auditor.approvals.queries import state_told, with_place
from auditor.approvals.stale_rulings import Ruled, as_it_stood, ruling_reasons
from auditor.approvals.staleness import Change, Reason, tool_reasons, unit_reasons
from auditor.days import city_day
from auditor.officers.model import Assignment
from auditor.people.model import User
from auditor.reach import within_reach
from auditor.tools.model import Tool
from auditor.trail.model import Change as ChangeRow
from auditor.trail.model import Entry
from auditor.work import Work

#: How many a first page names; the list has the others.
NAMED: Final = 10

#: In place of the officer, of a change that is about none.
_NOBODY: Final = literal(0)


class Stale(NamedTuple):
    """Why an approval is to be reviewed.

    Attributes:
        newest: the place in the trail of the newest change behind the reasons.
    """

    reasons: tuple[str, ...]
    newest: int


class ToReview(NamedTuple):
    """An approval that waits for somebody's review."""

    id: int
    tool: str
    reasons: tuple[str, ...]


class _Past(NamedTuple):
    """What happened to the records behind some approvals: by tool, of rulings, by officer."""

    tools: dict[int, list[Change]]
    rulings: list[list[Ruled]]
    officers: dict[int, list[list[Change]]]


def stale(work: Work, *conditions: ColumnElement[bool]) -> dict[int, Stale]:
    """Of the approvals that meet the conditions those to be reviewed, by id and in its order.

    To be reviewed is one that gives leave on some day from today on, and about which something
    changed in the trail after it was decided or last reviewed: its officer's unit, its tool's risk
    level or domains, a ruling that applies to it. However many they are, it takes two statements.
    """
    return {row.id: found for row, found in _stale(work, conditions)}


def why_to_review(work: Work, approval_id: int) -> Stale | None:
    """Why this one is to be reviewed; None where it is not."""
    return stale(work, Approval.id == approval_id).get(approval_id)


def stale_among(work: Work, rows: Iterable[Any]) -> dict[int, Stale]:
    """Which of these rows of a list are to be reviewed, and why; see `stale`."""
    confirmed = [row.id for row in rows if row.state == ApprovalState.CONFIRMED]
    return stale(work, Approval.id.in_(confirmed)) if confirmed else {}


def waiting_for_review(work: Work) -> list[ToReview]:
    """The approvals that the actor can review, the oldest first, at most `NAMED`.

    Neither what they asked for themselves nor what concerns them is among them.

    Raises:
        NotAllowed: the actor decides for no department.
    """
    work.require(Permission.APPROVAL_DECIDE)
    found = list(_stale(work, [within_reach(work.actor, Approval.department_id)]))
    if not found:
        return []
    bound = Bound.of(work)
    free = [
        ToReview(row.id, row.tool, each.reasons)
        for row, each in found
        if not bound.asked_for(row) and not bound.is_concerned_by(work, row)
    ]
    return free[:NAMED]


def reviews_of(work: Work, approval_id: int) -> Sequence[Any]:
    """The reviews of an approval, and the one that it came from itself; the newest first."""
    reviewer, absent = aliased(User), aliased(User)
    return work.session.execute(
        select(*ApprovalReview.__table__.c, with_place(reviewer, absent).label("reviewed_by"))
        .outerjoin(reviewer, reviewer.id == ApprovalReview.reviewed_by_id)
        .outerjoin(absent, absent.id == ApprovalReview.reviewed_for_id)
        .where(
            or_(
                ApprovalReview.approval_id == approval_id,
                ApprovalReview.successor_id == approval_id,
            )
        )
        .order_by(ApprovalReview.id.desc())
    ).all()


def _stale(work: Work, conditions: Sequence[ColumnElement[bool]]) -> Iterator[tuple[Any, Stale]]:
    running = (
        state_told == ApprovalState.CONFIRMED.value,
        or_(Approval.valid_until.is_(None), Approval.valid_until >= work.today),
        *conditions,
    )
    rows = work.session.execute(_rows().where(*running)).all()
    if not rows:
        return
    since = {row.id: max(row.decided_seq or -1, row.reviewed_seq or -1) for row in rows}
    past = _past(work, running, min(since.values()))
    for row in rows:
        reasons = list(_reasons(row, since[row.id], past, today=work.today))
        if reasons:
            says = tuple(each.says for each in reasons)
            yield row, Stale(says, max(each.seq for each in reasons))


def _rows() -> Select[*tuple[Any, ...]]:
    """Approvals, each with the places in the trail of its own newest change and its reviews'."""
    newest = select(func.max(ChangeRow.seq))
    decided = newest.where(ChangeRow.record == "approvals", ChangeRow.record_id == Approval.id)
    reviewed = newest.join(ApprovalReview, ApprovalReview.id == ChangeRow.record_id).where(
        ChangeRow.record == "approval_reviews", ApprovalReview.approval_id == Approval.id
    )
    return (
        select(
            *Approval.__table__.c,
            Tool.name.label("tool"),
            Tool.category,
            decided.scalar_subquery().label("decided_seq"),
            reviewed.scalar_subquery().label("reviewed_seq"),
        )
        .join(Tool, Tool.id == Approval.tool_id)
        .order_by(Approval.id)
    )


def _reasons(row: Any, since: int, past: _Past, *, today: date) -> Iterator[Reason]:
    rest = max(today, row.valid_from), row.valid_until or date.max
    yield from tool_reasons(row.tool, past.tools.get(row.tool_id, ()), since)
    if row.officer_id is not None:
        yield from unit_reasons(past.officers.get(row.officer_id, ()), since, rest=rest)
    for ruled in past.rulings:
        yield from ruling_reasons(
            ruled,
            since,
            rest=rest,
            tool_id=row.tool_id,
            category=row.category,
            department_id=row.department_id,
        )


def _past(work: Work, running: Sequence[ColumnElement[bool]], lowest: int) -> _Past:
    """What happened to the records behind these approvals.

    Args:
        lowest: the place in the trail of the oldest decision: rulings that nothing happened to
            since are left out, and whatever happened before to the others is not.
    """
    later = aliased(ChangeRow)
    ruled = select(later.record_id).where(later.record == "rulings", later.seq > lowest)
    # Undoing an upload takes rows out; what was gone before the oldest decision nobody went by.
    gone = select(later.record_id).where(
        later.record == "assignments", later.what == "remove", later.seq > lowest
    )
    tools = select(Approval.tool_id).where(*running)
    officers = select(Approval.officer_id).where(Approval.officer_id.is_not(None), *running)
    asked = union_all(
        _changes("tools", _NOBODY).where(ChangeRow.record_id.in_(tools)),
        _changes("rulings", _NOBODY).where(ChangeRow.record_id.in_(ruled)),
        _changes("assignments", Assignment.officer_id)
        .join(Assignment, Assignment.id == ChangeRow.record_id)
        .where(Assignment.officer_id.in_(officers)),
        _changes("assignments", _NOBODY).where(ChangeRow.record_id.in_(gone)),
    )
    by_record: dict[tuple[str, int, int], list[Change]] = defaultdict(list)
    for row in sorted(work.session.execute(asked), key=lambda row: (row.seq, row.n)):
        by_record[row.record, row.record_id, row.officer_id].append(_change(row, work))
    past = _Past({}, [], defaultdict(list))
    for (record, record_id, officer_id), changes in by_record.items():
        if record == "assignments":
            past.officers[officer_id or _whose(changes)].append(changes)
        elif record == "tools":
            past.tools[record_id] = changes
        else:
            past.rulings.append(as_it_stood(record_id, changes))
    return past


def _whose(changes: Iterable[Change]) -> int:
    """Whose an assignment was of which the row is gone; nobody's where that was erased by law."""
    said = (each.after.get("officer_id") for each in changes)
    return next((int(officer_id) for officer_id in said if officer_id), 0)


def _changes(record: str, officer_id: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(
            literal(record).label("record"),
            ChangeRow.record_id,
            officer_id.label("officer_id"),
            ChangeRow.seq,
            ChangeRow.n,
            ChangeRow.what,
            ChangeRow.body,
            Entry.payload,
        )
        .join(Entry, Entry.seq == ChangeRow.seq)
        .where(ChangeRow.record == record)
    )


def _change(row: Any, work: Work) -> Change:
    """The change as the rules see it; what was erased by law tells no values."""
    _, after = orjson.loads(row.body) if row.body else ({}, {})
    at = datetime.fromisoformat(orjson.loads(row.payload)["at"])
    return Change(row.seq, city_day(at, work.zone), row.what, after)
