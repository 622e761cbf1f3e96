"""Which column of a file brings which column of ours."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from auditor.columns import Column, Shape, listed, plain
from auditor.errors import FieldsRefused, FileRefused


@dataclass(frozen=True, slots=True)
class Mapped:
    """How the headings of one file were understood.

    Attributes:
        places: by field of ours, where in the file's rows its cell stands, counted from 0.
        headings: the file's headings, in order.
        lacking: sentences about what must be there and is not; empty when the rows can be read.
        remarks: sentences about what was left out.
    """

    places: Mapping[str, int]
    headings: tuple[str, ...]
    lacking: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def by_field(self) -> dict[str, str]:
        """Field of ours to heading of the file."""
        return {field: self.headings[place] for field, place in self.places.items()}

    def refuse_lacking(self) -> None:
        """Stop where the rows cannot be read.

        Raises:
            FileRefused: a column is missing or stands there twice; says how to name it.
        """
        if self.lacking:
            raise FileRefused(" ".join(self.lacking))


def mapped(
    headings: Sequence[str],
    columns: Sequence[Column],
    *,
    overrides: Iterable[str] = (),
    identified_by: Sequence[tuple[str, ...]] = (),
    has_department: bool = False,
) -> Mapped:
    """Understand the headings of a file; what is missing or doubled is told, not refused.

    Args:
        overrides: “Heading=Column in the file” each; any accepted name may stand on the left, and
            nothing on the right for a column that is not to be read.
        identified_by: groups of fields, of which one must be there as a whole.
        has_department: the sender named the department, so that no column has to.

    Raises:
        FieldsRefused: an override names what there is not.
    """
    brought = [column for column in columns if column.uploaded]
    chosen = _chosen(overrides, brought, headings)
    taken = {place for place in chosen.values() if place is not None}
    recognised: dict[str, list[int]] = defaultdict(list)
    unknown: list[int] = []
    for place, heading in enumerate(headings):
        column = next((c for c in brought if c.is_called(heading)), None)
        if place in taken:
            continue
        if column is None or column.field in chosen:
            unknown.append(place)
        else:
            recognised[column.field].append(place)
    places = {field: found[0] for field, found in recognised.items()}
    places |= {field: place for field, place in chosen.items() if place is not None}
    doubled = {field: found for field, found in recognised.items() if len(found) > 1}
    lacking = [
        *_doubled(doubled, brought, headings),
        *_missing(places, brought, headings, has_department=has_department),
        *_unidentified(places, brought, headings, groups=identified_by),
    ]
    remarks = _left_out(unknown, columns, headings)
    return Mapped(places, tuple(headings), tuple(lacking), tuple(remarks))


def _chosen(
    overrides: Iterable[str], columns: Sequence[Column], headings: Sequence[str]
) -> dict[str, int | None]:
    chosen: dict[str, int | None] = {}
    for override in overrides:
        ours, sign, theirs = override.partition("=")
        column = next((c for c in columns if c.is_called(ours)), None)
        place = next((at for at, one in enumerate(headings) if plain(one) == plain(theirs)), None)
        if not sign or column is None:
            raise _refused(
                f"“{override}” names no column that this kind of upload has. Write "
                f"“Heading=Column in the file”; the headings are {_quoted(_names(columns))}."
            )
        if place is None and theirs.strip():
            raise _refused(
                f"The file has no column “{theirs.strip()}” to be read as “{column.heading}”. "
                f"It has {_quoted(headings)}."
            )
        if chosen.get(column.field, place) != place:
            raise _refused(f"Two columns were named for “{column.heading}”. Name one of them.")
        chosen[column.field] = place
    return chosen


def _refused(sentence: str) -> FieldsRefused:
    return FieldsRefused({"column": sentence})


def _doubled(
    doubled: Mapping[str, Sequence[int]], columns: Sequence[Column], headings: Sequence[str]
) -> Iterable[str]:
    for column in columns:
        if found := doubled.get(column.field):
            names = [headings[place] for place in found]
            yield (
                f"{_quoted(names)} both mean “{column.heading}”. Say which one is to be read; on "
                f'the command line: --column "{column.heading}={names[0]}".'
            )


def _missing(
    places: Collection[str],
    columns: Sequence[Column],
    headings: Sequence[str],
    *,
    has_department: bool,
) -> Iterable[str]:
    for column in columns:
        if not column.required or column.field in places:
            continue
        if column.shape is not Shape.DEPARTMENT:
            yield _lacks([column.heading], headings)
        elif not has_department:
            yield (
                f"The file has no column “{column.heading}”, only {_quoted(headings)}. Name the "
                "department of all its rows (on the command line: --department CODE), or say "
                f'which column is meant (--column "{column.heading}=Column in the file").'
            )


def _unidentified(
    places: Collection[str],
    columns: Sequence[Column],
    headings: Sequence[str],
    *,
    groups: Sequence[tuple[str, ...]],
) -> Iterable[str]:
    if not groups or any(all(field in places for field in group) for group in groups):
        return
    named = {column.field: column.heading for column in columns}
    wanted = [" with ".join(f"“{named[field]}”" for field in group) for group in groups]
    example = named[groups[0][0]]
    yield (
        f"No column says whom or what a row is about: there must be {listed(wanted)}, and the "
        f"file has {_quoted(headings)}. Say which column is meant; on the command line: "
        f'--column "{example}=Column in the file".'
    )


def _lacks(wanted: Sequence[str], headings: Sequence[str]) -> str:
    return (
        f"The file has no column {_quoted(wanted)}, only {_quoted(headings)}. Say which one is "
        f'meant; on the command line: --column "{wanted[0]}=Column in the file".'
    )


def _left_out(
    unknown: Sequence[int], columns: Sequence[Column], headings: Sequence[str]
) -> Iterable[str]:
    computed = [
        headings[place]
        for place in unknown
        if any(not column.uploaded and column.is_called(headings[place]) for column in columns)
    ]
    rest = [headings[place] for place in unknown if headings[place] not in computed]
    if computed:
        yield f"Computed or kept by hand here, and so not read: {_quoted(computed)}."
    if rest:
        yield f"Not read, as no column here is called so: {_quoted(rest)}."


def _names(columns: Sequence[Column]) -> list[str]:
    return [column.heading for column in columns]


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
