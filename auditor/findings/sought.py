"""The list of findings, and what it can be narrowed to."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    func,
    not_,
    select,
)

from auditor.concern import Concealed, own_of
from auditor.days import Day
from auditor.departments.model import Department
from auditor.departments.queries import COUNTED, Listed, listed_by_id, words_sought
from auditor.findings.asked import ANYTHING, Behind, answering
from auditor.findings.model import Finding
from auditor.findings.persons import who_it_was
from auditor.findings.rules import (
    AccountKind,
    AccountState,
    Certainty,
    Counted,
    Licence,
    ObtainedThrough,
    Stage,
)
from auditor.flags.model import Flag
from auditor.flags.rules.moves import STANDING
from auditor.officers.model import Officer
from auditor.questions.rules import Asked
from auditor.reach import within_reach
from auditor.tools.model import Tool
from auditor.verdicts.model import StoredVerdict
from auditor.verdicts.queries.reasons import with_reason
from auditor.verdicts.rules import Reason, Verdict
from auditor.work import Work

#: In place of a year: those whose day is not known.
UNKNOWN: Final = "unknown"

_YEAR: Final = re.compile("[1-9][0-9]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What a list of findings is narrowed to; None, or an empty text, means any.

    Attributes:
        reason: wherever it holds on a known date, not only where it is the verdict's own.
        rule: of a flag that stands, open or in follow-up.
        is_identified: whether an officer on record is named.
        source_kind: part of it; nobody who is confined may see it, and so nor search by it.
        signed_up, first_used: from and until, inclusive; of a day that is known to the month it
            is enough that a day of that month lies between.
        as_figures: only what counts; a stage with those beyond it; a reason as the verdict's own.
        is_flagged: only those with a flag that is open or in follow-up.
        signed_up_on, first_used_on: a year, or `UNKNOWN` for those whose day is not known.
        asked: only what answers a question of the page of questions.
        behind: only what stands behind a row of one of its tables.
    """

    tool_id: int | None = None
    department_id: int | None = None
    officer_id: int | None = None
    verdict: Verdict | None = None
    reason: Reason | None = None
    stage: Stage | None = None
    licence: Licence | None = None
    obtained_through: ObtainedThrough | None = None
    account_kind: AccountKind | None = None
    account_state: AccountState | None = None
    certainty: Certainty | None = None
    source_kind: str = ""
    signed_up: tuple[Day | None, Day | None] = (None, None)
    first_used: tuple[Day | None, Day | None] = (None, None)
    rule: str = ""
    is_identified: bool | None = None
    counted: Counted | None = None
    as_figures: bool = False
    is_flagged: bool = False
    signed_up_on: str = ""
    first_used_on: str = ""
    asked: Asked | None = None
    behind: Behind = ANYTHING
    q: str = ""

    def conditions(self, work: Work) -> list[ColumnElement[bool]]:
        """One for each thing that is sought."""
        equal: tuple[tuple[Any, Any], ...] = (
            (Finding.tool_id, self.tool_id),
            (Finding.department_id, self.department_id),
            (Finding.officer_id, self.officer_id),
            (Finding.licence, self.licence),
            (Finding.obtained_through, self.obtained_through),
            (Finding.account_kind, self.account_kind),
            (Finding.account_state, self.account_state),
            (Finding.certainty, self.certainty),
            (StoredVerdict.verdict, self.verdict),
        )
        found = [column == wanted for column, wanted in equal if wanted is not None]
        if self.verdict is not None and self.department_id is not None:
            # The same again, for the index of verdicts to be of use.
            found.append(StoredVerdict.department_id == self.department_id)
        if self.source_kind and not work.actor.is_confined:
            found.append(Finding.source_kind.icontains(self.source_kind, autoescape=True))
        found += _between(Finding.signed_up_on, Finding.signed_up_on_last, self.signed_up)
        found += _between(Finding.first_used_on, Finding.first_used_on_last, self.first_used)
        found += _in_year(Finding.signed_up_on, self.signed_up_on)
        found += _in_year(Finding.first_used_on, self.first_used_on)
        return [
            *found,
            *self._counting(work),
            *self._told(),
            *self.behind.conditions(work),
            *who_it_was(work, words_sought(self.q)),
        ]

    def _counting(self, work: Work) -> list[ColumnElement[bool]]:
        """Stage and reason: exactly, or as the figures count them."""
        found: list[ColumnElement[bool]] = []
        if self.as_figures:
            # In these words findings are gone through, newest first, and not all verdicts sorted.
            verdict = func.coalesce(StoredVerdict.verdict, Verdict.NOT_COUNTED)
            found.append(verdict != Verdict.NOT_COUNTED)
        if self.stage is not None:
            beyond = [stage for stage in Stage if stage.reaches(self.stage)]
            found.append(Finding.stage.in_(beyond if self.as_figures else [self.stage]))
        if self.reason is not None:
            own = StoredVerdict.reason == self.reason
            found.append(own if self.as_figures else with_reason(work, self.reason))
        return found

    def _told(self) -> list[ColumnElement[bool]]:
        """Conditions on what the register tells of a finding."""
        found: list[ColumnElement[bool]] = []
        if self.is_flagged:
            held = Flag.finding_id == Finding.id, Flag.state.in_(STANDING)
            found.append(select(Flag.id).where(*held).exists())
        if self.rule:
            flagged = select(Flag.id).where(
                Flag.finding_id == Finding.id, Flag.rule == self.rule, Flag.state.in_(STANDING)
            )
            found.append(flagged.exists())
        if self.is_identified is not None:
            missing = Finding.officer_id.is_(None)
            found.append(not_(missing) if self.is_identified else missing)
        if self.counted is not None:
            found.append(_COUNTED[self.counted])
        if self.asked is not None:
            found.append(answering(self.asked))
        return found


