"""What is on record about one tool in one department, laid out so that many findings share it.

The status of a day is the first line of the table that holds, and a line holds by the ruling in
force alone or by one approval alone. So the line of a day is the least of the ruling's and of each
single approval's, and behind it are all those approvals that have this line alone. `rules.status`,
which stays the definition, is asked about each approval alone: once for each scope it can have,
and for each day from which it may say something else. Only a denial looks at other approvals,
since a later confirmation answers it.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from auditor.approvals.rules import (
    Approval,
    confirmed_by,
    decided_before,
)
from auditor.days import Day
from auditor.findings.rules import Facts
from auditor.rulings.rules import Body, Outcome, Ruling, ruling_in_force
from auditor.verdicts.assessment import DAYS_UNKNOWN, Sum, is_unapproved, rank, summed
from auditor.verdicts.rules import LINES, Reason, Status, status
from auditor.verdicts.scopes import COVERING, ELSEWHERE, PERHAPS, Scopes, Scoping, Spells
from auditor.verdicts.timelines import break_points

#: It makes no line hold but the last, which every line of an approval goes before.
_SILENT: Final = Ruling(
    id=0,
    body=Body.OTHER,
    outcome=Outcome.APPROVAL_REQUIRED,
    adopted_on=date.min,
    effective_from=date.min,
)
_LAST: Final = LINES[-1].number
_DENIED: Final = next(line.number for line in LINES if line.reason is Reason.DENIED)


class _Spell(NamedTuple):
    """Days in a row: what holds by the ruling alone, and before that by which approvals.

    Attributes:
        lines: number of the line, scope, and the approvals that have this line alone.
        confirmed: the approvals confirmed by then.
    """

    law: int
    lines: Sequence[tuple[int, int, int]]
    confirmed: int


class Docket:
    """One tool in one department.

    Args:
        facts: of any finding about the two; what else it tells is not looked at.
        rulings: all of them, or those that apply.
        approvals: those of this tool and department, each with its bit in this order.
    """

    def __init__(
        self, facts: Facts, rulings: Sequence[Ruling], approvals: Sequence[Approval]
    ) -> None:
        self.approvals = approvals
        self._facts = Facts(
            tool_id=facts.tool_id,
            category=facts.category,
            department_id=facts.department_id,
            stage=facts.stage,
        )
        self.spells = Scoping(self._facts, approvals).spells
        self._starts: list[date] = []
        self._spells: list[_Spell] = []
        #: What was ever said, under numbers from 1 on, and those numbers by line and approvals.
        self._statuses: list[Status] = [status(date.min, self._facts, (), ())]
        self._numbers: dict[Hashable, int] = {}
        self._sums: dict[tuple[int, ...], Sum] = {}
        self._lay_out(rulings)

    def assess(
        self, days: Sequence[Day], span: tuple[date, date], spells: Spells
    ) -> tuple[Sum, list[date]]:
        """What a finding's known dates come to, and since when each has its status.

        Args:
            days: its known dates, at least one, in the order of the fields; `span` goes from the
                first possible to the last possible of them.
        """
        numbers, since = [], []
        for day in days:
            first = day.first
            if first == day.last:
                number = self._number(first, spells.on(first))
            else:
                first, number = self._of_month(day, spells)
            numbers.append(number)
            since.append(first)
        key = tuple(numbers)
        total = self._sums.get(key)
        if total is None:
            total = self._sums[key] = summed([self._statuses[number] for number in numbers])
        if not total.is_settled and self._unapproved_in(span, spells):
            return DAYS_UNKNOWN, since
        return total, since

    def _of_month(self, day: Day, spells: Spells) -> tuple[date, int]:
        """The mildest status of a month, and the first day that has it."""
        # Of equals, `max` keeps the first, which is the earliest.
        return max(
            self._between(day.first, day.last, spells),
            key=lambda each: rank(self._statuses[each[1]]),
        )

    def _unapproved_in(self, span: tuple[date, date], spells: Spells) -> bool:
        return any(
            is_unapproved(self._statuses[number]) for _, number in self._between(*span, spells)
        )

    def _between(self, first: date, last: date, spells: Spells) -> Iterator[tuple[date, int]]:
        """The numbers of what holds between two days, both inclusive, and from which day on."""
        points = [first, *_within(self._starts, first, last)]
        if len(spells.starts) > 1:
            points = sorted({*points, *_within(spells.starts, first, last)})
        for start in points:
            yield start, self._number(start, spells.on(start))

    def _number(self, day: date, scopes: Scopes) -> int:
        """The number, in this docket, of what holds on a day."""
        spell = self._spells[bisect_right(self._starts, day) - 1]
        for line, scope, approvals in spell.lines:
            behind = approvals & scopes[scope]
            if behind and line == _DENIED:
                behind = self._unanswered(behind, scopes[COVERING] & spell.confirmed)
            if behind:
                return self._numbers.get((line, behind)) or self._say(line, behind)
        return spell.law

    def _unanswered(self, denied: int, confirmed: int) -> int:
        """Those denials after which none of these was confirmed on a later day."""
        return sum(
            1 << n
            for n in _places(denied)
            if not any(
                decided_before(self.approvals[n], self.approvals[other])
                for other in _places(confirmed)
            )
        )

    def _say(self, line: int, behind: int) -> int:
        ids = tuple(sorted(self.approvals[n].id for n in _places(behind)))
        said = Status(line, LINES[line - 1].verdict, LINES[line - 1].reason, ids)
        return self._numbered((line, behind), said)

    def _numbered(self, key: Hashable, said: Status) -> int:
        self._statuses.append(said)
        return self._numbers.setdefault(key, len(self._statuses) - 1)

    def _lay_out(self, rulings: Sequence[Ruling]) -> None:
        steps: dict[date, list[tuple[int, Sequence[tuple[int, int]]]]] = defaultdict(list)
        for n, approval in enumerate(self.approvals):
            for start, lines in _alone(approval, self._facts):
                steps[start].append((n, lines))
        turns = {date.min, *break_points(self._facts, rulings, ())}
        having: dict[tuple[int, int], int] = defaultdict(int)
        law = confirmed = 0
        for start in sorted(turns | steps.keys()):
            if start in turns:
                law = self._law(start, rulings)
            for n, lines in steps.get(start, ()):
                for key in having:
                    having[key] &= ~(1 << n)
                for key in lines:
                    having[key] |= 1 << n
                confirmed |= confirmed_by(self.approvals[n], start) << n
            line_of_law = self._statuses[law].line
            first = [(*key, bits) for key, bits in having.items() if bits and key[0] < line_of_law]
            self._starts.append(start)
            self._spells.append(_Spell(law, sorted(first), confirmed))

    def _law(self, day: date, rulings: Sequence[Ruling]) -> int:
        """The number of what holds on a day by the ruling in force alone."""
        ruling = ruling_in_force(
            day,
            rulings,
            tool_id=self._facts.tool_id,
            category=self._facts.category,
            department_id=self._facts.department_id,
        )
        key = (0, ruling.id if ruling is not None else 0)
        if key in self._numbers:
            return self._numbers[key]
        said = status(day, self._facts, (ruling,) if ruling is not None else (), ())
        return self._numbered(key, said)


def _alone(approval: Approval, facts: Facts) -> Iterator[tuple[date, Sequence[tuple[int, int]]]]:
    """From which day on an approval alone makes which line hold, in which scope.

    Whatever it is limited to, it is made to stand to the finding in each of the scopes.
    """
    free = replace(approval, unit=None, officer_id=None, purposes=frozenset())
    ways = [(COVERING, free, facts)]
    if free != approval:
        ways.append((PERHAPS, replace(free, unit="some unit"), facts))
        ways.append((ELSEWHERE, replace(free, officer_id=1), replace(facts, officer_id=2)))
    for day in [date.min, *break_points(facts, (), (approval,))]:
        lines = [(status(day, seen, (_SILENT,), (each,)).line, scope) for scope, each, seen in ways]
        yield day, [(line, scope) for line, scope in lines if line != _LAST]


def _within(starts: Sequence[date], first: date, last: date) -> Sequence[date]:
    return starts[bisect_right(starts, first) : bisect_right(starts, last)]


def _places(bits: int) -> list[int]:
    return [n for n in range(bits.bit_length()) if bits >> n & 1]
