"""Facts, rulings and approvals for the tests of verdicts: chosen by hand, or at random."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from auditor.approvals.rules import Approval, Decision
from auditor.days import Day
from auditor.findings.rules import Assignment, Facts, Stage
from auditor.rulings.rules import Body, Outcome, Ruling
from auditor.tools.rules import Category

TOOL, OTHER_TOOL = 1, 2
POLICE, SHERIFF = 10, 11
GARCIA, OKAFOR = 100, 101

SECOND = date(2020, 2, 2)
FEBRUARY = Day.of_month(2020, 2)

#: A finding, the rulings and the approvals of one register.
Register = tuple[Facts, list[Ruling], list[Approval]]


def feb(day: int) -> date:
    return date(2020, 2, day)


def make_facts(**changes: Any) -> Facts:
    """Garcia of the homicide unit, who used the tool on 10 February to serve a warrant."""
    usual = Facts(
        tool_id=TOOL,
        category=Category.FACE_RECOGNITION,
        department_id=POLICE,
        officer_id=GARCIA,
        assignments=(Assignment("Homicide"),),
        purposes=frozenset({"warrant"}),
        stage=Stage.USED,
        first_used_on=Day.on(feb(10)),
    )
    return replace(usual, **changes)


def make_ruling(outcome: Outcome = Outcome.APPROVAL_REQUIRED, **changes: Any) -> Ruling:
    """The chief's, about every tool in every department, since long ago."""
    usual = Ruling(
        id=1,
        body=Body.CHIEF,
        outcome=outcome,
        adopted_on=date(2019, 1, 1),
        effective_from=date(2019, 1, 1),
    )
    return replace(usual, **changes)


def make_request(**changes: Any) -> Approval:
    """Undecided, asked for on 1 February, for anybody from 1 to 20 February."""
    usual = Approval(
        id=1,
        tool_id=TOOL,
        department_id=POLICE,
        valid_from=feb(1),
        valid_until=feb(20),
        requested_on=feb(1),
    )
    return replace(usual, **changes)


def make_confirmed(confirmed_on: date = SECOND, **changes: Any) -> Approval:
    return make_request(decision=Decision.CONFIRMED, decided_on=confirmed_on, **changes)


def make_denied(denied_on: date = SECOND, **changes: Any) -> Approval:
    return make_request(decision=Decision.DENIED, decided_on=denied_on, **changes)


def make_random(seed: int) -> Random:
    return Random(seed)  # noqa: S311 -- Registers that can be made again, not secrets.


def random_register(rng: Random) -> Register:
    """Few anchors, and every day of the register on one, the day before or the day after."""
    anchors = [date(2020, 1, 29) + timedelta(days=rng.randrange(35)) for _ in range(3)]

    def day() -> date:
        return rng.choice(anchors) + timedelta(days=rng.choice((-1, 0, 1)))

    def perhaps_day(chance: float) -> date | None:
        return day() if rng.random() < chance else None

    facts = _random_facts(rng, day, perhaps_day)
    rulings = [_random_ruling(rng, n, day, perhaps_day) for n in range(rng.choice((0, 1, 1, 2, 4)))]
    approvals = [
        _random_approval(rng, n, day, perhaps_day) for n in range(rng.choice((0, 1, 2, 3, 5)))
    ]
    if rng.random() < 0.7:
        rulings.append(make_ruling(id=len(rulings) + 1))
    rng.shuffle(rulings)
    rng.shuffle(approvals)
    return facts, rulings, approvals


def _random_facts(rng: Random, day: Any, perhaps_day: Any) -> Facts:
    def perhaps_known(chance: float) -> Day | None:
        on = perhaps_day(chance)
        if on is None or rng.random() < 0.6:
            return None if on is None else Day.on(on)
        return Day.of_month(on.year, on.month)

    officer = rng.choice((None, GARCIA, GARCIA))
    assignments = tuple(
        Assignment(rng.choice(("SIU", "homicide ", "")), perhaps_day(0.6), perhaps_day(0.6))
        for _ in range(rng.choice((0, 1, 1, 2)))
    )
    return make_facts(
        officer_id=officer,
        assignments=assignments if officer else (),
        category=rng.choice((None, Category.FACE_RECOGNITION)),
        purposes=frozenset(
            rng.sample(("Warrant", "training", "UNKNOWN "), rng.choice((0, 1, 1, 2)))
        ),
        stage=rng.choice((Stage.OFFERED, *[Stage.USED] * 9)),
        signed_up_on=perhaps_known(0.5),
        first_used_on=perhaps_known(0.5),
        last_used_on=perhaps_known(0.5),
        counted=rng.random() < 0.95,
    )


def _random_ruling(rng: Random, n: int, day: Any, perhaps_day: Any) -> Ruling:
    weights = (2, 8, 1, 1)
    return make_ruling(
        rng.choices(tuple(Outcome), weights)[0],
        id=n + 1,
        tool_id=rng.choice((None, None, TOOL, OTHER_TOOL)),
        category=rng.choice((None, None, Category.FACE_RECOGNITION, Category.DRONES)),
        department_id=rng.choice((None, None, POLICE, SHERIFF)),
        body=rng.choice((Body.CHIEF, Body.COUNCIL)),
        adopted_on=rng.choice((date(2019, 1, 1), day())),
        effective_from=rng.choice((date(2019, 1, 1), day())),
        effective_until=perhaps_day(0.3),
    )


def _random_approval(rng: Random, n: int, day: Any, perhaps_day: Any) -> Approval:
    decision = rng.choice((None, Decision.DENIED, *[Decision.CONFIRMED] * 3))
    return make_request(
        id=n + 1,
        tool_id=rng.choice((*[TOOL] * 7, OTHER_TOOL)),
        department_id=rng.choice((*[POLICE] * 7, SHERIFF)),
        unit=rng.choice((None, None, None, "Homicide", "S I U")),
        officer_id=rng.choice((None, None, None, GARCIA, OKAFOR)),
        purposes=frozenset(rng.sample(("warrant", "Training"), rng.choice((0, 0, 0, 1, 2)))),
        valid_from=day(),
        valid_until=perhaps_day(0.6),
        requested_on=day(),
        decision=decision,
        decided_on=None if decision is None else day(),
        revoked_on=perhaps_day(0.3) if decision is Decision.CONFIRMED else None,
    )
