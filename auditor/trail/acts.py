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
    APPROVAL_KEPT = "approval.kept", "reviewed it, and kept it", "approval_reviews"
    APPROVAL_NARROWED = (
        "approval.narrowed",
        "revoked one and confirmed a narrower one in its place",
        *("approvals", "approval_reviews"),
    )
    APPROVAL_WITHDRAWN = "approval.withdrawn", "withdrew the request", "approvals"
    DEPARTMENT_ADDED = "department.added", "entered the department", "departments"
    DEPARTMENT_EDITED = "department.edited", "edited the department", "departments"
    DEPARTMENT_WITHDRAWN = "department.withdrawn", "withdrew the department", "departments"
    DEPUTY_ENDED = "deputy.ended", "ended the days of a deputy", "deputations"
    DEPUTY_NAMED = "deputy.named", "named a deputy", "deputations"
    FILE_OPENED = "file.opened", "opened a file"
    FINDING_ADDED = "finding.added", "entered the finding", "findings"
    FINDING_EDITED = "finding.edited", "edited the finding", "findings"
    FINDING_WITHDRAWN = "finding.withdrawn", "withdrew the finding", "findings"
    FLAG_DISMISSED = "flag.dismissed", "dismissed the flag", "flags"
    FLAGS_ASSESSED = "flags.assessed", "assessed the flags", "flags"
    FOLLOW_UP_OPENED = (
        "follow-up.opened",
        "asked the department",
        *("follow_ups", "follow_up_lines", "flags"),
    )
    FOLLOW_UP_ASSIGNED = "follow-up.assigned", "assigned it", "follow_ups"
    FOLLOW_UP_NOTICE_GIVEN = (
        "follow-up.notice-given",
        "gave the officers notice",
        *("follow_up_notes", "evidence", "files"),
    )
    FOLLOW_UP_REPLY_RECORDED = (
        "follow-up.reply-recorded",
        "recorded an officer’s reply",
        *("follow_up_notes", "evidence", "files"),
    )
    FOLLOW_UP_ANSWERED = (
        "follow-up.answered",
        "answered it",
        *("follow_ups", "follow_up_answers", "follow_up_files", "evidence", "files"),
    )
    FOLLOW_UP_RETURNED = (
        "follow-up.returned",
        "returned the answer",
        *("follow_ups", "follow_up_judgements"),
    )
    FOLLOW_UP_ACCEPTED = (
        "follow-up.accepted",
        "accepted the answer",
        *("follow_ups", "follow_up_judgements"),
    )
    FOLLOW_UP_JUDGED = (
        "follow-up.judged",
        "gave outcomes",
        *("follow_ups", "follow_up_lines"),
    )
    FOLLOW_UP_ACTIONS_REPORTED = (
        "follow-up.actions-reported",
        "reported actions",
        "follow_up_lines",
    )
    FOLLOW_UP_ACTIONS_VERIFIED = (
        "follow-up.actions-verified",
        "verified actions",
        "follow_up_lines",
    )
    FOLLOW_UP_CLOSED = "follow-up.closed", "closed it", "follow_ups", "flags"
    FOLLOW_UP_REOPENED = "follow-up.reopened", "reopened it", "follow_ups", "flags"
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
    USER_MAIL_CHOSEN = "user.mail-chosen", "chose how often mail comes", "users"
    USER_PASSWORD_RESET = "user.password-reset", "reset the password", "users"
    USER_PASSWORD_SET = "user.password-set", "chose a password", "users"
    USER_SIGNED_IN = "user.signed-in", "signed in", "users"
    USER_SIGNED_OUT = "user.signed-out", "signed out"
    USER_REFUSED = "user.refused", "was refused at sign-in"


def said(code: str) -> str:
    """How a history tells the act that is stored under this code."""
    return next(act.says for act in Act if act.value == code)
