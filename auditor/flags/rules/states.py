"""How grave a flag is, and where it stands."""

from enum import StrEnum


class Severity(StrEnum):
    """How grave a flag is."""

    NOTICE = "notice"
    SERIOUS = "serious"
    GRAVE = "grave"


class FlagState(StrEnum):
    """Where a flag stands; whether something is overdue is computed, never a state."""

    OPEN = "open"
    IN_FOLLOW_UP = "in follow-up"
    CLOSED = "closed"
    DISMISSED = "dismissed"
    CLEARED = "cleared"
