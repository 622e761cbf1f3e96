"""Findings in portions, as a going-over of many takes them: read, and assessed one by one."""

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Final

from sqlalchemy import ColumnElement, func, select

from auditor.approvals.queries import standing_approvals
from auditor.departments.model import Department
from auditor.rulings.queries import standing_rulings
from auditor.tools.model import Tool
from auditor.trail.model import Change, Entry
from auditor.verdicts.queries.assessing import Assessed, Assessor, approvals_about
from auditor.verdicts.queries.reading import (
    OFFICER,
    PORTION,
    Reader,
    Row,
    all_units,
    pairs_of,
    rows_of,
    units_of,
)
from auditor.verdicts.scopes import NOWHERE, Place
from auditor.work import Work

#: The records that a run keeps in mind.
_IN_MIND: Final = ("rulings", "approvals", "tools", "assignments")


class Portion:
    """Findings that were read, to be assessed one after the other, in no order that matters.

    That is quicker than to have all of them at once: the objects of each are gone before the next.
    Those of one tool and department come together, which keeps their docket at hand.

    Attributes:
        finding_ids: of all of them, in order.
        rows: as they were read, those of one tool and department together.
        assessor: what is on record about them.
    """

    def __init__(self, rows: Sequence[Row], reader: Reader, assessor: Assessor) -> None:
        self.finding_ids = [row[0] for row in rows]
        self.rows = sorted(rows, key=itemgetter(1, 2))
        self.assessor = assessor
        self.made_of_sums, self.made_once = assessor.made_of_sums, assessor.made_once
        self._reader = reader

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Assessed]:
        return map(self.assess, self.rows)

    def assess(self, row: Row) -> Assessed:
        """One of the rows with its verdict."""
        return self.assessor.assess_row(row, self._reader)

    def place_of(self, row: Row) -> Place:
        """Where and when the officer of one of the rows was assigned."""
        return self._reader.units.get(row[OFFICER], NOWHERE)


def portion(work: Work, condition: ColumnElement[bool], *, after: int = 0) -> Portion:
    """The first 20,000 findings behind an id that meet a condition, by id, to be assessed.

    Args:
        condition: on the columns of `Finding`.
    """
    rows = rows_of(work, condition, after=after, limit=PORTION)
    assessor = Assessor(standing_rulings(work), approvals_about(work, pairs_of(rows)))
    return Portion(rows, Reader(work, units_of(work, rows)), assessor)


class Run:
    """One going-over of many findings, in portions, and in several works if need be.

    What verdicts rest on besides the findings is read once, and again where somebody changed it
    between two portions.
    """

    def __init__(self) -> None:
        self._in_mind: tuple[Reader, Assessor] | None = None
        self._position = -1

    def portion(self, work: Work, condition: ColumnElement[bool], *, after: int) -> Portion:
        """As `portion`."""
        position = _position(work)
        if self._in_mind is None or _changed_since(work, self._position):
            self._in_mind = Reader(work, all_units(work)), _assessor_of_all(work)
        self._position = position
        return Portion(rows_of(work, condition, after=after, limit=PORTION), *self._in_mind)


def _assessor_of_all(work: Work) -> Assessor:
    tools = work.session.scalars(select(Tool.id)).all()
    departments = work.session.scalars(select(Department.id)).all()
    return Assessor(standing_rulings(work), standing_approvals(work, tools, departments))


def _position(work: Work) -> int:
    newest = work.session.scalar(select(func.max(Entry.seq)))
    return -1 if newest is None else newest


def _changed_since(work: Work, position: int) -> bool:
    changed = select(Change.seq).where(Change.seq > position, Change.record.in_(_IN_MIND))
    return work.session.scalar(changed.limit(1)) is not None
