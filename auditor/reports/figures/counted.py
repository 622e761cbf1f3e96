"""What figures look at of a finding and of a flag, and findings that are alike."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Self

from auditor.findings.rules import Stage
from auditor.flags.rules.states import FlagState, Severity
from auditor.verdicts.rules import Reason, Verdict

#: Whether a finding counts, and if not, why, as the column “Counted” says it.
YES: Final = "yes"
WITHDRAWN: Final = "no: withdrawn"
DUPLICATE: Final = "no: a duplicate"
DISPROVED: Final = "no: disproved"
WHY_NOT: Final = (WITHDRAWN, DUPLICATE, DISPROVED)


class Counted(NamedTuple):
    """A finding that counts, as figures look at it.

    `who` is equal for findings of one officer, or of one unidentified account; `cases` name their
    department, whose numbers they are. The years are those of `signed_up_on` and `first_used_on`.
    """

    tool: str
    department: str
    who: Hashable
    stage: Stage
    verdict: Verdict
    reason: Reason | None = None
    cases: tuple[Hashable, ...] = ()
    searches_low: int | None = None
    searches_high: int | None = None
    is_flagged: bool = False
    signed_up_in: int | None = None
    first_used_in: int | None = None


class CountedFlag(NamedTuple):
    """A flag, for how many days it has stood since it was first raised, and the year of that."""

    rule: str
    state: FlagState
    days: int
    severity: Severity = Severity.NOTICE
    raised_in: int | None = None


class Alike(NamedTuple):
    """What a measure looks at: findings with the same of it are counted together."""

    stage: Stage
    verdict: Verdict
    is_ratified: bool
    is_flagged: bool


@dataclass(slots=True)
class Pile:
    """Findings that are alike."""

    findings: int = 0
    officers: set[Hashable] = field(default_factory=set)
    cases: set[Hashable] = field(default_factory=set)
    low: int = 0
    high: int | None = 0

    def add(self, found: Counted) -> None:
        """Count one more in."""
        self.findings += 1
        self.officers.add(found.who)
        self.cases.update(found.cases)
        self.low += found.searches_low or 0
        told = found.searches_low is not None or found.searches_high is not None
        if told or found.stage.reaches(Stage.USED):
            known = self.high is not None and found.searches_high is not None
            self.high = (self.high or 0) + (found.searches_high or 0) if known else None

    def join(self, other: Self) -> None:
        """Count in what another pile holds."""
        self.findings += other.findings
        self.officers |= other.officers
        self.cases |= other.cases
        self.low += other.low
        known = self.high is not None and other.high is not None
        self.high = (self.high or 0) + (other.high or 0) if known else None


Piles = dict[Alike, Pile]
