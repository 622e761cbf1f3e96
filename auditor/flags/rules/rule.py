"""What a flag rule is, and what it says of a finding."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from auditor.approvals.rules import Approval
from auditor.columns import listed
from auditor.days import Day
from auditor.findings.rules import Facts
from auditor.flags.rules.states import Severity
from auditor.verdicts.assessment import Assessment


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


class Seen(NamedTuple):
    """What a rule may look at; the approvals are all those of its tool and department."""

    facts: Facts
    assessment: Assessment
    approvals: Sequence[Approval]


class Raised(NamedTuple):
    """A rule holds, and why: a sentence that never holds a name, an address or a badge."""

    rule: Rule
    reason: str


def days_in_words(days: Iterable[Day]) -> str:
    """“2020-02-05 and 2020-03”: the days in order, each as it is known."""
    ordered = sorted(set(days), key=lambda day: (day.first, day.last))
    return _joined([str(day) for day in ordered])


def numbered(noun: str, ids: Sequence[int]) -> str:
    """“approval 5”, “approvals 5 and 7”."""
    return f"{noun}{'s' if len(ids) > 1 else ''} {_joined([str(number) for number in ids])}"


def _joined(words: Sequence[str]) -> str:
    return listed(words).replace(" or ", " and ")
