"""One place where a refusal becomes a page."""

import logging
import secrets
from http import HTTPStatus
from typing import Final

from flask import Flask, Response, make_response, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, SecurityError

from auditor.errors import (
    AuditorError,
    Busy,
    ChangedMeanwhile,
    FieldsRefused,
    FileRefused,
    IllegalMove,
    NotAllowed,
    NotFound,
    NotReady,
)

log = logging.getLogger(__name__)

STATUS: Final[dict[type[AuditorError], int]] = {
    NotAllowed: 403,
    NotFound: 404,
    IllegalMove: 409,
    ChangedMeanwhile: 409,
    FileRefused: 422,
    FieldsRefused: 422,
    Busy: 503,
    NotReady: 503,
}

_SENTENCES: Final = {
    400: "The request could not be understood. Go back, and try again from the page.",
    404: "Nothing is kept at this address, or nothing that your account may know of.",
    405: "Open this page from its link or its button.",
    413: "The file, or what was typed, is larger than this page takes (20 MB). Send less at once.",
}


def init_errors(app: Flask) -> None:
    app.register_error_handler(AuditorError, _refusal)
    app.register_error_handler(HTTPException, _http_error)


def _refusal(error: AuditorError) -> ResponseReturnValue:
    response = _page(STATUS[type(error)], str(error))
    if isinstance(error, Busy):
        response.headers["Retry-After"] = "5"
    return response


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    if isinstance(error, SecurityError):  # Addressed to another host: no page of ours has a link.
        return Response(_SENTENCES[400], HTTPStatus.BAD_REQUEST, mimetype="text/plain")
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return _page(status, _SENTENCES.get(status, "The request could not be answered."))
    number = secrets.token_hex(4)
    log.error("answered with %s, number %s", status, number, exc_info=error)
    return _page(
        status,
        "Something went wrong on our side, and nothing was changed. If it happens again, "
        f"give the administrator the number {number}.",
    )


def _page(status: int, message: str) -> Response:
    return make_response(render_template("error.html", status=status, message=message), status)
