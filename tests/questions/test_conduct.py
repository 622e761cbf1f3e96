"""Like conduct compared, and what came since a report: worked out by hand on a small register."""

from datetime import timedelta

from auditor.access import Actor, Role
from auditor.columns import Audience
from auditor.questions.queries.tables import table
from auditor.questions.rules.tables import Table
from tests.conftest import MORNING, OpenWork
from tests.findings.factory import City, make_city
from tests.follow_ups.factory import LATER, answered, ids, judge, make_flags
from tests.home.factory import make_file, make_report

COUNCIL = Actor("Cara Finch", Role.COUNCIL)


def told(work: OpenWork, actor: Actor, name: str) -> list[dict[str, object]]:
    """A table as it is five weeks after the department was asked."""
    with work(actor, MORNING + timedelta(days=35), reading=True) as w:
        found: Table = table(w, name)
    return [
        {column.word: value for column, value in zip(found.columns, row, strict=True)}
        for row in found.values
    ]


def compared(work: OpenWork, actor: Actor, by: str) -> dict[object, tuple[object, ...]]:
    columns = (
        *("Lines", "Officers", "Exonerated or unfounded", "No outcome yet"),
        *("Days to the outcome, median", "Days open, median", "Days open, most"),
    )
    rows = told(work, actor, f"outcomes-by-{by}")
    return {row[by.capitalize()]: tuple(row[column] for column in columns) for row in rows}


def test_outcomes_are_compared_by_unit_and_few_officers_are_not_shown_to_the_council(
    work: OpenWork,
) -> None:
    """Two findings of Vega in Patrol, one of Okafor, one of nobody known; the first two judged.

    They were judged 28 days after the department was asked, and 35 days after it is now.
    """
    city: City = make_city(work)
    flags = make_flags(work, city, [city.vega, city.okafor, city.vega, None])
    asked = answered(work, city, flags)
    judge(work, city.ines, asked, line_ids=ids(work, asked)[:2], at=LATER)
    by_unit = {"Patrol": (2, 1, 1, 1, 28, 35, 35), "Not known": (2, 2, 1, 1, 28, 35, 35)}
    assert compared(work, city.ines, "unit") == by_unit
    assert compared(work, city.sam, "unit") == by_unit
    assert compared(work, city.ruth, "unit") == {}
    (others,) = compared(work, COUNCIL, "unit").values()
    assert others == (4, 3, 2, 2, 28, 35, 35)
    assert compared(work, city.ines, "year") == {"2020": (4, 3, 2, 2, 28, 35, 35)}
    assert compared(work, city.ines, "rank") == {"Not known": (4, 3, 2, 2, 28, 35, 35)}
    each = told(work, city.ines, "outcomes")
    assert [row["Outcome"] for row in each] == ["unfounded", "unfounded", "none yet", "none yet"]


def test_what_came_since_the_report_is_told_with_who_brought_it(work: OpenWork) -> None:
    city = make_city(work)
    assert told(work, city.ines, "added-and-corrected") == []  # No report was issued yet.
    with work(city.ines) as w:
        make_report(w, make_file(w), Audience.COUNCIL)
    make_flags(work, city, [city.vega, None])
    brought = {"Records": "Findings", "By": "Ines Ortega", "Added": 2, "Corrected": 0}
    assert brought in told(work, city.ines, "added-and-corrected")
    assert brought in told(work, city.sam, "added-and-corrected")
    foreign = told(work, city.ruth, "added-and-corrected")
    assert {row["Records"] for row in foreign} <= {"Rulings"}
    by_role = told(work, COUNCIL, "added-and-corrected")
    assert brought | {"By": "Oversight"} in by_role
    assert "Ines Ortega" not in {row["By"] for row in by_role}
