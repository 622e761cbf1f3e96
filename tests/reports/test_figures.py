"""The figures add up, whatever the register."""

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from auditor.findings.rules import Stage
from auditor.flags.rules.states import FlagState
from auditor.reports.figures.counted import Counted, CountedFlag
from auditor.reports.figures.summary import (
    ALL,
    BY_DEPARTMENT,
    BY_STAGE,
    BY_TOOL,
    EVERYTHING,
    FLAGS,
    summary,
)
from auditor.verdicts.assessment import assess
from auditor.verdicts.columns import VERDICT_READS
from auditor.verdicts.rules import Reason, Verdict
from tests.verdicts.registers import make_random, random_register

UNAPPROVED = "No approval on record"


def random_finding(rng: Random) -> Counted | None:
    facts, rulings, approvals = random_register(rng)
    said = assess(facts, rulings, approvals)
    if said.verdict is Verdict.NOT_COUNTED:
        return None
    stage = facts.stage
    if stage is Stage.USED:
        stage = rng.choice([Stage.SIGNED_UP, Stage.USED, Stage.USED_IN_A_CASE])
    low = rng.choice((None, 0, 5)) if stage.reaches(Stage.USED) else None
    return Counted(
        rng.choice(("FaceFinder", "Honeycomb", "Tracer")),
        rng.choice(("Harbor Police", "River Sheriff")),
        rng.randrange(12),
        stage,
        said.verdict,
        said.reason,
        tuple(rng.sample(range(9), rng.randrange(3))) if stage is Stage.USED_IN_A_CASE else (),
        low,
        None if low is None else low + rng.randrange(3),
        rng.random() < 0.4,
    )


def random_findings(seed: int, number: int = 60) -> list[Counted]:
    rng = make_random(seed)
    return [found for _ in range(number) if (found := random_finding(rng))]


Values = dict[tuple[str, str, str], float | None]


def values(findings: list[Counted], flags: tuple[CountedFlag, ...] = ()) -> Values:
    lines = summary(findings, flags)
    told = {(line.section, line.group, line.figure): line.value for line in lines}
    assert len(told) == len(lines)
    return told


@given(seed=st.integers(0, 10_000))
def test_all_verdicts_together_equal_the_findings_counted(seed: int) -> None:
    findings = random_findings(seed)
    told = values(findings)

    read = {**VERDICT_READS, Verdict.NO_RULE: "No rule is on record for that day"}
    by_verdict = {
        verdict: next(
            value
            for (section, _, figure), value in told.items()
            if section == ALL
            and figure in {f"{read[verdict]}, findings", f"{read[verdict]} ({verdict}), findings"}
        )
        for verdict in Verdict
        if verdict is not Verdict.NOT_COUNTED
    }
    expected = Counter(found.verdict for found in findings)
    assert by_verdict == {verdict: expected[verdict] for verdict in by_verdict}
    assert sum(filter(None, by_verdict.values())) == len(findings)
    by_stage = [
        value or 0
        for (section, _, figure), value in told.items()
        if section == BY_STAGE and figure.endswith(", findings")
    ]
    assert sum(by_stage) == len(findings) == told[ALL, EVERYTHING, "Counted, findings"]


@given(seed=st.integers(0, 10_000))
def test_tools_and_departments_add_up_in_findings_and_stages_hold_those_beyond(seed: int) -> None:
    findings = random_findings(seed)
    told = values(findings)

    for section in (BY_TOOL, BY_DEPARTMENT):
        for figure in {figure for s, _, figure in told if s == section}:
            if figure.endswith(", findings"):
                parts = [v or 0 for (s, _, f), v in told.items() if (s, f) == (section, figure)]
                assert sum(parts) == told[ALL, EVERYTHING, figure], figure
    for stage in Stage:
        beyond = [found for found in findings if found.stage.reaches(stage)]
        name = stage.capitalize()
        assert told[ALL, EVERYTHING, f"{name}, findings"] == len(beyond)
        assert told[ALL, EVERYTHING, f"{name}, officers"] == len({f.who for f in beyond})


@given(seed=st.integers(0, 10_000))
def test_use_sign_up_only_and_ratified_stand_apart_within_no_approval(seed: int) -> None:
    findings = random_findings(seed)
    told = values(findings)

    def figure(name: str) -> float | None:
        return told[ALL, EVERYTHING, f"{UNAPPROVED}{name}, findings"]

    use, sign_up = (
        figure(", used (unapproved use)"),
        figure(", signed up only (unapproved sign-up only)"),
    )
    assert (use or 0) + (sign_up or 0) == figure(" (unapproved)")
    ratified = sum(found.reason is Reason.RATIFIED for found in findings)
    assert figure(", confirmed only afterwards (ratified)") == ratified


def searched(low: int | None, high: int | None, stage: Stage = Stage.USED) -> Counted:
    return Counted("T", "D", low, stage, Verdict.APPROVED, None, (), low, high)


def test_searches_have_no_high_value_where_one_finding_has_none() -> None:
    known = [searched(1, 1), searched(11, 50), searched(None, None, Stage.SIGNED_UP)]

    for more, high in (([], 51), ([searched(51, None)], None), ([searched(None, None)], None)):
        lines = summary([*known, *more], ())
        (line,) = [each for each in lines if (each.section, each.figure) == (ALL, "Searches")]
        assert line.value == 12 + sum(found.searches_low or 0 for found in more)
        assert line.value_high == high


def test_flags_are_counted_by_state_and_open_ones_by_their_days() -> None:
    flags = (
        CountedFlag("no-approval", FlagState.OPEN, 3),
        CountedFlag("undated", FlagState.IN_FOLLOW_UP, 10),
        CountedFlag("undated", FlagState.CLEARED, 99),
    )
    told = values([], flags)

    group = {figure: value for (section, _, figure), value in told.items() if section == FLAGS}
    assert group["Open or in follow-up, flags"] == 2
    assert group["Open or in follow-up, median days"] == 6.5
    assert group["Open or in follow-up, most days"] == 10
    assert group["Cleared, flags"] == 1
    assert told["Flags by rule", "undated", "Open, flags"] == 0
    assert told["Flags by rule", "undated", "In follow-up, flags"] == 1
