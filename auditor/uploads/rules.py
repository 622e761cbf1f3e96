"""What an upload may be, and where it stands."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class UploadState(StrEnum):
    """Where an upload stands: looked at, taken into the register, or taken back."""

    PREVIEWED = "previewed"
    APPLIED = "applied"
    UNDONE = "undone"


#: How the reason begins for which undoing an upload withdraws what it had made.
_UNDONE: Final = "The upload that brought it was undone: number "


def reason_undone(upload_id: int) -> str:
    """Why a record is withdrawn when the upload that made it is undone."""
    return f"{_UNDONE}{upload_id}."


def was_undone(reason: str | None) -> bool:
    """Whether a record was withdrawn because its upload was undone: a file may bring it back."""
    return reason is not None and reason.startswith(_UNDONE)


#: Among what is kept of an upload's columns, the sheet that was read; no kind has this heading.
_SHEET: Final = "Sheet="


def with_sheet(columns: Iterable[str], sheet: str | None) -> tuple[str, ...]:
    """What was said of a file's columns, together with its sheet, as one upload keeps it."""
    return (*columns, *([f"{_SHEET}{sheet}"] if sheet else ()))


def columns_of(kept: Iterable[str]) -> tuple[str, ...]:
    """What was said of a file's columns, from what its upload keeps."""
    return tuple(one for one in kept if not one.startswith(_SHEET))


def sheet_of(kept: Iterable[str]) -> str | None:
    """The sheet that was chosen, from what its upload keeps; None when none was."""
    return next((one.removeprefix(_SHEET) for one in kept if one.startswith(_SHEET)), None)
