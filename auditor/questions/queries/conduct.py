"""Whether like conduct got like outcome: by rank, unit and year, with medians and open ages."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import not_, select

from auditor.access import Permission
from auditor.days import Day, city_day
from auditor.departments.model import Department
from auditor.findings.asked import COUNTED
from auditor.findings.model import Finding
from auditor.flags.model import Flag
from auditor.follow_ups.model import FollowUp, Line
from auditor.follow_ups.rules import LineOutcome
from auditor.officers.model import Assignment
from auditor.questions.queries.counting import Asking, Telling
from auditor.questions.rules.tables import Cell, Row, joined_small, middle, numbers, texts
from auditor.reach import within_reach
from auditor.reports.queries.naming import who_had
from auditor.verdicts.model import StoredVerdict

_O: Final = LineOutcome

#: Outcomes that are told in one column.
_TOGETHER: Final[Mapping[str, Collection[LineOutcome | None]]] = {
    "Sustained, or in part": (_O.SUSTAINED, _O.PARTIALLY_SUSTAINED),
    "Not sustained": (_O.NOT_SUSTAINED,),
    "Exonerated or unfounded": (_O.EXONERATED, _O.UNFOUNDED),
    "Policy failure, or no rule": (_O.POLICY_FAILURE, _O.NO_RULE_EXISTED),
    "Closed without result": (_O.WITHOUT_RESULT,),
    "No outcome yet": (None,),
}

_NOT_KNOWN: Final = "Not known"
_OTHERS: Final = "Others, few officers each"


@dataclass(frozen=True, slots=True)
class _Line:
    """A flag that was asked about, and what came of it the last time it was.

    Attributes:
        rank, unit, year: at the first day that is known of the finding.
        days: from the day the department was asked to the outcome, or to today.
    """

    row: Any
    who: Hashable
    rank: str
    unit: str
    year: str
    days: int


def _lines(asking: Asking) -> list[_Line]:
    work = asking.work
    wanted = (
        select(
            *Finding.__table__.c,
            Line.flag_id,
            Line.outcome,
            Line.outcome_on,
            Line.actions,
            Line.follow_up_id,
            FollowUp.asked_at,
            Flag.rule,
            Department.name.label("department"),
        )
        .select_from(Line)
        .join(FollowUp, FollowUp.id == Line.follow_up_id)
        .join(Flag, Flag.id == Line.flag_id)
        .join(Finding, Finding.id == Flag.finding_id)
        .join(Department, Department.id == Finding.department_id)
        .join(StoredVerdict, StoredVerdict.finding_id == Finding.id)
        .where(COUNTED)
        .where(within_reach(work.actor, Finding.department_id), not_(asking.own.follow_ups()))
    )
    newest = {row.flag_id: row for row in work.session.execute(wanted.order_by(Line.id))}
    places = _places(asking, {row.officer_id for row in newest.values()} - {None})
    return [_line(asking, row, places.get(row.officer_id, ())) for row in newest.values()]


def _places(asking: Asking, officer_ids: Collection[int]) -> Mapping[int, Sequence[Assignment]]:
    found: dict[int, list[Assignment]] = defaultdict(list)
    wanted = select(Assignment).where(Assignment.officer_id.in_(officer_ids))
    for row in asking.work.session.scalars(wanted.order_by(Assignment.id)):
        found[row.officer_id].append(row)
    return found


def _line(asking: Asking, row: Any, places: Iterable[Assignment]) -> _Line:
    day = _first_day(row)
    held = [
        one
        for one in places
        if day and (one.since or day.last) <= day.last and day.first <= (one.until or day.first)
    ]
    asked_on = city_day(row.asked_at, asking.work.zone)
    ended = row.outcome_on or asking.work.today
    return _Line(
        row,
        who_had(row),
        "; ".join(dict.fromkeys(one.rank for one in held if one.rank)) or _NOT_KNOWN,
        "; ".join(dict.fromkeys(one.unit for one in held if one.unit)) or _NOT_KNOWN,
        str(day.first.year) if day else _NOT_KNOWN,
        max((ended - asked_on).days, 0),
    )


def _first_day(row: Any) -> Day | None:
    """The first day that is known of a finding, be it a month."""
    known = [
        Day(first, getattr(row, f"{name}_last") or first)
        for name in ("signed_up_on", "first_used_on", "last_used_on")
        if (first := getattr(row, name)) is not None
    ]
    return min(known, key=lambda day: (day.first, day.last), default=None)


def _by(attribute: str) -> Callable[[Asking], Iterator[Row]]:
    def rows(asking: Asking) -> Iterator[Row]:
        alleged: dict[str, dict[str, list[_Line]]] = defaultdict(lambda: defaultdict(list))
        for line in asking.once(_lines):
            alleged[line.row.rule][getattr(line, attribute)].append(line)
        for rule in sorted(alleged):
            for group, lines in sorted(_told_to(asking, alleged[rule]).items()):
                yield (Cell(rule), Cell(group), *_compared(lines))

    return rows


def _told_to(asking: Asking, groups: Mapping[str, list[_Line]]) -> Mapping[str, list[_Line]]:
    """The groups; to who may see no person, none of so few that it would name them."""
    if asking.work.actor.may(Permission.FINDING_READ):
        return groups
    few = joined_small({name: len(_officers(lines)) for name, lines in groups.items()})
    told: dict[str, list[_Line]] = defaultdict(list)
    for name, lines in groups.items():
        told[_OTHERS if name in few else name] += lines
    return told


def _officers(lines: Iterable[_Line]) -> set[Hashable]:
    return {line.who for line in lines}


def _compared(lines: Sequence[_Line]) -> Iterator[Cell]:
    yield Cell(len(lines))
    yield Cell(len(_officers(lines)))
    for outcomes in _TOGETHER.values():
        yield Cell(sum(line.row.outcome in outcomes for line in lines))
    yield Cell(middle(line.days for line in lines if line.row.outcome))
    still = [line.days for line in lines if line.row.outcome is None]
    yield Cell(middle(still))
    yield Cell(max(still, default=None))


def _each(asking: Asking) -> Iterator[Row]:
    for line in asking.once(_lines):
        row = line.row
        yield (
            Cell(row.id, "findings.show", {"finding_id": str(row.id)}),
            Cell(row.follow_up_id, "follow_ups.show", {"follow_up_id": str(row.follow_up_id)}),
            Cell(row.department),
            Cell(row.rule),
            Cell(line.rank),
            Cell(line.unit),
            Cell(line.year),
            Cell(row.outcome.value if row.outcome else "none yet"),
            Cell("; ".join(row.actions or ())),
            Cell(line.days),
        )


_COMPARED: Final = (
    *numbers("Lines", "Officers", *_TOGETHER),
    *numbers("Days to the outcome, median", "Days open, median", "Days open, most"),
)
_TELLS: Final = (
    "Flags on findings that a department was asked about, each as it was asked the last time. "
    "Rank, unit and year are those of the first day that is known of the finding. The last table "
    "has the rows behind these numbers, for those who may see them."
)
_FEW: Final = " To the council, groups of fewer than five officers are told together."


def _comparison(name: str, word: str, attribute: str) -> Telling:
    return Telling(
        question=9,
        name=f"outcomes-by-{name}",
        heading=f"Outcomes by {name}",
        columns=(*texts("Allegation", word), *_COMPARED),
        rows=_by(attribute),
        tells=_TELLS + _FEW,
    )


TABLES: Final = (
    _comparison("rank", "Rank", "rank"),
    _comparison("unit", "Unit", "unit"),
    _comparison("year", "Year", "year"),
    Telling(
        question=9,
        name="outcomes",
        heading="Each line behind them",
        columns=(
            *numbers("Finding", "Follow-up"),
            *texts("Department", "Allegation", "Rank", "Unit", "Year", "Outcome", "Actions"),
            *numbers("Days to the outcome, or open"),
        ),
        rows=_each,
        permission=Permission.FOLLOW_UP_READ,
    ),
)
