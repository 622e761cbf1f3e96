"""What is shown before a step on a ruling is what happens when it is taken."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from operator import attrgetter
from random import Random
from typing import Any

import pytest
from sqlalchemy import select, true

from auditor.findings.rules import Stage
from auditor.rulings.effect import Effect, effect_of, once_seen
from auditor.rulings.queries import get_kept_ruling, standing_rulings
from auditor.rulings.rules import Body, Outcome
from auditor.rulings.rules import Ruling as Ruled
from auditor.rulings.service import (
    RulingFacts,
    add_ruling,
    edit_ruling,
    end_ruling,
    facts_of,
    ruled,
    withdraw_ruling,
)
from auditor.tools.rules import Category
from auditor.verdicts.effects import Changes, changes_in_words, changes_with_rulings
from auditor.verdicts.model import StoredVerdict
from auditor.verdicts.queries import Says
from auditor.verdicts.rules import Reason, Verdict
from auditor.verdicts.service import assess_findings
from auditor.work import Work
from tests.approvals.factory import confirm, make_request
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, City, make_city, make_finding
from tests.tools.factory import make_tool

DAY = timedelta(days=1)


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_city(work)


def _facts(outcome: Outcome = Outcome.PROHIBITED, **changes: Any) -> RulingFacts:
    usual = RulingFacts(
        body=Body.CHIEF, outcome=outcome, adopted_on=FEB_5, effective_from=FEB_5, document="GO 1"
    )
    return replace(usual, **changes)


def _fill(work: OpenWork, city: City, random: Random) -> list[int]:
    """Findings of three tools in two departments, a few approvals; gives the tools."""
    with work(city.ines) as w:
        tools = [
            city.tool,
            make_tool(w, "Drone", category=Category.DRONES).id,
            make_tool(w, "Drone Two", category=Category.DRONES).id,
        ]
        asked = [make_request(w, tool, city.hpd, valid_from=FEB_5) for tool in tools]
        for number in range(30):
            first = FEB_5 + random.randrange(-20, 40) * DAY
            make_finding(
                w,
                random.choice(tools),
                random.choice([city.hpd, city.rvs]),
                stage=random.choice([*Stage]),
                signed_up_on=random.choice([None, first]),
                last_used_on=first + random.randrange(20) * DAY,
                duplicate_of_id=random.choice([None, None, None, 1]) if number else None,
            )
    confirm(work, city.sam, asked[0])
    return tools


def _random_facts(city: City, tools: list[int], random: Random) -> RulingFacts:
    tool_id = random.choice([None, None, *tools])
    category = random.choice([None, Category.DRONES]) if tool_id is None else None
    adopted, begins = (FEB_5 + random.randrange(-25, 35) * DAY for _ in range(2))
    until = max(adopted, begins) + random.randrange(30) * DAY
    return RulingFacts(
        tool_id=tool_id,
        category=category,
        department_id=random.choice([None, city.hpd, city.rvs]),
        body=random.choice([Body.CHIEF, Body.COUNCIL]),
        outcome=random.choice([*Outcome]),
        adopted_on=adopted,
        effective_from=begins,
        effective_until=random.choice([None, until]),
    )


def _kept(work: Work) -> dict[int, Says]:
    rows = work.session.execute(
        select(StoredVerdict.finding_id, StoredVerdict.verdict, StoredVerdict.reason)
    )
    return {row.finding_id: Says(row.verdict, row.reason) for row in rows}


def _step(
    work: Work, city: City, tools: list[int], random: Random
) -> tuple[list[Ruled], Callable[[], object]]:
    """A step at random: the rulings that stand once it is taken, and what takes it."""
    standing = standing_rulings(work)
    chosen = random.choice([None, *standing])
    facts = _random_facts(city, tools, random)
    if chosen is None:
        new = ruled(facts, max((each.id for each in standing), default=0) + 1)
        return [*standing, new], partial(add_ruling, work, facts)
    ruling = get_kept_ruling(work, chosen.id)
    others = [each for each in standing if each.id != chosen.id]
    until = chosen.takes_effect_on + random.randrange(20) * DAY
    ended = replace(chosen, effective_until=until)
    steps: list[tuple[list[Ruled], Callable[[], object]]] = [
        ([*others, ruled(facts, chosen.id)], partial(edit_ruling, work, ruling, facts)),
        ([*others, ended], partial(end_ruling, work, ruling, until)),
        (others, partial(withdraw_ruling, work, ruling, "Entered twice.")),
    ]
    return random.choice(steps)


@pytest.mark.parametrize("seed", range(3))
def test_as_many_findings_change_as_were_told_and_none_besides(
    work: OpenWork, city: City, seed: int
) -> None:
    random = Random(seed)  # noqa: S311 - the same register in every run
    tools, changed = _fill(work, city, random), 0
    for _ in range(15):
        with work(city.ines) as w:
            was = _kept(w)
            then, take = _step(w, city, tools, random)
            told = changes_with_rulings(w, then, portion=random.choice([1, 7, 100]))
            take()
            becomes = _kept(w)
            assert _in_order(standing_rulings(w)) == _in_order(then)
            # Nothing is left to be assessed: no finding outside of its scope has changed.
            assert assess_findings(w, true()) == 0
        happened = {(was[one], becomes[one]) for one in was if was[one] != becomes[one]}
        assert {pair: n for pair, n in told.items() if pair[0] != pair[1]} == {
            pair: sum((was[one], becomes[one]) == pair for one in was) for pair in happened
        }
        changed += len(happened)
    assert changed > 10


def _in_order(rulings: list[Ruled]) -> list[Ruled]:
    """As they were recorded, without their numbers: a withdrawn one’s is never given again."""
    return [replace(each, id=0) for each in sorted(rulings, key=attrgetter("id"))]


def test_what_is_told_before_is_what_becomes_of_them(work: OpenWork, city: City) -> None:
    with work(city.ines) as w:
        for days in (-1, 0, 1):
            make_finding(w, city.tool, city.hpd, first_used_on=FEB_5 + days * DAY)
        make_finding(w, city.tool, city.hpd, first_used_on=FEB_5, withdrawn_at=w.now)
    facts = _facts(Outcome.PERMITTED, tool_id=city.tool)
    with work(city.ines, reading=True) as w:
        effect = effect_of(w, None, facts)
    assert effect.sentences == (
        "2 of the 3 findings in scope would change:",
        "2 findings: from “No approval on record” (no approval would cover it) to “Approved” "
        "(a ruling permits it).",
    )
    with work(city.ines) as w:
        add_ruling(w, facts)
        said = Counter(_kept(w).values())
    assert said[Says(Verdict.APPROVED, Reason.PERMITTED)] == 2


def test_reasons_that_alone_change_and_findings_that_do_not_are_told() -> None:
    no_approval = Says(Verdict.UNAPPROVED, Reason.NO_APPROVAL)
    prohibited = Says(Verdict.UNAPPROVED, Reason.PROHIBITED)
    uncounted = Says(Verdict.NOT_COUNTED, None)
    told = changes_in_words(Changes({(no_approval, prohibited): 1, (uncounted, uncounted): 4}))
    assert told == [
        "1 of the one finding in scope would change:",
        "1 finding: stays “No approval on record”, the reason “no approval would cover it” becomes "
        "“a ruling prohibited it”.",
    ]
    assert changes_in_words(Changes({(prohibited, prohibited): 3})) == [
        "Nothing would change for the 3 findings in scope."
    ]
    assert changes_in_words(Changes()) == ["No finding on record is in scope."]
    many = changes_in_words(Changes({(prohibited, prohibited): 20_001}))
    assert many[-1].startswith("20,001 findings are assessed again")


def test_a_change_of_words_alone_changes_no_finding(work: OpenWork, city: City) -> None:
    with work(city.ines) as w:
        make_finding(w, city.tool, city.hpd, first_used_on=FEB_5)
        number = add_ruling(w, _facts()).id
    with work(city.ines, reading=True) as w:
        kept = get_kept_ruling(w, number)
        other = effect_of(w, kept, replace(facts_of(kept), document="GO 2"))
        same = effect_of(w, kept, facts_of(kept))
        assert changes_with_rulings(w, standing_rulings(w)) == Counter()
    assert other.sentences == ("No approval status depends on what you changed.",)
    assert (other.nothing, same.nothing) == (False, True)


def _enter(work: OpenWork, city: City, facts: RulingFacts, seen: str) -> Effect | int:
    return once_seen(
        partial(work, city.ines),
        lambda w: effect_of(w, None, facts),
        lambda w: add_ruling(w, facts).id,
        seen=seen,
    )


def test_nothing_is_saved_before_it_was_seen_and_what_changed_meanwhile_is_shown_again(
    work: OpenWork, city: City
) -> None:
    facts = _facts(tool_id=city.tool)
    first = _enter(work, city, facts, "")
    assert isinstance(first, Effect)
    with work(city.ines) as w:
        make_finding(w, city.tool, city.hpd, first_used_on=FEB_5)
    second = _enter(work, city, facts, first.seen)
    assert isinstance(second, Effect)
    assert second.seen != first.seen
    assert isinstance(_enter(work, city, replace(facts, document="GO 2"), second.seen), Effect)
    saved = _enter(work, city, facts, second.seen)
    assert isinstance(saved, int)


def test_who_writes_between_looking_and_the_turn_is_noticed(work: OpenWork, city: City) -> None:
    facts, calls = _facts(tool_id=city.tool), []

    def effect(w: Work) -> Effect:
        found = effect_of(w, None, facts)
        calls.append(found)
        return found

    def opened(*, reading: bool = False) -> Any:
        if not reading and meanwhile:
            with work(city.ines) as w:
                make_finding(w, meanwhile.pop(), city.hpd, first_used_on=FEB_5)
        return work(city.ines, reading=reading)

    with work(city.ines, reading=True) as w:
        seen = effect_of(w, None, facts).seen
    # A finding of the tool changes the effect; one of another tool does not.
    meanwhile = [city.tool]
    assert isinstance(once_seen(opened, effect, lambda _: 1, seen=seen), Effect)
    with work(city.ines) as w:
        other = make_tool(w, "Other").id
    meanwhile, seen = [other], calls[-1].seen
    assert once_seen(opened, effect, lambda _: 1, seen=seen) == 1
    assert len(calls) == 4


def test_an_ended_ruling_tells_of_those_that_count_behind_it(work: OpenWork, city: City) -> None:
    with work(city.ines) as w:
        ruling = add_ruling(w, _facts(Outcome.PERMITTED))
        short = add_ruling(w, _facts(tool_id=city.tool, effective_until=date(2020, 2, 20)))
        long = add_ruling(w, _facts(tool_id=city.tool, department_id=city.hpd))
        strict = add_ruling(w, _facts(body=Body.COURT, department_id=city.rvs))
        ids = [each.id for each in (ruling, short, long, strict)]
    with work(city.ines, reading=True) as w:
        kept = get_kept_ruling(w, ids[0])
        said = facts_of(kept)
        early, late = (
            effect_of(w, kept, replace(said, effective_until=date(2020, 2, day)))
            for day in (10, 25)
        )
        gone = effect_of(w, kept, None)
    assert (early.winning, late.winning, gone.winning) == (
        (ids[1], ids[2]),
        (ids[2],),
        (ids[1], ids[2]),
    )
    assert early.stricter == gone.stricter == (ids[3],)


def test_one_of_the_same_from_the_same_day_is_remarked_on(work: OpenWork, city: City) -> None:
    with work(city.ines) as w:
        ruling = add_ruling(w, _facts(tool_id=city.tool))
        again = effect_of(w, None, _facts(Outcome.PERMITTED, tool_id=city.tool))
    assert again.remarks == (
        f"Ruling {ruling.id} of the same body is about the same, from the same day. "
        "If both are one ruling, keep only one of them.",
    )
