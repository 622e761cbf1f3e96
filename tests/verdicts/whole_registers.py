"""Registers of many findings whose days meet at edges, as the rules see them and as recorded."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from auditor.approvals.model import Approval as ApprovalRow
from auditor.approvals.rules import Approval, Decision
from auditor.days import Day
from auditor.departments.model import Department
from auditor.findings.model import Finding
from auditor.findings.rules import Assignment, Certainty, Facts, Stage
from auditor.officers.model import Assignment as AssignmentRow
from auditor.officers.model import Officer
from auditor.rulings.model import Ruling as RulingRow
from auditor.rulings.rules import Body, Outcome, Ruling
from auditor.tools.model import Tool
from auditor.tools.rules import Category
from auditor.trail.acts import Act
from auditor.work import Work
from tests.conftest import MORNING
from tests.verdicts.registers import make_random

FINDINGS = 2_000
TOOLS = {
    tool: (Category.FACE_RECOGNITION, Category.DRONES, Category.OTHER)[tool % 3]
    for tool in range(1, 7)
}
DEPARTMENTS = (1, 2)
OFFICERS = range(1, 13)
UNITS = ("Homicide", "S I U", "Bikes")
PURPOSES = ((), ("warrant",), ("training",), ("unknown",), ("warrant", "training"))

#: From some day on laid down for the first tools, so that each of them occurs in each register.
DIFFERENT = (Outcome.PERMITTED, Outcome.PROHIBITED, Outcome.COUNCIL_APPROVAL_REQUIRED)


@dataclass(frozen=True)
class WholeRegister:
    seed: int
    assignments: Mapping[int, tuple[Assignment, ...]]
    rulings: list[Ruling]
    approvals: list[Approval]
    facts: list[Facts]


class Edges:
    """Days on a few anchors, the day before them or the day after, and on no others."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._anchors = [date(2020, 1, 20) + timedelta(days=n) for n in rng.sample(range(60), 6)]

    @property
    def first(self) -> date:
        return min(self._anchors)

    @property
    def middle(self) -> date:
        return sorted(self._anchors)[3]

    def day(self) -> date:
        return self._rng.choice(self._anchors) + timedelta(days=self._rng.choice((-1, 0, 1)))

    def perhaps(self, chance: float) -> date | None:
        return self.day() if self._rng.random() < chance else None

    def known(self, chance: float) -> Day | None:
        day = self.perhaps(chance)
        if day is None or self._rng.random() < 0.8:
            return None if day is None else Day.on(day)
        return Day.of_month(day.year, day.month)


def whole_register(seed: int, findings: int = FINDINGS) -> WholeRegister:
    rng = make_random(seed)
    edges = Edges(rng)
    assignments = {officer: tuple(_assignments(rng, edges)) for officer in OFFICERS}
    # For most tools the chief requires an approval at all times, so that approvals matter.
    rulings = [_usual(tool) for tool in TOOLS if tool > 1]
    rulings += [
        replace(
            _ruling(rng, edges, len(rulings) + n),
            tool_id=n,
            department_id=1,
            outcome=outcome,
            adopted_on=edges.first,
            effective_from=edges.first,
            effective_until=None,
        )
        for n, outcome in enumerate(DIFFERENT, 1)
    ]
    rulings += [_ruling(rng, edges, n) for n in range(len(rulings) + 1, 16)]
    rulings.append(replace(_usual(17), tool_id=None, body=Body.MAYOR, adopted_on=edges.middle))
    approvals = [_approval(rng, edges, n) for n in range(1, 57)]
    approvals += [_of_an_officer(edges, n) for n in range(57, 57 + len(OFFICERS))]
    facts = [_facts(rng, edges, assignments) for _ in range(findings)]
    return WholeRegister(seed, assignments, rulings, approvals, facts)


def _assignments(rng: Random, edges: Edges) -> Iterator[Assignment]:
    for _ in range(rng.choice((0, 1, 1, 2, 3))):
        yield Assignment(rng.choice(UNITS), edges.perhaps(0.6), edges.perhaps(0.6))


def _usual(tool: int) -> Ruling:
    return Ruling(
        id=tool - 1,
        tool_id=tool,
        body=Body.CHIEF,
        outcome=Outcome.APPROVAL_REQUIRED,
        adopted_on=date(2019, 1, 1),
        effective_from=date(2019, 1, 1),
    )


def _ruling(rng: Random, edges: Edges, n: int) -> Ruling:
    """About anything but the last tool, which is left to its approvals."""
    tool = rng.choice((None, *list(TOOLS)[:-1]))
    return Ruling(
        id=n,
        tool_id=tool,
        category=None if tool else rng.choice((Category.DRONES, Category.OTHER)),
        department_id=rng.choice((None, *DEPARTMENTS)),
        body=rng.choice((Body.COUNCIL, Body.MAYOR)),
        outcome=list(Outcome)[n % 4],
        adopted_on=edges.day(),
        effective_from=edges.day(),
        effective_until=edges.day() + timedelta(days=rng.randrange(10)),
    )


