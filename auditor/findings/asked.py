"""Which findings answer which of the ten questions, and which stand behind a row of a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Text, and_, false, func, not_, select, type_coerce

from auditor.base import standing
from auditor.findings.model import Finding
from auditor.findings.rules import AccountState, Stage
from auditor.flags.model import Flag
from auditor.flags.rules.moves import STANDING
from auditor.follow_ups.model import Line
from auditor.questions.rules import Asked
from auditor.questions.rules.tables import NONE
from auditor.reports.model import Report
from auditor.reports.rules import COUNCILS
from auditor.tools.model import Tool
from auditor.tools.rules import Category
from auditor.verdicts.model import StoredVerdict
from auditor.verdicts.rules import Reason, Verdict
from auditor.work import Work

#: Use came before an approval: there was none, it began later, or it was given afterwards.
_BEFORE: Final = (Reason.NO_APPROVAL, Reason.BEFORE_APPROVAL, Reason.RATIFIED)

#: Lists of purposes, as stored, of which none explains a use.
_EXPLAINS_NOTHING: Final = (
    *("[]", '["unknown"]', '["personal"]'),
    *('["personal","unknown"]', '["unknown","personal"]'),
)


def _reaches(wanted: Stage) -> ColumnElement[bool]:
    return Finding.stage.in_([stage for stage in Stage if stage.reaches(wanted)])


def _said(column: Any) -> ColumnElement[str]:
    """Several words as they are stored."""
    return type_coerce(column, Text)


def _left() -> ColumnElement[bool]:
    held = select(Flag.finding_id).where(
        Flag.finding_id.is_not(None),
        Flag.rule == "open-after-departure",
        Flag.state.in_(STANDING),
    )
    return Finding.id.in_(held)  # Looked up once, and not for each of a million findings.


def _outcome() -> ColumnElement[bool]:
    given = (
        select(Flag.finding_id)
        .join(Line, Line.flag_id == Flag.id)
        .where(Flag.finding_id.is_not(None), Line.outcome.is_not(None))
    )
    return Finding.id.in_(given)


def _added() -> ColumnElement[bool]:
    newest = select(func.max(Report.as_of)).where(Report.audience.in_(COUNCILS), standing(Report))
    return Finding.recorded_at > newest.scalar_subquery()


#: What counts in any figure.
COUNTED: Final = func.coalesce(StoredVerdict.verdict, Verdict.NOT_COUNTED) != Verdict.NOT_COUNTED
_USED: Final = _reaches(Stage.USED)
_FACE: Final = and_(
    Finding.tool_id.in_(select(Tool.id).where(Tool.category == Category.FACE_RECOGNITION)), _USED
)
_UNAPPROVED: Final = StoredVerdict.verdict == Verdict.UNAPPROVED
_EXPLAINED: Final = and_(
    _said(Finding.case_numbers) != "[]", _said(Finding.purposes).not_in(_EXPLAINS_NOTHING)
)
_OPEN: Final = Finding.account_state == AccountState.OPEN
_OUTSIDE: Final = func.coalesce(Finding.on_behalf_of, "") != ""
_PROHIBITED: Final = StoredVerdict.reason == Reason.PROHIBITED

_CONDITIONS: Final = {
    Asked.BEFORE_APPROVAL: and_(_FACE, StoredVerdict.reason.in_(_BEFORE)),
    Asked.RULE_BROKEN: and_(_FACE, _UNAPPROVED, StoredVerdict.reason.not_in(_BEFORE)),
    Asked.NO_RULE: and_(_FACE, StoredVerdict.verdict == Verdict.NO_RULE),
    Asked.FOLLOWED: and_(_FACE, _UNAPPROVED, _outcome()),
    Asked.EXPLAINED: and_(_USED, _EXPLAINED),
    Asked.UNEXPLAINED: and_(_USED, not_(_EXPLAINED)),
    Asked.OPEN: and_(_OPEN, StoredVerdict.verdict != Verdict.APPROVED),
    Asked.LEFT: _left(),
    Asked.STATE_UNKNOWN: and_(
        _reaches(Stage.SIGNED_UP), Finding.account_state == AccountState.UNKNOWN
    ),
    Asked.RATIFIED: StoredVerdict.reason == Reason.RATIFIED,
    Asked.LEADS: and_(_reaches(Stage.USED_IN_A_CASE), _UNAPPROVED),
    Asked.OUTSIDE: and_(_USED, _OUTSIDE),
    Asked.OUTSIDE_PROHIBITED: and_(_USED, _OUTSIDE, _PROHIBITED),
    Asked.PROHIBITED: and_(_USED, _PROHIBITED),
    Asked.COUNCIL_MISSING: StoredVerdict.reason == Reason.COUNCIL_APPROVAL_MISSING,
    Asked.OUTCOME: _outcome(),
    Asked.NO_OUTCOME: and_(_UNAPPROVED, not_(_outcome())),
    Asked.ADDED: _added(),
}


def answering(asked: Asked) -> ColumnElement[bool]:
    """The condition on `Finding`, beside its `StoredVerdict`, that meets what a question counts."""
    return and_(COUNTED, _CONDITIONS[asked])


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """What a row of a table is about, word for word; an empty text means any.

    Attributes:
        agency: on whose behalf.
        approval: the number of the one behind the verdict.
        source: of which kind, or `NONE`; nobody who is confined may see it, and so finds nothing.
    """

    case_number: str = ""
    agency: str = ""
    approval: str = ""
    source: str = ""

    def conditions(self, work: Work) -> Iterator[ColumnElement[bool]]:
        """One for each thing that the row is about."""
        if self.case_number:
            # Among several they are stored between quotes, so that a part of one is not met.
            written = orjson.dumps(self.case_number).decode()
            yield _said(Finding.case_numbers).contains(written, autoescape=True)
        if self.agency:
            yield Finding.on_behalf_of == self.agency
        if self.approval:
            written = orjson.dumps(self.approval).decode()
            yield _said(StoredVerdict.approval_ids).contains(written, autoescape=True)
        if self.source:
            source = func.coalesce(Finding.source_kind, "")
            shown = source == ("" if self.source == NONE else self.source)
            yield false() if work.actor.is_confined else shown


#: Behind no row in particular.
ANYTHING: Final = Behind()
