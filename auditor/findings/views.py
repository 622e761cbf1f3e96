"""Pages about findings."""

from collections.abc import Iterable
from typing import Any, Final

from flask import Blueprint, request

from auditor.access import Permission
from auditor.columns import Column, for_audience
from auditor.concern import HANDLED_BY, Concealed
from auditor.findings.columns import SHEET
from auditor.findings.entry_views import bp as entry
from auditor.findings.forms import FindingsSoughtForm
from auditor.findings.marking_views import bp as marking
from auditor.findings.queries import Shown, choices, get_finding
from auditor.findings.rules import DAY_LABELS
from auditor.findings.sought import findings
from auditor.findings.wording import told_of, wording_of
from auditor.reach import audience_of
from auditor.verdicts.columns import LABEL, REASON_READS, VERDICT_READS
from auditor.web.access import Answer, requires
from auditor.web.editing import in_words, number_in_address
from auditor.web.formats import day, moment, words
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("findings", __name__)
bp.register_blueprint(entry)
bp.register_blueprint(marking)

#: What the page shows elsewhere than among the facts, or what a later issue brings.
_ELSEWHERE: Final = frozenset(
    {
        *("id", "verdict", "reason", "reason_since", "other_reasons", "approval", "flags"),
        *("follow_up", "outcome", "actions", "unit", "badge", "cases"),
    }
)

_READS: Final[dict[str, Any]] = {
    "verdict_reads": VERDICT_READS,
    "reason_reads": REASON_READS,
    "label": LABEL,
}


@bp.get("/findings")
@requires(Permission.FINDING_READ)
def index(work: Work) -> Answer:
    form = FindingsSoughtForm(request.args)
    form.validate()
    tools, departments = choices(work)
    form.offer(tools, departments, is_confined=work.actor.is_confined)
    listed = findings(work, form.sought(), after=number_in_address("after"))
    return page(
        "findings/index.html",
        form=form,
        listed=listed,
        sought=form.in_address(),
        handled_by=HANDLED_BY,
        may_ask=work.actor.may(Permission.APPROVAL_REQUEST),
        **_READS,
    )


@bp.get("/findings/<int:finding_id>")
@requires(Permission.FINDING_READ)
def show(work: Work, finding_id: int) -> Answer:
    shown = get_finding(work, finding_id)
    if isinstance(shown, Concealed):
        return page("findings/own.html", what="finding", number=finding_id, handled_by=HANDLED_BY)
    told = told_of(work, finding_id, flags=shown.flags)
    return page(
        "findings/show.html",
        finding=shown.row,
        shown=shown,
        facts_told=_facts(shown, for_audience(SHEET, audience_of(work.actor))),
        field_labels=DAY_LABELS,
        entries=in_words(told, wording_of(work, told, flags=shown.flags)),
        is_standing=shown.row.withdrawn_at is None,
        handled_by=HANDLED_BY,
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