def _approval(rng: Random, edges: Edges, n: int) -> Approval:
    decision = rng.choice((None, Decision.DENIED, *[Decision.CONFIRMED] * 3))
    until = edges.perhaps(0.6)
    return Approval(
        id=n,
        tool_id=rng.choice(list(TOOLS)[:-1]),
        department_id=rng.choice(DEPARTMENTS),
        unit=rng.choice((None, None, None, "homicide", "SIU")),
        officer_id=rng.choice((None, None, *OFFICERS)) if n % 2 else None,
        purposes=frozenset(rng.choice(((), (), ("Warrant",), ("training", "warrant")))),
        valid_from=edges.day(),
        valid_until=until,
        requested_on=edges.day(),
        decision=decision,
        decided_on=None if decision is None else edges.day(),
        revoked_on=edges.perhaps(0.3) if decision is Decision.CONFIRMED else None,
    )


def _of_an_officer(edges: Edges, n: int) -> Approval:
    """One of the last tool, beside all other officers: of each kind some, and some of any."""
    officer = n % len(OFFICERS) + 1
    decision = (None, Decision.DENIED, Decision.CONFIRMED, Decision.CONFIRMED)[n % 4]
    early = Approval(
        id=n,
        tool_id=max(TOOLS),
        department_id=DEPARTMENTS[officer % 2],
        officer_id=officer,
        valid_from=edges.first,
        requested_on=edges.first,
        decision=decision,
        decided_on=edges.first if decision else None,
        revoked_on=edges.middle if n % 4 == 2 else None,
    )
    if n % 4 < 3:
        return early
    return replace(early, decided_on=edges.middle, valid_until=edges.perhaps(0.6))


def _facts(rng: Random, edges: Edges, assignments: Mapping[int, tuple[Assignment, ...]]) -> Facts:
    tool = rng.choice(list(TOOLS))
    officer = rng.choice((None, *OFFICERS))
    return Facts(
        tool_id=tool,
        category=TOOLS[tool],
        department_id=rng.choice(DEPARTMENTS),
        officer_id=officer,
        assignments=assignments[officer] if officer else (),
        purposes=frozenset(rng.choice(PURPOSES)),
        stage=rng.choice((Stage.OFFERED, Stage.SIGNED_UP, *[Stage.USED] * 8)),
        signed_up_on=edges.known(0.5),
        first_used_on=edges.known(0.5),
        last_used_on=edges.known(0.4),
        counted=rng.random() < 0.95,
    )


def keep(work: Work, register: WholeRegister) -> None:
    """Record a register, in an empty database: every record gets the id that it has there."""
    work.add_many(
        Department,
        [{"code": f"D{n}", "name": f"Department {n}", "folded": f"d{n}"} for n in DEPARTMENTS],
    )
    work.add_many(
        Tool,
        [
            {"name": f"Tool {n}", "category": kind, "folded": f"tool {n}"}
            for n, kind in TOOLS.items()
        ],
    )
    work.add_many(
        Officer,
        [
            {"department_id": 1, "given_name": "Ana", "family_name": f"F{n}", "folded": f"ana f{n}"}
            for n in OFFICERS
        ],
    )
    work.add_many(
        AssignmentRow,
        [
            {"officer_id": officer, "unit": each.unit, "since": each.since, "until": each.until}
            for officer, held in register.assignments.items()
            for each in held
        ],
    )
    work.add_many(RulingRow, [ruling_columns(each) for each in register.rulings])
    work.add_many(ApprovalRow, [approval_columns(each) for each in register.approvals])
    work.add_many(Finding, [_finding_columns(each, n) for n, each in enumerate(register.facts)])
    work.record(Act.UPLOAD_APPLIED)


def ruling_columns(ruling: Ruling) -> dict[str, Any]:
    return {k: v for k, v in asdict(ruling).items() if k != "id"} | {"recorded_at": MORNING}


def approval_columns(approval: Approval) -> dict[str, Any]:
    def at(day: date | None) -> datetime | None:
        return None if day is None else datetime.combine(day, time(17), UTC)

    same = ("tool_id", "department_id", "unit", "officer_id", "valid_from", "valid_until")
    through = "page"
    return {name: getattr(approval, name) for name in same} | {
        "purposes": tuple(sorted(approval.purposes)),
        "requested_at": at(approval.requested_on),
        "requested_through": through,
        "decision": approval.decision,
        "decided_at": at(approval.decided_on),
        "decided_through": approval.decision and through,
        "revoked_at": at(approval.revoked_on),
        "revoked_from": approval.revoked_on,
        "revoked_through": approval.revoked_on and through,
    }


def _finding_columns(facts: Facts, n: int) -> dict[str, Any]:
    # What does not count is withdrawn, disproved or a duplicate, in turn.
    why: Callable[[int], bool] = lambda way: not facts.counted and n % 3 == way  # noqa: E731
    columns: dict[str, Any] = {
        "tool_id": facts.tool_id,
        "department_id": facts.department_id,
        "officer_id": facts.officer_id,
        "purposes": tuple(sorted(facts.purposes)),
        "stage": facts.stage,
        "recorded_at": MORNING,
        "withdrawn_at": MORNING if why(0) else None,
        "certainty": Certainty.DISPROVED if why(1) else Certainty.DOCUMENTED,
        "duplicate_of_id": 1 if why(2) else None,
    }
    for name in ("signed_up_on", "first_used_on", "last_used_on"):
        day: Day | None = getattr(facts, name)
        columns |= {name: day and day.first, f"{name}_last": day and day.last}
    return columns
