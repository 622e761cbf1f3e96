"""What is decided today never changes the verdict of an earlier day."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from auditor.approvals.rules import (
    Approval,
    Decision,
    is_confirmed,
    made_on,
    revocation_takes_effect_on,
)
from auditor.rulings.rules import Outcome
from auditor.verdicts.assessment import assess
from auditor.verdicts.rules import Verdict, status
from tests.verdicts.registers import (
    Register,
    feb,
    make_facts,
    make_random,
    make_request,
    make_ruling,
    random_register,
)

WINDOW = [date(2020, 1, 26) + timedelta(days=n) for n in range(42)]

#: How many registers something is done to; the same ones every time.
REGISTERS = 4_000

#: From here on, lines only tell kinds of *unapproved* apart.
FIRST_OF_KINDS = 10


def _decided(approval: Approval, rng: Random, today: date) -> Approval | None:
    """A step that may be taken with it today, without a document; None if there is none."""
    if approval.decision is None:
        decision = rng.choice(tuple(Decision))
        return replace(approval, decision=decision, decided_on=made_on(today, None))
    if is_confirmed(approval) and approval.revoked_on is None:
        named = rng.choice(WINDOW)
        return replace(approval, revoked_on=revocation_takes_effect_on(named, today))
    return None


def _steps(rng: Random, register: Register, today: date) -> Iterator[tuple[str, Register]]:
    """Everything that can be done today, one step at a time."""
    facts, rulings, approvals = register
    for n, approval in enumerate(approvals):
        changed = _decided(approval, rng, today)
        if changed is not None:
            kind = "revoked" if changed.revoked_on else str(changed.decision)
            yield kind, (facts, rulings, [*approvals[:n], changed, *approvals[n + 1 :]])
    asked = make_request(
        id=90, requested_on=today, valid_from=rng.choice(WINDOW), valid_until=rng.choice(WINDOW)
    )
    yield "requested", (facts, rulings, [*approvals, asked])
    at_once = replace(asked, decision=Decision.CONFIRMED, decided_on=today)
    yield "requested and confirmed", (facts, rulings, [*approvals, at_once])
    ruling = make_ruling(
        rng.choice(tuple(Outcome)), id=90, adopted_on=today, effective_from=rng.choice(WINDOW)
    )
    yield "ruled", (facts, [*rulings, ruling], approvals)


def test_what_is_decided_today_leaves_every_earlier_day_its_verdict() -> None:
    seen: Counter[str] = Counter()
    for seed in range(REGISTERS):
        rng = make_random(seed)
        register = random_register(rng)
        today = rng.choice(WINDOW)
        earlier = [(day, status(day, *register)) for day in WINDOW if day < today]
        for kind, after in _steps(rng, register, today):
            seen[kind] += 1
            for day, was in earlier:
                now = status(day, *after)
                assert now.verdict == was.verdict, (seed, kind, day)
                # Above the lines that tell kinds of unapproved apart, nothing moves at all.
                assert now == was or min(now.line, was.line) >= FIRST_OF_KINDS, (seed, kind, day)
                seen["another kind"] += now.reason != was.reason
    assert min(seen.values()) >= 200
    assert set(seen) == {
        "confirmed",
        "denied",
        "revoked",
        "requested",
        "requested and confirmed",
        "ruled",
        "another kind",
    }


def test_what_is_decided_after_a_finding_s_last_possible_day_leaves_its_verdict() -> None:
    compared = 0
    for seed in range(REGISTERS):
        rng = make_random(seed)
        register = random_register(rng)
        today, span = rng.choice(WINDOW), register[0].span()
        if span is None or today <= span[1]:
            continue
        was = assess(*register)
        for kind, after in _steps(rng, register, today):
            compared += 1
            assert assess(*after).verdict == was.verdict, (seed, kind)
    assert compared >= 1_000


def test_a_decision_changes_the_day_it_was_made_on() -> None:
    """The property above would hold of rules that never look at a decision; these do."""
    request, rulings = make_request(), [make_ruling()]
    confirmed = replace(request, decision=Decision.CONFIRMED, decided_on=feb(10))
    assert status(feb(10), make_facts(), rulings, [request]).verdict is Verdict.AWAITING
    assert status(feb(10), make_facts(), rulings, [confirmed]).verdict is Verdict.APPROVED


def test_an_attached_document_shows_that_it_was_so_already_then() -> None:
    """Recorded on the 25th; with the paper of 5 February the use of the 10th was approved."""
    request, rulings = make_request(), [make_ruling()]
    bare = replace(request, decision=Decision.CONFIRMED, decided_on=made_on(feb(25), None))
    paper = replace(request, decision=Decision.CONFIRMED, decided_on=made_on(feb(25), feb(5)))
    assert status(feb(10), make_facts(), rulings, [bare]).verdict is Verdict.AWAITING
    assert status(feb(10), make_facts(), rulings, [paper]).verdict is Verdict.APPROVED
    assert status(feb(4), make_facts(), rulings, [paper]).verdict is Verdict.AWAITING


def test_nobody_revokes_the_past() -> None:
    """Revoked on 12 February “from 3 February”: the use of the 10th stays approved."""
    confirmed = make_request(
        decision=Decision.CONFIRMED,
        decided_on=feb(2),
        revoked_on=revocation_takes_effect_on(feb(3), feb(12)),
    )
    verdicts = [status(feb(day), make_facts(), [make_ruling()], [confirmed]) for day in (10, 12)]
    assert [found.verdict for found in verdicts] == [Verdict.APPROVED, Verdict.UNAPPROVED]


def test_approval_needs_somebody_who_had_approved_by_then() -> None:
    approved = 0
    for seed in range(1_500):
        facts, rulings, approvals = random_register(make_random(seed))
        for day in WINDOW:
            found = status(day, facts, rulings, approvals)
            if found.line == 3:
                behind = [each for each in approvals if each.id in found.approval_ids]
                assert behind, seed
                assert all(each.decided_on and each.decided_on <= day for each in behind), seed
                approved += 1
    assert approved >= 1_000
