"""How a person's name is read out of one cell, and how names are compared and searched."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

#: Letters that Unicode does not take apart into a plain letter and a mark.
_PLAIN_LETTERS: Final = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
        "ı": "i",
    }
    | dict.fromkeys("‘’‛`´ʻʼ′", "'")
    | dict.fromkeys("‐‑‒–—−", "-")
)

#: Words that belong to the family name they follow: a father and his son are two persons.
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})

#: Words that open a family name wherever they stand after the given name, in any case.
_OPENING_WORDS: Final = frozenset(
    {"da", "das", "de", "degli", "dei", "del", "dela", "della", "delos", "den", "der", "des"}
    | {"di", "dos", "du", "el", "la", "las", "los", "san", "santa", "st", "ste", "ter", "van"}
    | {"von", "zu"}
)

#: No name in the rosters we have seen has more words than six.
_MOST_WORDS: Final = 8


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as it was written; `middle` is empty where none was given."""

    given: str
    middle: str
    family: str


def read_name(text: str) -> PersonName:
    """The name in one cell: “Family, Given M.” or “Given M. Family”, case kept, blanks collapsed.

    Without a comma the family name is the last word, with the words that open it (“de la Cruz”)
    and a suffix (“Jr.”); a family name of two plain words can only be told with a comma.

    Raises:
        ValueError: a given or a family name is missing, or there are commas too many.
    """
    parts = [part.split() for part in text.split(",")]
    suffix = [word for part in parts[1:] if _is_suffix(part) for word in part]
    parts = [part for part in parts if part and not _is_suffix(part)]
    if len(parts) > 2:  # noqa: PLR2004 - the family name and the given names
        raise ValueError(
            f"“{' '.join(text.split())}” has commas too many: write one name, as “Family, Given”."
        )
    if len(parts) == 2:  # noqa: PLR2004
        family, givens = parts
    else:
        givens, family = _split(parts[0] if parts else [])
    if len(givens) > 1 and _is_suffix(givens[-1:]):
        givens, suffix = givens[:-1], [*suffix, givens[-1]]
    if not givens or not family:
        raise ValueError(
            f"“{' '.join(text.split())}” is no whole name: write the given and the family name, "
            "as “Family, Given” or “Given Family”."
        )
    return PersonName(givens[0], " ".join(givens[1:]), " ".join([*family, *suffix]))


def readings(text: str) -> list[PersonName]:
    """Every way to divide one cell into given, middle and family name, for looking somebody up.

    “Ana Maria Vega Luna” may be Ana of the family Luna, or Ana Maria of the family Vega Luna.
    Empty where `read_name` would refuse; a cell of more words than a name has is not divided.
    """
    try:
        first = read_name(text)
    except ValueError:
        return []
    if "," in text:
        givens, family = [first.given, *first.middle.split()], first.family.split()
    else:
        givens, family = text.split(), []
    if len(givens) > _MOST_WORDS:
        return [first]
    borders = [len(givens)] if family else range(1, len(givens))
    return [
        PersonName(
            " ".join(givens[:middle]),
            " ".join(givens[middle:border]),
            " ".join([*givens[border:], *family]),
        )
        for border in borders
        for middle in range(1, border + 1)
    ]


def fold(*texts: str | None) -> str:
    """What searches look in: no accents, no case, one blank between words; empty texts left out.

    A search folded in the same way finds “Muñoz” by “munoz” and “Sørensen” by “sorensen”.
    """
    text = unicodedata.normalize("NFKD", " ".join(text for text in texts if text)).casefold()
    marked = unicodedata.normalize("NFKD", text)
    plain = "".join(sign for sign in marked if not unicodedata.combining(sign))
    return " ".join(plain.translate(_PLAIN_LETTERS).split())


def part_key(text: str | None) -> str:
    """One part of a name for comparing: folded letters and digits, nothing between them."""
    return "".join(sign for sign in fold(text) if sign.isalnum())


def name_key(given: str, family: str) -> str:
    """Equal for two spellings of one name: “St. Cyr, André” and “ST CYR, ANDRE”."""
    return f"{part_key(family)},{part_key(given)}"


def full_name_key(given: str, middle: str | None, family: str) -> str:
    """As `name_key`, with the middle name; equal to it, but for a comma, where there is none."""
    return f"{name_key(given, family)},{part_key(middle)}"


def middles_agree(one: str | None, other: str | None) -> bool:
    """Whether two middle names can be one person's: either is missing, or begins the other."""
    first, second = part_key(one), part_key(other)
    return first.startswith(second) or second.startswith(first)


def _is_suffix(words: Sequence[str]) -> bool:
    return bool(words) and all(part_key(word) in _SUFFIXES for word in words)


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    """Given and family words of a name without a comma; either may come out empty."""
    end = len(words)
    while end > 1 and _is_suffix(words[end - 1 : end]):
        end -= 1
    start = max(end - 1, 0)
    mixed = any(not word.islower() for word in words)
    for at in range(1, end - 1):
        if part_key(words[at]) in _OPENING_WORDS or (mixed and words[at].islower()):
            start = at
            break
    return words[:start], words[start:]
