"""What an upload may be, and where it stands."""

from enum import StrEnum


class UploadState(StrEnum):
    """Where an upload stands: looked at, taken into the register, or taken back."""

    PREVIEWED = "previewed"
    APPLIED = "applied"
    UNDONE = "undone"
