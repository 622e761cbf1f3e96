"""Verdicts kept in their table, which may be thrown away: all of it comes from records."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

from sqlalchemy import ColumnElement, Dialect, Table, select

from auditor.verdicts.assessment import Sum
from auditor.verdicts.model import StoredVerdict
from auditor.verdicts.queries import Assessed, Portion, among, driver_rows, portion, stored
from auditor.work import Work

_TABLE: Final = cast(Table, StoredVerdict.__table__)

_NAMES: Final = [column.name for column in _TABLE.c]

#: Stands for a value until the driver's own mark is known.
_MARK: Final = "@"

_INSERT: Final = (
    f"INSERT INTO verdicts ({', '.join(_NAMES)}) "  # noqa: S608 - our own names
    f"VALUES ({', '.join([_MARK] * len(_NAMES))})"
)
_UPDATE: Final = (
    f"UPDATE verdicts SET {', '.join(f'{name} = {_MARK}' for name in _NAMES[1:])} "  # noqa: S608
    f"WHERE {_NAMES[0]} = {_MARK}"
)

#: A verdict's columns in the order of the table, as the driver takes and gives them; of those
#: without the fingerprint, which is the last of them, all but this one.
_Row = tuple[Any, ...]


def assess_findings(work: Work, condition: ColumnElement[bool]) -> int:
    """Assess the findings that meet a condition, and keep the verdicts that differ.

    Args:
        condition: on the columns of `Finding`.

    Returns:
        How many verdicts are new or differ.
    """
    differing, after = 0, 0
    while found := portion(work, condition, after=after):
        keeping = Keeping(work, found)
        for each in found:
            keeping.take(keeping.row(each))
        differing += keeping.write()
        after = found.finding_ids[-1]
    return differing


class Keeping:
    """Takes the verdicts on some findings, and writes those that differ from what is kept.

    Args:
        found: at least one.
    """

    def __init__(self, work: Work, found: Portion) -> None:
        self._connection = work.session.connection()
        self._told = found.made_of_sums(_TABLE.name, _telling(self._connection.dialect))
        within = among(found.finding_ids, StoredVerdict.finding_id)
        wanted = select(*(stored(column) for column in _TABLE.c)).where(within)
        #: As they are stored, by finding.
        self.kept: Mapping[int, _Row] = {row[0]: row for row in driver_rows(work, wanted)}
        self._new: list[_Row] = []
        self._differing: list[_Row] = []

    def row(self, each: Assessed) -> _Row:
        """A verdict as it is stored, without its fingerprint."""
        return _row(each, self._told[each.total])

    def take(self, row: _Row, fingerprint: int | None = None) -> None:
        """Compare a verdict, given by its `row`, with the one that is kept.

        Args:
            fingerprint: None leaves that of a verdict that is as it was.
        """
        was = self.kept.get(row[0])
        if was is None:
            self._new.append((*row, fingerprint))
        elif row != was[:-1] or fingerprint not in {None, was[-1]}:
            self._differing.append((*row[1:], fingerprint, row[0]))

    def write(self) -> int:
        """Write the new and the differing verdicts; gives how many they are."""
        # Not audited, so that the driver may write it: it says nothing that records do not say.
        self._write(_INSERT, sorted(self._new))
        self._write(_UPDATE, self._differing)
        return len(self._new) + len(self._differing)

    def _write(self, statement: str, rows: Sequence[_Row]) -> None:
        if not rows:
            return
        mark = "?" if self._connection.dialect.paramstyle == "qmark" else "%s"
        cursor: Any = self._connection.connection.cursor()
        cursor.executemany(statement.replace(_MARK, mark), rows)
        cursor.close()


class _Told(NamedTuple):
    """What a verdict rests on, as the driver takes and gives it.

    Attributes:
        behind: of the known dates that have the reason, the place of each, and the approvals and
            the ruling behind it.
    """

    verdict: str
    reason: str | None
    other_reasons: Any
    behind: Sequence[tuple[int, Any, int | None]]
    nothing: Any


def _telling(dialect: Dialect) -> Callable[[Sum], _Told]:
    words = _writer("approval_ids", dialect)

    def told(total: Sum) -> _Told:
        return _Told(
            total.verdict.value,
            total.reason and total.reason.value,
            words(tuple(reason.value for reason in total.others)),
            [
                (place, words(tuple(str(each) for each in status.approval_ids)), status.ruling_id)
                for place, status in total.worst
            ],
            words(()),
        )

    return told


def _writer(name: str, dialect: Dialect) -> Callable[[Any], Any]:
    write = _TABLE.c[name].type.dialect_impl(dialect).bind_processor(dialect)
    return write or (lambda value: value)


def _row(each: Assessed, told: _Told) -> _Row:
    verdict, reason, others, behind, approval_ids = told
    since = ruling_id = None
    for place, ids, ruling in behind:
        if since is None or each.since[place] < since:
            since, approval_ids, ruling_id = each.since[place], ids, ruling
    first, last = each.span or (None, None)
    return (
        *(each.finding_id, each.department_id, verdict, reason, since, others),
        *(approval_ids, ruling_id, first, last),
    )
