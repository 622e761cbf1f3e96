"""What is recorded of an officer and their assignments: for uploads, pages and the dictionary."""

from typing import Final

from auditor.columns import Column, Shape

#: What files say.
_UPLOADED: Final[tuple[Column, ...]] = (
    Column(
        "Department",
        "department_id",
        "The department the officer is, or was, a member of.",
        shape=Shape.DEPARTMENT,
        accepts=("department code", "agency"),
        required=True,
    ),
    Column(
        "Employee id",
        "employee_id",
        "The department’s number for the person; it stays when badge and name change.",
        shape=Shape.IDENTIFIER,
        accepts=("serial", "id", "employee number", "#id", "serial number", "employee no"),
    ),
    Column(
        "Badge",
        "badge",
        "The number on the badge, as text: leading zeros count.",
        shape=Shape.IDENTIFIER,
        accepts=("badge number", "star", "shield", "badge no", "star number", "shield number"),
    ),
    Column(
        "Family name",
        "family_name",
        "The family name, with suffixes such as “Jr.”.",
        accepts=("last name", "last", "surname"),
    ),
    Column("Given name", "given_name", "The given name.", accepts=("first name", "first")),
    Column("Middle name", "middle_name", "The middle names or initials.", accepts=("middle",)),
    Column(
        "Name",
        "name",
        "The whole name in one cell, instead of family, given and middle name.",
        shape=Shape.NAME,
        accepts=("full name", "officer name", "officer"),
    ),
    Column("Rank", "rank", "The rank or title.", accepts=("title", "job title")),
    Column(
        "Unit",
        "unit",
        "Where the officer is assigned.",
        accepts=("division", "bureau", "assignment"),
    ),
    Column(
        "Email",
        "email",
        "The work e-mail address.",
        accepts=("e-mail", "work email", "work e-mail", "email address", "e-mail address"),
    ),
    Column("From", "since", "The first day of the assignment.", shape=Shape.DAY),
    Column("Until", "until", "The last day of the assignment, inclusive.", shape=Shape.DAY),
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
    Column(
        "Former names",
        "former_names",
        "Names the person bore before, so that older files are understood.",
        shape=Shape.WORDS,
        uploaded=False,
    ),
    Column("Sworn", "is_sworn", "Whether the person is sworn.", shape=Shape.YES_NO, uploaded=False),
    Column(
        "Same person as",
        "same_person_id",
        "The record of the same person in another department.",
        shape=Shape.OFFICER,
        uploaded=False,
    ),
    Column(
        "Reason for withdrawing",
        "withdrawn_reason",
        "Why the record counts no longer; empty while it stands.",
        uploaded=False,
    ),
)

COLUMNS: Final[tuple[Column, ...]] = (*_UPLOADED, *_BY_HAND)
