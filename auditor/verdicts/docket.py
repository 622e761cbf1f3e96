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
from collections.abc import Callable, Hashable, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from auditor.approvals.rules import Approval, confirmed_by, decided_before
from auditor.findings.rules import Facts
from auditor.rulings.rules import Ruling, ruling_in_force
from auditor.verdicts.alone import lines_alone
from auditor.verdicts.assessment import DAYS_UNKNOWN, Sum, is_unapproved, rank, summed
from auditor.verdicts.rules import LINES, Reason, Status, status
from auditor.verdicts.scopes import COVERING, Scopes, Scoping, Spells
from auditor.verdicts.timelines import break_points

_DENIED: Final = next(line.number for line in LINES if line.reason is Reason.DENIED)


#: The first and the last day of something.
Ends = tuple[Any, Any]


def _itself(day: date) -> date:
    return day


class _Spell(NamedTuple):
    """Days in a row: what holds by the ruling alone, and before that by which approvals.

    Attributes:
        lines: number of the line, scope, and the approvals that have this line alone.
        confirmed: the approvals confirmed by then.
        numbers: the number of what holds, by the scopes for which that was asked already.
    """

    law: int
    lines: Sequence[tuple[int, int, int]]
    confirmed: int
    numbers: dict[Scopes, int]


class Docket:
    """One tool in one department.

    Args:
        facts: of any finding about the two; what else it tells is not looked at.
        rulings: all of them, or those that apply.
        approvals: those of this tool and department, each with its bit in this order.
        day: what stands for a day in all that is asked and given, such as the text in which a
            database keeps it; ordered as days are. It spares reading a million of them.
    """

    def __init__(
        self,
        facts: Facts,
        rulings: Sequence[Ruling],
        approvals: Sequence[Approval],
        *,
        day: Callable[[date], Any] = _itself,
    ) -> None:
        self.approvals = approvals
        self._day = day
        self._facts = Facts(
            tool_id=facts.tool_id,
            category=facts.category,
            department_id=facts.department_id,
            stage=facts.stage,
        )
        self.spells = Scoping(self._facts, approvals, day).spells
        self._starts: list[Any] = []
        self._spells: list[_Spell] = []
        #: What was ever said, under numbers from 1 on, and those numbers by line and approvals.
        self._statuses: list[Status] = [status(date.min, self._facts, (), ())]
        self._numbers: dict[Hashable, int] = {}
        self._sums: dict[tuple[int, ...], Sum] = {}
        self._lay_out(rulings)

    def assess(self, days: Sequence[Ends], span: Ends, spells: Spells) -> tuple[Sum, list[Any]]:
        """What a finding's known dates come to, and since when each has its status.

        Args:
            days: its known dates, at least one, in the order of the fields, each by its first and
                its last day; `span` goes from the first possible to the last possible of them.
        """
        numbers, since, always = [], [], spells.always
        for first, last in days:
            if first == last:
                spell = self._spells[bisect_right(self._starts, first) - 1]
                scopes = always or spells.on(first)
                begins, number = first, spell.numbers.get(scopes) or self._number(spell, scopes)
            else:
                begins, number = self._of_month(first, last, spells)
            numbers.append(number)
            since.append(begins)
        key = tuple(numbers)
        total = self._sums.get(key)
        if total is None:
            total = self._sums[key] = summed([self._statuses[number] for number in numbers])
        # Of one day nothing is left unknown.
        if not total.is_settled and span[0] != span[1] and self._unapproved_in(span, spells):
            return DAYS_UNKNOWN, since
        return total, since

    def _of_month(self, first: Any, last: Any, spells: Spells) -> tuple[Any, int]:
        """The first day of a month that has its mildest status, and the number of this."""
        found = self._between(first, last, spells)
        if len(found) == 1:
            return found[0]
        # Of equals, `max` keeps the first, which is the earliest.
        return max(found, key=lambda each: rank(self._statuses[each[1]]))

    def _unapproved_in(self, span: Ends, spells: Spells) -> bool:
        statuses = self._statuses
        return any(is_unapproved(statuses[each]) for _, each in self._between(*span, spells))

    def _between(self, first: Any, last: Any, spells: Spells) -> list[tuple[Any, int]]:
        """The numbers of what holds between two days, both inclusive, and from which day on."""
        starts, always = self._starts, spells.always
        place = bisect_right(starts, first) - 1
        inner = range(place + 1, bisect_right(starts, last, place + 1))
        if always is not None:
            found = [(first, self._number(self._spells[place], always))]
            found += [(starts[n], self._number(self._spells[n], always)) for n in inner]
            return found
        points = {first, *[starts[n] for n in inner], *_within(spells.starts, first, last)}
        return [(day, self._on(day, spells)) for day in sorted(points)]

    def _on(self, day: Any, spells: Spells) -> int:
        spell = self._spells[bisect_right(self._starts, day) - 1]
        return self._number(spell, spells.on(day))

    def _number(self, spell: _Spell, scopes: Scopes) -> int:
        """The number, in this docket, of what holds on the days of a spell."""
        number = spell.numbers.get(scopes)
        if number is None:
            number = spell.numbers[scopes] = self._find(spell, scopes)
        return number

    def _find(self, spell: _Spell, scopes: Scopes) -> int:
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
            for start, lines in lines_alone(approval):
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
            self._starts.append(self._day(start))
            self._spells.append(_Spell(law, sorted(first), confirmed, {}))

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


def _within(starts: Sequence[Any], first: Any, last: Any) -> Sequence[Any]:
    return starts[bisect_right(starts, first) : bisect_right(starts, last)]


def _places(bits: int) -> list[int]:
    return [n for n in range(bits.bit_length()) if bits >> n & 1]
