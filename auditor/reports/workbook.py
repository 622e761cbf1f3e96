"""The workbook of a report: what was read in, its bytes and the digest over its data out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from auditor.columns import Audience
from auditor.errors import FileRefused
from auditor.reports.columns import ABOUT, SHEETS, columns_of, kind_of, vocabulary_of
from auditor.reports.figures.summary import Figure
from auditor.reports.queries.snapshot import Rows, Snapshot
from auditor.reports.rules import AUDIENCE_READS, CONTAINS_NAMES, opening_sentences
from auditor.sheets.cells import CellValue
from auditor.sheets.digest import data_digest, digest_of_workbook
from auditor.sheets.holdable import as_held
from auditor.sheets.reading import read_table
from auditor.sheets.writing import Notes, Sheet, write_workbook

#: Section, group and figure, and the value under them.
LastTime = Mapping[tuple[str, str, str], float]

_TITLE: Final = "Audit of third-party tools"

#: In characters, where those taken from the first rows would not do.
_WIDTHS: Final = {
    "Summary": (23, 26, 72, 9, 12, 11, 12, 55),
    "Data dictionary": (16, 22, 70, 24, 80),
}

_DIGEST: Final = "SHA-256 of the data"

_HOW_TO_VERIFY: Final = (
    "The SHA-256 of the data is over every sheet but this one: it stays the same when a "
    "spreadsheet program saves the file again, and changes with any cell. The register keeps this "
    "file byte for byte; its page “Reports” shows, for the report as of the moment above, this "
    "digest and the SHA-256 of the file. Compare them with your copy, or ask the office to. When "
    "the rows were read, the trail of all changes had so many entries and this newest link: "
    "nothing before it can be changed or taken out without changing the link."
)


@dataclass(frozen=True, slots=True)
class Made:
    """A finished workbook, how many rows each of its sheets of data has, and their digest."""

    content: bytes
    rows: Mapping[str, int]
    data_sha256: str


def make_workbook(snapshot: Snapshot, office: str, last_time: LastTime) -> Made:
    """The workbook that says what was read; it is read again before it is given to anybody.

    Raises:
        FileRefused: something on record fits into no workbook; names the record and the column.
    """
    audience = snapshot.order.audience
    rows: dict[str, Rows] = {
        "Summary": [_summary_row(figure, last_time) for figure in snapshot.figures],
        **snapshot.rows,
        "Data dictionary": list(_dictionary(audience)),
    }
    sheets = [
        Sheet(
            title_of(title, with_names=snapshot.order.with_names),
            tuple(column.heading for column in columns_of(title, audience)),
            rows[title],
            _WIDTHS.get(title),
        )
        for title in SHEETS
    ]
    digest = _digest(sheets)
    counts = {sheet.title: len(rows[title]) for title, sheet in zip(SHEETS, sheets, strict=True)}
    about = Notes(ABOUT, list(_about(snapshot, office, counts, digest)))
    mark = CONTAINS_NAMES if snapshot.order.with_names else ""
    written = write_workbook([about, *sheets], title=_TITLE, creator=office, mark=mark)
    if digest_of_workbook(written.content, {ABOUT}) != digest:
        raise AssertionError("The workbook does not say what was to be written into it.")
    return Made(written.content, counts, digest)


def _digest(sheets: Sequence[Sheet]) -> str:
    try:
        return data_digest((sheet.title, (sheet.headings, *sheet.rows)) for sheet in sheets)
    except FileRefused:
        for sheet in sheets:
            for row in sheet.rows:
                _refuse_unholdable(sheet.headings, row)
        raise


def _refuse_unholdable(headings: Sequence[str], row: Sequence[CellValue]) -> None:
    """Name the record by its number, which stands first: nobody is given this workbook."""
    for heading, value in zip(headings, row, strict=True):
        try:
            as_held(value)
        except FileRefused as refusal:
            place = f"{headings[0]} {row[0]}, column “{heading}”"
            raise FileRefused(f"{place}: {refusal} Nothing was issued.") from None


def title_of(title: str, *, with_names: bool) -> str:
    """What a sheet of data is called: one that names officers to the council says so."""
    return f"{title}, {CONTAINS_NAMES}" if with_names else title


def values_of_summary(content: bytes, *, with_names: bool) -> dict[tuple[str, str, str], float]:
    """The figures that an issued workbook states."""
    table = read_table(content, "report.xlsx", sheet=title_of("Summary", with_names=with_names))
    return {
        (str(row.cells[0]), str(row.cells[1]), str(row.cells[2])): value
        for row in table.rows
        if isinstance(value := row.cells[3], int | float)
    }


def _summary_row(figure: Figure, last_time: LastTime) -> tuple[CellValue, ...]:
    before = last_time.get((figure.section, figure.group, figure.figure))
    known = before is not None and figure.value is not None
    return (
        figure.section,
        figure.group,
        figure.figure,
        figure.value,
        figure.value_high,
        before,
        (figure.value or 0) - (before or 0) if known else None,
        figure.rows,
    )


def _dictionary(audience: Audience) -> Iterator[tuple[CellValue, ...]]:
    for title in SHEETS:
        for column in columns_of(title, audience):
            kind = kind_of(column)
            yield title, column.heading, column.meaning, kind, vocabulary_of(column)


def _about(
    snapshot: Snapshot, office: str, counts: Mapping[str, int], digest: str
) -> Iterator[tuple[str, CellValue]]:
    order, at = snapshot.order, snapshot.as_of
    yield _TITLE, None
    if order.with_names:
        yield CONTAINS_NAMES, "It names officers; see who may have it."
    for sentence in opening_sentences(order, office):
        yield "", sentence
    yield "What this is", None
    yield "Office", office
    yield "Audience", AUDIENCE_READS[order.audience]
    if snapshot.department:
        yield "Department", snapshot.department
    yield "Names of officers", _names_told(snapshot)
    yield "As of", f"{at:%Y-%m-%d %H:%M:%S} in {at.tzinfo} (UTC{at:%z})"
    yield "As of (UTC)", at.astimezone(UTC).replace(tzinfo=None)
    only = f"Department = {snapshot.department}" if snapshot.department else "none"
    yield "Filters", only
    yield "Issued by", _author(snapshot)
    yield "Rows per sheet", None
    yield from counts.items()
    yield "How to verify it", None
    yield "Entries in the trail", snapshot.position
    yield "Newest link of the trail", snapshot.head
    yield _DIGEST, digest
    yield "How", _HOW_TO_VERIFY


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
