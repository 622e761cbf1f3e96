"""The findings of a report: a row of the sheet each, and what figures look at."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, func, select, true

from auditor.columns import Column
from auditor.days import Day
from auditor.departments.model import Department
from auditor.findings.model import Finding
from auditor.findings.rules import DAY_LABELS, Certainty, Facts
from auditor.flags.model import Flag
from auditor.flags.rules.moves import STANDING
from auditor.officers.model import Assignment
from auditor.people.model import User
from auditor.reports.figures.counted import DISPROVED, DUPLICATE, WITHDRAWN, YES, Counted
from auditor.reports.queries.follow_ups import Followed, followed
from auditor.reports.queries.naming import Naming
from auditor.sheets.cells import CellValue
from auditor.tools.model import Tool
from auditor.verdicts.assessment import Assessment
from auditor.verdicts.queries import Assessed, assessed
from auditor.work import Work

_SELECTED = (
    *Finding.__table__.c,
    Tool.name.label("tool"),
    Tool.vendor,
    Tool.category,
    Department.name.label("department"),
    User.name.label("recorded_by"),
)


#: Findings that are read at a time: of a portion everything is held that is known of them.
_PORTION: Final = 2_000


class _Beside(NamedTuple):
    """What is read beside the findings: by finding the rules whose flags stand and what its
    follow-ups say, by officer their assignments in order of time.
    """

    columns: Sequence[Column]
    naming: Naming
    flags: Mapping[int, Sequence[str]]
    followed: Mapping[int, Followed]
    places: Mapping[int | None, Sequence[Assignment]]


class Row(NamedTuple):
    """A finding: its cells, and what figures look at; None where it does not count."""

    cells: tuple[CellValue, ...]
    counted: Counted | None


def finding_rows(
    work: Work,
    columns: Sequence[Column],
    naming: Naming,
    *,
    department_id: int | None = None,
    only: ColumnElement[bool] | None = None,
) -> Iterator[Row]:
    """Every finding, whatever its state, by number.

    Its verdict is computed from the records as this work sees them, and not taken from where it is
    kept: a report rests on records alone.

    Args:
        columns: those that the audience is shown.
        department_id: only the findings of this department; None for all.
        only: a condition on `Finding` that narrows them further.
    """
    condition: ColumnElement[bool] = true() if only is None else only
    if department_id is not None:
        condition = condition & (Finding.department_id == department_id)
    flags, asked, after = _flags(work, condition), followed(work, condition), 0
    while portion := assessed(work, condition, after=after, limit=_PORTION):
        after = portion[-1].finding_id
        within = (condition, Finding.id.between(portion[0].finding_id, after))
        beside = _Beside(columns, naming, flags, asked, _places(work, within))
        for row, said in zip(_rows(work, within), portion, strict=True):
            yield _row(row, said, beside)


def count_findings(work: Work, department_id: int | None, *, most: int | None = None) -> int:
    """How many findings a report has, those of one department or all; counted up to `most`."""
    wanted = select(Finding.id).limit(most)
    if department_id is not None:
        wanted = wanted.where(Finding.department_id == department_id)
    return work.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0


def _rows(work: Work, within: Sequence[ColumnElement[bool]]) -> Sequence[Any]:
    wanted = (
        select(*_SELECTED)
        .join(Tool, Tool.id == Finding.tool_id)
        .join(Department, Department.id == Finding.department_id)
        .outerjoin(User, User.id == Finding.recorded_by_id)
        .where(*within)
    )
    return work.session.execute(wanted.order_by(Finding.id)).all()


def _flags(work: Work, condition: ColumnElement[bool]) -> Mapping[int, Sequence[str]]:
    """By finding, the rules whose flags stand on it."""
    wanted = (
        select(Finding.id, Flag.rule)
        .join(Finding, Finding.id == Flag.finding_id)
        .where(condition, Flag.state.in_(STANDING))
    )
    found: dict[int, list[str]] = defaultdict(list)
    for finding_id, rule in work.session.execute(wanted.order_by(Flag.rule)):
        found[finding_id].append(rule)
    return found


def _places(
    work: Work, within: Sequence[ColumnElement[bool]]
) -> Mapping[int | None, Sequence[Assignment]]:
    """By officer, where and with which badge they were, in order of time."""
    officers = select(Finding.officer_id).where(*within, Finding.officer_id.is_not(None))
    found: dict[int | None, list[Assignment]] = defaultdict(list)
    for row in work.session.scalars(
        select(Assignment).where(Assignment.officer_id.in_(officers)).order_by(Assignment.id)
    ):
        found[row.officer_id].append(row)
    for places in found.values():
        places.sort(key=lambda place: place.since or date.min)
    return found


def _row(row: Any, said: Assessed, beside: _Beside) -> Row:
    columns, counts, who = beside.columns, _counts(row), beside.naming.account(row)
    held = _held(said.facts, beside.places.get(row.officer_id, ()))
    flags = beside.flags.get(row.id, ())
    values: dict[str, CellValue] = {
        **{column.field: plain_cell(getattr(row, column.field, None)) for column in columns},
        **{name: _day(row, name) for name in DAY_LABELS},
        **_verdict(said.assessment),
        "officer": beside.naming.whose(row),
        "unit": _joined(place.unit for place in held),
        "badge": _joined(place.badge for place in held),
        "cases": len(row.case_numbers),
        "flags": "; ".join(flags),
        **beside.followed.get(row.id, Followed()).cells(),
        "counted": counts,
    }
    cells = tuple(values[column.field] for column in columns)
    return Row(cells, _counted(row, said, who, is_flagged=bool(flags)) if counts == YES else None)


def _counted(row: Any, said: Assessed, who: Hashable, *, is_flagged: bool) -> Counted:
    return Counted(
        row.tool,
        row.department,
        who,
        row.stage,
        said.assessment.verdict,
        said.assessment.reason,
        tuple((row.department_id, number) for number in row.case_numbers),
        row.searches_low,
        row.searches_high,
        is_flagged,
        row.signed_up_on.year if row.signed_up_on else None,
        row.first_used_on.year if row.first_used_on else None,
    )


def _counts(row: Any) -> str:
    if row.withdrawn_at is not None:
        return WITHDRAWN
    if row.duplicate_of_id is not None:
        return DUPLICATE
    return DISPROVED if row.certainty is Certainty.DISPROVED else YES


def _held(facts: Facts, places: Sequence[Assignment]) -> list[Assignment]:
    """Where the officer was on the first known date: of a month, on any of its days."""
    known = [day for _, day in facts.known_dates()]
    if not known:
        return []
    day = min(known, key=lambda one: (one.first, one.last))
    return [
        place
        for place in places
        if (place.since or day.last) <= day.last and day.first <= (place.until or day.first)
    ]


def _joined(values: Iterator[str | None]) -> str:
    return "; ".join(dict.fromkeys(filter(None, values)))


def _day(row: Any, name: str) -> CellValue:
    """A date; of a day known to the month only its month, as text."""
    first: date | None = getattr(row, name)
    if first is None:
        return None
    day = Day(first, getattr(row, f"{name}_last") or first)
    return str(day) if day.is_month else first


def _verdict(found: Assessment) -> dict[str, CellValue]:
    behind = "; ".join(map(str, found.approval_ids))
    if not behind and found.ruling_id is not None:
        behind = f"ruling {found.ruling_id}"
    return {
        "verdict": found.verdict.value,
        "reason": found.reason.value if found.reason else None,
        "reason_since": found.since,
        "other_reasons": "; ".join(reason.value for reason in found.other_reasons),
        "approval": behind,
    }


def plain_cell(value: Any) -> CellValue:
    """A stored value as a cell: words by “;”, a word of a vocabulary as text."""
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return str(value) if isinstance(value, str) else value
