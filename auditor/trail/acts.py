"""The trail's vocabulary: what can be done to the register, and which tables each act may touch."""

from enum import StrEnum
from typing import Self


class Act(StrEnum):
    """`<record>.<past participle>`, how a history tells it, and the tables it may change.

    A member, once used in production, is never renamed or removed: old entries name it.
    """

    says: str
    touches: frozenset[str]

    def __new__(cls, code: str, says: str, *touches: str) -> Self:  # noqa: D102
        member = str.__new__(cls, code)
        member._value_ = code
        member.says = says
        member.touches = frozenset(touches)
        return member

    APPROVAL_REQUESTED = (
        "approval.requested",
        "asked for this approval",
        "approvals",
        "evidence",
        "files",
    )
    APPROVAL_CONFIRMED = "approval.confirmed", "confirmed it", "approvals", "evidence", "files"
    APPROVAL_DENIED = "approval.denied", "denied it", "approvals", "evidence", "files"
    APPROVAL_REVOKED = "approval.revoked", "revoked it", "approvals", "evidence", "files"
    APPROVAL_IN_ERROR = (
        "approval.entered-in-error",
        "marked the decision as entered in error",
        "approvals",
    )
    APPROVAL_WITHDRAWN = "approval.withdrawn", "withdrew the request", "approvals"
    DEPARTMENT_ADDED = "department.added", "entered the department", "departments"
    DEPARTMENT_EDITED = "department.edited", "edited the department", "departments"
    DEPARTMENT_WITHDRAWN = "department.withdrawn", "withdrew the department", "departments"
    FILE_OPENED = "file.opened", "opened a file"
    FINDING_ADDED = "finding.added", "entered the finding", "findings"
    FINDING_EDITED = "finding.edited", "edited the finding", "findings"
    FINDING_WITHDRAWN = "finding.withdrawn", "withdrew the finding", "findings"
    FLAG_DISMISSED = "flag.dismissed", "dismissed the flag", "flags"
    FLAGS_ASSESSED = "flags.assessed", "assessed the flags", "flags"
    LIST_DOWNLOADED = "list.downloaded", "downloaded a list"
    OFFICER_ADDED = "officer.added", "entered the officer", "officers", "assignments"
    OFFICER_EDITED = "officer.edited", "edited the officer", "officers", "assignments"
    OFFICER_WITHDRAWN = "officer.withdrawn", "withdrew the officer", "officers"
    REPORT_COMPARED = "report.compared", "compared a copy with the report"
    REPORT_DOWNLOADED = "report.downloaded", "downloaded the report"
    REPORT_ISSUED = "report.issued", "issued the report", "reports", "pseudonyms", "files"
    REPORT_WITHDRAWN = "report.withdrawn", "withdrew the report", "reports"
    RULING_ADDED = "ruling.added", "entered the ruling", "rulings"
    RULING_EDITED = "ruling.edited", "edited the ruling", "rulings"
    RULING_WITHDRAWN = "ruling.withdrawn", "withdrew the ruling", "rulings"
    STATEMENT_ANSWERED = (
        "statement.answered",
        "recorded an answer",
        "statements",
        "evidence",
        "files",
    )
    STATEMENT_ASKED = "statement.asked", "asked", "statements"
    STATEMENT_WITHDRAWN = "statement.withdrawn", "withdrew the statement", "statements"
    TOOL_ADDED = "tool.added", "entered the tool", "tools"
    TOOL_EDITED = "tool.edited", "edited the tool", "tools"
    TOOL_WITHDRAWN = "tool.withdrawn", "withdrew the tool", "tools"
    UPLOAD_PREVIEWED = "upload.previewed", "handed in a file", "uploads", "files"
    UPLOAD_APPLIED = (
        "upload.applied",
        "took it from a file",
        "uploads",
        "departments",
        "officers",
        "assignments",
        "tools",
        "rulings",
        "approvals",
        "findings",
        "statements",
    )
    UPLOAD_UNDONE = (
        "upload.undone",
        "undid the upload that had taken it from a file",
        "uploads",
        "departments",
        "officers",
        "assignments",
        "tools",
        "rulings",
        "approvals",
        "findings",
        "statements",
    )
    USER_ADDED = "user.added", "opened the account", "users"
    USER_CLOSED = "user.closed", "closed the account", "users"
    USER_EDITED = "user.edited", "edited the account", "users"
    USER_PASSWORD_RESET = "user.password-reset", "reset the password", "users"
    USER_PASSWORD_SET = "user.password-set", "chose a password", "users"
    USER_SIGNED_IN = "user.signed-in", "signed in", "users"
    USER_SIGNED_OUT = "user.signed-out", "signed out"
    USER_REFUSED = "user.refused", "was refused at sign-in"


def said(code: str) -> str:
    """How a history tells the act that is stored under this code."""
    return next(act.says for act in Act if act.value == code)
