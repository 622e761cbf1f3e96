"""Pages about findings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, request

from auditor.access import Permission
from auditor.columns import Column, for_audience
from auditor.concern import HANDLED_BY, Concealed
from auditor.departments.queries import choices_of_departments
from auditor.findings.columns import SHEET
from auditor.findings.forms import FindingsSoughtForm
from auditor.findings.queries import Shown, findings, get_finding
from auditor.findings.rules import DAY_LABELS
from auditor.flags.columns import COLUMNS as FLAG_COLUMNS
from auditor.officers.queries import names_of_officers
from auditor.reach import audience_of
from auditor.rulings.queries import choices_of_tools
from auditor.trail.queries import Told, history
from auditor.verdicts.columns import LABEL, REASON_READS, VERDICT_READS
from auditor.web.access import Answer, requires
from auditor.web.editing import ActInWords, Wording, ids_in, in_words, number_in_address
from auditor.web.formats import day, moment, words
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("findings", __name__)

#: What the page shows elsewhere than among the facts, or what a later issue brings.
_ELSEWHERE: Final = frozenset(
    {
        *("id", "verdict", "reason", "reason_since", "other_reasons", "approval", "flags"),
        *("follow_up", "outcome", "actions", "unit", "badge", "cases"),
    }
)

#: What a finding's history tells of its flags; the rest stands on the flag's own page.
_OF_FLAGS: Final = frozenset({"reason", "state", "state_reason"})

_READS: Final[dict[str, Any]] = {
    "verdict_reads": VERDICT_READS,
    "reason_reads": REASON_READS,
    "label": LABEL,
}


@bp.get("/findings")
@requires(Permission.FINDING_READ)
def index(work: Work) -> Answer:
    form = FindingsSoughtForm(request.args)
    departments = [] if work.actor.is_confined else choices_of_departments(work)
    form.offer(choices_of_tools(work), departments)
    listed = findings(work, form.sought(), after=number_in_address("after"))
    officer = number_in_address("officer")
    return page(
        "findings/index.html",
        form=form,
        listed=listed,
        officer=officer,
        handled_by=HANDLED_BY,
        **_READS,
    )


@bp.get("/findings/<int:finding_id>")
@requires(Permission.FINDING_READ)
def show(work: Work, finding_id: int) -> Answer:
    shown = get_finding(work, finding_id)
    if isinstance(shown, Concealed):
        return page("findings/own.html", what="finding", number=finding_id, handled_by=HANDLED_BY)
    return page(
        "findings/show.html",
        finding=shown.row,
        shown=shown,
        facts_told=_facts(shown, for_audience(SHEET, audience_of(work.actor))),
        field_labels=DAY_LABELS,
        entries=_history(work, shown),
        **_READS,
    )


def _facts(shown: Shown, columns: Iterable[Column]) -> list[tuple[str, Any]]:
    """The columns that the reader may see, each with its value in words."""
    row = shown.row
    told: dict[str, Any] = {name: day(shown.day(name)) for name in DAY_LABELS if shown.day(name)}
    told |= {name: None for name in DAY_LABELS if not shown.day(name)}
    told["officer"] = f"{row.family_name}, {row.given_name}" if row.family_name else None
    told["counted"] = shown.counted
    told["recorded_at"] = moment(row.recorded_at)
    for name in ("purposes", "case_numbers"):
        told[name] = words(getattr(row, name)) if getattr(row, name) else None
    return [
        (
            column.heading.removesuffix(" (UTC)"),
            told[column.field] if column.field in told else getattr(row, column.field),
        )
        for column in columns
        if column.field not in _ELSEWHERE
    ]


def _history(work: Work, shown: Shown) -> list[ActInWords]:
    flags: Sequence[Any] = shown.flags
    rows = [("findings", shown.row.id), *(("flags", flag.id) for flag in flags)]
    told = [_with_months(act) for act in history(work, rows)]
    audience = audience_of(work.actor)
    officers = names_of_officers(work, ids_in(told, "officer_id"))
    wording = Wording(
        {
            "findings": _stored(for_audience(SHEET, audience)),
            "flags": [c for c in for_audience(FLAG_COLUMNS, audience) if c.field in _OF_FLAGS],
        },
        {"officer_id": officers},
        {("flags", flag.id): f"Flag {flag.rule}" for flag in flags},
    )
    return in_words(told, wording)


def _stored(columns: Iterable[Column]) -> list[Column]:
    """The columns under the names under which the trail knows their values."""
    known = {"officer": "officer_id"}
    return [replace(column, field=known.get(column.field, column.field)) for column in columns]


def _with_months(act: Told) -> Told:
    """An act in which a day that is only known to the month reads as one."""
    return replace(
        act,
        changes=tuple(
            (record, record_id, what, _months(before), _months(after))
            if record == "findings"
            else (record, record_id, what, before, after)
            for record, record_id, what, before, after in act.changes
        ),
    )


def _months(side: Mapping[str, Any]) -> Mapping[str, Any]:
    read = dict(side)
    for name in DAY_LABELS:
        first, last = side.get(name), side.get(f"{name}_last")
        if first and last and first != last:
            read[name] = str(first)[: len("2020-02")]
    return read
