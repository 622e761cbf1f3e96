"""From the bytes of a file to a plan of everything it would do."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, tzinfo

import orjson

from auditor.columns import Shape
from auditor.sheets.reading import read_table
from auditor.uploads.cell_values import shown
from auditor.uploads.drafts import EMPTY, Kind, Options, Plan, Refusal
from auditor.uploads.hand_edits import HandEdits
from auditor.uploads.keeping import keep_edited
from auditor.uploads.lookups import Lookups
from auditor.uploads.mapping import Mapped, mapped
from auditor.uploads.parsing import Reading, read_rows
from auditor.work import Work


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as handed in, with what its sender says of it.

    Attributes:
        columns: “Heading=Column in the file” each.
        as_of: the day a roster shows.
        sheet: of a workbook; None for the first that holds anything.
    """

    kind: Kind
    name: str
    content: bytes
    department_id: int | None = None
    as_of: date | None = None
    columns: tuple[str, ...] = ()
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file whose headings were understood, and whose rows were read unless something lacks."""

    sent: Sent
    mapped: Mapped
    reading: Reading | None


def parse(sent: Sent, *, zone: tzinfo) -> Parsed:
    """Read a file; needs no work, and so is done outside of one.

    Raises:
        FileRefused: it cannot be read as a table.
        FieldsRefused: what was said of its columns cannot be.
    """
    table = read_table(sent.content, sent.name, sheet=sent.sheet)
    has_department = sent.department_id is not None
    understood = mapped(
        table.headings,
        sent.kind.columns,
        overrides=sent.columns,
        identified_by=sent.kind.identified_by,
        has_department=has_department,
    )
    if understood.lacking:
        return Parsed(sent, understood, None)
    reading = read_rows(
        table,
        sent.kind.columns,
        understood,
        zone=zone,
        has_department=has_department,
        aside=sent.kind.aside,
    )
    return Parsed(sent, understood, reading)


def make_plan(work: Work, parsed: Parsed, *, today: date, overwrite: bool) -> Plan:
    """What the file would do to the register as it stands in this work.

    Args:
        today: the city's day of upload.
        overwrite: whether what was edited by hand gives way to the file.
    """
    sent, reading = parsed.sent, parsed.reading
    if reading is None:
        raise AssertionError("A file that lacks a column cannot be planned.")
    options = Options(today, sent.department_id, sent.as_of, reading.headings)
    if not overwrite:
        options = replace(options, held=HandEdits(work).held)
    plan = sent.kind.plan(work, reading.drafts, options)
    if not sent.kind.keeps_by_itself:
        keep_edited(plan, sent.kind, options)
    plan.rows = sorted([*plan.rows, *reading.aside], key=lambda row: row.number)
    plan.refused += [*reading.refused, *_unknown(work, sent.kind, reading)]
    plan.refused = [refusal._replace(sheet=reading.sheet) for refusal in plan.refused]
    plan.refused.sort(key=lambda refusal: refusal.row)
    plan.remarks = [*reading.remarks, *plan.remarks]
    _refuse_miscounted(plan, reading)
    return plan


def _unknown(work: Work, kind: Kind, reading: Reading) -> Iterator[Refusal]:
    """What else is wrong with rows that are refused already, so that all is told at once."""
    if not reading.marred:
        return
    lookups = Lookups(work)
    asked = {
        Shape.DEPARTMENT: (lookups.department, lookups.why_not_department),
        Shape.TOOL: (lookups.tool, lookups.why_not_tool),
    }
    columns = [c for c in kind.columns if c.shape in asked and c.field in reading.headings]
    for draft in reading.marred:
        for column in columns:
            look_up, why_not = asked[column.shape]
            text = draft.values.get(column.field, EMPTY)
            if text is not EMPTY and look_up(text) is None:
                heading = reading.headings[column.field]
                yield Refusal("", draft.number, heading, shown(text), why_not(text))


def _refuse_miscounted(plan: Plan, reading: Reading) -> None:
    planned = [row.number for row in plan.rows]
    refused = {refusal.row for refusal in plan.refused}
    if len(set(planned)) != len(planned) or refused & set(planned):
        raise AssertionError("A row of an upload has two fates.")
    if len(planned) + len(refused) != reading.count:
        raise AssertionError("A row of an upload was lost.")


def fingerprint(plan: Plan) -> str:
    """Equal for two plans that would do, refuse and keep the same."""
    rows = [(row.number, row.fate, row.changes) for row in plan.rows]
    whole = [rows, plan.refused, plan.kept]
    return hashlib.sha256(orjson.dumps(whole, default=str)).hexdigest()
