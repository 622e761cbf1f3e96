"""What is counted, as a table: by what name, which findings, and the filter that shows them."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from auditor.columns import listed
from auditor.findings.rules import Stage
from auditor.reports.figures.counted import Alike
from auditor.verdicts.columns import VERDICT_READS
from auditor.verdicts.rules import Reason, Verdict

#: In the address of the list of findings: narrowed as figures count. Only findings that count, a
#: stage with those beyond it, and a reason as the verdict's own.
AS_FIGURES: Final = {"counting": "figures"}


class Measure(NamedTuple):
    """What is counted among the piles of a group, and the filter that shows it.

    Attributes:
        filter: in words, on the sheet “Findings”.
        reads: what it is called on pages.
        sought: the same filter as the list of findings takes it from its address.
    """

    name: str
    holds: Callable[[Alike], bool]
    filter: str
    reads: str
    sought: Mapping[str, str]


def _reaching(stage: Stage) -> Measure:
    reaching = [other for other in Stage if other.reaches(stage)]
    return Measure(
        stage.capitalize(),
        lambda alike: alike.stage in reaching,
        f"Stage = {listed(reaching)}",
        stage.capitalize(),
        {"stage": stage.value} | AS_FIGURES,
    )


def _judged(verdict: Verdict) -> Measure:
    return Measure(
        _READS[verdict],
        lambda alike: alike.verdict is verdict,
        f"Verdict = {verdict}",
        VERDICT_READS[verdict],
        {"verdict": verdict.value},
    )


def at_stage(stage: Stage, verdict: Verdict) -> Measure:
    """Findings with a verdict at one stage by itself, without those beyond."""
    return Measure(
        _READS[verdict],
        lambda alike: alike.stage is stage and alike.verdict is verdict,
        f"Stage = {stage}; Verdict = {verdict}",
        VERDICT_READS[verdict],
        {"stage": stage.value, "verdict": verdict.value},
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

COUNTED: Final = Measure("Counted", lambda _: True, "", "Counted", AS_FIGURES)

STAGES: Final = tuple(map(_reaching, Stage))

JUDGED: Final = tuple(map(_judged, VERDICTS))

_SOUGHT: Final = {"verdict": Verdict.UNAPPROVED.value}

#: Parts of *unapproved*: the first two make the whole, the third lies in either.
WITHIN_UNAPPROVED: Final = (
    Measure(
        f"{_UNAPPROVED}, used (unapproved use)",
        lambda alike: alike.verdict is Verdict.UNAPPROVED and alike.stage.reaches(Stage.USED),
        f"Verdict = unapproved; Stage = {Stage.USED} or {Stage.USED_IN_A_CASE}",
        "used",
        _SOUGHT | {"stage": Stage.USED.value} | AS_FIGURES,
    ),
    Measure(
        f"{_UNAPPROVED}, signed up only (unapproved sign-up only)",
        lambda alike: alike.verdict is Verdict.UNAPPROVED and alike.stage is Stage.SIGNED_UP,
        f"Verdict = unapproved; Stage = {Stage.SIGNED_UP}",
        "signed up only",
        _SOUGHT | {"stage": Stage.SIGNED_UP.value},
    ),
    Measure(
        f"{_UNAPPROVED}, confirmed only afterwards (ratified)",
        lambda alike: alike.is_ratified,
        "Verdict = unapproved; Reason = ratified",
        "ratified: confirmed only afterwards",
        _SOUGHT | {"reason": Reason.RATIFIED.value} | AS_FIGURES,
    ),
)

FLAGGED: Final = Measure(
    "With an open flag",
    lambda alike: alike.is_flagged,
    "Flags = not empty",
    "With an open flag",
    {"flagged": "yes"} | AS_FIGURES,
)

MEASURES: Final = (COUNTED, *STAGES, *JUDGED, *WITHIN_UNAPPROVED, FLAGGED)
