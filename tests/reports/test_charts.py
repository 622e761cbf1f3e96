"""The charts beside the summary draw its figures, and stand beside its table."""

import re
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from auditor.findings.rules import Stage
from auditor.reports.figures.charted import charts_of
from auditor.reports.figures.counted import Counted
from auditor.reports.figures.summary import summary
from auditor.store import FileStore
from auditor.verdicts.rules import Verdict
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, City, make_finding
from tests.reports.copies import sheet
from tests.reports.factory import issued


def titled(chart: Any) -> str:
    return "".join(run.t for paragraph in chart.title.tx.rich.p for run in paragraph.r or ())


def cells(page: Worksheet, reference: str) -> list[object]:
    found: list[object] = []
    for place in re.findall(r"!([$A-Z0-9:]+)", reference):
        rows: Any = page[place.replace("$", "")]
        found += [row[0].value for row in rows] if isinstance(rows, tuple) else [rows.value]
    return found


def test_every_bar_is_a_figure_and_no_chart_covers_the_table(
    work: OpenWork, files: FileStore, city: City
) -> None:
    with work(city.ines) as w:
        make_finding(w, city.tool, city.hpd, officer_id=city.vega, first_used_on=FEB_5)
    content = issued(work, files, city.ines, with_names=True, reason="Subpoena 7").content

    page = sheet(load_workbook(BytesIO(content)), "Summary, CONTAINS NAMES")
    charts: dict[str, Any] = {titled(chart): chart for chart in page._charts}  # type: ignore[attr-defined]
    assert list(charts) == [
        "Findings by approval status",
        "Findings by tool",
        "Findings by year of sign-up and of first use",
    ]
    (status,) = charts["Findings by approval status"].series
    assert sum(map(int, map(str, cells(page, status.val.numRef.f)))) == 3
    assert "Approved, findings" in cells(page, status.cat.strRef.f)
    stages = charts["Findings by tool"].series
    assert [(one.tx.v, cells(page, one.val.numRef.f)) for one in stages] == [
        ("Signed up, findings", [3]),
        ("Used, findings", [2]),
        ("Used in a case, findings", [1]),
    ]
    looks = {str(one.spPr.solidFill) + str(one.spPr.pattFill) for one in stages}
    assert len(looks) == 3
    anchors = [chart.anchor for chart in charts.values()]
    assert {anchor._from.col for anchor in anchors} == {9}
    printed = {str(part)[:4] for part in page._print_area.ranges}  # type: ignore[attr-defined]
    assert "A1:H" in printed
    assert len(page._print_area.ranges) == 4  # type: ignore[attr-defined]


def test_there_is_no_chart_of_nothing_and_none_of_too_many_tools() -> None:
    assert charts_of(summary((), ())) == ()
    many = [
        Counted(f"Tool {k:02}", "D", (k, n), Stage.SIGNED_UP, Verdict.UNAPPROVED)
        for k in range(12)
        for n in range(k + 1)
    ]

    figures = summary(many, ())
    by_tool = next(chart for chart in charts_of(figures) if "tool" in chart.title)

    assert by_tool.title == "Findings by tool, the 10 with most sign-ups"
    rows = by_tool.series[0].rows
    assert [figures[row - 2].group for row in rows] == [f"Tool {k:02}" for k in range(11, 1, -1)]
    assert [figures[row - 2].value for row in rows] == list(range(12, 2, -1))