_WITHDRAWN: Final = Finding.withdrawn_at.is_not(None)
_DUPLICATE: Final = Finding.duplicate_of_id.is_not(None)
_DISPROVED: Final = Finding.certainty == Certainty.DISPROVED

#: In the order in which a finding's page says why it counts nowhere.
_COUNTED: Final = {
    Counted.YES: and_(not_(_WITHDRAWN), not_(_DUPLICATE), not_(_DISPROVED)),
    Counted.WITHDRAWN: _WITHDRAWN,
    Counted.DUPLICATE: and_(_DUPLICATE, not_(_WITHDRAWN)),
    Counted.DISPROVED: and_(_DISPROVED, not_(_DUPLICATE), not_(_WITHDRAWN)),
}


def findings(work: Work, sought: Sought, *, after: int | None = None) -> Listed:
    """One page of the findings within reach, newest first; withdrawn ones stay visible.

    What concerns the reader is listed as `Concealed`, and not at all once something is sought: else
    the search itself would tell what it holds.
    """
    own, conditions = own_of(work).findings(), sought.conditions(work)
    wanted = _rows(work, own).where(*conditions)
    if conditions:
        wanted = wanted.where(not_(own))
    # A database does not see that the two ids are the same, and would sort all of one verdict.
    key = Finding.id if sought.verdict is None else StoredVerdict.finding_id
    listed = listed_by_id(work, wanted, key=key, after=after, most=COUNTED)
    return replace(listed, rows=_concealed(listed.rows))


def findings_among(work: Work, ids: Collection[int]) -> Sequence[Any]:
    """The findings with these ids within reach, as `findings` lists them."""
    wanted = _rows(work, own_of(work).findings()).where(Finding.id.in_(ids))
    return _concealed(work.session.execute(wanted.order_by(Finding.id.desc())).all())


def _rows(work: Work, own: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Finding.id,
            own.label("is_own"),
            Tool.name.label("tool"),
            Department.name.label("department"),
            Officer.family_name,
            Officer.given_name,
            Finding.account_email,
            Finding.name_as_received,
            Finding.stage,
            Finding.signed_up_on,
            Finding.signed_up_on_last,
            Finding.withdrawn_at,
            Finding.duplicate_of_id,
            Finding.certainty,
            StoredVerdict.verdict,
            StoredVerdict.reason,
        )
        .select_from(Finding)
        .join(Tool, Tool.id == Finding.tool_id)
        .join(Department, Department.id == Finding.department_id)
        .outerjoin(Officer, Officer.id == Finding.officer_id)
        .outerjoin(StoredVerdict, StoredVerdict.finding_id == Finding.id)
        .where(within_reach(work.actor, Finding.department_id))
    )


def _concealed(rows: Sequence[Any]) -> list[Any]:
    return [Concealed(row.id) if row.is_own else row for row in rows]


def _between(
    first: Any, last: Any, bounds: tuple[Day | None, Day | None]
) -> list[ColumnElement[bool]]:
    since, until = bounds
    found: list[ColumnElement[bool]] = []
    if since is not None:
        found.append(func.coalesce(last, first) >= since.first)
    if until is not None:
        found.append(first <= until.last)
    return found


def _in_year(column: Any, year: str) -> list[ColumnElement[bool]]:
    if year == UNKNOWN:
        return [column.is_(None)]
    known = int(year) if _YEAR.fullmatch(year) else None
    return [column.between(date(known, 1, 1), date(known, 12, 31))] if known else []
