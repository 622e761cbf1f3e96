"""Pages about an officer's assignments, and how an officer's history is told."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any, Final

from flask import Blueprint, flash, redirect, url_for

from auditor.access import Permission
from auditor.departments.queries import names_of_departments
from auditor.departments.service import refuse_withdrawn
from auditor.officers.columns import COLUMNS
from auditor.officers.forms import AssignmentForm, EndForm, NewAssignmentForm
from auditor.officers.queries import (
    assignments_of,
    called,
    get_assignment,
    get_officer,
    names_of_officers,
    newest_of,
    rows_of_assignments,
)
from auditor.officers.service import add_assignment, edit_assignment, end_assignment, facts_of
from auditor.trail.queries import Told, history
from auditor.web.access import Answer, requires
from auditor.web.editing import SAVED, EditingForm, Wording, ids_in
from auditor.web.formats import day
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("assignments", __name__)

#: The columns of an assignment; the others are the person's.
_OF_ASSIGNMENT: Final = ("badge", "rank", "unit", "since", "until")


def wording_of(
    work: Work,
    officer: Any,
    told: Iterable[Told],
    *,
    assignments: Sequence[Any] | None = None,
    department: Any = None,
) -> Wording:
    """How an officer's history is told: who is confined does not meet other departments in it.

    Args:
        assignments: the officer's, where they have been read already; `department` likewise.
    """
    told = list(told)
    if assignments is None:
        assignments = assignments_of(work, [officer.id]).get(officer.id, [])
    departments = {department.id: department.name} if department else {}
    if unnamed := ids_in(told, "department_id") - departments.keys():
        departments |= names_of_departments(work, unnamed)
    hidden = {"same_person_id"} if work.actor.is_confined else set()
    return Wording(
        columns={
            "officers": [c for c in COLUMNS if c.field not in hidden],
            "assignments": [c for c in COLUMNS if c.field in _OF_ASSIGNMENT],
        },
        names={
            "department_id": departments,
            "same_person_id": names_of_officers(work, ids_in(told, "same_person_id")),
        },
        rows={
            ("assignments", one.id): f"Assignment from {day(one.since)}"
            if one.since
            else "First assignment"
            for one in assignments
        },
    )


@bp.get("/officers/<int:officer_id>/assignments/new")
@requires(Permission.OFFICER_EDIT)
def new(work: Work, officer_id: int) -> Answer:
    officer = get_officer(work, officer_id)
    refuse_withdrawn(officer, called(officer))
    running = next(iter(assignments_of(work, [officer.id]).get(officer.id, [])), None)
    known = asdict(replace(facts_of(running), since=work.today, until=None)) if running else {}
    form = NewAssignmentForm.from_request(seen=_seen(work, officer), **known)
    return _form(officer, form, "new")


@bp.post("/officers/<int:officer_id>/assignments/new")
@requires(Permission.OFFICER_EDIT)
def create(work: Work, officer_id: int) -> Answer:
    officer = get_officer(work, officer_id)
    form = NewAssignmentForm.from_request()
    if told := history(work, rows_of_assignments(work, officer), after=form.place):
        return _changed_meanwhile(work, officer, form, what="new", told=told)
    added = form.saves(
        lambda: add_assignment(
            work, officer, form.assignment(), end_running=bool(form.end_running.data)
        )
    )
    return _saved(officer, changed=True) if added else _form(officer, form, "new", status=422)


@bp.get("/officers/<int:officer_id>/assignments/<int:assignment_id>/edit")
@requires(Permission.OFFICER_EDIT)
def edit(work: Work, officer_id: int, assignment_id: int) -> Answer:
    officer = get_officer(work, officer_id)
    refuse_withdrawn(officer, called(officer))
    assignment = get_assignment(work, officer, assignment_id)
    known = asdict(facts_of(assignment))
    form = AssignmentForm.from_request(seen=_seen(work, officer), **known)
    return _form(officer, form, "edit", assignment)


@bp.post("/officers/<int:officer_id>/assignments/<int:assignment_id>/edit")
@requires(Permission.OFFICER_EDIT)
def save(work: Work, officer_id: int, assignment_id: int) -> Answer:
    officer = get_officer(work, officer_id)
    assignment = get_assignment(work, officer, assignment_id)
    form = AssignmentForm.from_request()
    if told := history(work, rows_of_assignments(work, officer), after=form.place):
        return _changed_meanwhile(work, officer, form, assignment, what="edit", told=told)
    changed = form.saves(
        lambda: edit_assignment(work, officer, form.assignment(), assignment=assignment)
    )
    if changed is not None:
        return _saved(officer, changed=changed)
    return _form(officer, form, "edit", assignment, status=422)


@bp.get("/officers/<int:officer_id>/assignments/<int:assignment_id>/end")
@requires(Permission.OFFICER_EDIT)
def ask_end(work: Work, officer_id: int, assignment_id: int) -> Answer:
    officer = get_officer(work, officer_id)
    refuse_withdrawn(officer, called(officer))
    assignment = get_assignment(work, officer, assignment_id)
    form = EndForm.from_request(seen=_seen(work, officer), until=assignment.until or work.today)
    return _form(officer, form, "end", assignment)


@bp.post("/officers/<int:officer_id>/assignments/<int:assignment_id>/end")
@requires(Permission.OFFICER_EDIT)
def end(work: Work, officer_id: int, assignment_id: int) -> Answer:
    officer = get_officer(work, officer_id)
    assignment = get_assignment(work, officer, assignment_id)
    form = EndForm.from_request()
    if told := history(work, rows_of_assignments(work, officer), after=form.place):
        return _changed_meanwhile(work, officer, form, assignment, what="end", told=told)
    changed = form.saves(
        lambda: end_assignment(work, officer, form.until.data, assignment=assignment)
    )
    if changed is not None:
        return _saved(officer, changed=changed)
    return _form(officer, form, "end", assignment, status=422)


def _seen(work: Work, officer: Any) -> int:
    return newest_of(work, rows_of_assignments(work, officer))


def _changed_meanwhile(
    work: Work,
    officer: Any,
    form: EditingForm,
    assignment: Any = None,
    *,
    what: str,
    told: Sequence[Told],
) -> Answer:
    row = ("assignments", assignment.id if assignment else 0)
    meanwhile = form.take_in(told, wording_of(work, officer, told), row=row)
    return _form(officer, form, what, assignment, status=409, meanwhile=meanwhile)


def _saved(officer: Any, *, changed: bool) -> Answer:
    flash(SAVED[changed])
    return redirect(url_for("officers.show", officer_id=officer.id))


def _form(
    officer: Any, form: EditingForm, what: str, assignment: Any = None, **more: Any
) -> Answer:
    return page(
        "officers/assignment.html",
        officer=officer,
        name=called(officer),
        form=form,
        what=what,
        assignment=assignment,
        **more,
    )
