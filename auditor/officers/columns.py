"""What is recorded of an officer and their assignments: for uploads, pages and the dictionary."""

from functools import partial
from typing import Final

from auditor.columns import INTERNAL_ONLY, NOT_COUNCIL, Column, Shape

#: The council is told of no officer: what a report says of one is a pseudonym.
_shown: Final = partial(Column, audiences=NOT_COUNCIL)

#: What files say.
_UPLOADED: Final[tuple[Column, ...]] = (
    _shown(
        "Department",
        "department_id",
        "The department the officer is, or was, a member of.",
        shape=Shape.DEPARTMENT,
        accepts=("department code", "agency"),
        required=True,
    ),
    _shown(
        "Employee id",
        "employee_id",
        "The department’s number for the person; it stays when badge and name change.",
        shape=Shape.IDENTIFIER,
        accepts=("serial", "id", "employee number", "#id", "serial number", "employee no"),
    ),
    _shown(
        "Badge",
        "badge",
        "The number on the badge, as text: leading zeros count.",
        shape=Shape.IDENTIFIER,
        accepts=("badge number", "star", "shield", "badge no", "star number", "shield number"),
    ),
    _shown(
        "Family name",
        "family_name",
        "The family name, with suffixes such as “Jr.”.",
        accepts=("last name", "last", "surname"),
    ),
    _shown("Given name", "given_name", "The given name.", accepts=("first name", "first")),
    _shown("Middle name", "middle_name", "The middle names or initials.", accepts=("middle",)),
    Column(
        "Name",
        "name",
        "The whole name in one cell, instead of family, given and middle name.",
        shape=Shape.NAME,
        accepts=("full name", "officer name", "officer"),
    ),
    _shown("Rank", "rank", "The rank or title.", accepts=("title", "job title")),
    _shown(
        "Unit",
        "unit",
        "Where the officer is assigned.",
        accepts=("division", "bureau", "assignment"),
    ),
    _shown(
        "Email",
        "email",
        "The work e-mail address.",
        accepts=("e-mail", "work email", "work e-mail", "email address", "e-mail address"),
    ),
    _shown("From", "since", "The first day of the assignment.", shape=Shape.DAY),
    _shown("Until", "until", "The last day of the assignment, inclusive.", shape=Shape.DAY),
    Column(
        "As of",
        "as_of",
        "The day a roster without From shows.",
        shape=Shape.DAY,
        accepts=("roster date", "as of date"),
    ),
)

#: What only pages say.
_BY_HAND: Final[tuple[Column, ...]] = (
    _shown(
        "Former names",
        "former_names",
        "Names the person bore before, so that older files are understood.",
        shape=Shape.WORDS,
        uploaded=False,
    ),
    _shown("Sworn", "is_sworn", "Whether the person is sworn.", shape=Shape.YES_NO, uploaded=False),
    Column(
        "Same person as",
        "same_person_id",
        "The record of the same person in another department.",
        shape=Shape.OFFICER,
        audiences=INTERNAL_ONLY,
        uploaded=False,
    ),
    _shown(
        "Reason for withdrawing",
        "withdrawn_reason",
        "Why the record counts no longer; empty while it stands.",
        uploaded=False,
    ),
)

COLUMNS: Final[tuple[Column, ...]] = (*_UPLOADED, *_BY_HAND)
