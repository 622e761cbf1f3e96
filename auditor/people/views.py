"""Signing in and out."""

from flask import Blueprint, current_app, redirect, request, url_for

from auditor.access import Permission
from auditor.people.admission import announce_try, conclude_try, sign_out
from auditor.people.forms import SignInForm
from auditor.people.passwords import password_fits
from auditor.web.access import Answer, Opening, requires, requires_own_turn
from auditor.web.forms import ConfirmForm, filled
from auditor.web.pages import page
from auditor.web.sign_in import SignedIn, current_number, drop_sign_in, keep_sign_in, own_path
from auditor.work import Work

bp = Blueprint("sign_in", __name__)

#: The one sentence for every wrong sign-in: it does not tell whether there is such an account.
WRONG = (
    "The e-mail address or the password is not right, or there were too many tries: "
    "then wait a few minutes and try again."
)


@bp.get("/sign-in")
@requires(Permission.SIGN_IN)
def ask(work: Work) -> Answer:
    form = SignInForm.from_request(next=request.args.get("next", ""))
    return page("people/sign_in.html", form=form)


@bp.post("/sign-in")
@requires_own_turn(Permission.SIGN_IN)
def enter(opening: Opening) -> Answer:
    form = SignInForm.from_request()
    if form.validate():
        signed_in = _admit(opening, filled(form.email.data), filled(form.password.data))
        if signed_in is not None:
            keep_sign_in(signed_in)
            return redirect(own_path(current_app, form.next.data))
        form.form_errors.append(WRONG)
    return page("people/sign_in.html", 422, form=form)


def _admit(opening: Opening, email: str, password: str) -> SignedIn | None:
    settings = opening.wiring.settings
    with opening.writing() as work:
        tried = announce_try(
            work, email, address=request.remote_addr or "", secret=settings.secret_key
        )
    fits = password_fits(settings, tried.password_hash, password)
    actor = tried.user.as_actor() if tried.user and fits else opening.actor
    with opening.wiring.open(actor) as work:
        number = conclude_try(work, tried, fits=fits, instead_of=current_number())
    return SignedIn(actor, number) if number else None


@bp.post("/sign-out")
@requires(Permission.SIGN_IN)
def leave(work: Work) -> Answer:
    if not ConfirmForm.from_request().validate():
        return redirect(url_for("home.show"))
    if number := current_number():
        sign_out(work, number)
    drop_sign_in()
    return redirect(url_for("sign_in.ask"))
