"""What assessing makes of flags: new ones, changes, and how many of each rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final, Protocol

from auditor.flags.model import Flag
from auditor.flags.rules.moves import STANDING, KeptFlag, held_again, no_longer_held, raised_anew
from auditor.flags.rules.rule import Raised
from auditor.flags.rules.rulebook import RULES
from auditor.flags.rules.states import FlagState
from auditor.trail.acts import Act
from auditor.work import Work

#: A flag as it is stored: its finding, its rule, and the columns of `KeptFlag`.
StoredFlag = Sequence[Any]
NO_FLAGS: Final[Sequence[StoredFlag]] = ()
#: `STANDING` as it is stored.
STANDING_WORDS: Final = frozenset(state.value for state in STANDING)


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


class Flagged(Protocol):
    """A finding that may have flags."""

    @property
    def finding_id(self) -> int:
        """The finding's id."""

    @property
    def department_id(self) -> int:
        """The id of its department, which every flag of it bears too."""


class Making:
    """What assessing makes of the flags of findings: new ones, changes, and their count."""

    def __init__(self, work: Work, because: str) -> None:
        self.new: list[dict[str, Any]] = []
        self.changes: list[dict[str, Any]] = []
        self.tally = Tally()
        self._work = work
        self._because = because

    def take(self, each: Flagged, raised: Sequence[Raised], mine: Sequence[StoredFlag]) -> None:
        """Compare the rules that hold for a finding with the flags it has."""
        holding, counts = {held.rule.id: held for held in raised}, self.tally.rules
        for _, rule, flag_id, version, reason, state, state_reason in mine:
            held, count = holding.pop(rule, None), counts.get(rule)
            if count is None:  # A rule that is not in the book any more.
                count = counts[rule] = Count()
            if (
                held is not None
                and state_reason is None
                and reason == held.reason
                and version == held.rule.version
                and state in STANDING_WORDS
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

    def leave(self, mine: Sequence[StoredFlag]) -> None:
        """Leave the flags of a finding as they are, and count those that stand."""
        counts = self.tally.rules
        for _, rule, _, _, _, state, _ in mine:
            if state in STANDING_WORDS:
                counts[rule].standing += 1

    def write(self) -> None:
        """Write them, and name in the trail what was done."""
        if self.new:
            # In order of findings, which come in another: that spares indexes.
            self._work.add_many(Flag, sorted(self.new, key=itemgetter("finding_id")))
        if self.changes:
            self._work.change_many(Flag, self.changes)
        if self.new or self.changes:
            self._work.record(Act.FLAGS_ASSESSED)


def _new(each: Flagged, raised: Raised, work: Work) -> dict[str, Any]:
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
