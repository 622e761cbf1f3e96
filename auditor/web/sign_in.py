"""Flask-Login, kept behind a few functions: the rest of the web layer knows only `Actor`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask import Flask, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from auditor.access import VISITOR, Actor
from auditor.wiring import current_wiring

#: The cookie's name where users come over TLS: a browser then takes it from this host alone.
SECURE_COOKIE: Final = "__Host-auditor"
PLAIN_COOKIE: Final = "auditor"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What Flask-Login keeps for the length of a request: whose sign-in this is."""

    actor: Actor
    number: str
    must_choose_password: bool = False
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        return self.number


def init_sign_in(app: Flask, load: Callable[[str], SignedIn | None]) -> None:
    https = _is_https(app)
    app.config.update(
        SESSION_COOKIE_NAME=SECURE_COOKIE if https else PLAIN_COOKIE,
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    manager = LoginManager(app)
    manager.session_protection = None  # The sign-in is a row of ours, and ends there.
    manager.user_loader(load)


def _is_https(app: Flask) -> bool:
    with app.app_context():
        return current_wiring().settings.https


def current_actor() -> Actor:
    """Whoever makes this request; `VISITOR` until they sign in."""
    return current_user.actor if current_user.is_authenticated else VISITOR


def current_number() -> str | None:
    """The number of the sign-in that this request belongs to."""
    return current_user.number if current_user.is_authenticated else None


def must_choose_password() -> bool:
    """Whether this person came in with a password that is good for one sign-in."""
    return bool(current_user.is_authenticated and current_user.must_choose_password)


def keep_sign_in(signed_in: SignedIn) -> None:
    """Begin a new session: nothing that was in the cookie before survives, its token included."""
    session.clear()
    login_user(signed_in)


def drop_sign_in() -> None:
    """Forget everything in the cookie."""
    session.clear()


def send_to_sign_in() -> ResponseReturnValue:
    """To the sign-in page, and from there back to this page if it is one that can be opened."""
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("sign_in.ask", next=here if here != "/" else None))


def send_to_password() -> ResponseReturnValue:
    return redirect(url_for("account.show"))


def own_path(app: Flask, wanted: str | None) -> str:
    """`wanted` where it is the path of a page of ours that can be opened; else the first page."""
    first = url_for("home.show")
    if not wanted or not wanted.startswith("/") or wanted[1:2] in {"/", "\\"}:
        return first
    path, _, query = wanted.partition("?")
    if not all(" " < sign <= "~" and sign not in "\\" for sign in wanted):
        return first
    try:
        endpoint, _ = app.url_map.bind("localhost").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return first
    if endpoint.startswith(("sign_in.", "assets.", "static")):
        return first
    here = request.script_root + path
    return f"{here}?{query}" if query else here
