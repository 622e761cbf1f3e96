"""The rules against their second writing, on registers whose days meet at their edges."""

from collections import Counter
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.approvals.rules import concerns
from auditor.verdicts.assessment import assess, conclude, judge, without_days
from auditor.verdicts.docket import Docket
from auditor.verdicts.rules import Reason, Verdict, status
from auditor.verdicts.scopes import Place
from auditor.verdicts.timelines import segments, timeline
from tests.verdicts import naive
from tests.verdicts.registers import Register, make_random, random_register

#: How many registers are compared in each run; the same ones every time.
REGISTERS = 12_000


def _difference(register: Register) -> str | None:
    """What the two writings say differently of one register, or None."""
    facts, rulings, approvals = register
    drawn = segments(facts, rulings, approvals)
    for before, after in pairwise(drawn):
        if (after.from_on - before.until_on).days != 1 or before.status == after.status:
            return f"{before} and {after} do not adjoin"
    by_day = [
        (day, segment.status)
        for segment in drawn
        for day in naive.all_days(segment.from_on, segment.until_on)
    ]
    span = facts.span()
    if [day for day, _ in by_day] != (naive.all_days(*span) if span else []):
        return f"{drawn} are not the days of {span}"
    for day, found in by_day:
        said = naive.say(day, facts, rulings, approvals)
        if (found.verdict, found.reason, found.approval_ids, found.ruling_id) != said:
            return f"{day}: {found}, naively {said}"
    ours = assess(facts, rulings, approvals)
    said_of_all = naive.find(facts, lambda day: naive.say(day, facts, rulings, approvals))
    others = list(ours.other_reasons)
    told = (ours.verdict, ours.reason, ours.since, others, ours.approval_ids, ours.ruling_id)
    return None if told == said_of_all else f"{told}, naively {said_of_all}"


def test_both_writings_agree_on_every_day_and_every_finding() -> None:
    differences = {}
    for seed in range(REGISTERS):
        difference = _difference(random_register(make_random(seed)))
        if difference is not None:
            differences[seed] = difference
    assert differences == {}


@settings(max_examples=200, deadline=None, database=None)
@given(st.integers(0, 2**64))
def test_both_writings_agree_on_registers_never_seen_before(seed: int) -> None:
    assert _difference(random_register(make_random(seed))) is None


def test_the_compared_registers_leave_no_line_verdict_and_reason_out() -> None:
    lines: Counter[int] = Counter()
    verdicts: Counter[Verdict] = Counter()
    reasons: Counter[Reason] = Counter()
    others: Counter[Reason] = Counter()
    for seed in range(REGISTERS):
        facts, rulings, approvals = random_register(make_random(seed))
        lines.update(each.status.line for each in segments(facts, rulings, approvals))
        found = assess(facts, rulings, approvals)
        verdicts[found.verdict] += 1
        reasons.update([found.reason] if found.reason else [])
        others.update(found.other_reasons)
    assert set(lines) == set(range(1, 15))
    assert set(verdicts) == set(Verdict)
    assert set(reasons) == set(Reason)
    assert min(*lines.values(), *verdicts.values(), *reasons.values()) >= 40
    assert len(others) >= 6


def test_a_timeline_of_all_days_gives_the_same_verdict_as_that_of_the_span() -> None:
    for seed in range(500):
        facts, rulings, approvals = random_register(make_random(seed))
        shared = timeline(facts, rulings, approvals)
        assert judge(facts, shared) == assess(facts, rulings, approvals), seed


def test_a_docket_that_findings_share_says_the_same_of_each() -> None:
    for seed in range(6_000):
        facts, rulings, approvals = random_register(make_random(seed))
        span = facts.span()
        if span is None or without_days(facts.stage, counted=facts.counted, dated=True):
            continue
        docket = Docket(facts, rulings, [each for each in approvals if concerns(each, facts)])
        place = Place.of(facts.assignments, 1)
        spells = docket.spells(facts.officer_id, tuple(facts.purposes), place)
        days = [day for _, day in facts.known_dates()]
        total, since = docket.assess([(day.first, day.last) for day in days], span, spells)
        assert conclude(total, days, since) == assess(facts, rulings, approvals), seed


def test_the_order_in_which_records_are_handed_in_does_not_matter() -> None:
    for seed in range(500):
        facts, rulings, approvals = random_register(make_random(seed))
        forwards = assess(facts, rulings, approvals)
        assert assess(facts, rulings[::-1], approvals[::-1]) == forwards, seed
        day = (
            approvals[0].valid_from
            if approvals
            else rulings[0].takes_effect_on
            if rulings
            else None
        )
        if day is not None:
            assert status(day, facts, iter(rulings[::-1]), iter(approvals)) == status(
                day, facts, rulings, approvals
            )
