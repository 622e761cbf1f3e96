"""A page that is yet to be rendered: which template, with what."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """Rendered by the door, when no turn is held any more; see `web.access.requires`."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    status: int = HTTPStatus.OK


def page(template: str, status: int = HTTPStatus.OK, **context: Any) -> Page:
    """The page of this template."""
    return Page(template, context, status)
