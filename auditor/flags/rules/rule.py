"""What a flag rule is, and what it says of a finding."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple, Protocol

from auditor.approvals.rules import Approval
from auditor.days import Day
from auditor.findings.rules import Facts
from auditor.flags.rules.states import Severity
from auditor.verdicts.assessment import Assessment, ReasonOnKnown
from auditor.verdicts.rules import Verdict


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, whoever it is raised on.

    Attributes:
        id: as in addresses and in the sheet; never changed, and never used for another rule.
        version: counted up whenever the rule would raise other flags than before.
        explains: a sentence on when it is raised.
    """

    id: str
    version: int
    severity: Severity
    explains: str


class Seen(Protocol):
    """What a rule may look at; the approvals are all those of its tool and department."""

    @property
    def verdict(self) -> Verdict:
        """The verdict on the finding, and no more of it: ask for this before anything else."""

    @property
    def reasons_on_known(self) -> Sequence[ReasonOnKnown]:
        """Every reason of *unapproved* that holds on a known date, worst first."""

    @property
    def assessment(self) -> Assessment:
        """The verdict with all that belongs to it."""

    @property
    def facts(self) -> Facts:
        """The finding as the rules see it."""

    @property
    def approvals(self) -> Sequence[Approval]:
        """All those of its tool and department."""


class Raised(NamedTuple):
    """A rule holds, and why: a sentence that never holds a name, an address or a badge."""

    rule: Rule
    reason: str


def days_in_words(days: Sequence[Day]) -> str:
    """“2020-02-05 and 2020-03”: the days, none given twice, in order and each as it is known."""
    if len(days) == 1:
        return str(days[0])
    ordered = sorted(days, key=attrgetter("first", "last"))
    return joined([str(day) for day in ordered])


def numbered(noun: str, ids: Sequence[int]) -> str:
    """“approval 5”, “approvals 5 and 7”."""
    return f"{noun}{'s' if len(ids) > 1 else ''} {joined([str(number) for number in ids])}"


def joined(words: Sequence[str]) -> str:
    """“a, b and c”."""
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last
