"""Findings as the rules see them, read as fast as the driver gives them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, Generic, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Dialect, Select, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import NullType

from auditor.days import Day
from auditor.findings.model import Finding
from auditor.findings.rules import Assignment, Certainty, Facts, Stage
from auditor.officers.model import Assignment as AssignmentRow
from auditor.tools.model import Tool
from auditor.tools.rules import Category
from auditor.verdicts.assessment import Sum, without_days
from auditor.verdicts.scopes import NOWHERE, Place
from auditor.work import Work

#: How many findings are read, assessed and written at once: it holds the writers' turn for less
#: than a second.
PORTION: Final = 20_000

#: For more findings than this, all assignments are read at once and not those of their officers.
MANY: Final = 5_000

#: By officer, where and when they were assigned; a row without a unit tells nothing.
Units = Mapping[int | None, Place]

K = TypeVar("K")
V = TypeVar("V")


class Read(dict[K, V], Generic[K, V]):
    """What stored values mean: each one is read once, however often it is stored."""

    def __init__(self, read: Callable[[K], V]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, stored: K) -> V:
        return self.setdefault(stored, self._read(stored))


def stored(column: Any) -> ColumnElement[Any]:
    """A column's value as the driver gives it."""
    return type_coerce(column, NullType())


def driver_rows(work: Work, wanted: Select[*tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows as the driver gives them: bare tuples, of which a million are not too many."""
    work.session.flush()
    with work.session.connection().execute(wanted) as result:
        return list(result.cursor.fetchall()) if result.cursor is not None else []


#: The condition on `Finding` that leaves out what counts nowhere.
COUNTED: Final = (
    Finding.withdrawn_at.is_(None)
    & Finding.duplicate_of_id.is_(None)
    & (Finding.certainty != Certainty.DISPROVED)
)

_WANTED: Final = (
    Finding.id,
    Finding.tool_id,
    Finding.department_id,
    Finding.officer_id,
    Finding.purposes,
    Finding.stage,
    COUNTED,
    Tool.category,
    Finding.signed_up_on,
    Finding.signed_up_on_last,
    Finding.first_used_on,
    Finding.first_used_on_last,
    Finding.last_used_on,
    Finding.last_used_on_last,
)
#: The place of the officer among them.
OFFICER: Final = 3

#: A finding as the driver gives it, in the order above.
Row = tuple[Any, ...]

#: The first and the last day of something, as the driver gives them.
Ends = tuple[Any, Any]


def rows_of(
    work: Work, condition: ColumnElement[bool], *, after: int = 0, limit: int | None = None
) -> list[Row]:
    """The findings that meet a condition, by id, as a `Reader` reads them.

    Args:
        condition: on the columns of `Finding`.
        after: only findings with a greater id.
        limit: at most so many.
    """
    wanted = (
        select(*(stored(column) for column in _WANTED))
        .join(Tool, Tool.id == Finding.tool_id)
        .where(condition, Finding.id > after)
        .order_by(Finding.id)
        .limit(limit)
    )
    return driver_rows(work, wanted)


def pairs_of(rows: Iterable[Row]) -> set[tuple[int, int]]:
    """The tools and departments of these findings, a pair of ids each."""
    return {row[1:3] for row in rows}


class Reader:
    """Says what the driver's rows mean: each stored value is read once, however often it comes.

    Args:
        units: at least of the officers in these rows.
    """

    def __init__(self, work: Work, units: Units) -> None:
        dialect = work.session.connection().dialect
        self.units = units
        self.purposes = Read[Any, tuple[str, ...]](read_by(Finding.purposes, dialect))
        self._stage = Read[Any, Stage](read_by(Finding.stage, dialect))
        self._category = Read[Any, Category](read_by(Tool.category, dialect))
        self.date = Read[Any, date](read_by(Finding.signed_up_on, dialect))
        #: How a day is stored.
        self.stored_day = Read[date, Any](_writer(Finding.signed_up_on, dialect))
        #: By the first and the last day as they are stored; also in words.
        self.day = Read[Ends, Day](lambda ends: Day(self.date[ends[0]], self.date[ends[1]]))
        self.day_in_words = Read[Ends, str](lambda ends: str(self.day[ends]))
        #: What is said by stage, whether it counts, as stored, and whether a day is known.
        self.without_days = Read[tuple[Any, Any, bool], Sum | None](
            lambda told: without_days(self._stage[told[0]], counted=bool(told[1]), dated=told[2])
        )

    def facts(self, row: Row) -> Facts:
        """The finding as the rules see it."""
        _, tool, department, officer, purposes, stage, counted, category, *days = row
        signed_up, first, last = (
            None if days[n] is None else self.day[days[n], days[n + 1] or days[n]]
            for n in (0, 2, 4)
        )
        return Facts(
            tool_id=tool,
            category=self._category[category],
            department_id=department,
            officer_id=officer,
            assignments=self.units.get(officer, NOWHERE).assignments,
            purposes=frozenset(self.purposes[purposes]),
            stage=self._stage[stage],
            signed_up_on=signed_up,
            first_used_on=first,
            last_used_on=last,
            counted=bool(counted),
        )


class Stated(NamedTuple):
    """A finding as it was read."""

    row: Row
    reader: Reader

    @property
    def finding_id(self) -> int:
        """The finding's id."""
        return int(self.row[0])

    @property
    def pair(self) -> tuple[int, int]:
        """The ids of its tool and its department."""
        return self.row[1], self.row[2]

    @property
    def facts(self) -> Facts:
        """The finding as the rules see it; made anew each time."""
        return self.reader.facts(self.row)


def stated(
    work: Work, condition: ColumnElement[bool], *, after: int = 0, limit: int | None = None
) -> list[Stated]:
    """The findings that meet a condition, as the rules see them, by id; see `rows_of`."""
    rows = rows_of(work, condition, after=after, limit=limit)
    reader = Reader(work, units_of(work, rows))
    return [Stated(row, reader) for row in rows]


def read_by(column: InstrumentedAttribute[Any], dialect: Dialect) -> Callable[[Any], Any]:
    """What makes of a column’s stored value the value that it means."""
    kind: Any = column.type
    read: Callable[[Any], Any] | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return read or (lambda value: value)


def _writer(column: InstrumentedAttribute[Any], dialect: Dialect) -> Callable[[Any], Any]:
    kind: Any = column.type
    write: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return write or (lambda value: value)


def units_of(work: Work, rows: Sequence[Row]) -> Units:
    """By officer of these findings, where and when they were assigned."""
    if len(rows) > MANY:
        return all_units(work)
    officers = {row[OFFICER] for row in rows} - {None}
    return _units(work, AssignmentRow.officer_id.in_(sorted(officers))) if officers else {}


def all_units(work: Work) -> Units:
    """By officer, where and when they were assigned: everybody's."""
    return _units(work, AssignmentRow.unit.is_not(None))


def _units(work: Work, condition: ColumnElement[bool]) -> Units:
    wanted = select(
        AssignmentRow.officer_id, AssignmentRow.unit, AssignmentRow.since, AssignmentRow.until
    ).where(condition, AssignmentRow.unit.is_not(None))
    found: dict[int | None, list[Assignment]] = defaultdict(list)
    for officer_id, unit, since, until in work.session.execute(wanted.order_by(AssignmentRow.id)):
        found[officer_id].append(Assignment(unit or "", since, until))
    places: dict[tuple[Assignment, ...], Place] = {}
    for units in map(tuple, found.values()):
        if units not in places:
            places[units] = Place.of(units, len(places) + 1)
    return {officer_id: places[tuple(units)] for officer_id, units in found.items()}


def among(finding_ids: Sequence[int], column: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """The condition that holds for what belongs to these findings, at least one of them.

    Args:
        finding_ids: in order. What lies between them may meet the condition too.
    """
    first, last = finding_ids[0], finding_ids[-1]
    if last - first < 2 * len(finding_ids):
        return column.between(first, last)
    return column.in_(finding_ids)


def ids_in(ids: Collection[int]) -> Iterable[ColumnElement[bool]]:
    """Conditions that meet these findings, a few thousand each: no statement takes a million."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), PORTION):
        yield Finding.id.in_(ordered[start : start + PORTION])
