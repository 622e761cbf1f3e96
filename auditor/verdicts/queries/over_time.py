"""Reading all that is on record about a tool in a department, over time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, extract, func, literal, select, union_all

from auditor.approvals.rules import Approval
from auditor.concern import concerning_approvals, own_of
from auditor.days import Day
from auditor.departments.model import Department
from auditor.findings.model import Finding
from auditor.findings.sought import findings_among
from auditor.officers.queries import names_of_officers
from auditor.rulings.queries import standing_rulings
from auditor.tools.model import Tool
from auditor.verdicts.leave import facts_about
from auditor.verdicts.over_time import ROWS, OverTime, over_time
from auditor.verdicts.points import Point
from auditor.verdicts.queries.assessing import approvals_about
from auditor.verdicts.queries.covering import MOST, newest, of_pair
from auditor.verdicts.queries.reading import Stated
from auditor.work import Work

#: So many findings are named, the newest; the list of findings has the others.
NAMED: Final = 20


@dataclass(frozen=True, slots=True)
class Record:
    """What is on record about a tool in a department, as the reader may see it.

    Attributes:
        own: the ids of the approvals that concern the reader; they are not drawn.
        officers: by id, whom approvals are limited to.
        findings: of those that count, the newest, as lists of findings show them.
        has_more: whether there are others.
    """

    drawn: OverTime | None
    own: Sequence[int]
    officers: Mapping[int, str]
    findings: Sequence[Any]
    has_more: bool


def record_of(work: Work, tool: Tool, department: Department, *, most: int = MOST) -> Record:
    """What is on record about a tool in a department within reach.

    Findings that concern the reader are left out.

    Args:
        most: beyond so many findings their known dates are counted by month.
    """
    own = own_of(work)
    found = newest(work, tool.id, department.id, own=own)
    many = len(found) > most
    about = of_pair(work, tool.id, department.id, own=own)
    approvals = approvals_about(work, [(tool.id, department.id)])
    theirs = concerning_approvals(work, approvals)
    shown: list[Approval] = [each for each in approvals if each.id not in theirs]
    points = list(_by_month(work, about) if many else _one_by_one(found))
    facts = facts_about(tool.id, tool.category, department.id)
    newest_ids = [each.finding_id for each in found[-NAMED:]]
    return Record(
        over_time(facts, standing_rulings(work), shown, points),
        sorted(theirs),
        names_of_officers(work, {each.officer_id for each in shown if each.officer_id}),
        findings_among(work, newest_ids) if newest_ids else [],
        has_more=len(found) > NAMED,
    )


def _one_by_one(found: Sequence[Stated]) -> Iterator[Point]:
    for each in found:
        for field, day in each.facts.known_dates():
            yield Point(ROWS.index(field), day)


def _by_month(work: Work, about: ColumnElement[bool]) -> Iterator[Point]:
    counts = []
    for row, field in enumerate(ROWS):
        column = getattr(Finding, field)
        month = extract("year", column), extract("month", column)
        counts.append(
            select(literal(row), *month, func.count())
            .where(about, column.is_not(None))
            .group_by(*month)
        )
    for row, year, month_of_year, number in work.session.execute(union_all(*counts)):
        yield Point(int(row), Day.of_month(int(year), int(month_of_year)), int(number))
