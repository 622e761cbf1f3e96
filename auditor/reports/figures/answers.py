"""What departments answered, line by line, as the sheet “Summary” states it."""

from collections.abc import Iterable, Iterator
from statistics import median
from typing import Final

from auditor.reports.figures.summary import Figure
from auditor.statements.rules import Remark, Tally

#: What the section of the summary is called.
SECTION: Final = "Statements by tool"

_LATEST: Final = "of each department its latest, no response and declined passed over"


def answer_figures(told: Iterable[tuple[str, Tally]]) -> Iterator[Figure]:
    """The figures of each tool about which departments were asked, in the order given.

    All answers together equal the departments asked. There is no line over all tools: what a
    department answers about one says nothing of another.
    """
    for tool, tally in told:
        where = f"Statements: Tool = {tool}"
        once = f"{where}; each department once"
        yield Figure(SECTION, tool, "Asked, departments", tally.asked, once)
        for answer, number in tally.answers.items():
            rows = f"{where}; Answer = {answer}; {_LATEST}"
            figure = f"{answer.capitalize()}, departments"
            yield Figure(SECTION, tool, figure, number, rows)
        yield from _denied(tool, tally, f"{where}; Remark = {Remark.DENIED_THEN_CONFIRMED}")
        rows = f"{where}; Remark = {Remark.UNAWARE_UNTIL_ASKED}; {_LATEST}"
        name = f"{Remark.UNAWARE_UNTIL_ASKED.capitalize()}, departments"
        yield Figure(SECTION, tool, name, tally.unaware, rows)


def _denied(tool: str, tally: Tally, where: str) -> Iterator[Figure]:
    name, days = Remark.DENIED_THEN_CONFIRMED.capitalize(), tally.days
    between = f"{where}; days from the first denial to the first confirmation after it"
    rows = f"{where}; {_LATEST}"
    yield Figure(SECTION, tool, f"{name}, departments", len(days), rows)
    middle = median(days) if days else None
    yield Figure(SECTION, tool, f"{name}, median days", middle, between)
    yield Figure(SECTION, tool, f"{name}, most days", max(days, default=None), between)
