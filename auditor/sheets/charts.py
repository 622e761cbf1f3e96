"""Charts beside the table of a sheet, drawn by the spreadsheet program from the table's cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from openpyxl.chart import BarChart
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series as DrawnSeries
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.title import Title, title_maker
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.text import CharacterProperties
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from auditor.sheets.cells import column_letters

#: English Metric Units, in which drawings are measured.
_PER_POINT: Final = 12_700
_PER_CM: Final = 360_000

_WIDTH_CM: Final = 20
_PER_BAR_CM: Final = 0.38
_BETWEEN_BARS_CM: Final = 0.32
_AROUND_CM: Final = 3

#: Points of a row whose height was not set.
_ROW_HEIGHT: Final = 15

#: Of the columns beside a table that have no width of their own, in centimetres.
_COLUMN_CM: Final = 1.6

#: Per cent of a bar's thickness between groups of bars.
_BETWEEN: Final = 60

#: Of titles, in hundredths of a point.
_TITLE_SIZE: Final = 1200

_DARK: Final = "1A4480"
_WHITE: Final = "FFFFFF"


@dataclass(frozen=True, slots=True)
class Series:
    """What is drawn in one look: a name for the legend, and the rows of the sheet with the bars."""

    name: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from the cells of two columns: `labels` says what each is, `values` how long.

    The columns are counted from 1. Rows may lie anywhere in the sheet; the first is drawn on top.
    """

    title: str
    labels: int
    values: int
    series: tuple[Series, ...]

    @property
    def height_cm(self) -> float:
        """As much as its bars need."""
        groups = len(self.series[0].rows)
        return _AROUND_CM + groups * (_PER_BAR_CM * len(self.series) + _BETWEEN_BARS_CM)


def draw_beside(page: Worksheet, charts: Sequence[Chart], *, column: int) -> list[str]:
    """Put charts one below the other, beginning in this column; gives the range of each.

    The heights of the rows beside them must have been set.
    """
    ranges, row = [], 2
    letters = column_letters(column), column_letters(column + round(_WIDTH_CM / _COLUMN_CM))
    for chart in charts:
        drawn = _drawn(page.title, chart)
        size = XDRPositiveSize2D(round(_WIDTH_CM * _PER_CM), round(chart.height_cm * _PER_CM))
        corner = AnchorMarker(col=column - 1, row=row - 1)
        drawn.anchor = OneCellAnchor(_from=corner, ext=size)  # type: ignore[assignment]
        page.add_chart(drawn)
        last = _row_below(page, row, chart.height_cm * _PER_CM / _PER_POINT)
        ranges.append(f"{letters[0]}{row}:{letters[1]}{last}")
        row = last + 2
    return ranges


def _row_below(page: Worksheet, row: int, points: float) -> int:
    """The row in which something ends that begins with this row and is so high."""
    while points > (height := _height(page, row)):
        points -= height
        row += 1
    return row


def _height(page: Worksheet, row: int) -> float:
    dimension = page.row_dimensions.get(row)
    return (dimension.height if dimension else None) or _ROW_HEIGHT


def _drawn(sheet: str, chart: Chart) -> BarChart:
    drawn = BarChart()
    drawn.type = "bar"
    drawn.gapWidth = _BETWEEN
    drawn.title = _title(chart.title)
    for series, look in zip(chart.series, _LOOKS, strict=False):
        drawn.series.append(_drawn_series(sheet, chart, series, looks=look()))
    labels, values = drawn.x_axis, drawn.y_axis
    # The first row on top, as in the table; each bar says its number, so that no axis need.
    labels.scaling.orientation = "maxMin"
    labels.delete, values.delete = False, True
    labels.majorTickMark = "none"
    values.majorGridlines = None
    values.scaling.min = 0
    if len(chart.series) == 1:
        drawn.legend = None
    elif drawn.legend is not None:
        drawn.legend.position, drawn.legend.overlay = "b", False
    return drawn


def _title(text: str) -> Title:
    title = title_maker(text)
    title.overlay = False
    for paragraph in cast("Any", title).tx.rich.p:
        paragraph.pPr.defRPr = CharacterProperties(sz=_TITLE_SIZE, b=True)
    return title


def _drawn_series(
    sheet: str, chart: Chart, series: Series, *, looks: GraphicalProperties
) -> DrawnSeries:
    names = StrRef(_cells(sheet, chart.labels, series.rows))
    numbers = NumRef(f=_cells(sheet, chart.values, series.rows))
    return DrawnSeries(
        tx=SeriesLabel(v=series.name),
        cat=AxDataSource(strRef=names),
        val=NumDataSource(numRef=numbers),
        spPr=looks,
        dLbls=DataLabelList(
            showVal=True,
            showSerName=False,
            showCatName=False,
            showLegendKey=False,
            showPercent=False,
        ),
    )


def _solid() -> GraphicalProperties:
    return GraphicalProperties(solidFill=_DARK, ln=_outline())


def _hatched() -> GraphicalProperties:
    pattern = PatternFillProperties(prst="wdUpDiag")
    pattern.fgClr = ColorChoice(srgbClr=_DARK)  # type: ignore[arg-type]
    pattern.bgClr = ColorChoice(srgbClr=_WHITE)  # type: ignore[arg-type]
    return GraphicalProperties(pattFill=pattern, ln=_outline())


def _empty() -> GraphicalProperties:
    return GraphicalProperties(solidFill=_WHITE, ln=_outline())


def _outline() -> LineProperties:
    return LineProperties(solidFill=_DARK, w=_PER_POINT)


#: How a chart's series look, in order: told apart by how they are filled, and not by colour.
_LOOKS: Final = (_solid, _hatched, _empty)


def _cells(sheet: str, column: int, rows: Iterable[int]) -> str:
    """The cells as one reference, neighbours joined: “(Summary!$D$2:$D$4,Summary!$D$9)”."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    place, letters = quote_sheetname(sheet), column_letters(column)
    found = [
        f"{place}!${letters}${first}" + (f":${letters}${last}" if last > first else "")
        for first, last in runs
    ]
    return found[0] if len(found) == 1 else f"({','.join(found)})"
