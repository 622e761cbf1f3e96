"""The columns of every list, and of every record as the data dictionary tells of them."""

from collections.abc import Mapping
from typing import Final

from auditor.approvals.columns import COLUMNS as APPROVALS
from auditor.approvals.columns import SHEET as APPROVALS_SHEET
from auditor.columns import Audience, Column, for_audience
from auditor.departments.columns import COLUMNS as DEPARTMENTS
from auditor.findings.columns import COLUMNS as FINDINGS
from auditor.findings.columns import SHEET as FINDINGS_SHEET
from auditor.flags.columns import COLUMNS as FLAGS
from auditor.follow_ups.columns import SHEET as FOLLOW_UPS
from auditor.officers.columns import COLUMNS as OFFICERS
from auditor.reports.columns import CHANGES, SUMMARY
from auditor.rulings.columns import COLUMNS as RULINGS
from auditor.statements.columns import LISTED as STATEMENTS
from auditor.statements.columns import SHEET as STATEMENTS_SHEET
from auditor.tools.columns import COLUMNS as TOOLS

#: By the name in its address, what a list holds as a file.
LISTS: Final[Mapping[str, tuple[Column, ...]]] = {
    "approvals": APPROVALS_SHEET,
    "departments": DEPARTMENTS,
    "findings": FINDINGS_SHEET,
    "officers": OFFICERS,
    "rulings": RULINGS,
    "statements": STATEMENTS,
    "tools": TOOLS,
}

#: By heading, every column that a page, a list, a sheet or an upload has; uploaded ones first.
RECORDS: Final[Mapping[str, tuple[Column, ...]]] = {
    "Findings": FINDINGS,
    "Approvals": APPROVALS,
    "Rulings": RULINGS,
    "Flags": FLAGS,
    "Follow-ups": FOLLOW_UPS,
    "Statements": (*STATEMENTS, *(c for c in STATEMENTS_SHEET if c not in STATEMENTS)),
    "Tools": TOOLS,
    "Officers": OFFICERS,
    "Departments": DEPARTMENTS,
    "Summary of a report": SUMMARY,
    "Changes between reports": CHANGES,
}


def columns_of_list(name: str, audience: Audience) -> tuple[Column, ...]:
    """The columns of a list that an audience is shown, in order."""
    return for_audience(LISTS[name], audience)
