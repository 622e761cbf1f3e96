"""The words of notices: department, tool and numbers, and never an officer."""

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a notice, and the page that it leads to.

    Attributes:
        path: of our own pages, beginning with a slash.
    """

    sentence: str
    path: str


def in_your_name(approval_id: int, step: str, *, tool: str, department: str, by: str) -> str:
    """What whoever was named with `--as` is told.

    Args:
        step: confirmed, denied, revoked, narrowed, or kept after a review.
        by: who was signed in to the machine.
    """
    return (
        f"In your name approval {approval_id} of “{tool}” for {department} was {step} on the "
        f"command line, by the machine’s account “{by}”. If that was not you, tell the oversight "
        "office at once."
    )


def in_anothers_name(approval_id: int, step: str, *, tool: str, department: str, by: str) -> str:
    """What the oversight office is told of the same; see `in_your_name`."""
    return (
        f"Approval {approval_id} of “{tool}” for {department} was {step} on the command line, in "
        f"the name of the department’s supervisor, by the machine’s account “{by}”."
    )


def as_plain(said: list[Said], *, base_url: str, office: str) -> str:
    """The notice as plain text."""
    parts = [f"{each.sentence}\n{base_url.rstrip('/')}{each.path}" for each in said]
    return "\n\n".join([*parts, f"-- \n{office}"]) + "\n"


def as_html(said: list[Said], *, base_url: str, office: str) -> str:
    """The same as HTML, in which nothing is loaded from anywhere."""
    shown = "".join(
        f'<p>{escape(each.sentence)}<br><a href="{escape(base_url.rstrip("/") + each.path)}">'
        "Open it</a></p>\n"
        for each in said
    )
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(office)}'
        f"</title></head>\n<body>\n{shown}<p>{escape(office)}</p>\n</body></html>\n"
    )
