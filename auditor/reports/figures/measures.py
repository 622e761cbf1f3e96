"""What is counted, as a table: by what name, which findings, and the filter that shows them."""

from collections.abc import Callable
from typing import Final, NamedTuple

from auditor.columns import listed
from auditor.findings.rules import Stage
from auditor.reports.figures.counted import Alike
from auditor.verdicts.columns import VERDICT_READS
from auditor.verdicts.rules import Verdict


class Measure(NamedTuple):
    """What is counted among the piles of a group, and the filter that shows it."""

    name: str
    holds: Callable[[Alike], bool]
    filter: str


def _reaching(stage: Stage) -> Measure:
    reaching = [other for other in Stage if other.reaches(stage)]
    shown = f"Stage = {listed(reaching)}"
    return Measure(stage.capitalize(), lambda alike: alike.stage in reaching, shown)


def _judged(verdict: Verdict) -> Measure:
    shown = f"Verdict = {verdict}"
    return Measure(_READS[verdict], lambda alike: alike.verdict is verdict, shown)


def at_stage(stage: Stage, verdict: Verdict) -> Measure:
    """Findings with a verdict at one stage by itself, without those beyond."""
    return Measure(
        _READS[verdict],
        lambda alike: alike.stage is stage and alike.verdict is verdict,
        f"Stage = {stage}; Verdict = {verdict}",
    )


_UNAPPROVED: Final = VERDICT_READS[Verdict.UNAPPROVED]

#: How a verdict is called in the summary: as it reads, and as it is stored where that differs.
_READS: Final = {
    **VERDICT_READS,
    Verdict.UNAPPROVED: f"{_UNAPPROVED} ({Verdict.UNAPPROVED})",
    Verdict.NO_RULE: f"No rule is on record for that day ({Verdict.NO_RULE})",
}

#: Every finding that counts has one of these, so that together they equal the findings counted.
VERDICTS: Final = tuple(verdict for verdict in Verdict if verdict is not Verdict.NOT_COUNTED)

MEASURES: Final = (
    Measure("Counted", lambda _: True, ""),
    *map(_reaching, Stage),
    *map(_judged, VERDICTS),
    Measure(
        f"{_UNAPPROVED}, used (unapproved use)",
        lambda alike: alike.verdict is Verdict.UNAPPROVED and alike.stage.reaches(Stage.USED),
        f"Verdict = unapproved; Stage = {Stage.USED} or {Stage.USED_IN_A_CASE}",
    ),
    Measure(
        f"{_UNAPPROVED}, signed up only (unapproved sign-up only)",
        lambda alike: alike.verdict is Verdict.UNAPPROVED and alike.stage is Stage.SIGNED_UP,
        f"Verdict = unapproved; Stage = {Stage.SIGNED_UP}",
    ),
    Measure(
        f"{_UNAPPROVED}, confirmed only afterwards (ratified)",
        lambda alike: alike.is_ratified,
        "Verdict = unapproved; Reason = ratified",
    ),
    Measure("With an open flag", lambda alike: alike.is_flagged, "Flags = not empty"),
)
