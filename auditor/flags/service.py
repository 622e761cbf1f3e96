"""Assessing: verdicts and flags brought to what the records say, in the work that changed them."""

import gc
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import groupby
from operator import itemgetter

from sqlalchemy import ColumnElement, select, true

from auditor.access import Permission
from auditor.findings.model import Finding
from auditor.flags.contradictions import about_findings, assess_statements
from auditor.flags.counting import Held, held_by_counting
from auditor.flags.fingerprints import Fingerprints, program
from auditor.flags.making import NO_FLAGS, Making, StoredFlag, Tally
from auditor.flags.model import Flag
from auditor.flags.raising import Raising
from auditor.flags.rules.counting import COUNTING
from auditor.flags.telling import tellings
from auditor.verdicts.queries import (
    PORTION,
    Portion,
    Run,
    among,
    driver_rows,
    ids_in,
    portion,
    stored,
)
from auditor.verdicts.service import Keeping
from auditor.work import Work

#: What had happened, where nobody says more of it.
ASSESSED_AGAIN = "the records were assessed again"


def assess(work: Work, condition: ColumnElement[bool], *, because: str = ASSESSED_AGAIN) -> Tally:
    """Bring the verdicts and flags of the findings that meet a condition to what is on record.

    It asks for no permission: whoever changes a fact changes what follows from it. Nothing but
    differences is written, and the flags that differ are named in the trail.

    Args:
        condition: on the columns of `Finding`.
        because: what had happened, such as “approval 5 was confirmed”.
    """
    with _nothing_searched_for_rubbish():
        return _assess_in_portions(work, condition, because)


def _assess_in_portions(work: Work, condition: ColumnElement[bool], because: str) -> Tally:
    found = portion(work, condition)
    tally = _assess_portion(work, found, because=because)
    # What follows a full portion is a going-over of many, for which all is read at once.
    run = Run()
    while len(found) == PORTION:
        found = run.portion(work, condition, after=found.finding_ids[-1])
        tally.add(_assess_portion(work, found, because=because))
    return tally


def assess_flags(
    work: Work,
    finding_ids: Collection[int],
    *,
    because: str = ASSESSED_AGAIN,
    moved_from: Collection[int] = (),
) -> Tally:
    """As `assess`, for findings that were changed themselves: what is counted changed as well.

    Args:
        moved_from: the ids of tools about which some of them had been before.
    """
    tally, tool_ids = Tally(), set(moved_from)
    for condition in ids_in(finding_ids):
        tally.add(assess(work, condition, because=because))
        tally.add(assess_statements(work, about_findings(condition), because=because))
        tool_ids |= set(work.session.scalars(select(Finding.tool_id).where(condition).distinct()))
    tally.add(assess_counts(work, sorted(tool_ids), because=because))
    return tally


def assess_all(opened: Callable[[], AbstractContextManager[Work]]) -> Tally:
    """Assess every finding, in a turn for each portion, so that nobody else waits for all of them.

    Args:
        opened: opens a work for writing.

    Raises:
        NotAllowed: the actor may not assess flags.
    """
    program()
    tally, run, after = Tally(), Run(), 0
    reached: int | None = after
    while reached is not None:
        with opened() as work:
            reached, portion = assess_next(work, after, run)
        tally.add(portion)
        after = reached or after
    return tally


def assess_next(work: Work, after: int, run: Run | None = None) -> tuple[int | None, Tally]:
    """Assess the next 20,000 findings behind the id `after`: one turn of assessing them all.

    Once none is left, a last turn asks the counting rules about all of them, and looks at every
    statement.

    Args:
        run: the same for every turn, so that what they have in common is read once.

    Returns:
        The id to go on behind, or None when none were left; and what was done.

    Raises:
        NotAllowed: the actor may not assess flags.
    """
    work.require(Permission.FLAG_ASSESS)
    with _nothing_searched_for_rubbish():
        found = (run or Run()).portion(work, Finding.id > after, after=after)
        if not found:
            tally = assess_counts(work, None)
            tally.add(assess_statements(work, because=ASSESSED_AGAIN))
            return None, tally
        tally = _assess_portion(work, found, because=ASSESSED_AGAIN, changed_only=True)
        return found.finding_ids[-1], tally


def _assess_portion(
    work: Work, found: Portion, *, because: str, changed_only: bool = False
) -> Tally:
    """Assess these findings.

    Args:
        changed_only: leave out those that were found in order and are as they were then.
    """
    if not found:
        return Tally()
    verdicts, flags = Keeping(work, found), Making(work, because)
    kept = _flags_of(work, among(found.finding_ids, Flag.finding_id), counting=False)
    told = tellings(work, found.finding_ids)
    raising = Raising(found, told, today=work.today, parameters=work.parameters)
    taken = Fingerprints(found, told, work.parameters) if changed_only else None
    for row in found.rows:
        mine = kept.get(row[0], NO_FLAGS)
        if taken is not None and taken.holds(row, verdicts.kept.get(row[0]), mine):
            flags.leave(mine)
            continue
        each = found.assess(row)
        raised, verdict = raising.on(each), verdicts.row(each)
        verdicts.take(verdict, None if taken is None else taken.of(row, verdict, raised))
        if raised or mine:
            flags.take(each, raised, mine)
    verdicts.write()
    flags.write()
    return flags.tally


def assess_counts(
    work: Work, tool_ids: Collection[int] | None, *, because: str = ASSESSED_AGAIN
) -> Tally:
    """Bring the flags of the counting rules to what is on record of whole tools.

    Args:
        tool_ids: None for every tool.
    """
    held = held_by_counting(work, tool_ids)
    of_tools = select(Finding.id).where(Finding.tool_id.in_(tool_ids or ()))
    condition = true() if tool_ids is None else Flag.finding_id.in_(of_tools)
    kept = _flags_of(work, condition, counting=True)
    departments = _departments_of(work, sorted(kept.keys() - held.keys()))
    made = Making(work, because)
    for finding_id in sorted(held.keys() | kept.keys()):
        each = held.get(finding_id) or Held(finding_id, departments[finding_id], [])
        made.take(each, each.raised, kept.get(finding_id, NO_FLAGS))
    made.write()
    return made.tally


@contextmanager
def _nothing_searched_for_rubbish() -> Iterator[None]:
    """Put the search for unreachable cycles off: rows make none, and it takes a third more."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()  # What is left counts as old, and is not searched at once after all.
            gc.unfreeze()
            gc.enable()


def _flags_of(
    work: Work, condition: ColumnElement[bool], *, counting: bool
) -> Mapping[int, Sequence[StoredFlag]]:
    """The flags that meet a condition by their finding, of the counting rules or of the others."""
    ids = [rule.id for rule in COUNTING]
    columns = (
        Flag.finding_id,
        Flag.rule,
        Flag.id,
        Flag.rule_version,
        Flag.reason,
        Flag.state,
        Flag.state_reason,
    )
    wanted = (
        select(*(stored(column) for column in columns))
        .where(condition, Flag.rule.in_(ids) if counting else Flag.rule.not_in(ids))
        .order_by(Flag.finding_id, Flag.rule)
    )
    return {
        finding_id: tuple(flags)
        for finding_id, flags in groupby(driver_rows(work, wanted), itemgetter(0))
    }


def _departments_of(work: Work, finding_ids: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for condition in ids_in(finding_ids):
        rows = work.session.execute(select(Finding.id, Finding.department_id).where(condition))
        found |= {row.id: row.department_id for row in rows}
    return found
