"""A large random register for benchmarks: made once, by the driver, and past the trail."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from sqlalchemy import Engine

from auditor.approvals.rules import Purpose
from auditor.findings.rules import Certainty, Stage
from auditor.rulings.rules import Body, Outcome
from auditor.tools.rules import Category

DEPARTMENTS: Final = 40
TOOLS: Final = 80
OFFICERS: Final = 30_000
RULINGS: Final = 200
APPROVALS: Final = 5_000
FINDINGS: Final = 1_000_000

UNITS: Final = [f"Unit {letter}" for letter in "ABCDEFGHIJKL"]
FIRST: Final = date(2016, 1, 1)
DAYS: Final = 2_500
RECORDED_AT: Final = "2023-01-02 12:00:00"
PURPOSES: Final = [
    *["[]"] * 6,
    f'["{Purpose.UNKNOWN}"]',
    *(f'["{purpose}"]' for purpose in Purpose if purpose is not Purpose.UNKNOWN),
    f'["{Purpose.CRIMINAL_INVESTIGATION}","{Purpose.WARRANT}"]',
]

#: How many rows are handed to the driver at once.
AT_ONCE: Final = 20_000

Row = tuple[Any, ...]


def fill(engine: Engine, findings: int = FINDINGS) -> None:
    """Fill an empty register; the same one every time."""
    rng = Random(7)  # noqa: S311 - the same register in every run
    homes = [1 + int(DEPARTMENTS * rng.random() ** 1.5) for _ in range(OFFICERS)]
    put(
        engine,
        "departments",
        "id code name aliases email_domains kind is_active folded",
        (
            (n, f"D{n}", f"Department {n}", "[]", "[]", "police", True, f"department {n}")
            for n in range(1, DEPARTMENTS + 1)
        ),
    )
    kinds = list(Category)
    put(
        engine,
        "tools",
        "id name category aliases domains folded",
        (
            (n, f"Tool {n}", str(kinds[n % len(kinds)]), "[]", "[]", f"tool {n}")
            for n in range(1, TOOLS + 1)
        ),
    )
    put(
        engine,
        "officers",
        "id department_id given_name family_name former_names folded",
        (
            (n, home, f"G{n % 977}", f"F{n % 7919}", "[]", f"g{n % 977} f{n % 7919}")
            for n, home in enumerate(homes, 1)
        ),
    )
    put(engine, "assignments", "officer_id unit since until", assignments(rng))
    put(
        engine,
        "rulings",
        "tool_id category department_id body outcome adopted_on effective_from "
        "effective_until recorded_at",
        (ruling(rng, kinds) for _ in range(RULINGS)),
    )
    put(
        engine,
        "approvals",
        "tool_id department_id unit officer_id purposes valid_from "
        "valid_until requested_at requested_through decision decided_at decided_through "
        "revoked_at revoked_through",
        (approval(rng, homes) for _ in range(APPROVALS)),
    )
    put(
        engine,
        "findings",
        "tool_id department_id officer_id account_email account_kind "
        "account_state licence obtained_through stage signed_up_on signed_up_on_last "
        "first_used_on first_used_on_last last_used_on last_used_on_last purposes case_numbers "
        "certainty recorded_at",
        (finding(rng, homes, n) for n in range(findings)),
    )


def put(engine: Engine, table: str, columns: str, rows: Iterable[Row]) -> None:
    """Write rows by the driver; nobody asks the trail, which stays empty."""
    names = columns.split()
    mark = "?" if engine.dialect.paramstyle == "qmark" else "%s"
    connection: Any = engine.raw_connection()
    cursor = connection.cursor()
    if mark == "?":
        cursor.execute("BEGIN IMMEDIATE")
    marks = ", ".join([mark] * len(names))
    cursor.executemany(
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})",  # noqa: S608 - our names
        rows,
    )
    if mark == "%s" and names[0] == "id":
        cursor.execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")  # noqa: S608
    cursor.execute("COMMIT") if mark == "?" else connection.commit()
    connection.close()


def on(rng: Random, days: int = DAYS) -> str:
    return (FIRST + timedelta(days=int(days * rng.random()))).isoformat()


def assignments(rng: Random) -> Iterator[Row]:
    for officer_id in range(1, OFFICERS + 1):
        chance = rng.random()
        if chance < 0.05:
            continue
        moved = on(rng) if chance < 0.25 else None
        yield officer_id, rng.choice(UNITS), None, moved
        if moved is not None:
            since = (date.fromisoformat(moved) + timedelta(days=1)).isoformat()
            yield officer_id, rng.choice(UNITS), since, None


def ruling(rng: Random, kinds: Sequence[Category]) -> Row:
    about = rng.random()
    adopted = on(rng)
    outcomes = [Outcome.APPROVAL_REQUIRED] * 12 + [Outcome.PERMITTED] * 4
    outcomes += [Outcome.PROHIBITED, Outcome.COUNCIL_APPROVAL_REQUIRED]
    return (
        1 + int(TOOLS * rng.random()) if about < 0.55 else None,
        str(rng.choice(kinds)) if 0.55 <= about < 0.9 else None,
        1 + int(DEPARTMENTS * rng.random()) if rng.random() < 0.5 else None,
        str(rng.choice(list(Body))),
        str(rng.choice(outcomes)),
        adopted,
        adopted,
        (date.fromisoformat(adopted) + timedelta(days=400)).isoformat()
        if rng.random() < 0.3
        else None,
        RECORDED_AT,
    )


def approval(rng: Random, homes: Sequence[int]) -> Row:
    officer = int(OFFICERS * rng.random())
    valid_from = on(rng)
    asked = (date.fromisoformat(valid_from) + timedelta(days=rng.randrange(-60, 60))).isoformat()
    decided = (date.fromisoformat(asked) + timedelta(days=rng.randrange(90))).isoformat()
    decision = rng.choice([*["confirmed"] * 8, "denied", None])
    revoked = decision == "confirmed" and rng.random() < 0.1
    return (
        tool(rng),
        homes[officer],
        rng.choice(UNITS) if rng.random() < 0.2 else None,
        officer + 1 if rng.random() < 0.3 else None,
        PURPOSES[rng.randrange(7, len(PURPOSES))] if rng.random() < 0.2 else "[]",
        valid_from,
        (date.fromisoformat(valid_from) + timedelta(days=365)).isoformat()
        if rng.random() < 0.6
        else None,
        f"{asked} 15:00:00",
        "page",
        decision,
        f"{decided} 15:00:00" if decision else None,
        "page" if decision else None,
        f"{on(rng)} 15:00:00" if revoked else None,
        "page" if revoked else None,
    )


def tool(rng: Random) -> int:
    """The first tools are far commoner than the last."""
    return 1 + int(TOOLS * rng.random() ** 2)


def finding(rng: Random, homes: Sequence[int], n: int) -> Row:
    officer = int(OFFICERS * rng.random())
    stage = STAGES[int(len(STAGES) * rng.random())]
    begun = FIRST + timedelta(days=int(DAYS * rng.random()))
    used = stage in (Stage.USED, Stage.USED_IN_A_CASE)
    signed_up = day(rng, begun, 0.8 if stage is not Stage.OFFERED else 0)
    first = day(rng, begun + timedelta(days=int(60 * rng.random())), 0.8 if used else 0)
    last = day(rng, begun + timedelta(days=60 + int(400 * rng.random())), 0.6 if used else 0)
    return (
        tool(rng),
        homes[officer],
        officer + 1 if rng.random() < 0.9 else None,
        f"account{n}@police.example",
        "work",
        "unknown",
        "trial",
        "unknown",
        str(stage),
        *signed_up,
        *first,
        *last,
        PURPOSES[int(len(PURPOSES) * rng.random())],
        "[]",
        str(Certainty.DISPROVED if rng.random() < 0.03 else Certainty.DOCUMENTED),
        RECORDED_AT,
    )


STAGES: Final = [
    Stage.OFFERED,
    *[Stage.SIGNED_UP] * 7,
    *[Stage.USED] * 10,
    *[Stage.USED_IN_A_CASE] * 2,
]


def day(rng: Random, exact: date, chance: float) -> tuple[str | None, str | None]:
    """The first and the last day it can have been; one in ten is known to the month."""
    if rng.random() >= chance:
        return None, None
    if rng.random() < 0.9:
        return exact.isoformat(), exact.isoformat()
    first = exact.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.isoformat(), last.isoformat()
