"""Tells browsers, on every answer, how little a page of ours may do and that none is to be kept."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from flask import Flask, Response, request

#: No page of ours needs a script, a style or a handler inside its HTML, so none is let in.
#: Bootstrap's stylesheet draws its ticks with `data:` images.
CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)

_UNUSED_FEATURES: Final = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)

HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED_FEATURES),
    "Referrer-Policy": "same-origin",
    # Servers add their name and version only where the application has not named itself.
    "Server": "auditor",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

_ONE_YEAR_IN_SECONDS: Final = 365 * 24 * 60 * 60
_HASHED: Final = "assets.file"
_FOUND: Final = (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)


def init_headers(app: Flask, *, https: bool) -> None:
    """Adds the headers to whatever the application answers, its refusals included.

    Args:
        https: whether users come over TLS; only then are they told to keep doing so.
    """

    def add_headers(response: Response) -> Response:
        response.headers.update(HEADERS)
        if https:
            response.headers["Strict-Transport-Security"] = f"max-age={_ONE_YEAR_IN_SECONDS}"
        if request.endpoint != _HASHED or response.status_code not in _FOUND:
            response.headers["Cache-Control"] = "no-store"
            response.vary.add("Cookie")
        return response

    app.after_request(add_headers)
