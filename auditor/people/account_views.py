"""One's own account."""

from flask import Blueprint, flash, redirect, request, url_for

from auditor.access import Permission
from auditor.errors import FieldsRefused
from auditor.people.admission import announce_try, key_of, refuse_try, take_back
from auditor.people.forms import FirstPasswordForm, MailForm, PasswordForm
from auditor.people.passwords import hash_password, password_fits
from auditor.people.queries import belongings, get_user, open_sign_ins
from auditor.people.rules import Every
from auditor.people.service import choose_mail, choose_password, end_own_sign_in, refuse_weak
from auditor.web.access import Answer, Opening, requires, requires_own_turn
from auditor.web.forms import ConfirmForm, filled
from auditor.web.pages import Page, page
from auditor.web.sign_in import current_number, drop_sign_in, must_choose_password
from auditor.work import Work

bp = Blueprint("account", __name__, url_prefix="/account")

#: One sentence for both, as at sign-in: how close somebody is to being let in is not told.
WRONG = (
    "This is not your present password, or there were too many tries: then wait a few minutes "
    "and try again."
)


@bp.get("")
@requires(Permission.ACCOUNT_OWN)
def show(work: Work) -> Answer:
    return _page(work, _form())


@bp.post("/password")
@requires_own_turn(Permission.ACCOUNT_OWN)
def choose(opening: Opening) -> Answer:
    form = _form()
    if not form.accepts(lambda: _choose(opening, form)):
        with opening.reading() as work:
            return _page(work, form, 422)
    drop_sign_in()
    flash("Your password was changed, and every sign-in has ended. Sign in with the new one.")
    return redirect(url_for("sign_in.ask"))


@bp.post("/mail")
@requires(Permission.ACCOUNT_OWN)
def choose_how_often(work: Work) -> Answer:
    form = MailForm.from_request()
    if not form.validate():
        return _page(work, _form(), 422, mail=form)
    choose_mail(work, get_user(work, filled(work.actor.user_id)), Every(form.every.data))
    flash("It is noted how often you want to be told.")
    return redirect(url_for("account.show"))


@bp.post("/sign-ins/<int:sign_in_id>/end")
@requires(Permission.ACCOUNT_OWN)
def end(work: Work, sign_in_id: int) -> Answer:
    if ConfirmForm.from_request().validate():
        end_own_sign_in(work, sign_in_id)
        flash("That sign-in has ended.")
    return redirect(url_for("account.show"))


def _form() -> FirstPasswordForm:
    return (FirstPasswordForm if must_choose_password() else PasswordForm).from_request()


def _page(
    work: Work, form: FirstPasswordForm, status: int = 200, *, mail: MailForm | None = None
) -> Page:
    user = get_user(work, filled(work.actor.user_id))
    every = user.mail_every or Every.BUSINESS_DAY
    department, _ = belongings(work, user)
    return page(
        "people/account.html",
        status,
        form=form,
        mail=mail or MailForm(data={"every": every.value}),
        user=user,
        department=department,
        sign_ins=open_sign_ins(work),
        here=key_of(current_number() or ""),
    )


def _choose(opening: Opening, form: FirstPasswordForm) -> None:
    settings = opening.wiring.settings
    password = filled(form.password.data)
    with opening.reading() as work:
        user = get_user(work, filled(opening.actor.user_id))
    refuse_weak(password, email=user.email, name=user.name, office=settings.office)
    if isinstance(form, PasswordForm):
        _check_present(opening, filled(form.current.data), password)
    hashed = hash_password(settings, password)
    with opening.writing() as work:
        own = get_user(work, user.id)
        choose_password(work, own, hashed, instead_of=user.password_hash)


def _check_present(opening: Opening, present: str, password: str) -> None:
    settings = opening.wiring.settings
    with opening.writing() as work:
        tried = announce_try(
            work,
            opening.actor.email,
            address=request.remote_addr or "",
            secret=settings.secret_key,
        )
    fits = password_fits(settings, tried.password_hash, present)
    with opening.writing() as work:
        take_back(work, tried) if fits else refuse_try(work)
    if not fits:
        raise FieldsRefused({"current": WRONG})
    if present == password:
        raise FieldsRefused({"password": "This is your present password. Choose another."})
