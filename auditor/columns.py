"""How a record's columns are declared: once, for uploads, lists, workbooks and the dictionary."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Audience(StrEnum):
    """For whom a column, a sheet or a report is."""

    INTERNAL = "internal"
    DEPARTMENT = "department"
    COUNCIL = "council"
    PUBLIC = "public"


class Shape(StrEnum):
    """What a column's cells hold, and so how they are read and shown."""

    TEXT = "text"
    IDENTIFIER = "identifier"
    FREE_TEXT = "text, kept as it is written"
    REFERENCE = "identifier, kept as it is written"
    WORDS = "several texts, separated by “;”"
    DAY = "day"
    DAY_OR_MONTH = "day or month"
    MOMENT = "moment (UTC)"
    NUMBER = "whole number"
    RANGE = "number, range such as 11-50, or 51+"
    YES_NO = "yes or no"
    WORD = "one word of a vocabulary"
    VOCABULARY_WORDS = "several words of a vocabulary, separated by “;”"
    DEPARTMENT = "department, by code, name or alias"
    TOOL = "tool, by name or alias"
    OFFICER = "officer, by employee id, badge or name"
    NAME = "name, “Family, Given” or “Given Family”"


I_D_C: Final = frozenset({Audience.INTERNAL, Audience.DEPARTMENT, Audience.COUNCIL})
INTERNAL_ONLY: Final = frozenset({Audience.INTERNAL})
NOT_COUNCIL: Final = frozenset({Audience.INTERNAL, Audience.DEPARTMENT})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one record.

    Attributes:
        heading: the canonical heading, in uploads, templates, sheets and lists.
        field: the record's attribute, or the name under which a query gives the value.
        meaning: a sentence for the data dictionary.
        accepts: further headings under which uploads may bring it.
        vocabulary: the words it may hold, where it holds words.
        required: an upload without this column, or a row without its value, is refused.
        audiences: whose workbooks show it; empty for a column that only uploads bring.
        uploaded: whether uploads bring it; else it is computed, and ignored when brought.
    """

    heading: str
    field: str
    meaning: str
    shape: Shape = Shape.TEXT
    accepts: tuple[str, ...] = ()
    vocabulary: type[StrEnum] | None = None
    required: bool = False
    audiences: frozenset[Audience] = frozenset()
    uploaded: bool = True

    def is_called(self, heading: str) -> bool:
        """Whether an upload's heading means this column: in any case, with _ and - for blanks."""
        return plain(heading) in {plain(name) for name in (self.heading, *self.accepts)}


def plain(heading: str) -> str:
    """A heading or a word as it is compared: without case, signs for blanks, or doubled blanks."""
    return re.sub(r"[\s_-]+", " ", heading).strip().casefold()


def as_given(text: str | None) -> str | None:
    """A free text as a record keeps it: whole, its line breaks line feeds; None for mere blanks."""
    kept = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return kept if kept.strip() else None


def for_audience(columns: Iterable[Column], audience: Audience) -> tuple[Column, ...]:
    """The columns that an audience is shown, in order."""
    return tuple(column for column in columns if audience in column.audiences)


def labels(columns: Iterable[Column]) -> dict[str, str]:
    """Field to heading, for histories in words; the first column of a field names it."""
    named: dict[str, str] = {}
    for column in columns:
        named.setdefault(column.field, column.heading)
    return named


def word_in(vocabulary: type[StrEnum], text: str) -> StrEnum | None:
    """The vocabulary's word that is meant, compared without case and blanks; None when none is."""
    wanted = _bare(text)
    return next((word for word in vocabulary if _bare(word.value) == wanted), None)


def listed(words: Sequence[str]) -> str:
    """“a, b or c”: for sentences that name what would do."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _bare(text: str) -> str:
    return re.sub(r"[\s_-]+", "", text).casefold()
