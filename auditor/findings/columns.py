"""The columns of findings: what uploads bring, and the sheet, to which the register adds."""

from enum import StrEnum
from functools import partial
from typing import Final

from auditor.approvals.rules import Purpose
from auditor.columns import I_D_C, INTERNAL_ONLY, NOT_COUNCIL, Audience, Column, Shape
from auditor.findings.rules import (
    AccountKind,
    AccountState,
    Certainty,
    Licence,
    ObtainedThrough,
    Stage,
)
from auditor.tools.rules import Category
from auditor.verdicts.rules import Reason, Verdict

#: What most columns are: shown to all but the public.
_shown: Final = partial(Column, audiences=I_D_C)

#: What the register tells by itself; an upload that brings it is not believed.
_told: Final = partial(Column, audiences=I_D_C, uploaded=False)

#: The department's workbook has no column *Source*; the council's has.
INTERNAL_AND_COUNCIL: Final = frozenset({Audience.INTERNAL, Audience.COUNCIL})


def _word(heading: str, vocabulary: type[StrEnum], meaning: str, *accepts: str) -> Column:
    field = heading.lower().replace(" ", "_")
    return _shown(heading, field, meaning, Shape.WORD, accepts, vocabulary)


def _day(heading: str, event: str, *accepts: str) -> Column:
    field = heading.lower().replace(" ", "_")
    return _shown(heading, field, f"The day, or the month, {event}.", Shape.DAY_OR_MONTH, accepts)


#: In the order of the template for download.
UPLOADED: Final = (
    _shown(
        "Department",
        "department",
        "The department named on the finding; it stays when the officer moves.",
        Shape.DEPARTMENT,
        required=True,
    ),
    _shown(
        "Officer",
        "officer",
        "Whose access it was; empty if not identified. The council sees a stable pseudonym.",
        Shape.OFFICER,
    ),
    Column(
        "Account email",
        "account_email",
        "The e-mail address under which the account was opened.",
        Shape.IDENTIFIER,
        ("Account e-mail", "Account", "Account address"),
        audiences=NOT_COUNCIL,
    ),
    _shown("Tool", "tool", "What was signed up for.", Shape.TOOL, required=True),
    _word("Stage", Stage, "How far it went: offered, signed up, used, used in a case."),
    _word("Licence", Licence, "On what terms the tool was had.", "License"),
    _word("Obtained through", ObtainedThrough, "How the officer came by the tool."),
    _day("Offered on", "in which the tool was offered"),
    _day("Signed up on", "in which the account was opened", "Sign-up date", "Registered"),
    _day("First used on", "of the first use that is known"),
    _day("Last used on", "of the last use that is known"),
    _day("Closed on", "in which the account was closed"),
    _word("Account state", AccountState, "Whether the account can still be used."),
    Column(
        "Searches",
        "searches",
        "How many searches were run: a number, a range such as 11-50, or 51+.",
        Shape.RANGE,
    ),
    _shown("Searches low", "searches_low", "The least number that is certain.", Shape.NUMBER),
    _shown(
        "Searches high",
        "searches_high",
        "The greatest number there can have been; empty where nobody knows one.",
        Shape.NUMBER,
    ),
    _shown(
        "Purposes",
        "purposes",
        "What the tool was used for; “unknown” where only part of it is told.",
        Shape.VOCABULARY_WORDS,
        ("Purpose",),
        Purpose,
    ),
    Column(
        "Case numbers",
        "case_numbers",
        "The department’s own references; never what a case is about.",
        Shape.WORDS,
        ("Case number",),
        audiences=NOT_COUNCIL,
    ),
    _shown(
        "On behalf of",
        "on_behalf_of",
        "The outside agency for which the tool was used.",
        Shape.FREE_TEXT,
    ),
    Column(
        "Source",
        "source_kind",
        "The kind of source: a vendor’s log, a newspaper, the department’s own list.",
        Shape.FREE_TEXT,
        audiences=INTERNAL_AND_COUNCIL,
    ),
    Column(
        "Source reference",
        "source_reference",
        "The source’s own number for it, by which it is recognised again.",
        Shape.REFERENCE,
        audiences=INTERNAL_ONLY,
    ),
    _word("Certainty", Certainty, "How well it is known; what was disproved counts nowhere."),
    Column(
        "Notes",
        "notes",
        "The office’s own remarks.",
        Shape.FREE_TEXT,
        audiences=INTERNAL_ONLY,
    ),
    Column(
        "Name as received",
        "name_as_received",
        "The name as the source wrote it, where it fits no one officer on record.",
        Shape.REFERENCE,
        audiences=NOT_COUNCIL,
    ),
    _word("Account kind", AccountKind, "Whose account it is; never guessed from the address."),
)

