"""Pages about departments."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for

from auditor.access import Permission
from auditor.departments.columns import COLUMNS
from auditor.departments.forms import DepartmentForm, SoughtForm, WithdrawalForm
from auditor.departments.queries import (
    departments,
    findings_of_department,
    get_department,
    officers_of_department,
    stands_on_department,
)
from auditor.departments.service import (
    DepartmentFacts,
    add_department,
    edit_department,
    kept_by,
    refuse_withdrawn,
    withdraw_department,
)
from auditor.trail.queries import history, newest_change
from auditor.web.access import Answer, requires
from auditor.web.editing import SAVED, Wording, in_words, number_in_address
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("departments", __name__)

WORDING = Wording({"departments": COLUMNS})


@bp.get("/departments")
@requires(Permission.DEPARTMENT_READ)
def index(work: Work) -> Answer:
    form = SoughtForm(request.args)
    withdrawn = form.withdrawn.data == "yes"
    listed = departments(
        work, q=form.q.data or "", withdrawn=withdrawn, after=number_in_address("after")
    )
    return page("departments/index.html", form=form, listed=listed)


@bp.get("/departments/new")
@requires(Permission.DEPARTMENT_EDIT)
def new(_work: Work) -> Answer:
    return page("departments/form.html", form=DepartmentForm.from_request(), department=None)


@bp.post("/departments/new")
@requires(Permission.DEPARTMENT_EDIT)
def create(work: Work) -> Answer:
    form = DepartmentForm.from_request()
    if department := form.saves(lambda: add_department(work, form.facts())):
        flash(f"{department.name} has been entered.")
        return redirect(url_for("departments.show", department_id=department.id))
    return page("departments/form.html", 422, form=form, department=None)


@bp.get("/departments/<int:department_id>")
@requires(Permission.DEPARTMENT_READ)
def show(work: Work, department_id: int) -> Answer:
    department = get_department(work, department_id)
    return page(
        "departments/show.html",
        department=department,
        officers=officers_of_department(work, department),
        findings=findings_of_department(work, department),
        entries=in_words(history(work, [("departments", department.id)]), WORDING),
    )


@bp.get("/departments/<int:department_id>/edit")
@requires(Permission.DEPARTMENT_EDIT)
def edit(work: Work, department_id: int) -> Answer:
    department = get_department(work, department_id)
    refuse_withdrawn(department, department.name)
    seen = newest_change(work, "departments", department.id)
    form = DepartmentForm.from_request(seen=seen, **_filling(department))
    return page("departments/form.html", form=form, department=department)


@bp.post("/departments/<int:department_id>/edit")
@requires(Permission.DEPARTMENT_EDIT)
def save(work: Work, department_id: int) -> Answer:
    department = get_department(work, department_id)
    form = DepartmentForm.from_request()
    row = ("departments", department.id)
    if told := history(work, [row], after=form.place):
        meanwhile = form.take_in(told, WORDING, row=row)
        context = {"form": form, "department": department, "meanwhile": meanwhile}
        return page("departments/form.html", 409, **context)
    changed = form.saves(lambda: edit_department(work, department, form.facts()))
    if changed is not None:
        flash(SAVED[changed])
        return redirect(url_for("departments.show", department_id=department.id))
    return page("departments/form.html", 422, form=form, department=department)


@bp.get("/departments/<int:department_id>/withdraw")
@requires(Permission.DEPARTMENT_EDIT)
def ask_withdrawal(work: Work, department_id: int) -> Answer:
    return _withdrawal(work, get_department(work, department_id), WithdrawalForm.from_request())


@bp.post("/departments/<int:department_id>/withdraw")
@requires(Permission.DEPARTMENT_EDIT)
def withdraw(work: Work, department_id: int) -> Answer:
    department = get_department(work, department_id)
    form = WithdrawalForm.from_request()
    if form.accepts(lambda: withdraw_department(work, department, form.reason.data or "")):
        flash(f"{department.name} has been withdrawn.")
        return redirect(url_for("departments.show", department_id=department.id))
    return _withdrawal(work, department, form, status=422)


def _withdrawal(work: Work, department: Any, form: WithdrawalForm, *, status: int = 200) -> Answer:
    refuse_withdrawn(department, department.name)
    stands = stands_on_department(work, department)
    kept = kept_by(department.name, stands) if stands else ""
    return page("departments/withdraw.html", status, department=department, form=form, kept=kept)


def _filling(department: Any) -> dict[str, Any]:
    return {name: getattr(department, name) for name in DepartmentFacts.__slots__}
