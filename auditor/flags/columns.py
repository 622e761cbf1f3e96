"""The columns of flags; uploads bring none of them."""

from typing import Final

from auditor.columns import I_D_C, NOT_COUNCIL, Column, Shape
from auditor.flags.rules.states import FlagState, Severity

COLUMNS: Final = (
    Column(
        "Flag",
        "id",
        "The number under which this register keeps the flag.",
        Shape.NUMBER,
        audiences=I_D_C,
        uploaded=False,
    ),
    Column(
        "Finding",
        "finding_id",
        "The number of the finding it remarks on.",
        Shape.NUMBER,
        audiences=I_D_C,
        uploaded=False,
    ),
    Column(
        "Statement",
        "statement_id",
        "The number of the statement it remarks on, where it remarks on one.",
        Shape.NUMBER,
        audiences=I_D_C,
        uploaded=False,
    ),
    Column(
        "Rule",
        "rule",
        "The id of the rule that raised it.",
        Shape.IDENTIFIER,
        audiences=I_D_C,
        uploaded=False,
    ),
    Column(
        "Rule version",
        "rule_version",
        "The version of the rule by which it was last assessed.",
        Shape.NUMBER,
        audiences=I_D_C,
        uploaded=False,
    ),
    Column(
        "Severity",
        "severity",
        "How grave the rule is: notice, serious or grave.",
        Shape.WORD,
        vocabulary=Severity,
        audiences=I_D_C,
        uploaded=False,
    ),
    Column(
        "Reason",
        "reason",
        "The rule’s sentence; it never holds a name, an address or a badge.",
        audiences=I_D_C,
        uploaded=False,
    ),
    Column(
        "Raised on",
        "raised_on",
        "The city’s day on which it was first raised.",
        Shape.DAY,
        audiences=I_D_C,
        uploaded=False,
    ),
    Column(
        "State",
        "state",
        "Where it stands. A flag is never deleted: one that no longer holds is cleared.",
        Shape.WORD,
        vocabulary=FlagState,
        audiences=I_D_C,
        uploaded=False,
    ),
    Column(
        "State reason",
        "state_reason",
        "Why it is in its state: which facts changed, or why it was dismissed.",
        audiences=NOT_COUNCIL,
        uploaded=False,
    ),
    Column(
        "Follow-up",
        "follow_up_id",
        "The number of the follow-up in which the department was asked about it.",
        Shape.NUMBER,
        audiences=I_D_C,
        uploaded=False,
    ),
)
