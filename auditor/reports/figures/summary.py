"""Every figure, line by line, as the sheet “Summary” states them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Final

from auditor.columns import listed
from auditor.findings.rules import Stage
from auditor.flags.rules.moves import STANDING
from auditor.flags.rules.states import FlagState
from auditor.reports.figures.counted import (
    WHY_NOT,
    Alike,
    Counted,
    CountedFlag,
    Pile,
    Piles,
)
from auditor.reports.figures.measures import MEASURES, VERDICTS, Measure, at_stage
from auditor.verdicts.rules import Reason, Verdict

#: What the sections of the summary are called, in order.
ALL: Final = "All"
BY_STAGE: Final = "Approval status by stage"
FLAGS: Final = "Flags"
BY_RULE: Final = "Flags by rule"
BY_TOOL: Final = "By tool"
BY_DEPARTMENT: Final = "By department"
BY_YEAR: Final = "By year"

#: What is counted by year.
SIGNED_UP: Final = "Signed up"
FIRST_USED: Final = "Used for the first time"

#: Which stages are counted by year, with what is counted and the heading of the day it goes by.
_IN_YEAR: Final = {
    Stage.SIGNED_UP: (SIGNED_UP, "Signed up on"),
    Stage.USED: (FIRST_USED, "First used on"),
}

#: What the one group of a section is called that has no others.
EVERYTHING: Final = "All tools and departments"
EVERY_RULE: Final = "All rules"

#: What the group of a section by year is called whose day is not known.
NOT_KNOWN: Final = "Date not known"

_ONCE: Final = "each officer once"

_NOT_COUNTED: Final = f"Findings: Counted = {listed(WHY_NOT)}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the summary; `rows` says which filter on which sheet shows what is counted."""

    section: str
    group: str
    figure: str
    value: float | None
    rows: str
    value_high: int | None = None


def summary(
    findings: Iterable[Counted | None], flags: Iterable[CountedFlag], *, not_counted: int = 0
) -> list[Figure]:
    """Every figure, in the order of the sheet.

    Args:
        findings: None for one that does not count.
        flags: all of them, whatever their state.
        not_counted: how many findings do not count besides those: they were withdrawn, disproved
            or marked a duplicate.
    """
    places: dict[tuple[str, str], Piles] = defaultdict(lambda: defaultdict(Pile))
    years: dict[Stage, dict[int | None, Pile]] = {stage: defaultdict(Pile) for stage in _IN_YEAR}
    for found in findings:
        if found is None:
            not_counted += 1
            continue
        ratified = found.reason is Reason.RATIFIED
        alike = Alike(found.stage, found.verdict, ratified, found.is_flagged)
        places[found.tool, found.department][alike].add(found)
        for stage, year in zip(_IN_YEAR, (found.signed_up_in, found.first_used_in), strict=True):
            if found.stage.reaches(stage):
                years[stage][year].add(found)
    everything = _joined((EVERYTHING, piles) for piles in places.values()).get(EVERYTHING, {})
    by_tool = _joined((tool, piles) for (tool, _), piles in places.items())
    by_department = _joined((department, piles) for (_, department), piles in places.items())
    flags = list(flags)
    return [
        *_of_group(everything, ALL, EVERYTHING, "Counted = yes"),
        Figure(ALL, EVERYTHING, "Not counted, findings", not_counted, _NOT_COUNTED),
        *_by_stage(everything),
        *_of_flags(flags),
        *_of_groups(by_tool, BY_TOOL, "Tool"),
        *_of_groups(by_department, BY_DEPARTMENT, "Department"),
        *_of_years(years, flags),
    ]


def _joined(grouped: Iterable[tuple[str, Piles]]) -> dict[str, Piles]:
    """By group, what all its places hold."""
    groups: dict[str, Piles] = defaultdict(lambda: defaultdict(Pile))
    for group, piles in grouped:
        for alike, pile in piles.items():
            groups[group][alike].join(pile)
    return groups


def _of_groups(groups: dict[str, Piles], section: str, column: str) -> Iterator[Figure]:
    for name in sorted(groups, key=str.casefold):
        yield from _of_group(groups[name], section, name, f"Counted = yes; {column} = {name}")


