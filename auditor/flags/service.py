"""Assessing: verdicts and flags brought to what the records say, in the work that changed them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import ColumnElement, select

from auditor.access import Permission
from auditor.findings.model import Finding
from auditor.flags.model import Flag
from auditor.flags.rules.moves import STANDING, KeptFlag, held_again, no_longer_held, raised_anew
from auditor.flags.rules.rule import Raised, Seen
from auditor.flags.rules.rulebook import RULES, flags_on
from auditor.flags.rules.states import FlagState
from auditor.trail.acts import Act
from auditor.verdicts.queries import PORTION, Assessed, among, assessed, ids_in
from auditor.verdicts.service import keep_verdicts
from auditor.work import Work

#: What had happened, where nobody says more of it.
ASSESSED_AGAIN = "the records were assessed again"


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
    tally, after = Tally(), 0
    while portion := assessed(work, condition, after=after, limit=PORTION):
        tally.add(_assess_portion(work, portion, because=because))
        after = portion[-1].finding_id
    return tally


def assess_flags(
    work: Work, finding_ids: Collection[int], *, because: str = ASSESSED_AGAIN
) -> Tally:
    """As `assess`, for the findings with these ids."""
    tally = Tally()
    for condition in ids_in(finding_ids):
        tally.add(assess(work, condition, because=because))
    return tally


def assess_next(work: Work, after: int) -> tuple[int | None, Tally]:
    """Assess the next 20,000 findings behind the id `after`: one turn of assessing them all.

    Returns:
        The id to go on behind, or None when none were left; and what was done.

    Raises:
        NotAllowed: the actor may not assess flags.
    """
    work.require(Permission.FLAG_ASSESS)
    portion = assessed(work, Finding.id > after, limit=PORTION)
    if not portion:
        return None, Tally()
    return portion[-1].finding_id, _assess_portion(work, portion, because=ASSESSED_AGAIN)


def _assess_portion(work: Work, portion: Sequence[Assessed], *, because: str) -> Tally:
    keep_verdicts(work, portion)
    kept, tally = _flags_of(work, portion), Tally()
    new: list[dict[str, Any]] = []
    changes: list[dict[str, Any]] = []
    for each in portion:
        mine = kept.get(each.finding_id, {})
        holding = {raised.rule.id: raised for raised in flags_on(Seen(*each[1:]))}
        for rule, raised in holding.items():
            if rule not in mine:
                new.append(_new(each, raised, work))
                tally.rules[rule].raised += 1
                tally.rules[rule].standing += 1
        for rule, flag in mine.items():
            change = _change(flag, holding.get(rule), work, because=because)
            _count(tally.rules.setdefault(rule, Count()), flag, change)
            if change:
                changes.append({"id": flag.id, **change})
    if new:
        work.add_many(Flag, new)
    if changes:
        work.change_many(Flag, changes)
    if new or changes:
        work.record(Act.FLAGS_ASSESSED)
    return tally


def _flags_of(work: Work, portion: Sequence[Assessed]) -> Mapping[int, Mapping[str, KeptFlag]]:
    wanted = select(
        Flag.finding_id,
        Flag.rule,
        Flag.id,
        Flag.rule_version,
        Flag.reason,
        Flag.state,
        Flag.state_reason,
    ).where(among(portion, Flag.finding_id))
    kept: dict[int, dict[str, KeptFlag]] = defaultdict(dict)
    for finding_id, rule, *columns in work.session.execute(wanted):
        kept[finding_id][rule] = KeptFlag(*cast(Any, columns))
    return kept


def _new(each: Assessed, raised: Raised, work: Work) -> dict[str, Any]:
    of = {"finding_id": each.finding_id, "department_id": each.facts.department_id}
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
