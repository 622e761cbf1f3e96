"""Assessing: verdicts and flags brought to what the records say, in the work that changed them."""

import gc
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import ColumnElement, select

from auditor.access import Permission
from auditor.findings.model import Finding
from auditor.flags.model import Flag
from auditor.flags.rules.moves import STANDING, KeptFlag, held_again, no_longer_held, raised_anew
from auditor.flags.rules.rule import Raised
from auditor.flags.rules.rulebook import RULES, flags_on
from auditor.flags.rules.states import FlagState
from auditor.trail.acts import Act
from auditor.verdicts.queries import (
    PORTION,
    Assessed,
    Portion,
    Run,
    among,
    driver_rows,
    ids_in,
    portion,
    stored,
)
from auditor.verdicts.service import Keeping
from auditor.work import Work

#: What had happened, where nobody says more of it.
ASSESSED_AGAIN = "the records were assessed again"


#: A flag as it is stored: its finding, its rule, and the columns of `KeptFlag`.
_Stored = Sequence[Any]
_NO_FLAGS: Final[Sequence[_Stored]] = ()
_STANDING: Final = {state.value for state in STANDING}


@dataclass(slots=True)
class Count:
    """Flags of one rule: raised or reopened, cleared, and standing (open or in follow-up) now."""

    raised: int = 0
    cleared: int = 0
    standing: int = 0


@dataclass(slots=True)
class Tally:
    """What assessing did, by rule; every rule is in it."""

    rules: dict[str, Count] = field(default_factory=lambda: {rule.id: Count() for rule in RULES})

    def add(self, other: "Tally") -> None:
        """Count another portion in."""
        for rule, count in other.rules.items():
            mine = self.rules.setdefault(rule, Count())
            mine.raised += count.raised
            mine.cleared += count.cleared
            mine.standing += count.standing


def assess(work: Work, condition: ColumnElement[bool], *, because: str = ASSESSED_AGAIN) -> Tally:
    """Bring the verdicts and flags of the findings that meet a condition to what is on record.

    It asks for no permission: whoever changes a fact changes what follows from it. Nothing but
    differences is written, and the flags that differ are named in the trail.

    Args:
        condition: on the columns of `Finding`.
        because: what had happened, such as “approval 5 was confirmed”.
    """
    with _nothing_searched_for_rubbish():
        return _assess_in_portions(work, condition, because)


def _assess_in_portions(work: Work, condition: ColumnElement[bool], because: str) -> Tally:
    found = portion(work, condition)
    tally = _assess_portion(work, found, because=because)
    # What follows a full portion is a going-over of many, for which all is read at once.
    run = Run()
    while len(found) == PORTION:
        found = run.portion(work, condition, after=found.finding_ids[-1])
        tally.add(_assess_portion(work, found, because=because))
    return tally


def assess_flags(
    work: Work, finding_ids: Collection[int], *, because: str = ASSESSED_AGAIN
) -> Tally:
    """As `assess`, for the findings with these ids."""
    tally = Tally()
    for condition in ids_in(finding_ids):
        tally.add(assess(work, condition, because=because))
    return tally


def assess_next(work: Work, after: int, run: Run | None = None) -> tuple[int | None, Tally]:
    """Assess the next 20,000 findings behind the id `after`: one turn of assessing them all.

    Args:
        run: the same for every turn, so that what they have in common is read once.

    Returns:
        The id to go on behind, or None when none were left; and what was done.

    Raises:
        NotAllowed: the actor may not assess flags.
    """
    work.require(Permission.FLAG_ASSESS)
    with _nothing_searched_for_rubbish():
        found = (run or Run()).portion(work, Finding.id > after, after=after)
        if not found:
            return None, Tally()
        return found.finding_ids[-1], _assess_portion(work, found, because=ASSESSED_AGAIN)


def _assess_portion(work: Work, found: Portion, *, because: str) -> Tally:
    if not found:
        return Tally()
    verdicts, flags = Keeping(work, found.finding_ids), _Made(work, because)
    kept = _flags_of(work, found.finding_ids)
    assessed = list(found)
    for each in assessed:
        verdicts.take(each)
    for each in assessed:
        raised, mine = flags_on(each), kept.get(each.finding_id, _NO_FLAGS)
        if raised or mine:
            flags.take(each, raised, mine)
    verdicts.write()
    flags.write()
    return flags.tally


@contextmanager
def _nothing_searched_for_rubbish() -> Iterator[None]:
    """Put the search for unreachable cycles off: rows make none, and it takes a third more."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Made:
    """What assessing makes of the flags of findings: new ones, changes, and their count."""

    def __init__(self, work: Work, because: str) -> None:
        self.new: list[dict[str, Any]] = []
        self.changes: list[dict[str, Any]] = []
        self.tally = Tally()
        self._work = work
        self._because = because

    def take(self, each: Assessed, raised: Sequence[Raised], mine: Sequence[_Stored]) -> None:
        """Compare the rules that hold for a finding with the flags it has."""
        holding = {held.rule.id: held for held in raised}
        for _, rule, flag_id, version, reason, state, state_reason in mine:
            held, count = holding.pop(rule, None), self.tally.rules.setdefault(rule, Count())
            if (
                held is not None
                and state in _STANDING
                and state_reason is None
                and reason == held.reason
                and version == held.rule.version
            ):
                count.standing += 1
                continue
            flag = KeptFlag(flag_id, version, reason, FlagState(state), state_reason)
            change = _change(flag, held, self._work, because=self._because)
            _count(count, flag, change)
            if change:
                self.changes.append({"id": flag.id, **change})
        for rule, held in holding.items():
            self.new.append(_new(each, held, self._work))
            self.tally.rules[rule].raised += 1
            self.tally.rules[rule].standing += 1

    def write(self) -> None:
        """Write them, and name in the trail what was done."""
        if self.new:
            self._work.add_many(Flag, self.new)
        if self.changes:
            self._work.change_many(Flag, self.changes)
        if self.new or self.changes:
            self._work.record(Act.FLAGS_ASSESSED)


def _flags_of(work: Work, finding_ids: Sequence[int]) -> Mapping[int, Sequence[_Stored]]:
    columns = (
        Flag.finding_id,
        Flag.rule,
        Flag.id,
        Flag.rule_version,
        Flag.reason,
        Flag.state,
        Flag.state_reason,
    )
    wanted = (
        select(*(stored(column) for column in columns))
        .where(among(finding_ids, Flag.finding_id))
        .order_by(Flag.finding_id, Flag.rule)
    )
    return {
        finding_id: tuple(flags)
        for finding_id, flags in groupby(driver_rows(work, wanted), itemgetter(0))
    }


def _new(each: Assessed, raised: Raised, work: Work) -> dict[str, Any]:
    of = {"finding_id": each.finding_id, "department_id": each.department_id}
    return of | raised_anew(raised, work.now)


def _change(flag: KeptFlag, raised: Raised | None, work: Work, *, because: str) -> dict[str, Any]:
    if raised is not None:
        return held_again(flag, raised, at=work.now, because=because)
    return no_longer_held(flag, at=work.now, day=work.today.isoformat(), because=because)


def _count(count: Count, before: KeptFlag, change: Mapping[str, Any]) -> None:
    state = change.get("state", before.state)
    count.standing += state in STANDING
    count.raised += state is FlagState.OPEN and before.state not in STANDING
    count.cleared += state is FlagState.CLEARED and before.state is not FlagState.CLEARED
