"""Pages by which findings are entered and edited."""

import re
from typing import Any, Final

from flask import Blueprint, flash, redirect, request, url_for

from auditor.access import Permission
from auditor.concern import HANDLED_BY
from auditor.departments.queries import names_of_departments
from auditor.errors import FieldsRefused
from auditor.findings.choosing import choose
from auditor.findings.entry_forms import FindingForm, filling
from auditor.findings.queries import choices, finding_row, names_of_tools
from auditor.findings.service import add_finding, edit_finding, refuse_to_change, wrong_in
from auditor.findings.sought import findings_among
from auditor.findings.wording import told_of, wording_of
from auditor.officers.queries import names_of_officers
from auditor.trail.queries import newest_change
from auditor.verdicts.columns import LABEL, VERDICT_READS
from auditor.web.access import Answer, requires
from auditor.web.editing import SAVED, number_in_address
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("entry", __name__)

#: What the next finding of one source has anew: the number at the end of its reference.
_NUMBER_AT_END: Final = re.compile(r"[0-9]+$")


@bp.get("/findings/new")
@requires(Permission.FINDING_EDIT)
def new(work: Work) -> Answer:
    tool, department = number_in_address("tool") or 0, number_in_address("department") or 0
    form = FindingForm.from_request(
        tool=names_of_tools(work, {tool}).get(tool),
        department=names_of_departments(work, {department}).get(department),
        source_kind=request.args.get("source_kind"),
        source_reference=request.args.get("source_reference"),
    )
    return _new(work, form, is_next=request.args.get("next") == "yes")


@bp.post("/findings/new")
@requires(Permission.FINDING_EDIT)
def create(work: Work) -> Answer:
    form = FindingForm.from_request()
    chosen = choose(work, form.typed())
    is_next = request.form.get("next") == "yes"
    if not _holds(work, form, chosen):
        return _new(work, form, is_next=is_next, status=422)
    department_id = chosen.ids["department"]
    finding = form.saves(
        lambda: add_finding(
            work, form.facts(chosen), department_id=department_id, others=form.others()
        )
    )
    if finding is None:
        return _new(work, form, is_next=is_next, status=409 if form.alike else 422)
    flash(_entered(work, finding.id))
    if not is_next:
        return redirect(url_for("findings.show", finding_id=finding.id))
    return redirect(url_for("findings.entry.new", next="yes", **_kept(finding)))


@bp.get("/findings/<int:finding_id>/edit")
@requires(Permission.FINDING_EDIT)
def edit(work: Work, finding_id: int) -> Answer:
    finding = finding_row(work, finding_id)
    refuse_to_change(work, finding)
    seen = newest_change(work, "findings", finding_id)
    tool, officer = finding.tool_id, finding.officer_id or 0
    names = {
        "tool": names_of_tools(work, {tool}).get(tool),
        "officer": names_of_officers(work, {officer}).get(officer),
    }
    form = FindingForm.from_request(seen=seen, **filling(finding, names))
    return _edit(work, finding, form)


@bp.post("/findings/<int:finding_id>/edit")
@requires(Permission.FINDING_EDIT)
def save(work: Work, finding_id: int) -> Answer:
    finding = finding_row(work, finding_id)
    refuse_to_change(work, finding)
    form = _without_department(FindingForm.from_request())
    if told := told_of(work, finding_id, after=form.place):
        meanwhile = form.take_in(told, wording_of(work, told), row=("findings", finding_id))
        return _edit(work, finding, form, status=409, meanwhile=meanwhile)
    chosen = choose(work, form.typed(), of_department=finding.department_id)
    if not _holds(work, form, chosen):
        return _edit(work, finding, form, status=422)
    changed = form.saves(lambda: edit_finding(work, finding, form.facts(chosen)))
    if changed is None:
        return _edit(work, finding, form, status=422)
    flash(SAVED[changed])
    return redirect(url_for("findings.show", finding_id=finding_id))


def _holds(work: Work, form: FindingForm, chosen: Any) -> bool:
    """Whether what was typed can be; all that cannot is told at once."""
    shaped = form.validate()
    form.tell(chosen)
    if shaped and chosen.wrong:
        wrong = wrong_in(form.facts(chosen), today=work.today)
        form.refuse(FieldsRefused({n: s for n, s in wrong.items() if not form[n].errors}))
    return shaped and not chosen.wrong


def _new(work: Work, form: FindingForm, *, is_next: bool, status: int = 200) -> Answer:
    if form.tool.data and form.department.data and status == 200:  # noqa: PLR2004 - as HTTP has it
        form.officer.render_kw = {**form.officer.render_kw, "autofocus": True}
    tools, departments = choices(work)
    return page(
        "findings/new.html",
        status,
        form=form,
        tools=tools,
        departments=departments,
        is_next=is_next,
        alike=findings_among(work, form.alike) if form.alike else [],
        handled_by=HANDLED_BY,
        verdict_reads=VERDICT_READS,
        label=LABEL,
    )


def _edit(work: Work, finding: Any, form: FindingForm, **more: Any) -> Answer:
    tools, _ = choices(work)
    department = names_of_departments(work, {finding.department_id})[finding.department_id]
    return page(
        "findings/edit.html",
        form=_without_department(form),
        finding=finding,
        department=department,
        tools=tools,
        **more,
    )


def _without_department(form: FindingForm) -> FindingForm:
    """A finding's department stays for good, so that no edit asks for it."""
    for name in ("department", "department_id", "another", "looked_at"):
        if name in form:
            del form[name]
    return form


def _entered(work: Work, finding_id: int) -> str:
    """What was taken, and what came of it, for who enters the next one right away."""
    row = findings_among(work, {finding_id})[0]
    officer = f"{row.family_name}, {row.given_name}" if row.family_name else "not identified"
    told = f"{officer}; {row.tool}; {row.department}; {row.stage}"
    return f"Finding {finding_id} has been entered: {told}. {LABEL}: {VERDICT_READS[row.verdict]}."


def _kept(finding: Any) -> dict[str, Any]:
    """What the next finding has in common with this one, as an address says it."""
    reference = finding.source_reference
    return {
        "tool": finding.tool_id,
        "department": finding.department_id,
        "source_kind": finding.source_kind,
        "source_reference": _NUMBER_AT_END.sub("", reference) or None if reference else None,
    }
