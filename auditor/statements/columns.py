"""The columns of statements: what uploads bring, and what lists and sheets show."""

from dataclasses import replace
from typing import Final

from auditor.columns import I_D_C, NOT_COUNCIL, Column, Shape
from auditor.statements.rules import Answer, Aware, Remark

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
    Column(
        "Question",
        "question",
        "What was asked, in words.",
        Shape.FREE_TEXT,
        audiences=NOT_COUNCIL,
    ),
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
    Column(
        "Signed by",
        "signed_by",
        "Who signed the answer.",
        Shape.FREE_TEXT,
        audiences=NOT_COUNCIL,
    ),
)

_NUMBER: Final = Column(
    "Statement",
    "id",
    "The number under which this register keeps the statement.",
    Shape.NUMBER,
    audiences=I_D_C,
    uploaded=False,
)

_TOLD: Final = (
    Column(
        "Supersedes",
        "supersedes",
        "The number of the earlier statement of the department about the tool that it counts "
        "instead of; a row that no other supersedes, and that supersedes what stands before it, "
        "is the latest answer. “No response” and “declined” supersede no answer but each other.",
        Shape.NUMBER,
        audiences=I_D_C,
        uploaded=False,
    ),
    Column(
        "Remark",
        "remark",
        "What follows from the statement and those before it: that a use was confirmed after it "
        "had been denied, and that the department had not known of it until it was asked.",
        Shape.VOCABULARY_WORDS,
        vocabulary=Remark,
        audiences=I_D_C,
        uploaded=False,
    ),
)


def _on_sheet(column: Column) -> Column:
    given = column.field == "complete_list"
    return replace(column, heading="Complete list") if given else column


#: The whole record, as a list holds it; an upload of it names what is computed, and ignores it.
LISTED: Final = (_NUMBER, *COLUMNS, *_TOLD)

#: The record as the sheet *Statements* shows it; who signed stays with the office.
SHEET: Final = (_NUMBER, *map(_on_sheet, COLUMNS[:-1]), *_TOLD)
