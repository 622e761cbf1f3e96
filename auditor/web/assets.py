"""Serves a fixed list of files, each at an address that carries the hash of its content."""

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Final

from flask import Blueprint, Response, abort, request, url_for
from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Source:
    """Where a file lies, and what browsers are told it is; the machine's own list may err."""

    package: str
    path: str
    media_type: str


_TOOLKIT: Final = "flask_bootstrap"
_FONT: Final = "fontpkg_public_sans"
_CSS: Final = "text/css; charset=utf-8"

#: Nothing else is ever served from here, whatever an address asks for.
SOURCES: Final[Mapping[str, Source]] = {
    "bootstrap.min.css": Source(_TOOLKIT, "static/bootstrap5/css/bootstrap.min.css", _CSS),
    "public-sans.ttf": Source(_FONT, "files/PublicSans[wght].ttf", "font/ttf"),
    "public-sans-italic.ttf": Source(_FONT, "files/PublicSans-Italic[wght].ttf", "font/ttf"),
    "app.css": Source("auditor", "web/static/app.css", _CSS),
    "enhance.js": Source("auditor", "web/static/enhance.js", "text/javascript; charset=utf-8"),
}

_SPRITE: Final = Source(_TOOLKIT, "static/bootstrap5/icons/bootstrap-icons.svg", "image/svg+xml")
_SYMBOL: Final = re.compile(r'<symbol [^>]*?viewBox="([^"]+)" id="([^"]+)">(.*?)</symbol>', re.S)
_REFERENCE: Final = re.compile(r'url\("([^":]+)"\)')

#: The address changes with the content, so that a copy never grows old.
_KEEP: Final = "public, max-age=31536000, immutable"
_DIGEST_LENGTH: Final = 16

assets: Final = Blueprint("assets", __name__, url_prefix="/assets")


@assets.get("/<digest>/<name>")
def file(digest: str, name: str) -> Response:
    if name not in SOURCES or digest != _digest(name):
        abort(HTTPStatus.NOT_FOUND)
    packed = request.accept_encodings.quality("gzip") > 0
    response = Response(_packed(name) if packed else _content(name))
    response.content_type = SOURCES[name].media_type
    response.headers["Cache-Control"] = _KEEP
    if packed:
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    response.set_etag(digest, weak=True)
    response.make_conditional(request)
    return response


def asset(name: str) -> str:
    """The address of a listed file. An unlisted name is a mistake in a template: KeyError."""
    return url_for("assets.file", digest=_digest(name), name=name)


def icon(name: str) -> Markup:
    """A Bootstrap icon as part of the page. It is decoration: a word always stands beside it."""
    view_box, shapes = _icons()[name]
    drawing = f'viewBox="{view_box}" aria-hidden="true" focusable="false">{shapes}'
    # The shapes come from an installed package, never from anybody's input.
    return Markup(f'<svg class="icon" {drawing}</svg>')  # noqa: S704


@cache
def _content(name: str) -> bytes:
    """A file as it is served; our stylesheet names other files by their hashed addresses."""
    content = _read(SOURCES[name])
    if name != "app.css":
        return content

    def address(reference: re.Match[str]) -> str:
        return f'url("../{_digest(reference[1])}/{reference[1]}")'

    return _REFERENCE.sub(address, content.decode()).encode()


@cache
def _packed(name: str) -> bytes:
    return gzip.compress(_content(name), mtime=0)


@cache
def _digest(name: str) -> str:
    return hashlib.sha256(_content(name)).hexdigest()[:_DIGEST_LENGTH]


@cache
def _icons() -> Mapping[str, tuple[str, str]]:
    sprite = _read(_SPRITE).decode()
    return {name: (view_box, shapes) for view_box, name, shapes in _SYMBOL.findall(sprite)}


def _read(source: Source) -> bytes:
    return files(source.package).joinpath(source.path).read_bytes()
