"""Reading findings as the rules see them, assessing them in bulk, and what a change would do."""

from auditor.verdicts.queries.assessing import (
    Assessed,
    Assessor,
    approvals_about,
    assessed,
)
from auditor.verdicts.queries.changes import Says, changes_with
from auditor.verdicts.queries.portions import Portion, Run, portion
from auditor.verdicts.queries.reading import (
    PORTION,
    Read,
    Row,
    Stated,
    among,
    driver_rows,
    ids_in,
    stated,
    stored,
)

__all__ = [
    "PORTION",
    "Assessed",
    "Assessor",
    "Portion",
    "Read",
    "Row",
    "Run",
    "Says",
    "Stated",
    "among",
    "approvals_about",
    "assessed",
    "changes_with",
    "driver_rows",
    "ids_in",
    "portion",
    "stated",
    "stored",
]
