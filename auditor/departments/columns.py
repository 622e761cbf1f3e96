"""What is recorded of a department: for uploads, pages and the data dictionary."""

from typing import Final

from auditor.columns import Column, Shape
from auditor.departments.rules import DepartmentKind

COLUMNS: Final[tuple[Column, ...]] = (
    Column(
        "Code",
        "code",
        "The short text by which files and commands name the department, such as SPD.",
        shape=Shape.IDENTIFIER,
        accepts=("department code", "agency code"),
        required=True,
    ),
    Column(
        "Name",
        "name",
        "The department’s full name.",
        accepts=("department", "department name", "agency", "agency name"),
    ),
    Column(
        "Kind",
        "kind",
        "What sort of department it is.",
        shape=Shape.WORD,
        accepts=("department kind",),
        vocabulary=DepartmentKind,
    ),
    Column("City", "city", "The city it serves."),
    Column("State", "state", "The state it lies in."),
    Column(
        "Email domains",
        "email_domains",
        "The domains of its work e-mail addresses; an address under one of them counts as work.",
        shape=Shape.WORDS,
        accepts=("e-mail domains", "email domain", "e-mail domain"),
    ),
    Column(
        "Aliases",
        "aliases",
        "Other names under which files mean this department.",
        shape=Shape.WORDS,
        uploaded=False,
    ),
    Column("Head", "head_name", "Who leads the department.", uploaded=False),
    Column("Head’s e-mail", "head_email", "The address of who leads it.", uploaded=False),
    Column(
        "Active",
        "is_active",
        "Whether the department still exists and is asked.",
        shape=Shape.YES_NO,
        uploaded=False,
    ),
    Column(
        "Reason for withdrawing",
        "withdrawn_reason",
        "Why the record counts no longer; empty while it stands.",
        uploaded=False,
    ),
)
