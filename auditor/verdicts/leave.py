"""What one approval by itself says of each day, and of each known date of a finding."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from auditor.approvals.rules import Approval
from auditor.days import Day
from auditor.findings.rules import Facts, Stage
from auditor.rulings.rules import Ruling
from auditor.tools.rules import Category
from auditor.verdicts.alone import SILENT
from auditor.verdicts.assessment import rank
from auditor.verdicts.drawing import Scope, scope_on
from auditor.verdicts.rules import LINES, Reason, Status
from auditor.verdicts.timelines import Segment, break_points, timeline

#: While one of these rulings is in force, no approval of a department gives leave.
_UNANSWERED: Final = (Reason.PROHIBITED, Reason.COUNCIL_APPROVAL_MISSING)

_LINES: Final = {line.reason: line for line in LINES}


class Answer(NamedTuple):
    """What the approval says of a known date of a finding.

    Attributes:
        since: the first of its days that has the status; the day itself if it is known exactly.
        status: the day's; of a month, that of its mildest day, the earliest among equals.
    """

    field: str
    day: Day
    since: date
    status: Status

    @property
    def covers(self) -> bool:
        """Whether it gives leave on that day, to this finding."""
        return self.status.reason is Reason.APPROVED


class Answered(NamedTuple):
    """A finding with what the approval says of each of its known dates; there is at least one."""

    finding_id: int
    answers: tuple[Answer, ...]

    @property
    def covers(self) -> bool:
        """Whether a known date is covered."""
        return any(each.covers for each in self.answers)

    @property
    def why(self) -> Reason:
        """Of its known dates the mildest."""
        return max(self.answers, key=lambda each: rank(each.status)).status.reason

    @property
    def last_on(self) -> date:
        """The last day that a known date can be."""
        return max(each.day.last for each in self.answers)


def days_answered(
    approval: Approval, category: Category | None, rulings: Sequence[Ruling]
) -> list[Segment]:
    """What an approval by itself says, of all days of the calendar, to whatever it would cover.

    That is what `status` says of the approval alone, as if it were for everybody. A day on which
    no ruling asks for an approval is asked about as if one did: whether the ruling permits a use
    is not what the approval says.

    Args:
        category: the tool's.
        rulings: any standing ones; those about something else are passed over.
    """
    facts = facts_about(approval.tool_id, category, approval.department_id)
    for_all = replace(approval, unit=None, officer_id=None, purposes=frozenset())
    found: list[Segment] = []
    for law in timeline(facts, rulings, ()):
        heard = rulings if law.status.reason in _UNANSWERED else (SILENT,)
        said = timeline(facts, heard, (for_all,), from_on=law.from_on, until_on=law.until_on)
        if found and found[-1].status == said[0].status:
            said[0] = replace(said[0], from_on=found.pop().from_on)
        found += said
    return found


def facts_about(tool_id: int, category: Category | None, department_id: int) -> Facts:
    """A finding of which nothing is known but its tool and department."""
    return Facts(tool_id=tool_id, category=category, department_id=department_id, stage=Stage.USED)


def answers(approval: Approval, facts: Facts, said: Sequence[Segment]) -> tuple[Answer, ...]:
    """What an approval of its tool and department says of each known date of a finding.

    Args:
        said: `days_answered` of the approval.
    """
    found = []
    for field, day in facts.known_dates():
        # Of equals, `max` keeps the first, which is the earliest.
        turns = [(on, _answer(approval, facts, said, on)) for on in _turns(facts, said, day)]
        found.append(Answer(field, day, *max(turns, key=lambda turn: rank(turn[1]))))
    return tuple(found)


def _turns(facts: Facts, said: Sequence[Segment], day: Day) -> list[date]:
    """The days among which is each that can differ from the one before; of a day, itself."""
    if not day.is_month:
        return [day.first]
    turns = {*(each.from_on for each in said), *break_points(facts, (), ())}
    return sorted({day.first, *(turn for turn in turns if day.first < turn <= day.last)})


def _answer(approval: Approval, facts: Facts, said: Sequence[Segment], day: date) -> Status:
    status = next(each.status for each in reversed(said) if each.from_on <= day)
    scope = scope_on(approval, facts, day)
    if status.reason in _UNANSWERED or scope is Scope.COVERS:
        return status
    if scope is Scope.ELSEWHERE:
        return _stating(Reason.OUTSIDE_SCOPE, approval)
    return _stating(Reason.SCOPE_UNKNOWN, approval) if _gives_leave(status) else status


def _gives_leave(status: Status) -> bool:
    return status.reason is Reason.APPROVED


def _stating(reason: Reason, approval: Approval) -> Status:
    line = _LINES[reason]
    return Status(line.number, line.verdict, reason, (approval.id,))
