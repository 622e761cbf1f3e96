"""Which findings have a reason, sought among very many."""

from typing import Final

from sqlalchemy import ColumnElement, Text, and_, func, literal_column, or_, select, type_coerce

from auditor.findings.model import Finding
from auditor.verdicts.model import StoredVerdict
from auditor.verdicts.rules import Reason
from auditor.work import Work

#: Of so many findings the ids are asked for first.
_FEW: Final = 2_000


def with_reason(work: Work, reason: Reason) -> ColumnElement[bool]:
    """The condition on findings with this reason on a known date: by ids where they are few.

    A list stops once it has a page, so that what is common is found at once; what is rare would
    have to be looked for among all the others.
    """
    own = StoredVerdict.reason == reason
    others = type_coerce(StoredVerdict.other_reasons, Text)
    among = and_(others != literal_column("'[]'"), others.contains(reason.value))
    ids = select(StoredVerdict.finding_id).limit(_FEW + 1)
    first = work.session.scalars(ids.where(own)).all()
    if len(first) <= _FEW:
        second = work.session.scalars(ids.where(among)).all()
        if len(second) <= _FEW:
            return Finding.id.in_({*first, *second})
    return or_(own, func.coalesce(others, "").contains(reason.value))
