"""The sheets of a report, in order, and the columns of those that no record has."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from auditor.approvals.columns import SHEET as APPROVALS
from auditor.columns import Audience, Column, Shape, for_audience
from auditor.findings.columns import SHEET as FINDINGS
from auditor.flags.columns import COLUMNS as FLAGS
from auditor.follow_ups.columns import SHEET as FOLLOW_UPS
from auditor.rulings.columns import COLUMNS as RULINGS
from auditor.rulings.columns import EVERYBODY
from auditor.statements.columns import SHEET as STATEMENTS
from auditor.verdicts.columns import REASON_READS, VERDICT_READS
from auditor.verdicts.rules import Reason, Verdict

#: The title of the sheet that tells about the others; no digest is over it.
ABOUT: Final = "About this report"

SUMMARY_SHEET: Final = "Summary"
DICTIONARY_SHEET: Final = "Data dictionary"

_shown: Final = partial(Column, audiences=EVERYBODY, uploaded=False)

SUMMARY: Final = (
    _shown("Section", "section", "What the findings, flags or statements are grouped by."),
    _shown("Group", "group", "The group: a tool, a department, a stage, a rule of flags."),
    _shown(
        "Figure",
        "figure",
        "What is counted. “Findings” counts rows; “officers” counts each identified officer and "
        "each unidentified account once. A stage counts findings at that stage or beyond, but in "
        "the section “Approval status by stage”. Findings that are not counted are in no figure "
        "but the one that says so. Statements are counted as departments, by what each answered "
        "last; “no response” and “declined” are passed over where another answer says more.",
    ),
    _shown("Value", "value", "The figure; of searches the least number.", Shape.NUMBER),
    _shown(
        "Value high",
        "value_high",
        "Of searches the greatest number; empty where of one finding nobody knows it.",
        Shape.NUMBER,
    ),
    _shown(
        "Last time",
        "last_time",
        "The value in the report issued before this one to the same audience; empty where that "
        "report has no such figure.",
        Shape.NUMBER,
    ),
    _shown("Difference", "difference", "The value less the value last time.", Shape.NUMBER),
    _shown("Rows", "rows", "Which filter on which sheet shows the rows behind the figure."),
)

DICTIONARY: Final = (
    _shown("Sheet", "sheet", "The sheet that has the column."),
    _shown("Column", "column", "The heading of the column."),
    _shown("Meaning", "meaning", "What a cell says."),
    _shown("Type", "type", "What kind of value a cell holds."),
    _shown(
        "Vocabulary",
        "vocabulary",
        "The words that a cell may hold, each with how it is read where that is another.",
    ),
)

#: What differs from the report before it; no row yet, since reports are not compared so far.
CHANGES: Final = (
    _shown("Record", "record", "The kind of record, such as a finding."),
    _shown("Id", "record_id", "The number under which this register keeps it."),
    _shown("Change", "change", "Whether it was added, changed or withdrawn."),
    _shown("Field", "field", "Which of its columns differs."),
    _shown("Before", "before", "What it said in the report before."),
    _shown("After", "after", "What it says in this one."),
    _shown("Changed at (UTC)", "changed_at", "When it was changed here."),
    _shown("Why", "why", "By what: an edit, upload, decision, ruling or withdrawal, and which."),
)

#: Every sheet of data, in order.
SHEETS: Final[Mapping[str, tuple[Column, ...]]] = {
    SUMMARY_SHEET: SUMMARY,
    "Findings": FINDINGS,
    "Flags": FLAGS,
    "Follow-ups": FOLLOW_UPS,
    "Approvals": APPROVALS,
    "Rulings": RULINGS,
    "Statements": STATEMENTS,
    "Changes": CHANGES,
    DICTIONARY_SHEET: DICTIONARY,
}

#: What a cell holds where an upload would also take something else.
_KINDS: Final[Mapping[Shape, str]] = {
    Shape.DAY_OR_MONTH: "day, or a month as text such as 2020-02",
    **dict.fromkeys((Shape.DEPARTMENT, Shape.TOOL, Shape.OFFICER, Shape.NAME), "text"),
}

_READS: Final[Mapping[str, str]] = {
    **{f"{Verdict.__name__} {verdict}": reads for verdict, reads in VERDICT_READS.items()},
    **{f"{Reason.__name__} {reason}": reads for reason, reads in REASON_READS.items()},
}


def columns_of(title: str, audience: Audience) -> tuple[Column, ...]:
    """The columns of a sheet that an audience is shown, in order."""
    return for_audience(SHEETS[title], audience)


def kind_of(column: Column) -> str:
    """What kind of value the cells of a column hold, in words."""
    return _KINDS.get(column.shape, column.shape.value)


def vocabulary_of(column: Column) -> str | None:
    """The words that a column may hold, each with how it reads where that is another word."""
    if column.vocabulary is None:
        return None
    return "; ".join(_told(column, word.value) for word in column.vocabulary)


def _told(column: Column, word: str) -> str:
    kind = column.vocabulary.__name__ if column.vocabulary else ""
    reads = _READS.get(f"{kind} {word}", word)
    return word if reads.casefold() == word.casefold() else f"{word} (reads: {reads})"
