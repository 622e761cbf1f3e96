"""The door of every page: who is asking, may they, and in which transaction."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, Final, ParamSpec

from flask import Flask, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from auditor.access import Actor, Permission
from auditor.errors import NotAllowed
from auditor.web.pages import Page
from auditor.web.sign_in import (
    current_actor,
    must_choose_password,
    send_to_password,
    send_to_sign_in,
)
from auditor.wiring import Turns, current_wiring
from auditor.work import Work

P = ParamSpec("P")
Answer = ResponseReturnValue | Page
View = Callable[Concatenate[Work, P], Answer]

#: Endpoints that show nothing of the register.
OPEN_ENDPOINTS: Final = frozenset({"static", "assets.file"})


#: What a view with turns of its own is handed.
Opening = Turns

OwnTurnView = Callable[Concatenate[Opening, P], Answer]


def requires(permission: Permission) -> Callable[[View[P]], Callable[P, ResponseReturnValue]]:
    """Let in whoever holds `permission`, and hand the view its `Work`.

    A GET's work is for reading only. Any other is committed when the view answers with a status
    below 400; else it is rolled back, and the page is rendered after the turn was given up. A
    visitor who would need to sign in is sent there; a signed-in user without the permission is
    refused with 403.
    """

    def declare(view: View[P]) -> Callable[P, ResponseReturnValue]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            actor = current_actor()
            if elsewhere := _turned_away(actor, permission):
                return elsewhere
            reading = request.method in {"GET", "HEAD"}
            with current_wiring().open(actor, reading=reading) as work:
                answer = view(work, *args, **kwargs)
                if isinstance(answer, Page) and not reading:
                    work.abandon()
                response = _response(answer)
                if response.status_code >= HTTPStatus.BAD_REQUEST and not reading:
                    work.abandon()
                return response

        return _declared(guarded, permission)

    return declare


def requires_own_turn(
    permission: Permission,
) -> Callable[[OwnTurnView[P]], Callable[P, ResponseReturnValue]]:
    """Let in whoever holds `permission`; the view opens its works itself, each as short as can be.

    For views that hash a password, read a file, or render a workbook besides writing, and for
    the few GETs that are recorded in the trail, such as a download.
    """

    def declare(view: OwnTurnView[P]) -> Callable[P, ResponseReturnValue]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            actor = current_actor()
            if elsewhere := _turned_away(actor, permission):
                return elsewhere
            return _response(view(Opening(current_wiring(), actor), *args, **kwargs))

        return _declared(guarded, permission)

    return declare


def _turned_away(actor: Actor, permission: Permission) -> ResponseReturnValue | None:
    if not actor.may(permission):
        if actor.user_id is None:
            return send_to_sign_in()
        raise NotAllowed("Your account does not allow this page.")
    if must_choose_password() and permission not in {Permission.ACCOUNT_OWN, Permission.SIGN_IN}:
        return send_to_password()
    return None


def _response(answer: Answer) -> Response:
    if isinstance(answer, Page):
        return make_response(render_template(answer.template, **answer.context), answer.status)
    return make_response(answer)


def _declared(
    view: Callable[P, ResponseReturnValue], permission: Permission
) -> Callable[P, ResponseReturnValue]:
    view.permission = permission  # type: ignore[attr-defined]
    return view


def refuse_undeclared(app: Flask) -> None:
    """Stop the application from starting with a page whose permission nobody declared."""
    undeclared = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint not in OPEN_ENDPOINTS and declared_permission(view) is None
    ]
    if undeclared:
        raise RuntimeError(f"Views without @requires: {', '.join(sorted(undeclared))}")


def declared_permission(view: Callable[..., Any]) -> Permission | None:
    return getattr(view, "permission", None)