#: What the register tells of a finding.
_TOLD: Final = (
    _told("Finding", "id", "The number under which this register keeps it.", Shape.NUMBER),
    _told("Unit", "unit", "The officer’s unit on the first known date, as far as it is known."),
    Column(
        "Badge",
        "badge",
        "The officer’s badge on the first known date, as far as it is known.",
        Shape.IDENTIFIER,
        audiences=NOT_COUNCIL,
        uploaded=False,
    ),
    _told("Vendor", "vendor", "Who makes or sells the tool."),
    _told("Category", "category", "The tool’s technology.", Shape.WORD, vocabulary=Category),
    _told("Cases", "cases", "How many case numbers are recorded.", Shape.NUMBER),
    _told(
        "Verdict",
        "verdict",
        "The approval status on the known dates; “unapproved”: no approval is on record.",
        Shape.WORD,
        vocabulary=Verdict,
    ),
    _told("Reason", "reason", "Why that is the verdict.", Shape.WORD, vocabulary=Reason),
    _told("Reason since", "reason_since", "The first known date with that reason.", Shape.DAY),
    _told(
        "Other reasons",
        "other_reasons",
        "The other reasons without approval that hold on a known date.",
        Shape.VOCABULARY_WORDS,
        vocabulary=Reason,
    ),
    _told(
        "Approval", "approval", "The numbers of the approvals, or the ruling, behind the reason."
    ),
    _told("Flags", "flags", "The rules whose flags on it are open or in follow-up.", Shape.WORDS),
    _told("Follow-up", "follow_up", "The follow-ups in which it is asked about.", Shape.WORDS),
    _told("Outcome", "outcome", "The outcomes given in its follow-ups.", Shape.WORDS),
    _told("Actions", "actions", "The actions reported in its follow-ups.", Shape.WORDS),
    _told("Counted", "counted", "“yes”, or why not: withdrawn, disproved or a duplicate."),
    _told("Duplicate of", "duplicate_of_id", "The finding it repeats.", Shape.NUMBER),
    Column(
        "Recorded by",
        "recorded_by",
        "Who entered it here.",
        audiences=INTERNAL_ONLY,
        uploaded=False,
    ),
    _told("Recorded at (UTC)", "recorded_at", "When it was entered here.", Shape.MOMENT),
)

#: What files bring, first; and what is computed, so that an upload of it names and ignores it.
COLUMNS: Final = (*UPLOADED, *_TOLD)

_BY_HEADING: Final = {column.heading: column for column in COLUMNS}

#: The headings of the sheet *Findings*, in its order.
_HEADINGS: Final = (
    *("Finding", "Department", "Unit", "Officer", "Name as received", "Badge", "Tool", "Vendor"),
    *("Category", "Stage", "Licence", "Account email", "Account kind", "Account state"),
    *("Obtained through", "Offered on", "Signed up on", "First used on", "Last used on"),
    *("Closed on", "Searches low", "Searches high", "Purposes", "Case numbers", "Cases"),
    *("On behalf of", "Verdict", "Reason", "Reason since", "Other reasons", "Approval", "Flags"),
    *("Follow-up", "Outcome", "Actions", "Counted", "Duplicate of", "Source"),
    *("Source reference", "Certainty", "Notes", "Recorded by", "Recorded at (UTC)"),
)

#: The whole record, as lists and the sheet *Findings* show it.
SHEET: Final = tuple(_BY_HEADING[heading] for heading in _HEADINGS)
