"""A second writing of the rules, day by day and straight from the prose, to compare with.

It shares nothing with the first but the records and their words: no break points, no table, no
predicates, and every day of a span is asked.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from auditor.approvals.rules import Approval
from auditor.findings.rules import Facts
from auditor.rulings.rules import Ruling

#: Verdict, reason, ids of approvals, id of the ruling.
Said = tuple[str, str, tuple[int, ...], int | None]

NEVER = date(1, 1, 1)
ALWAYS = date(9999, 12, 31)

STRICTEST = ["prohibited", "council approval required", "approval required", "permitted"]

#: Which is looked for first.
FIRST = [
    "prohibited",
    "council-approval-missing",
    "approved",
    "permitted",
    "denied",
    "revoked",
    "no-rule",
    "awaiting",
    "scope-unknown",
    "ratified",
    "expired",
    "before-approval",
    "outside-scope",
    "no-approval",
]

#: Which is worst.
SEVEREST = [
    "prohibited",
    "council-approval-missing",
    "denied",
    "revoked",
    "outside-scope",
    "expired",
    "no-approval",
    "before-approval",
    "ratified",
    "scope-unknown",
    "awaiting",
    "no-rule",
    "approved",
    "permitted",
]

#: Everything else is unapproved.
MILD = {
    "approved": "approved",
    "permitted": "approved",
    "no-rule": "no rule",
    "awaiting": "awaiting",
    "scope-unknown": "unclear",
}

BY_RULING = {
    "prohibited": "prohibited",
    "council approval required": "council-approval-missing",
    "permitted": "permitted",
}


def same(one: str, other: str) -> bool:
    return one.replace(" ", "").lower() == other.replace(" ", "").lower()


def place(ruling: Ruling, facts: Facts) -> int | None:
    """How specific it is, 5 the most; None if it is about something else."""
    if ruling.department_id and ruling.department_id != facts.department_id:
        return None
    narrower = 1 if ruling.department_id else 0
    if ruling.tool_id:
        return 4 + narrower if ruling.tool_id == facts.tool_id else None
    if ruling.category:
        return 2 + narrower if ruling.category == facts.category else None
    return narrower


def law(day: date, facts: Facts, rulings: Iterable[Ruling]) -> tuple[str, int] | None:
    """The outcome in force and the ruling that says so."""
    by_body: dict[str, list[tuple[int, date, int, str]]] = {}
    for ruling in rulings:
        start = sorted([ruling.effective_from, ruling.adopted_on])[1]
        where = place(ruling, facts)
        if where is not None and start <= day <= (ruling.effective_until or ALWAYS):
            theirs = by_body.setdefault(ruling.body, [])
            theirs.append((where, start, ruling.id, ruling.outcome))
    chosen = [sorted(theirs)[-1] for theirs in by_body.values()]
    ranked = sorted((STRICTEST.index(outcome), id_, outcome) for _, _, id_, outcome in chosen)
    return (ranked[0][2], ranked[0][1]) if ranked else None


def fit(approval: Approval, facts: Facts, day: date) -> str:
    """“other” tool or department, “no”, “perhaps” or “yes”: the worst of the three parts."""
    if approval.tool_id != facts.tool_id or approval.department_id != facts.department_id:
        return "other"
    parts = [officer(approval, facts), unit(approval, facts, day), purposes(approval, facts)]
    return min(parts, key=["no", "perhaps", "yes"].index)


def officer(approval: Approval, facts: Facts) -> str:
    if not approval.officer_id or facts.officer_id == approval.officer_id:
        return "yes"
    return "no" if facts.officer_id else "perhaps"


def unit(approval: Approval, facts: Facts, day: date) -> str:
    if not approval.unit:
        return "yes"
    units = [
        unit
        for unit, since, until in facts.assignments
        if unit.strip() and (since or NEVER) <= day <= (until or ALWAYS)
    ]
    if not units:
        return "perhaps"
    return "yes" if any(same(unit, approval.unit) for unit in units) else "no"


def purposes(approval: Approval, facts: Facts) -> str:
    if not approval.purposes:
        return "yes"
    if not facts.purposes or any(same(told, "unknown") for told in facts.purposes):
        return "perhaps"
    for told in facts.purposes:
        if not any(same(told, allowed) for allowed in approval.purposes):
            return "no"
    return "yes"


def names(a: Approval, scope: str, day: date, covering: list[Approval]) -> Iterator[str]:
    """Every reason that this one approval gives rise to on a day."""
    decided, until, revoked = (
        a.decided_on or ALWAYS,
        a.valid_until or ALWAYS,
        a.revoked_on or ALWAYS,
    )
    on_paper = a.valid_from <= day <= until
    if scope != "yes":
        if a.decision == "confirmed" and decided <= day < revoked and on_paper:
            yield "scope-unknown" if scope == "perhaps" else "outside-scope"
        return
    if a.requested_on <= day < decided and on_paper:
        yield "awaiting"
    if a.decision == "confirmed":
        yield from confirmed_names(a, day, revoked=revoked)
    if a.decision == "denied" and decided <= day <= until:
        confirmations = [b.decided_on or ALWAYS for b in covering if b.decision == "confirmed"]
        if not [b for b in confirmations if decided < b <= day]:
            yield "denied"


def confirmed_names(a: Approval, day: date, *, revoked: date) -> Iterator[str]:
    # A term that ends before it begins is both over and not begun.
    begun, over = a.valid_from <= day, bool(a.valid_until and a.valid_until < day)
    if not begun:
        yield "before-approval"
    if over:
        yield "expired"
    if begun and not over and revoked <= day:
        yield "revoked"
    if begun and not over and day < revoked:
        yield "approved" if a.decided_on and a.decided_on <= day else "ratified"


def say(day: date, facts: Facts, rulings: list[Ruling], approvals: list[Approval]) -> Said:
    """The first of the fourteen that holds."""
    outcome, ruling_id = law(day, facts, rulings) or ("none", None)
    found: dict[str, list[int]] = {"no-approval": []}
    if outcome in BY_RULING:
        found[BY_RULING[outcome]] = []
    if outcome == "none":
        found["no-rule"] = []
    scopes = [(a, fit(a, facts, day)) for a in approvals]
    covering = [a for a, scope in scopes if scope == "yes"]
    for a, scope in scopes:
        for name in names(a, scope, day, covering) if scope != "other" else ():
            found.setdefault(name, []).append(a.id)
    reason = next(reason for reason in FIRST if reason in found)
    rests_on_ruling = reason in BY_RULING.values() or reason == "no-approval"
    ids = tuple(sorted(found[reason]))
    return MILD.get(reason, "unapproved"), reason, ids, ruling_id if rests_on_ruling else None


def all_days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def find(
    facts: Facts, asked: Callable[[date], Said]
) -> tuple[str, str | None, date | None, list[str], tuple[int, ...], int | None]:
    """Verdict, reason, since, other reasons, approvals, ruling.

    Args:
        asked: says of a day what `say` does.
    """
    known = [d for d in (facts.signed_up_on, facts.first_used_on, facts.last_used_on) if d]
    bare = ["not counted"] * (not facts.counted)
    bare += ["not used"] * (facts.stage == "offered") + ["undated"] * (not known)
    if bare:
        return bare[0], None, None, [], (), None
    answers: list[tuple[int, date, Said]] = []
    for date_known in known:
        # Of a month the mildest: the greatest place in the order; then the earliest day.
        options = []
        for day in all_days(date_known.first, date_known.last):
            said = asked(day)
            options.append((-SEVEREST.index(said[1]), day, said))
        mildest, day, said = sorted(options)[0]
        answers.append((-mildest, day, said))
    worst, since, (verdict, reason, approval_ids, ruling_id) = sorted(answers)[0]
    if verdict not in ("unapproved", "unclear"):
        first, last = min(d.first for d in known), max(d.last for d in known)
        for day in all_days(first, last):
            if asked(day)[0] == "unapproved":
                return "unclear", "days-unknown", None, [], (), None
    others = sorted({p for p, _, said in answers if said[0] == "unapproved" and p != worst})
    return verdict, reason, since, [SEVEREST[p] for p in others], approval_ids, ruling_id
