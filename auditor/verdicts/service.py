"""Verdicts kept in their table, which may be thrown away: all of it comes from records."""

from collections.abc import Sequence
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Table, bindparam, insert, select, update

from auditor.verdicts.model import StoredVerdict
from auditor.verdicts.queries import PORTION, Assessed, among, assessed
from auditor.work import Work

_TABLE: Final = cast(Table, StoredVerdict.__table__)


def assess_findings(work: Work, condition: ColumnElement[bool]) -> int:
    """Assess the findings that meet a condition, and keep the verdicts that differ.

    Args:
        condition: on the columns of `Finding`.

    Returns:
        How many verdicts are new or differ.
    """
    differing, after = 0, 0
    while portion := assessed(work, condition, after=after, limit=PORTION):
        differing += keep_verdicts(work, portion)
        after = portion[-1].finding_id
    return differing


def keep_verdicts(work: Work, portion: Sequence[Assessed]) -> int:
    """Write what differs from what is kept; see `assess_findings`.

    Args:
        portion: in order of the findings' ids.
    """
    if not portion:
        return 0
    kept = {
        row.finding_id: row._asdict()
        for row in work.session.execute(
            select(*_TABLE.c).where(among(portion, StoredVerdict.finding_id))
        )
    }
    rows = [_row(each) for each in portion]
    new = [row for row in rows if row["finding_id"] not in kept]
    differing = [row for row in rows if kept.get(row["finding_id"], row) != row]
    # Not audited, so that Core may write it: it says nothing that records do not say.
    if new:
        work.session.connection().execute(insert(_TABLE), new)
    if differing:
        changed = update(_TABLE).where(_TABLE.c.finding_id == bindparam("_finding_id"))
        work.session.connection().execute(
            changed, [{**row, "_finding_id": row["finding_id"]} for row in differing]
        )
    return len(new) + len(differing)


def _row(each: Assessed) -> dict[str, Any]:
    found, span = each.assessment, each.facts.span()
    return {
        "finding_id": each.finding_id,
        "department_id": each.facts.department_id,
        "verdict": found.verdict,
        "reason": found.reason,
        "reason_since": found.since,
        "other_reasons": tuple(reason.value for reason in found.other_reasons),
        "approval_ids": tuple(str(approval_id) for approval_id in found.approval_ids),
        "ruling_id": found.ruling_id,
        "span_from": span[0] if span else None,
        "span_until": span[1] if span else None,
    }
