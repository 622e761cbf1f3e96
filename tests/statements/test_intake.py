"""An answer that changes, and rows that cannot be."""

from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from auditor.statements.model import Statement
from auditor.statements.rules import Statement as Said
from auditor.statements.rules import days_from_denial, is_unaware_until_asked, latest
from auditor.store import FileStore
from auditor.uploads.kinds import KINDS
from tests.conftest import OpenWork
from tests.uploads.factory import DEPARTMENTS, Desk, counts, reasons

HEAD = "Department,Tool,Asked on,Answer,Answered on,Aware before asked,Units asked,Units in all\n"


@pytest.fixture
def desk(work: OpenWork, tmp_path: Path) -> Desk:
    desk = Desk(work, FileStore(tmp_path))
    desk.apply("departments", DEPARTMENTS)
    desk.apply("tools", "Name\nFaceFinder\n")
    return desk


def by_department(desk: Desk) -> dict[int, list[Said]]:
    told: dict[int, list[Said]] = defaultdict(list)
    with desk.reading() as w:
        for row in w.session.scalars(select(Statement)):
            told[row.department_id].append(
                Said(
                    id=row.id,
                    asked_on=row.asked_on,
                    answer=row.answer,
                    answered_on=row.answered_on,
                    aware_before_asked=row.aware_before_asked,
                )
            )
    return told


def test_a_later_answer_stands_beside_the_earlier_and_counts(desk: Desk) -> None:
    denied = f"{HEAD}HPD,facefinder,2020-01-10,denied,2020-01-20,,2,9\n"
    assert counts(desk.apply("statements", denied)) == (1, 0, 0, 0)
    assert counts(desk.apply("statements", denied)) == (0, 0, 1, 0)
    later = f"{HEAD}HPD,FaceFinder,2020-01-10,confirmed,2020-02-27,no,9,9\n"
    assert counts(desk.apply("statements", later)) == (1, 0, 0, 0)
    desk.apply("statements", f"{HEAD}HPD,FaceFinder,2020-05-01,no response,,,,\n")

    (told,) = by_department(desk).values()
    counted = latest(told)
    assert counted is not None
    assert counted.answered_on == date(2020, 2, 27)
    assert days_from_denial(counted, told) == 38
    assert is_unaware_until_asked(counted)
    assert len(told) == 3


def test_what_cannot_be_is_refused_by_row_and_column(desk: Desk) -> None:
    wrong = (
        f"{HEAD}HPD,FaceFinder,2020-01-10,denied,,,,\n"
        "HPD,FaceFinder,2020-01-10,denied,2020-01-09,,,\n"
        "HPD,FaceFinder,2020-01-10,denied,2030-01-09,,,\n"
        "HPD,FaceFinder,2020-01-10,no response,2020-01-12,,,\n"
        "HPD,FaceFinder,2020-01-10,denied,2020-01-12,no,,\n"
        "HPD,FaceFinder,2020-01-10,confirmed,2020-01-12,,10,9\n"
    )
    outcome = desk.apply("statements", wrong)
    assert [column for _, column, _ in reasons(outcome)] == [
        *["Answered on"] * 4,
        "Aware before asked",
        "Units asked",
    ]


def test_every_kind_of_the_contract_can_be_uploaded() -> None:
    assert list(KINDS) == [
        *("departments", "officers", "tools", "rulings", "approvals", "findings", "statements"),
    ]
