"""What keeps a record from being withdrawn or put back when its upload is undone."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from sqlalchemy import ColumnElement, select

from auditor.approvals.model import Approval
from auditor.approvals.queries import as_ruled
from auditor.base import standing
from auditor.concern import concerning_approvals, own_of
from auditor.days import Day
from auditor.departments.model import Department
from auditor.findings.model import Finding
from auditor.findings.rules import DAY_LABELS, day_sentences, searches_sentences, stage_sentences
from auditor.officers.model import Officer
from auditor.people.model import User
from auditor.rulings.model import Ruling
from auditor.rulings.queries import is_about_any, own_findings, standing_rulings
from auditor.statements.model import Statement
from auditor.tools.model import Tool
from auditor.uploads.since import Place
from auditor.work import Work

#: So many ids are asked for at once.
_AT_ONCE: Final = 5_000

_CONCERNS: Final = "it concerns you, so that somebody else of the office has to undo it"

#: By table: the columns by which other records name a record of it, each with what these are.
_NAMED_BY: Final[Mapping[str, tuple[tuple[Any, str], ...]]] = {
    Tool.__tablename__: (
        (Finding.tool_id, "a finding"),
        (Approval.tool_id, "an approval"),
        (Ruling.tool_id, "a ruling"),
        (Statement.tool_id, "a statement"),
    ),
    Department.__tablename__: (
        (Officer.department_id, "an officer"),
        (Finding.department_id, "a finding"),
        (Approval.department_id, "an approval"),
        (Ruling.department_id, "a ruling"),
        (Statement.department_id, "a statement"),
        (User.department_id, "an account"),
    ),
    Officer.__tablename__: (
        (Finding.officer_id, "a finding"),
        (Approval.officer_id, "an approval"),
        (Officer.same_person_id, "another record of this person"),
        (User.officer_id, "an account"),
    ),
    Finding.__tablename__: ((Finding.duplicate_of_id, "a finding that repeats it"),),
}


def needed_by(work: Work, record: str, ids: Collection[int]) -> dict[int, str]:
    """Which of these are named by a record that stands, and is none of them; and by what."""
    needed: dict[int, str] = {}
    for column, what in _NAMED_BY.get(record, ()):
        kind = column.class_
        counts: ColumnElement[bool] = User.closed_at.is_(None) if kind is User else standing(kind)
        for portion in _portions(ids):
            wanted = select(kind.id, column).where(column.in_(portion), counts)
            for by, named in work.session.execute(wanted):
                if kind.__tablename__ != record or by not in ids:
                    needed.setdefault(named, f"{what} names it")
    return needed


def not_by_the_actor(work: Work, now: Mapping[Place, Mapping[str, Any]]) -> dict[Place, str]:
    """Which of these rows the actor does not undo, and why: decided, or concerning them."""
    by: dict[str, list[int]] = {}
    for record, record_id in now:
        by.setdefault(record, []).append(record_id)
    barred: dict[Place, str] = {}
    for record, why in (
        (Finding.__tablename__, _findings(work, by.get("findings", ()))),
        (Ruling.__tablename__, _rulings(work, by.get("rulings", ()))),
        (Approval.__tablename__, _approvals(work, now)),
        (Statement.__tablename__, _statements(work, now)),
    ):
        barred |= {(record, record_id): reason for record_id, reason in why}
    return barred


def _findings(work: Work, ids: Iterable[int]) -> Iterator[tuple[int, str]]:
    own = own_of(work).findings()
    for portion in _portions(ids):
        for found in work.session.scalars(select(Finding.id).where(Finding.id.in_(portion), own)):
            yield found, _CONCERNS


def _rulings(work: Work, ids: Collection[int]) -> Iterator[tuple[int, str]]:
    own = own_findings(work) if ids else ()
    for ruling in standing_rulings(work) if own else ():
        if ruling.id in ids and is_about_any(ruling, own):
            yield ruling.id, _CONCERNS


def _statements(work: Work, now: Mapping[Place, Mapping[str, Any]]) -> Iterator[tuple[int, str]]:
    """As for recording one: who has a finding about its tool in its department leaves it alone."""
    rows = {place: row for place, row in now.items() if place[0] == Statement.__tablename__}
    own = {(row.tool_id, row.department_id) for row in own_findings(work)} if rows else set()
    for (_, statement_id), row in rows.items():
        if (row["tool_id"], row["department_id"]) in own:
            yield statement_id, _CONCERNS


def _approvals(work: Work, now: Mapping[Place, Mapping[str, Any]]) -> Iterator[tuple[int, str]]:
    ids = [record_id for record, record_id in now if record == Approval.__tablename__]
    rows = [
        row
        for portion in _portions(ids)
        for row in work.session.execute(
            select(*Approval.__table__.c).where(Approval.id.in_(portion))
        )
    ]
    own = concerning_approvals(work, [as_ruled(row, work.zone) for row in rows])
    for row in rows:
        if row.id in own:
            yield row.id, _CONCERNS
        elif row.decision is not None:
            yield row.id, f"it was {row.decision} already, and what is decided stays"


def unsound(record: str, row: Mapping[str, Any], work: Work) -> str:
    """Why a record cannot be as it would be once some of its values were put back; empty if so."""
    if record != Finding.__tablename__:
        return ""
    days = {
        name: Day(row[name], row[f"{name}_last"] or row[name]) if row[name] else None
        for name in DAY_LABELS
    }
    low, high = row["searches_low"], row["searches_high"]
    wrong = {
        **day_sentences(days, work.today),
        **stage_sentences(row["stage"], days, searches_low=low, case_numbers=row["case_numbers"]),
        **searches_sentences(low, high),
    }
    reason = next(iter(wrong.values()), "")
    return f"what it was before does not go with what was changed since: {reason}" if wrong else ""


def _portions(ids: Iterable[int]) -> Iterator[list[int]]:
    left = iter(ids)
    while portion := list(islice(left, _AT_ONCE)):
        yield portion
