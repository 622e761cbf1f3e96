"""What was added and corrected since the newest report to the council, and by whom."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, CompoundSelect, func, literal, not_, select, true, union_all

from auditor.access import Permission
from auditor.approvals.model import Approval
from auditor.base import standing
from auditor.findings.model import Finding
from auditor.questions.queries.counting import Asking, Telling, concerning_of
from auditor.questions.rules.tables import Cell, Row, numbers, texts
from auditor.reach import within_reach
from auditor.reports.model import Report
from auditor.reports.rules import COUNCILS
from auditor.rulings.model import Ruling
from auditor.statements.model import Statement
from auditor.statements.queries.listed import concerning as concerning_statements
from auditor.trail.listing import users_by_name
from auditor.trail.model import Change, Entry
from auditor.trail.queries import who_acted

_KINDS: Final = {
    "findings": "Findings",
    "approvals": "Approvals",
    "rulings": "Rulings",
    "statements": "Statements",
}


def _changed(asking: Asking) -> Iterator[Row]:
    work = asking.work
    rows = work.session.execute(_acts(asking)).all()
    names = users_by_name(work)
    is_named = work.actor.may(Permission.FINDING_READ)
    added: Counter[tuple[str, str]] = Counter()
    corrected: Counter[tuple[str, str]] = Counter()
    for row in rows:
        actor = orjson.loads(row.payload)["actor"]
        who = who_acted(actor, names) if is_named else str(actor["role"]).capitalize()
        told = added if row.what == "add" else corrected
        told[row.record, who] += row.number
    for record, who in sorted(added.keys() | corrected.keys()):
        yield (
            Cell(_KINDS[record]),
            Cell(who),
            Cell(added[record, who]),
            Cell(corrected[record, who]),
        )


def _acts(asking: Asking) -> CompoundSelect[*tuple[Any, ...]]:
    """Each act since, with how many records of a kind within reach it added or changed."""
    newest = select(func.max(Report.position))
    newest = newest.where(Report.audience.in_(COUNCILS), standing(Report))
    return union_all(
        *(
            select(
                literal(record).label("record"),
                Change.what,
                Entry.payload,
                func.count().label("number"),
            )
            .join(Entry, Entry.seq == Change.seq)
            .join(kind, kind.id == Change.record_id)
            .where(Change.record == record, Change.seq >= newest.scalar_subquery(), met)
            .group_by(Change.seq, Change.what, Entry.payload)
            for record, (kind, met) in _told_of(asking).items()
        )
    )


def _told_of(asking: Asking) -> dict[str, tuple[Any, ColumnElement[bool]]]:
    """By record, its kind, and the condition that meets those which the reader is told of."""
    work, own = asking.work, asking.own
    findings = within_reach(work.actor, Finding.department_id) & not_(own.findings())
    approvals = within_reach(work.actor, Approval.department_id)
    statements = within_reach(work.actor, Statement.department_id)
    return {
        "findings": (Finding, findings),
        "approvals": (Approval, approvals & Approval.id.not_in(concerning_of(asking))),
        "rulings": (Ruling, true()),
        "statements": (Statement, statements & not_(concerning_statements(work, own))),
    }


TABLES: Final = (
    Telling(
        question=10,
        name="added-and-corrected",
        heading="Added and corrected since the newest report to the council, by whom",
        columns=(*texts("Records", "By"), *numbers("Added", "Corrected")),
        rows=_changed,
        tells="Counted from the trail: a record counts once for each act that changed it. Which "
        "ones, from what to what, stands in the trail and in the sheet Changes of the next report.",
    ),
)