def _of_group(piles: Piles, section: str, group: str, filter_: str) -> Iterator[Figure]:
    for measure in MEASURES:
        yield from _both(piles, measure, section, group, filter_)
    cases = set().union(*(pile.cases for pile in piles.values()))
    where = f"Findings: {filter_}"
    yield Figure(
        section,
        group,
        "Cases",
        len(cases),
        f"{where}; Cases = above 0; each case number of a department once",
    )
    highs = [pile.high for pile in piles.values()]
    yield Figure(
        section,
        group,
        "Searches",
        sum(pile.low for pile in piles.values()),
        f"{where}; the sums of Searches low and of Searches high",
        None if None in highs else sum(high or 0 for high in highs),
    )


def _both(
    piles: Piles, measure: Measure, section: str, group: str, filter_: str
) -> Iterator[Figure]:
    """A measure as findings and as officers."""
    held = [pile for alike, pile in piles.items() if measure.holds(alike)]
    where = f"Findings: {'; '.join(filter(None, (filter_, measure.filter)))}"
    findings = sum(pile.findings for pile in held)
    officers = len(set().union(*(pile.officers for pile in held)))
    yield Figure(section, group, f"{measure.name}, findings", findings, where)
    yield Figure(section, group, f"{measure.name}, officers", officers, f"{where}; {_ONCE}")


def _by_stage(piles: Piles) -> Iterator[Figure]:
    """Each stage by itself, without those beyond: what is counted here adds up."""
    for stage in Stage:
        for verdict in VERDICTS:
            if (verdict is Verdict.NOT_USED) == (stage is Stage.OFFERED):
                measure = at_stage(stage, verdict)
                yield from _both(piles, measure, BY_STAGE, stage.capitalize(), "Counted = yes")


def _of_flags(flags: list[CountedFlag]) -> Iterator[Figure]:
    yield from _of_rule(flags, FLAGS, EVERY_RULE, "")
    for rule in sorted({flag.rule for flag in flags}):
        mine = [flag for flag in flags if flag.rule == rule]
        yield from _of_rule(mine, BY_RULE, rule, f"Rule = {rule}")


def _of_rule(flags: list[CountedFlag], section: str, group: str, filter_: str) -> Iterator[Figure]:
    standing = [flag.days for flag in flags if flag.state in STANDING]
    open_ = "Open or in follow-up"
    shown = f"State = {FlagState.OPEN} or {FlagState.IN_FOLLOW_UP}"
    where = f"Flags: {'; '.join(filter(None, (filter_, shown)))}"
    yield Figure(section, group, f"{open_}, flags", len(standing), where)
    days = f"{where}; days since Raised on"
    middle = median(standing) if standing else None
    yield Figure(section, group, f"{open_}, median days", middle, days)
    yield Figure(section, group, f"{open_}, most days", max(standing, default=None), days)
    for state in FlagState:
        where = f"Flags: {'; '.join(filter(None, (filter_, f'State = {state}')))}"
        number = sum(flag.state is state for flag in flags)
        yield Figure(section, group, f"{state.capitalize()}, flags", number, where)


def _of_years(
    years: Mapping[Stage, Mapping[int | None, Pile]], flags: list[CountedFlag]
) -> Iterator[Figure]:
    """A line for each year in which anything was, in order, and for what has no known day."""
    raised = Counter(flag.raised_in for flag in flags)
    known = {*raised, *(year for piles in years.values() for year in piles)} - {None}
    for year in (*sorted(filter(None, known)), None):
        group, when = (str(year), f"in {year}") if year else (NOT_KNOWN, "empty")
        for stage, (name, column) in _IN_YEAR.items():
            pile = years[stage].get(year, Pile())
            reaching = listed([other for other in Stage if other.reaches(stage)])
            where = f"Findings: Counted = yes; Stage = {reaching}; {column} = {when}"
            yield Figure(BY_YEAR, group, f"{name}, findings", pile.findings, where)
            officers = len(pile.officers)
            yield Figure(BY_YEAR, group, f"{name}, officers", officers, f"{where}; {_ONCE}")
        where = f"Flags: Raised on = {when}"
        yield Figure(BY_YEAR, group, "Raised, flags", raised[year], where)
