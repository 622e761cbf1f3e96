"""Pages about officers."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for

from auditor.access import Permission
from auditor.concern import HANDLED_BY, own_of
from auditor.departments.forms import WithdrawalForm
from auditor.departments.queries import (
    choices_of_departments,
    department_by_name,
    get_department,
)
from auditor.departments.service import kept_by, refuse_withdrawn
from auditor.officers.assignment_views import bp as assignments
from auditor.officers.assignment_views import wording_of
from auditor.officers.forms import NewOfficerForm, OfficerForm, OfficersSoughtForm
from auditor.officers.queries import (
    assignments_of,
    called,
    findings_of_officer,
    get_officer,
    names_of_officers,
    officers,
    places_of,
    records_of_person,
    stands_on_officer,
)
from auditor.officers.service import (
    OfficerFacts,
    add_officer,
    edit_officer,
    withdraw_officer,
)
from auditor.trail.queries import history, newest_change
from auditor.verdicts.columns import LABEL, REASON_READS, VERDICT_READS
from auditor.web.access import Answer, requires
from auditor.web.editing import SAVED, in_words, number_in_address
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("officers", __name__)
bp.register_blueprint(assignments)


@bp.get("/officers")
@requires(Permission.OFFICER_READ)
def index(work: Work) -> Answer:
    form = OfficersSoughtForm(request.args)
    form.offer(choices_of_departments(work))
    listed = officers(
        work,
        q=form.q.data or "",
        department_id=number_in_address("department"),
        withdrawn=form.withdrawn.data == "yes",
        after=number_in_address("after"),
    )
    places = places_of(work, [row.id for row in listed.rows])
    return page("officers/index.html", form=form, listed=listed, places=places)


@bp.get("/officers/new")
@requires(Permission.OFFICER_EDIT)
def new(work: Work) -> Answer:
    form = NewOfficerForm.from_request(department=request.args.get("department"))
    return _new(work, form)


@bp.post("/officers/new")
@requires(Permission.OFFICER_EDIT)
def create(work: Work) -> Answer:
    form = NewOfficerForm.from_request()
    officer = form.saves(
        lambda: add_officer(
            work,
            department_by_name(work, form.department.data or ""),
            form.facts(),
            assignment=form.first_assignment(),
        )
    )
    if officer is None:
        return _new(work, form, status=422)
    flash(f"{called(officer)} has been entered.")
    return redirect(url_for("officers.show", officer_id=officer.id))


@bp.get("/officers/<int:officer_id>")
@requires(Permission.OFFICER_READ)
def show(work: Work, officer_id: int) -> Answer:
    officer = get_officer(work, officer_id)
    assignments = assignments_of(work, [officer.id]).get(officer.id, [])
    rows = [("officers", officer.id), *(("assignments", one.id) for one in assignments)]
    told, own = history(work, rows), own_of(work)
    department = get_department(work, officer.department_id)
    return page(
        "officers/show.html",
        officer=officer,
        name=called(officer),
        department=department,
        assignments=assignments,
        same_person=records_of_person(work, officer),
        findings=findings_of_officer(work, officer, own),
        is_own=officer.id in own.officer_ids,
        handled_by=HANDLED_BY,
        entries=in_words(
            told, wording_of(work, officer, told, assignments=assignments, department=department)
        ),
        label=LABEL,
        verdict_reads=VERDICT_READS,
        reason_reads=REASON_READS,
    )


@bp.get("/officers/<int:officer_id>/edit")
@requires(Permission.OFFICER_EDIT)
def edit(work: Work, officer_id: int) -> Answer:
    officer = get_officer(work, officer_id)
    refuse_withdrawn(officer, called(officer))
    form = OfficerForm.from_request(**_filling(work, officer))
    return _edit(work, officer, form)


@bp.post("/officers/<int:officer_id>/edit")
@requires(Permission.OFFICER_EDIT)
def save(work: Work, officer_id: int) -> Answer:
    officer = get_officer(work, officer_id)
    form = OfficerForm.from_request()
    row = ("officers", officer.id)
    if told := history(work, [row], after=form.place):
        meanwhile = form.take_in(told, wording_of(work, officer, told), row=row)
        return _edit(work, officer, form, status=409, meanwhile=meanwhile)
    changed = form.saves(lambda: edit_officer(work, officer, form.facts()))
    if changed is None:
        return _edit(work, officer, form, status=422)
    flash(SAVED[changed])
    return redirect(url_for("officers.show", officer_id=officer.id))


@bp.get("/officers/<int:officer_id>/withdraw")
@requires(Permission.OFFICER_EDIT)
def ask_withdrawal(work: Work, officer_id: int) -> Answer:
    return _withdrawal(work, get_officer(work, officer_id), WithdrawalForm.from_request())


@bp.post("/officers/<int:officer_id>/withdraw")
@requires(Permission.OFFICER_EDIT)
def withdraw(work: Work, officer_id: int) -> Answer:
    officer = get_officer(work, officer_id)
    form = WithdrawalForm.from_request()
    if form.accepts(lambda: withdraw_officer(work, officer, form.reason.data or "")):
        flash(f"{called(officer)} has been withdrawn.")
        return redirect(url_for("officers.show", officer_id=officer.id))
    return _withdrawal(work, officer, form, status=422)


def _withdrawal(work: Work, officer: Any, form: WithdrawalForm, *, status: int = 200) -> Answer:
    name = called(officer)
    refuse_withdrawn(officer, name)
    stands = stands_on_officer(work, officer)
    kept = kept_by(name, stands) if stands else ""
    return page("officers/withdraw.html", status, officer=officer, name=name, form=form, kept=kept)


def _new(work: Work, form: NewOfficerForm, *, status: int = 200) -> Answer:
    departments = choices_of_departments(work)
    return page("officers/new.html", status, form=form, departments=departments)


def _edit(work: Work, officer: Any, form: OfficerForm, **more: Any) -> Answer:
    department = get_department(work, officer.department_id)
    context = {"officer": officer, "name": called(officer), "department": department}
    return page("officers/edit.html", form=form, **context, **more)


def _filling(work: Work, officer: Any) -> dict[str, Any]:
    same = names_of_officers(work, {officer.same_person_id} - {None})
    named = {"same_person": same.get(officer.same_person_id)}
    facts = {name: getattr(officer, name, None) for name in OfficerFacts.__slots__}
    return {**facts, **named, "seen": newest_change(work, "officers", officer.id)}
