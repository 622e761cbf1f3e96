"""Accounts, for the administrator."""

from flask import Blueprint, flash, redirect, url_for

from auditor.access import Permission, Role
from auditor.departments.queries import department_by_name
from auditor.officers.queries import officer_by_employee_id
from auditor.people import service
from auditor.people.forms import EditUserForm, UserForm
from auditor.people.passwords import hash_password, make_password
from auditor.people.queries import belongings, get_user, users
from auditor.web.access import Answer, Opening, requires, requires_own_turn
from auditor.web.forms import ConfirmForm, filled
from auditor.web.pages import page
from auditor.work import Work

bp = Blueprint("users", __name__, url_prefix="/users")


@bp.get("")
@requires(Permission.USER_MANAGE)
def index(work: Work) -> Answer:
    return page("people/users.html", users=users(work))


@bp.get("/new")
@requires(Permission.USER_MANAGE)
def new(work: Work) -> Answer:
    return page("people/new_user.html", form=UserForm.from_request())


@bp.post("/new")
@requires_own_turn(Permission.USER_MANAGE)
def create(opening: Opening) -> Answer:
    form, password = UserForm.from_request(), make_password()
    if not form.accepts(lambda: _add(opening, form, password)):
        return page("people/new_user.html", 422, form=form)
    return page("people/one_time.html", name=form.name.data, email=form.email.data, word=password)


def _add(opening: Opening, form: UserForm, password: str) -> None:
    hashed = hash_password(opening.wiring.settings, password)
    with opening.writing() as work:
        of = department_by_name(work, form.department.data) if form.department.data else None
        service.add_user(
            work,
            filled(form.email.data),
            name=filled(form.name.data),
            role=Role(form.role.data),
            password_hash=hashed,
            is_one_time=True,
            department=of,
            officer=officer_by_employee_id(work, form.officer.data, of)
            if form.officer.data
            else None,
        )


@bp.get("/<int:user_id>/edit")
@requires(Permission.USER_MANAGE)
def ask_edit(work: Work, user_id: int) -> Answer:
    user = get_user(work, user_id)
    department, officer = belongings(work, user)
    form = EditUserForm.from_request(
        name=user.name,
        role=user.role.value,
        department=department.code if department else "",
        officer=officer.employee_id if officer else "",
    )
    return page("people/edit_user.html", user=user, form=form)


@bp.post("/<int:user_id>/edit")
@requires(Permission.USER_MANAGE)
def edit(work: Work, user_id: int) -> Answer:
    user, form = get_user(work, user_id), EditUserForm.from_request()
    if form.accepts(lambda: _edit(work, user_id, form)):
        flash(f"The account of {user.name} was changed.")
        return redirect(url_for("users.index"))
    return page("people/edit_user.html", 422, user=user, form=form)


def _edit(work: Work, user_id: int, form: EditUserForm) -> None:
    user = get_user(work, user_id)
    of = department_by_name(work, form.department.data) if form.department.data else None
    _, officer = belongings(work, user)
    typed = form.officer.data or ""
    if typed != ((officer.employee_id or "") if officer else ""):
        officer = officer_by_employee_id(work, typed, of) if typed else None
    service.edit_user(
        work,
        user,
        name=filled(form.name.data),
        role=Role(form.role.data),
        department=of,
        officer=officer,
    )


@bp.get("/<int:user_id>/close")
@requires(Permission.USER_MANAGE)
def ask_close(work: Work, user_id: int) -> Answer:
    return page("people/close.html", user=get_user(work, user_id), form=ConfirmForm.from_request())


@bp.post("/<int:user_id>/close")
@requires(Permission.USER_MANAGE)
def close(work: Work, user_id: int) -> Answer:
    user, form = get_user(work, user_id), ConfirmForm.from_request()
    if not form.validate():
        return page("people/close.html", 422, user=user, form=form)
    service.close_user(work, user)
    flash(f"The account of {user.name} is closed, and every sign-in of it has ended.")
    return redirect(url_for("users.index"))


@bp.get("/<int:user_id>/reset")
@requires(Permission.USER_MANAGE)
def ask_reset(work: Work, user_id: int) -> Answer:
    return page("people/reset.html", user=get_user(work, user_id), form=ConfirmForm.from_request())


@bp.post("/<int:user_id>/reset")
@requires_own_turn(Permission.USER_MANAGE)
def reset(opening: Opening, user_id: int) -> Answer:
    form, password = ConfirmForm.from_request(), make_password()
    with opening.reading() as work:
        user = get_user(work, user_id)
    if not form.validate():
        return page("people/reset.html", 422, user=user, form=form)
    hashed = hash_password(opening.wiring.settings, password)
    with opening.writing() as work:
        service.reset_password(work, get_user(work, user_id), hashed)
    return page("people/one_time.html", name=user.name, email=user.email, word=password)
