"""The sheet that tells about the others: written, and read again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import takewhile
from typing import Final, NamedTuple

from auditor.columns import Audience
from auditor.reports.queries.snapshot import Snapshot
from auditor.reports.rules import AUDIENCE_READS, CONTAINS_NAMES, opening_sentences
from auditor.reports.signing import NO_FILTER, Claims, to_the_second
from auditor.sheets.cells import CellValue, ReadValue

TITLE: Final = "Audit of third-party tools"

_AUDIENCE: Final = "Audience"
_AS_OF: Final = "As of (UTC)"
_FILTERS: Final = "Filters"
_ROWS: Final = "Rows per sheet"
_VERIFY: Final = "How to verify it"
_POSITION: Final = "Entries in the trail"
_HEAD: Final = "Newest link of the trail"
_DIGEST: Final = "SHA-256 of the data"
_SIGNATURE: Final = "Signature"

_HOW: Final = (
    "Hand your copy in on the register’s page “Reports”, under “Check a copy”, or ask the office "
    "to. It tells whether the copy is this file byte for byte, the same data saved again by a "
    "spreadsheet program, or where it differs: by sheet, row and column. The SHA-256 of the data "
    "is over the cells of every sheet but this one, and charts only draw cells. The signature, an "
    "HMAC-SHA256, is over that digest, the audience, the moment, the filters, the rows per sheet, "
    "and the number of entries and the newest link of the trail; only the register has its key. "
    "The trail is the history of every change: when the rows were read, it had so many entries and "
    "this newest link, and nothing in it can be changed or taken out without changing the link."
)


class Told(NamedTuple):
    """What a sheet says that may be anybody's; `claims` are None where one is lacking."""

    claims: Claims | None
    signature: str | None


def claims_for(snapshot: Snapshot, rows: Mapping[str, int], data_sha256: str) -> Claims:
    """What a report will say of itself."""
    return Claims(
        audience=snapshot.order.audience.value,
        as_of=to_the_second(snapshot.as_of),
        filters=filters_of(snapshot) or NO_FILTER,
        rows=row_counts(rows),
        position=snapshot.position,
        head=snapshot.head,
        data_sha256=data_sha256,
    )


def filters_of(snapshot: Snapshot) -> str | None:
    """By what the rows were narrowed; None where by nothing."""
    return f"Department = {snapshot.department}" if snapshot.department else None


def row_counts(rows: Mapping[str, int]) -> tuple[str, ...]:
    """How many rows each sheet has, as a report keeps it."""
    return tuple(f"{title}: {count}" for title, count in rows.items())


def about_lines(
    snapshot: Snapshot, office: str, counts: Mapping[str, int], *, claims: Claims, signed: str
) -> Iterator[tuple[str, CellValue]]:
    """Each line: a label and what it says, a paragraph without a label, or a title alone."""
    order, at = snapshot.order, snapshot.as_of
    yield TITLE, None
    if order.with_names:
        yield CONTAINS_NAMES, "It names officers; see who may have it."
    for sentence in opening_sentences(order, office):
        yield "", sentence
    yield "What this is", None
    yield "Office", office
    yield _AUDIENCE, AUDIENCE_READS[order.audience]
    if snapshot.department:
        yield "Department", snapshot.department
    yield "Names of officers", _names_told(snapshot)
    yield "As of", f"{at:%Y-%m-%d %H:%M:%S} in {at.tzinfo} (UTC{at:%z})"
    yield _AS_OF, at.astimezone(UTC).replace(tzinfo=None)
    yield _FILTERS, claims.filters
    yield "Issued by", _author(snapshot)
    yield _ROWS, None
    yield from counts.items()
    yield _VERIFY, None
    yield _POSITION, claims.position
    yield _HEAD, claims.head
    yield _DIGEST, claims.data_sha256
    yield _SIGNATURE, signed
    yield "How", _HOW


def told_in(rows: Iterable[Sequence[ReadValue]]) -> Told:
    """What the sheet of a workbook says of it, whoever wrote it."""
    lines = [(_text(row, 0), row[1] if len(row) > 1 else None) for row in rows]
    found = dict(lines)
    audiences = {reads: audience.value for audience, reads in AUDIENCE_READS.items()}
    after = [label for label, _ in lines]
    rows_at = after.index(_ROWS) + 1 if _ROWS in after else len(lines)
    counts = takewhile(lambda line: line[0] != _VERIFY, lines[rows_at:])
    as_of, position = found.get(_AS_OF), found.get(_POSITION)
    claims = None
    if isinstance(as_of, date) and isinstance(position, int) and _DIGEST in found:
        claims = Claims(
            audience=audiences.get(str(found.get(_AUDIENCE)), ""),
            as_of=as_of.isoformat() if isinstance(as_of, datetime) else f"{as_of}T00:00:00",
            filters=str(found.get(_FILTERS)),
            rows=tuple(f"{label}: {value}" for label, value in counts),
            position=position,
            head=str(found.get(_HEAD)),
            data_sha256=str(found.get(_DIGEST)),
        )
    signed = found.get(_SIGNATURE)
    return Told(claims, signed if isinstance(signed, str) else None)


def _text(row: Sequence[ReadValue], at: int) -> str:
    return str(row[at]) if at < len(row) and row[at] is not None else ""


def _names_told(snapshot: Snapshot) -> str:
    order = snapshot.order
    if order.with_names:
        return f"yes, because: {order.reason}"
    return "yes" if order.shows_names else "no: pseudonyms, the same in every report"


def _author(snapshot: Snapshot) -> str:
    """A person only within the office and a department; to the council the role."""
    role = snapshot.author.role.value
    if snapshot.order.audience is Audience.COUNCIL:
        return f"a member of the {role} staff"
    return f"{snapshot.author.name} ({role})"
