"""What is recorded of a department: for uploads, pages and the data dictionary."""

from functools import partial
from typing import Final

from auditor.columns import I_D_C, NOT_COUNCIL, Column, Shape
from auditor.departments.rules import DepartmentKind

_shown: Final = partial(Column, audiences=I_D_C)

COLUMNS: Final[tuple[Column, ...]] = (
    _shown(
        "Code",
        "code",
        "The short text by which files and commands name the department, such as SPD.",
        shape=Shape.IDENTIFIER,
        accepts=("department code", "agency code"),
        required=True,
    ),
    _shown(
        "Name",
        "name",
        "The department’s full name.",
        accepts=("department", "department name", "agency", "agency name"),
    ),
    _shown(
        "Kind",
        "kind",
        "What sort of department it is.",
        shape=Shape.WORD,
        accepts=("department kind",),
        vocabulary=DepartmentKind,
    ),
    _shown("City", "city", "The city it serves."),
    _shown("State", "state", "The state it lies in."),
    _shown(
        "Email domains",
        "email_domains",
        "The domains of its work e-mail addresses; an address under one of them counts as work.",
        shape=Shape.WORDS,
        accepts=("e-mail domains", "email domain", "e-mail domain"),
    ),
    _shown(
        "Aliases",
        "aliases",
        "Other names under which files mean this department.",
        shape=Shape.WORDS,
        uploaded=False,
    ),
    Column(
        "Head",
        "head_name",
        "Who leads the department.",
        audiences=NOT_COUNCIL,
        uploaded=False,
    ),
    Column(
        "Head’s e-mail",
        "head_email",
        "The address of who leads it.",
        audiences=NOT_COUNCIL,
        uploaded=False,
    ),
    _shown(
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
        audiences=NOT_COUNCIL,
        uploaded=False,
    ),
)
