"""The follow-ups of a report: a row of the sheet for each line, and what findings tell of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select

from auditor.columns import Column
from auditor.days import city_day
from auditor.departments.model import Department
from auditor.findings.model import Finding
from auditor.flags.model import Flag
from auditor.follow_ups.columns import state_told
from auditor.follow_ups.model import Answer, FollowUp, Line
from auditor.follow_ups.rules import days_overdue
from auditor.reports.figures.followed import CountedLine
from auditor.reports.queries.naming import who_had
from auditor.sheets.cells import CellValue
from auditor.statements.model import Statement
from auditor.work import Work


class LineRow(NamedTuple):
    """A line: its cells, and what figures look at."""

    cells: tuple[CellValue, ...]
    counted: CountedLine


@dataclass(slots=True)
class Followed:
    """What the follow-ups of one finding say, each thing once and in the order of its lines."""

    ids: dict[int, None] = field(default_factory=dict)
    outcomes: dict[str, None] = field(default_factory=dict)
    actions: dict[str, None] = field(default_factory=dict)

    def cells(self) -> dict[str, CellValue]:
        """The cells of the finding that tell of them."""
        return {
            "follow_up": "; ".join(map(str, self.ids)),
            "outcome": "; ".join(self.outcomes),
            "actions": "; ".join(self.actions),
        }


def line_rows(
    work: Work, columns: Sequence[Column], *, department_id: int | None
) -> Iterator[LineRow]:
    """Every line of every follow-up, by number; see `finding_rows`."""
    wanted = _lines().add_columns(
        Line.flag_id,
        Line.verified_on,
        FollowUp.question,
        FollowUp.asked_at,
        FollowUp.due_on,
        FollowUp.state,
        Department.name.label("department"),
    )
    wanted = wanted.join(Department, Department.id == FollowUp.department_id)
    if department_id is not None:
        wanted = wanted.where(FollowUp.department_id == department_id)
    answers = _answers(work)
    for row in work.session.execute(wanted.order_by(Line.id)):
        number, newest = answers.get(row.follow_up_id, (0, None))
        values: dict[str, CellValue] = {
            **{name: getattr(row, name) for name in ("follow_up_id", "line_id", "flag_id")},
            **{name: getattr(row, name) for name in ("finding_id", "department", "question")},
            "state": state_told(row.state, has_second_look=row.has_second_look),
            "opened_on": city_day(row.asked_at, work.zone),
            "due_on": row.due_on,
            "days_overdue": days_overdue(row.state, row.due_on, work.today),
            "answers": number,
            "answered_on": newest,
            "outcome": row.outcome.value if row.outcome else None,
            "actions": "; ".join(row.actions or ()),
            "verified_on": row.verified_on,
        }
        yield LineRow(tuple(values[column.field] for column in columns), _counted(row))


def counted_lines(work: Work, conditions: Iterable[ColumnElement[bool]]) -> list[CountedLine]:
    """The lines that meet these conditions, on `Finding`, `Statement` or `FollowUp`."""
    return [_counted(row) for row in work.session.execute(_lines().where(*conditions))]


def followed(work: Work, condition: ColumnElement[bool]) -> Mapping[int, Followed]:
    """By finding, what its follow-ups say; of the findings that meet a condition."""
    found: dict[int, Followed] = defaultdict(Followed)
    for row in work.session.execute(_lines().where(condition).order_by(Line.id)):
        one = found[row.finding_id]
        one.ids[row.follow_up_id] = None
        if row.outcome:
            one.outcomes[row.outcome.value] = None
        one.actions.update(dict.fromkeys(row.actions or ()))
    return found


def newest_of_flags(work: Work) -> Mapping[int, int]:
    """By flag, the newest follow-up in which it is asked about."""
    newest = select(Line.flag_id, func.max(Line.follow_up_id)).group_by(Line.flag_id)
    return {flag_id: number for flag_id, number in work.session.execute(newest)}  # noqa: C416


def _lines() -> Select[*tuple[Any, ...]]:
    """In each row `id` is the finding's, as `who_had` takes it."""
    return (
        select(
            Finding.id,
            Finding.id.label("finding_id"),
            Finding.department_id,
            Finding.officer_id,
            Finding.account_email,
            Finding.name_as_received,
            Line.id.label("line_id"),
            Line.follow_up_id,
            Line.outcome,
            Line.actions,
            FollowUp.has_second_look,
        )
        .select_from(Line)
        .join(FollowUp, FollowUp.id == Line.follow_up_id)
        .join(Flag, Flag.id == Line.flag_id)
        .outerjoin(Finding, Finding.id == Flag.finding_id)
        .outerjoin(Statement, Statement.id == Flag.statement_id)
    )


def _counted(row: Any) -> CountedLine:
    return CountedLine(
        row.follow_up_id,
        row.outcome,
        row.actions or (),
        who_had(row) if row.id is not None else ("line", row.line_id),
        is_alone=row.has_second_look is False,
    )


def _answers(work: Work) -> Mapping[int, tuple[int, Any]]:
    """By follow-up, how many answers it had, and the day of the newest."""
    wanted = select(Answer.follow_up_id, Answer.answered_on).order_by(Answer.id)
    found: dict[int, tuple[int, Any]] = {}
    for follow_up_id, on in work.session.execute(wanted):
        found[follow_up_id] = (found.get(follow_up_id, (0, None))[0] + 1, on)
    return found
