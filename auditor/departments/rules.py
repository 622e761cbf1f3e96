"""What a department may be."""

from enum import StrEnum


class DepartmentKind(StrEnum):
    """The sorts of department that a city's office meets."""

    POLICE = "police"
    SHERIFF = "sheriff"
    STATE_POLICE = "state police"
    UNIVERSITY_POLICE = "university police"
    TRANSIT_POLICE = "transit police"
    PROSECUTOR = "prosecutor"
    FEDERAL = "federal"
    OTHER = "other"
