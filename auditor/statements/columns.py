"""The columns of statements: what uploads bring."""

from typing import Final

from auditor.columns import I_D_C, NOT_COUNCIL, Column, Shape
from auditor.statements.rules import Answer, Aware

COLUMNS: Final = (
    Column(
        "Department",
        "department",
        "The department that was asked.",
        Shape.DEPARTMENT,
        required=True,
        audiences=I_D_C,
    ),
    Column(
        "Tool",
        "tool",
        "The tool it was asked about.",
        Shape.TOOL,
        required=True,
        audiences=I_D_C,
    ),
    Column("Question", "question", "What was asked, in words.", audiences=NOT_COUNCIL),
    Column(
        "Asked on",
        "asked_on",
        "The day on which it was asked.",
        Shape.DAY,
        required=True,
        audiences=I_D_C,
    ),
    Column("Due on", "due_on", "The day by which it was to answer.", Shape.DAY, audiences=I_D_C),
    Column(
        "Answer",
        "answer",
        "What it answered; a later answer stands beside the earlier one.",
        Shape.WORD,
        vocabulary=Answer,
        required=True,
        audiences=I_D_C,
    ),
    Column(
        "Answered on",
        "answered_on",
        "The day of the answer; empty where there was no response.",
        Shape.DAY,
        audiences=I_D_C,
    ),
    Column(
        "Units asked",
        "units_asked",
        "How many of its units the department asked before it answered.",
        Shape.NUMBER,
        audiences=I_D_C,
    ),
    Column(
        "Units in all",
        "units_in_all",
        "How many units the department has.",
        Shape.NUMBER,
        audiences=I_D_C,
    ),
    Column(
        "Aware before asked",
        "aware_before_asked",
        "Whether the department had known of a use that it confirms.",
        Shape.WORD,
        vocabulary=Aware,
        audiences=I_D_C,
    ),
    Column(
        "Complete list given",
        "complete_list",
        "Whether it signed that what it named is all.",
        Shape.YES_NO,
        accepts=("Complete list",),
        audiences=I_D_C,
    ),
    Column("Signed by", "signed_by", "Who signed the answer.", audiences=NOT_COUNCIL),
)
