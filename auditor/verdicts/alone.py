"""What one approval alone makes hold, in each scope it can have, and from which day on."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from auditor.approvals.rules import Approval
from auditor.findings.rules import Facts, Stage
from auditor.rulings.rules import Body, Outcome, Ruling
from auditor.verdicts.rules import LINES, status
from auditor.verdicts.scopes import COVERING, ELSEWHERE, PERHAPS
from auditor.verdicts.timelines import break_points

_DAY: Final = timedelta(days=1)

#: It makes no line hold but the last, which every line of an approval goes before.
SILENT: Final = Ruling(
    id=0,
    body=Body.OTHER,
    outcome=Outcome.APPROVAL_REQUIRED,
    adopted_on=date.min,
    effective_from=date.min,
)
_LAST: Final = LINES[-1].number


def lines_alone(approval: Approval) -> Iterable[tuple[date, Sequence[tuple[int, int]]]]:
    """From which day on an approval alone makes which line hold, in which scope.

    Only the order of its days matters to the rules, and so they are asked once about all approvals
    whose days come in the same order.
    """
    days = [date.min, *break_points(_facts_about(approval), (), (approval,))]
    place = {day: _place_of(n) for n, day in enumerate(days)}
    until = approval.valid_until
    is_limited = approval.unit, approval.officer_id, approval.purposes
    in_order = Approval(
        id=0,
        tool_id=0,
        department_id=0,
        valid_from=place[approval.valid_from],
        # The day after it is one of the days, unless the calendar ends before.
        valid_until=place[until + _DAY] - _DAY if until and until < date.max else None,
        requested_on=place[approval.requested_on],
        decision=approval.decision,
        decided_on=approval.decided_on and place[approval.decided_on],
        revoked_on=approval.revoked_on and place[approval.revoked_on],
    )
    limited = is_limited != (None, None, frozenset())
    return zip(days, _lines(in_order, len(days), is_limited=limited), strict=True)


def _place_of(n: int) -> date:
    """Stands for the n-th of some days; between two of them there is one more."""
    return date.min + 2 * n * _DAY


@lru_cache(maxsize=10_000)
def _lines(
    approval: Approval, days: int, *, is_limited: bool
) -> Sequence[Sequence[tuple[int, int]]]:
    """The lines that an approval alone makes hold, each with its scope, on so many days.

    If it is limited to something, it is made to stand to the finding in each of the scopes.
    """
    facts = _facts_about(approval)
    ways = [(COVERING, approval, facts)]
    if is_limited:
        ways.append((PERHAPS, replace(approval, unit="some unit"), facts))
        ways.append((ELSEWHERE, replace(approval, officer_id=1), replace(facts, officer_id=2)))
    found = []
    for day in map(_place_of, range(days)):
        lines = [(status(day, seen, (SILENT,), (each,)).line, scope) for scope, each, seen in ways]
        found.append([(line, scope) for line, scope in lines if line != _LAST])
    return found


def _facts_about(approval: Approval) -> Facts:
    return Facts(
        tool_id=approval.tool_id,
        category=None,
        department_id=approval.department_id,
        stage=Stage.USED,
    )
