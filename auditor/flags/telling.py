"""What findings tell besides their approval, read as a set: only those that a rule may hold for."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import ColumnElement, case, func, select

from auditor.departments.model import Department
from auditor.findings.model import Finding
from auditor.findings.rules import AccountState, Stage
from auditor.flags.rules.rule import Raised
from auditor.flags.rules.told import (
    UNPAID,
    Told,
    is_personal,
    is_without_case,
    raised_by_what_is_told,
)
from auditor.officers.model import Assignment
from auditor.verdicts.queries import Read, among, driver_rows, stored
from auditor.verdicts.queries.reading import COUNTED, read_by
from auditor.work import Work

_USED: Final = tuple(stage for stage in Stage if stage.reaches(Stage.USED))


@dataclass(frozen=True, slots=True)
class Tellings:
    """What some findings tell.

    Attributes:
        raised: by finding the rules that hold by what it tells alone.
        unpaid: those where nobody paid, and the day of signing up is known.
    """

    raised: Mapping[int, Sequence[Raised]] = field(default_factory=dict)
    unpaid: Set[int] = frozenset()


def tellings(work: Work, finding_ids: Sequence[int]) -> Tellings:
    """What these findings tell, as far as a rule may hold by it.

    Args:
        finding_ids: in order, at least one.
    """
    within = among(finding_ids, Finding.id), COUNTED
    found: dict[int, list[Raised]] = defaultdict(list)
    for finding_id, told in (
        *_addresses(work, within),
        *_without_cases(work, within),
        *_elsewhere(work, within),
        *_left(work, within),
    ):
        found[finding_id] += raised_by_what_is_told(told, work.today)
    return Tellings(found, _unpaid(work, finding_ids))


#: A finding's id, and what of it a rule looks at.
_One = tuple[int, Told]
_Within = Sequence[ColumnElement[bool]]


def _addresses(work: Work, within: _Within) -> Iterator[_One]:
    """Accounts under none of the domains of their department, where both are known."""
    rows = work.session.execute(select(Department.id, Department.email_domains))
    domains = {row.id: row.email_domains for row in rows if row.email_domains}
    if not domains:
        return
    is_theirs = Read[tuple[int, str], bool](
        lambda one: not is_personal(f"x@{one[1]}", domains[one[0]])
    )
    wanted = select(Finding.id, Finding.department_id, Finding.account_email)
    known = Finding.account_email.is_not(None), Finding.department_id.in_(domains)
    for finding_id, department_id, email in driver_rows(work, wanted.where(*within, *known)):
        if not is_theirs[department_id, email.rpartition("@")[2]]:
            yield finding_id, Told(account_email=email, domains=domains[department_id])


def _without_cases(work: Work, within: _Within) -> Iterator[_One]:
    columns = (Finding.stage, Finding.purposes, Finding.case_numbers)
    dialect = work.session.connection().dialect
    readers = [read_by(column, dialect) for column in columns]
    # Few differ in these, so that each that does is looked at once.
    told = Read[tuple[Any, ...], Told | None](
        lambda values: _bare(*(read(value) for read, value in zip(readers, values, strict=True)))
    )
    wanted = select(stored(Finding.id), *map(stored, columns)).where(
        *within, Finding.stage.in_(_USED), Finding.case_numbers == ()
    )
    for finding_id, *words in driver_rows(work, wanted):
        if (bare := told[tuple(words)]) is not None:
            yield finding_id, bare


def _bare(stage: Stage, purposes: tuple[str, ...], numbers: tuple[str, ...]) -> Told | None:
    return (
        Told(stage=stage, purposes=purposes) if is_without_case(stage, purposes, numbers) else None
    )


def _elsewhere(work: Work, within: _Within) -> Iterator[_One]:
    wanted = select(Finding.id, Finding.on_behalf_of).where(
        *within, Finding.on_behalf_of.is_not(None)
    )
    for finding_id, agency in work.session.execute(wanted):
        yield finding_id, Told(on_behalf_of=agency)


def _left(work: Work, within: _Within) -> Iterator[_One]:
    """Open accounts of officers of whom no assignment runs on, and the end of the last."""
    running = func.sum(case((Assignment.until.is_(None), 1), else_=0))
    wanted = (
        select(Finding.id, func.max(Assignment.until))
        .join(Assignment, Assignment.officer_id == Finding.officer_id)
        .where(*within, Finding.account_state == AccountState.OPEN)
        .group_by(Finding.id)
        .having(running == 0)
    )
    for finding_id, left_on in work.session.execute(wanted):
        yield finding_id, Told(account_state=AccountState.OPEN, left_on=left_on)


def _unpaid(work: Work, finding_ids: Sequence[int]) -> set[int]:
    wanted = select(stored(Finding.id)).where(
        among(finding_ids, Finding.id),
        COUNTED,
        Finding.licence.in_(UNPAID),
        Finding.signed_up_on.is_not(None),
    )
    return {finding_id for (finding_id,) in driver_rows(work, wanted)}
