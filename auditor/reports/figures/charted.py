"""Which figures of the summary are drawn as charts beside it, and where their cells are."""

from collections.abc import Mapping, Sequence
from typing import Final

from auditor.reports.figures.measures import JUDGED, STAGES
from auditor.reports.figures.summary import (
    ALL,
    BY_TOOL,
    BY_YEAR,
    EVERYTHING,
    FIRST_USED,
    SIGNED_UP,
    Figure,
)
from auditor.sheets.charts import Chart, Series

#: Columns of the summary, counted from 1.
_GROUP, _FIGURE, _VALUE = 2, 3, 4

#: The row of the first figure: the headings stand above it.
_FIRST: Final = 2

#: More tools than these make a chart that nobody reads.
_MOST_TOOLS: Final = 10

Key = tuple[str, str, str]


def charts_of(figures: Sequence[Figure]) -> tuple[Chart, ...]:
    """The charts that show anything; each bar is one line of the summary."""
    lines = {
        (line.section, line.group, line.figure): (row, line.value or 0)
        for row, line in enumerate(figures, start=_FIRST)
    }
    charts = (_by_status(lines), _by_tool(lines), _by_year(lines))
    return tuple(chart for chart in charts if chart is not None)


def _by_status(lines: Mapping[Key, tuple[int, float]]) -> Chart | None:
    keys = [(ALL, EVERYTHING, _findings(measure.name)) for measure in JUDGED]
    return _chart("Findings by approval status", _FIGURE, {"Findings": keys}, lines)


def _by_tool(lines: Mapping[Key, tuple[int, float]]) -> Chart | None:
    _, *stages = (_findings(stage.name) for stage in STAGES)
    tools = [group for section, group, figure in lines if (section, figure) == (BY_TOOL, stages[0])]
    tools.sort(key=lambda tool: -lines[BY_TOOL, tool, stages[0]][1])
    title = "Findings by tool"
    if len(tools) > _MOST_TOOLS:
        tools, title = tools[:_MOST_TOOLS], f"{title}, the {_MOST_TOOLS} with most sign-ups"
    series = {stage: [(BY_TOOL, tool, stage) for tool in tools] for stage in stages}
    return _chart(title, _GROUP, series, lines)


def _by_year(lines: Mapping[Key, tuple[int, float]]) -> Chart | None:
    kinds = (_findings(SIGNED_UP), _findings(FIRST_USED))
    years = [group for section, group, figure in lines if (section, figure) == (BY_YEAR, kinds[0])]
    series = {kind: [(BY_YEAR, year, kind) for year in years] for kind in kinds}
    return _chart("Findings by year of sign-up and of first use", _GROUP, series, lines)


def _chart(
    title: str,
    labels: int,
    series: Mapping[str, Sequence[Key]],
    lines: Mapping[Key, tuple[int, float]],
) -> Chart | None:
    """None where there is nothing but zeros to be drawn."""
    if not any(lines[key][1] for keys in series.values() for key in keys):
        return None
    drawn = (Series(name, tuple(lines[key][0] for key in keys)) for name, keys in series.items())
    return Chart(title, labels, _VALUE, tuple(drawn))


def _findings(name: str) -> str:
    """What a measure is called where it counts findings."""
    return f"{name}, findings"
