"""What an upload of statements would do: a later answer never erases an earlier one."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select

from auditor.base import standing
from auditor.flags.contradictions import assess_statements
from auditor.rulings.queries import own_findings
from auditor.statements.columns import COLUMNS, LISTED
from auditor.statements.model import Statement
from auditor.statements.rules import Aware, wrong_in
from auditor.statements.rules import Statement as Said
from auditor.uploads.drafts import EMPTY, Draft, Kind, Options, Plan
from auditor.uploads.row_plans import Planning, RowRefused
from auditor.work import Work

#: By these a statement is recognised again: with another day of answer it is another statement.
_IDENTITY: Final = ("department_id", "tool_id", "asked_on", "answered_on")

_CHANGEABLE: Final = (
    *("question", "due_on", "answer", "units_asked", "units_in_all"),
    *("aware_before_asked", "complete_list", "signed_by"),
)

#: What of a statement the rules look at.
_RULED: Final = (
    *("asked_on", "due_on", "answer", "answered_on", "units_asked", "units_in_all"),
    "aware_before_asked",
)


def plan(work: Work, drafts: Sequence[Draft], options: Options) -> Plan:
    """Compare the rows with the standing statements."""
    known = _known(work)
    own = {(row.tool_id, row.department_id) for row in own_findings(work)}
    planning = Planning(work, options, COLUMNS, record=Statement.__tablename__)

    def plan_row(draft: Draft) -> None:
        identity = _identity(planning, draft)
        if (identity["tool_id"], identity["department_id"]) in own:
            raise RowRefused(
                "tool",
                "A finding about this tool in this department concerns you: somebody else of the "
                "office has to record the statement.",
            )
        values = _values(draft)
        key = tuple(identity.values())
        stands = known.get(key)
        given = dict.fromkeys(_CHANGEABLE) | {"aware_before_asked": Aware.NOT_SAID}
        after = {**(stands or {**identity, **given}), **_stored(values)}
        said = Said(**{name: after[name] for name in _RULED})
        for field, sentence in wrong_in(said, today=options.today).items():
            raise RowRefused(field, sentence)
        label = f"{draft.get('department') or ''} {draft.get('tool')}, {said.answer}".strip()
        if planning.is_repeated(draft, key, field="answered_on", label=label):
            return
        if stands is not None:
            planning.compare(draft, label, values, stands=stands)
            return
        planning.add(draft, label, {**after, "recorded_at": work.now})

    return planning.each(drafts, plan_row)


def _identity(planning: Planning, draft: Draft) -> dict[str, Any]:
    found = {
        "department_id": planning.department(draft),
        "tool_id": planning.tool(draft),
        "asked_on": draft.get("asked_on"),
        "answered_on": draft.get("answered_on"),
    }
    for name, field, needs in (
        ("department_id", "department", "Name the department that was asked."),
        ("tool_id", "tool", "Name the tool it was asked about."),
        ("asked_on", "asked_on", "Give the day on which it was asked."),
    ):
        if found[name] is None:
            raise RowRefused(field, needs)
    return found


def _values(draft: Draft) -> dict[str, Any]:
    """What the row says besides its identity; an emptied awareness was not said."""
    values = {name: draft.values[name] for name in _CHANGEABLE if name in draft.values}
    if draft.get("answer") is None:
        raise RowRefused("answer", "Write what was answered; “no response” where nothing was.")
    if values.get("aware_before_asked") is EMPTY:
        values["aware_before_asked"] = Aware.NOT_SAID
    return values


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: None if value is EMPTY else value for name, value in values.items()}


def _known(work: Work) -> dict[Hashable, Mapping[str, Any]]:
    wanted = select(*Statement.__table__.c).where(standing(Statement))
    rows = work.session.execute(wanted.order_by(Statement.id.desc())).mappings()
    return {tuple(row[name] for name in _IDENTITY): dict(row) for row in rows}


def assess_after(work: Work, made: Plan, added: Mapping[str, Sequence[int]]) -> None:
    """Assess the new and changed statements: findings may contradict what they deny."""
    changed = [row["id"] for row in made.changes.get(Statement.__tablename__, ())]
    ids = [*added.get(Statement.__tablename__, ()), *changed]
    if ids:
        about = Statement.id.between(min(ids), max(ids))
        assess_statements(work, about, because="statements were taken from a file")


KIND: Final = Kind("statements", LISTED, plan, assess_after)
