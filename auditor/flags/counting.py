"""For which findings the counting rules hold: asked of all findings of a tool at once."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select, true

from auditor.findings.model import Finding
from auditor.flags.rules.counting import case_reused, high_volume, rank_of
from auditor.flags.rules.rule import Raised
from auditor.verdicts.queries.reading import COUNTED
from auditor.work import Work


class Held(NamedTuple):
    """A finding for which counting rules hold."""

    finding_id: int
    department_id: int
    raised: list[Raised]


def held_by_counting(work: Work, tool_ids: Collection[int] | None) -> dict[int, Held]:
    """The findings of these tools for which a counting rule holds, by id.

    Args:
        tool_ids: None for every tool.
    """
    of_tools = true() if tool_ids is None else Finding.tool_id.in_(tool_ids)
    found: dict[int, Held] = {}
    for finding_id, department_id, raised in (
        *_case_reused(work, of_tools),
        *_high_volume(work, of_tools),
    ):
        held = found.setdefault(finding_id, Held(finding_id, department_id, []))
        held.raised.append(raised)
    return found


def _case_reused(work: Work, of_tools: ColumnElement[bool]) -> list[tuple[int, int, Raised]]:
    wanted = select(
        Finding.id, Finding.tool_id, Finding.department_id, Finding.officer_id, Finding.case_numbers
    ).where(of_tools, COUNTED, Finding.officer_id.is_not(None), Finding.case_numbers != ())
    shared: dict[Any, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in work.session.execute(wanted.order_by(Finding.id)):
        for number in row.case_numbers:
            if key := "".join(number.split()).casefold():
                by_officer = shared[row.tool_id, row.department_id, key]
                by_officer[row.officer_id or 0].append(row.id)
    found: dict[int, tuple[int, int, Raised]] = {}
    most = work.parameters.case_reused_officers
    for (_, department_id, _), by_officer in sorted(shared.items()):
        if len(by_officer) > most:
            raised = case_reused(by_officer)
            for ids in by_officer.values():
                # Of several shared numbers the first is told.
                found |= {each: (each, department_id, raised) for each in ids if each not in found}
    return list(found.values())


def _high_volume(work: Work, of_tools: ColumnElement[bool]) -> list[tuple[int, int, Raised]]:
    percent, least = work.parameters.high_volume_percent, work.parameters.high_volume_findings
    told = of_tools, COUNTED, Finding.searches_low.is_not(None)
    counts = select(Finding.tool_id, func.count()).where(*told).group_by(Finding.tool_id)
    found = []
    for tool_id, count in work.session.execute(counts).all():
        if count < least:
            continue
        of_tool = Finding.tool_id == tool_id, COUNTED, Finding.searches_low.is_not(None)
        usual = (
            select(Finding.searches_low)
            .where(*of_tool)
            .order_by(Finding.searches_low)
            .offset(rank_of(count, percent) - 1)
            .limit(1)
            .scalar_subquery()
        )
        above = select(Finding.id, Finding.department_id, Finding.searches_low)
        for row in work.session.execute(above.where(*of_tool, Finding.searches_low > usual)):
            raised = high_volume(row.searches_low or 0, percent)
            found.append((row.id, row.department_id, raised))
    return found
