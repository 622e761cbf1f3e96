"""The figures as pages show them: the lines of the summary put together as tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from auditor.findings.rules import Stage
from auditor.flags.rules.states import FlagState
from auditor.reports.figures.measures import (
    AS_FIGURES,
    COUNTED,
    FLAGGED,
    JUDGED,
    STAGES,
    VERDICTS,
    WITHIN_UNAPPROVED,
    Measure,
    at_stage,
)
from auditor.reports.figures.summary import (
    ALL,
    BY_DEPARTMENT,
    BY_RULE,
    BY_STAGE,
    BY_TOOL,
    BY_YEAR,
    EVERY_RULE,
    EVERYTHING,
    FLAGS,
    NOT_KNOWN,
    Figure,
)
from auditor.verdicts.rules import Verdict

_OPEN: Final = "Open or in follow-up"

#: In an address, for findings whose day is not known; as `findings.sought.UNKNOWN`.
UNKNOWN_DAY: Final = "unknown"


class Pair(NamedTuple):
    """A count as findings and as officers, and what the list of findings is asked for them."""

    findings: int
    officers: int
    sought: Mapping[str, str]


class Line(NamedTuple):
    """A row of a table; `is_part` where it is counted within the row above."""

    name: str
    pair: Pair
    is_part: bool = False


class Group(NamedTuple):
    """A tool, a department or a year: its counts in the order of the table's columns."""

    name: str
    pairs: Sequence[Pair]
    flags: int = 0


class FlagLine(NamedTuple):
    """The flags of a rule, or of all: by state, and for how long those that stand have stood."""

    name: str
    states: Mapping[FlagState, int]
    median_days: float | None
    most_days: int | None


@dataclass(frozen=True, slots=True)
class Board:
    """Every figure, ready to be shown.

    Attributes:
        stages: each stage or beyond.
        verdicts: each verdict, with the parts of *unapproved* after it.
        by_stage: by stage alone, each verdict that occurs at it.
        high: None where one finding has no high value.
        tools, departments: counted; signed up or beyond; used or beyond; unapproved; flagged.
        years: signed up, and used for the first time, in it; with the flags raised.
    """

    counted: Pair
    not_counted: int
    stages: Sequence[Line]
    verdicts: Sequence[Line]
    by_stage: Sequence[tuple[Stage, Sequence[Line]]]
    flagged: Pair
    cases: int
    low: int
    high: int | None
    flags: FlagLine
    rules: Sequence[FlagLine]
    tools: Sequence[Group]
    departments: Sequence[Group]
    years: Sequence[Group]


#: What is told of each tool and department, in the order of the columns.
OF_GROUPS: Final = (
    COUNTED,
    *(each for each in STAGES if each.name in {"Signed up", "Used"}),
    *(each for each in JUDGED if each.sought == {"verdict": Verdict.UNAPPROVED.value}),
    FLAGGED,
)


class _Told:
    """The lines of a summary by section, group and figure."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self.lines = {(line.section, line.group, line.figure): line for line in figures}

    def groups(self, section: str) -> list[str]:
        """The groups of a section, in order."""
        return list(dict.fromkeys(group for found, group, _ in self.lines if found == section))

    def number(self, section: str, group: str, figure: str) -> int:
        """A count."""
        return int(self.lines[section, group, figure].value or 0)

    def pair(self, section: str, group: str, name: str, sought: Mapping[str, str]) -> Pair:
        """A count as findings and as officers."""
        findings = self.number(section, group, f"{name}, findings")
        return Pair(findings, self.number(section, group, f"{name}, officers"), sought)

    def of(self, measure: Measure, section: str = ALL, group: str = EVERYTHING) -> Pair:
        """What a measure counts."""
        return self.pair(section, group, measure.name, measure.sought)

    def flags(self, section: str, group: str) -> FlagLine:
        """A rule's flags."""
        states = {
            state: self.number(section, group, f"{state.capitalize()}, flags")
            for state in FlagState
        }
        most = self.lines[section, group, f"{_OPEN}, most days"].value
        middle = self.lines[section, group, f"{_OPEN}, median days"].value
        return FlagLine(group, states, middle, None if most is None else int(most))


def board(figures: Iterable[Figure]) -> Board:
    """The figures of a summary as tables."""
    told = _Told(figures)
    searches = told.lines[ALL, EVERYTHING, "Searches"]
    return Board(
        counted=told.of(COUNTED),
        not_counted=told.number(ALL, EVERYTHING, "Not counted, findings"),
        stages=[Line(each.reads, told.of(each)) for each in STAGES],
        verdicts=list(_verdicts(told)),
        by_stage=[(stage, _at(told, stage)) for stage in Stage],
        flagged=told.of(FLAGGED),
        cases=told.number(ALL, EVERYTHING, "Cases"),
        low=int(searches.value or 0),
        high=searches.value_high,
        flags=told.flags(FLAGS, EVERY_RULE),
        rules=[told.flags(BY_RULE, rule) for rule in told.groups(BY_RULE)],
        tools=_groups(told, BY_TOOL),
        departments=_groups(told, BY_DEPARTMENT),
        years=[_year(told, year) for year in told.groups(BY_YEAR)],
    )


def _verdicts(told: _Told) -> Iterable[Line]:
    for each in JUDGED:
        yield Line(each.reads, told.of(each))
        if each.sought["verdict"] == Verdict.UNAPPROVED:
            for part in WITHIN_UNAPPROVED:
                yield Line(part.reads, told.of(part), is_part=True)


def _at(told: _Told, stage: Stage) -> list[Line]:
    """The verdicts at one stage by itself; those that the summary does not state cannot occur."""
    lines = []
    for verdict in VERDICTS:
        measure = at_stage(stage, verdict)
        if (BY_STAGE, stage.capitalize(), f"{measure.name}, findings") in told.lines:
            pair = told.of(measure, BY_STAGE, stage.capitalize())
            lines.append(Line(measure.reads, pair))
    return lines


def _groups(told: _Told, section: str) -> list[Group]:
    return [
        Group(name, [told.of(measure, section, name) for measure in OF_GROUPS])
        for name in told.groups(section)
    ]


def _year(told: _Told, year: str) -> Group:
    day = UNKNOWN_DAY if year == NOT_KNOWN else year
    signed_up = {"stage": Stage.SIGNED_UP.value, "signed_up_on": day} | AS_FIGURES
    used = {"stage": Stage.USED.value, "first_used_on": day} | AS_FIGURES
    return Group(
        year,
        [
            told.pair(BY_YEAR, year, "Signed up", signed_up),
            told.pair(BY_YEAR, year, "Used for the first time", used),
        ],
        told.number(BY_YEAR, year, "Raised, flags"),
    )
