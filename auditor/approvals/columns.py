"""The columns of approvals: an upload brings requests; lists and sheets show what was decided."""

from enum import StrEnum
from typing import Final

from auditor.access import Through
from auditor.approvals.rules import Purpose
from auditor.approvals.staleness import ReviewOutcome
from auditor.columns import I_D_C, NOT_COUNCIL, Column, Shape


class ApprovalState(StrEnum):
    """Where an approval stands; computed from its dates and never stored."""

    REQUESTED = "requested"
    WITHDRAWN = "withdrawn"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    REVOKED = "revoked"
    IN_ERROR = "entered in error"


#: What no verdict looks at: it is as if nobody had asked.
COUNTS_NOWHERE: Final = frozenset({ApprovalState.WITHDRAWN, ApprovalState.IN_ERROR})


#: What an upload brings, in the order of its template and of the sheet.
UPLOADED: Final = (
    Column(
        "Tool",
        "tool",
        "The tool for which leave is asked.",
        Shape.TOOL,
        required=True,
        audiences=I_D_C,
    ),
    Column(
        "Department",
        "department",
        "The department that gives or refuses the leave.",
        Shape.DEPARTMENT,
        required=True,
        audiences=I_D_C,
    ),
    Column(
        "Unit",
        "unit",
        "The unit it is meant for; empty for any.",
        accepts=("Division", "Bureau"),
        audiences=I_D_C,
    ),
    Column(
        "Officer",
        "officer",
        "The officer it is meant for; empty for any. The council sees a stable pseudonym.",
        Shape.OFFICER,
        audiences=I_D_C,
    ),
    Column(
        "Purposes",
        "purposes",
        "What the tool may be used for; empty for any purpose.",
        Shape.VOCABULARY_WORDS,
        accepts=("Purpose",),
        vocabulary=Purpose,
        audiences=I_D_C,
    ),
    Column(
        "Valid from",
        "valid_from",
        "The first whole day of its term.",
        Shape.DAY,
        required=True,
        audiences=I_D_C,
    ),
    Column(
        "Valid until",
        "valid_until",
        "The last day of its term; empty while it runs on.",
        Shape.DAY,
        audiences=I_D_C,
    ),
    Column(
        "Conditions",
        "conditions",
        "On what conditions it was asked for and given.",
        Shape.FREE_TEXT,
        audiences=NOT_COUNCIL,
    ),
    Column(
        "Document",
        "document",
        "What the request is called where it was written, such as a memo’s number.",
        Shape.FREE_TEXT,
        audiences=I_D_C,
    ),
    Column(
        "Document date",
        "document_on",
        "The date on the request’s document: the request was made on that day.",
        Shape.DAY,
        audiences=I_D_C,
    ),
)

#: The sheet's columns that are told by the register itself, between *Conditions* and *Document*.
_TOLD: Final = (
    Column(
        "Status",
        "state",
        "Where it stands: a request is withdrawn, confirmed or denied; what was confirmed may be "
        "revoked.",
        Shape.WORD,
        vocabulary=ApprovalState,
        audiences=I_D_C,
        uploaded=False,
    ),
    Column(
        "Requested by",
        "requested_by",
        "Who recorded the request. The council sees role and department.",
        audiences=I_D_C,
        uploaded=False,
    ),
    Column(
        "Requested on",
        "requested_on",
        "The city’s day on which the request was recorded here.",
        Shape.DAY,
        audiences=I_D_C,
        uploaded=False,
    ),
    Column(
        "Decided by",
        "decided_by",
        "Who confirmed or denied it, and in whose place where a deputy did. The council sees role "
        "and department.",
        audiences=I_D_C,
        uploaded=False,
    ),
    Column(
        "Decided on",
        "decided_on",
        "The city’s day on which the decision was recorded here.",
        Shape.DAY,
        audiences=I_D_C,
        uploaded=False,
    ),
    Column(
        "Decided through",
        "decided_through",
        "Whether it was decided on a page or on the command line.",
        Shape.WORD,
        vocabulary=Through,
        audiences=I_D_C,
        uploaded=False,
    ),
    Column(
        "Decision reason",
        "decision_reason",
        "Why it was confirmed or denied, in the words of who decided.",
        audiences=NOT_COUNCIL,
        uploaded=False,
    ),
    Column(
        "Decision document date",
        "decision_document_on",
        "The date on the document attached to the decision: the decision was made on that day.",
        Shape.DAY,
        audiences=I_D_C,
        uploaded=False,
    ),
    Column(
        "Revoked by",
        "revoked_by",
        "Who revoked it, and in whose place where a deputy did. The council sees role and "
        "department.",
        audiences=I_D_C,
        uploaded=False,
    ),
    Column(
        "Revoked from",
        "revoked_from",
        "The first whole day without it that the revocation names.",
        Shape.DAY,
        audiences=I_D_C,
        uploaded=False,
    ),
    Column(
        "Revocation reason",
        "revocation_reason",
        "Why it was revoked, in the words of who revoked it.",
        audiences=NOT_COUNCIL,
        uploaded=False,
    ),
)

_NUMBER: Final = Column(
    "Approval",
    "id",
    "The number under which this register keeps the approval.",
    Shape.NUMBER,
    audiences=I_D_C,
    uploaded=False,
)

#: What files bring, first; and what is computed, so that an upload of it names and ignores it.
COLUMNS: Final = (*UPLOADED, _NUMBER, *_TOLD)

#: The whole record, as lists and the sheet *Approvals* show it.
SHEET: Final = (_NUMBER, *UPLOADED[:-2], *_TOLD, *UPLOADED[-2:])

#: A review, as histories tell it; no list and no sheet has these columns.
REVIEW: Final = (
    Column(
        "Review",
        "outcome",
        "What became of an approval that something had changed about.",
        Shape.WORD,
        vocabulary=ReviewOutcome,
        audiences=I_D_C,
        uploaded=False,
    ),
    Column(
        "Review reason",
        "reason",
        "Why it was kept or narrowed, in the words of who reviewed it.",
        audiences=NOT_COUNCIL,
        uploaded=False,
    ),
)
