"""What reports tell of follow-ups: line by line, without a name, and in figures that add up."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from auditor.columns import Audience
from auditor.flags.model import Flag
from auditor.follow_ups.concluding import close, report_actions, verify_actions
from auditor.follow_ups.hearing import give_notice, record_reply
from auditor.follow_ups.judging import accept_answer
from auditor.follow_ups.model import FollowUp
from auditor.follow_ups.rules import LineAction, LineOutcome
from auditor.follow_ups.service import Asked, answer, open_follow_ups
from auditor.people.model import User
from auditor.reports.figures.followed import (
    BY_ACTION,
    BY_OUTCOME,
    FOLLOW_UPS,
    CountedLine,
    figures_of_follow_ups,
)
from auditor.store import FileStore
from auditor.trail.acts import Act
from tests.conftest import OpenWork
from tests.findings.factory import City
from tests.follow_ups.factory import (
    CALENDAR,
    LATER,
    ids,
    judge,
    make_flags,
    make_member,
    paper,
)
from tests.reports.factory import CANARY, canaries, everything, issued, read
from tests.reports.test_workbook import holds
from tests.verdicts.registers import make_random


def ended(work: OpenWork, city: City) -> int:
    """Asked about two officers, with a canary in all that is said, heard, judged and closed."""
    flags = make_flags(work, city, [city.vega, city.okafor])
    asked = Asked(question=f"{CANARY} question", days=5)
    with work(city.ines) as w:
        (number,) = open_follow_ups(w, flags, asked, calendar=CALENDAR)
    first, second = ids(work, number)
    with work(city.sam) as w:
        answer(w, number, text=f"{CANARY} answer")
    with work(city.ines) as w:
        accept_answer(w, number)
        give_notice(w, number, line_ids=[first], text=f"{CANARY} notice")
        record_reply(w, number, line_ids=[first], text=f"{CANARY} reply", document=paper())
    judge(work, city.ines, number, LineOutcome.SUSTAINED, line_ids=[first])
    judge(work, city.ines, number, LineOutcome.UNFOUNDED, line_ids=[second])
    done = [LineAction.TRAINING, LineAction.ACCESS_REVOKED]
    with work(city.sam) as w:
        report_actions(w, number, line_ids=[first], actions=done, text=f"{CANARY} action")
    with work(city.ines) as w:
        verify_actions(w, number, line_ids=[first])
    return number


def rows_of(content: bytes, number: int) -> list[dict[str, Any]]:
    return [row for row in read(content, "Follow-ups") if row["Follow-up"] == number]


def test_a_follow_up_stands_line_by_line_and_the_council_reads_nothing_that_was_said(
    work: OpenWork, files: FileStore, city: City
) -> None:
    tom, number = make_member(work), ended(work, city)
    with work(tom, LATER) as w:
        close(w, number)
    content = issued(work, files, city.ines).content
    one, other = rows_of(content, number)
    assert (one["State"], one["Outcome"], one["Actions"]) == (
        *("closed", "sustained"),
        "access revoked; training",
    )
    assert (other["Outcome"], other["Actions"], other["Verified on"]) == ("unfounded", "", "")
    assert (one["Opened on"], one["Due on"]) == (date(2026, 3, 2), date(2026, 3, 9))
    assert (one["Answers"], one["Last answer on"]) == (1, date(2026, 3, 2))
    assert one["Verified on"] == date(2026, 3, 2)
    assert (one["Days overdue"], one["Department"]) == (0, "HPD Police Department")
    finding = next(r for r in read(content, "Findings") if r["Finding"] == one["Finding"])
    assert (finding["Follow-up"], finding["Outcome"]) == (str(number), "sustained")
    assert finding["Actions"] == "access revoked; training"
    flag = next(r for r in read(content, "Flags") if r["Flag"] == one["Flag"])
    assert (flag["State"], flag["Follow-up"]) == ("closed", number)
    assert canaries(everything(content)) == set()
    for name in ("Vega", "Okafor", "Sam Hill", "Tom Reed"):
        assert name.casefold() not in everything(content)


def test_every_report_says_where_there_was_no_second_look(
    work: OpenWork, files: FileStore, city: City
) -> None:
    number = ended(work, city)
    with work() as w:  # Ines is left alone in the office.
        for user in w.session.scalars(select(User).where(User.name.like(f"{CANARY}%"))):
            user.closed_at = w.now
        w.record(Act.USER_CLOSED)
    with work(city.ines, LATER) as w:
        close(w, number)
    for audience in (Audience.INTERNAL, Audience.DEPARTMENT, Audience.COUNCIL):
        department = city.hpd if audience is Audience.DEPARTMENT else None
        content = issued(work, files, city.ines, audience, department_id=department).content
        assert {row["State"] for row in rows_of(content, number)} == {"closed, no second look"}
        told = figures(read(content, "Summary"))
        assert told[FOLLOW_UPS, "All follow-ups", "Closed with no second look"] == 1


def figures(lines: list[dict[str, Any]]) -> Mapping[tuple[str, str, str], Any]:
    return {(line["Section"], line["Group"], line["Figure"]): line["Value"] for line in lines}


def test_what_is_overdue_is_told_as_of_the_report_and_only_to_its_department(
    work: OpenWork, files: FileStore, city: City
) -> None:
    number = ended(work, city)
    (flag,) = make_flags(work, city, [city.vega])
    with work(city.ines) as w:
        asked = Asked(question="Why?", days=5)
        (owed,) = open_follow_ups(w, [flag], asked, calendar=CALENDAR)
        w.session.get_one(FollowUp, owed).due_on = w.today - timedelta(days=12)
        w.record(Act.FOLLOW_UP_ASSIGNED)
    content = issued(work, files, city.ines, Audience.INTERNAL).content
    (row,) = rows_of(content, owed)
    assert (row["State"], row["Days overdue"], row["Answers"]) == ("open", 12, 0)
    assert (row["Question"], row["Last answer on"], row["Outcome"]) == ("Why?", "", "")
    assert {row["Question"] for row in rows_of(content, number)} == {f"{CANARY} question"}
    theirs = issued(work, files, city.ines, Audience.DEPARTMENT, department_id=city.rvs).content
    assert read(theirs, "Follow-ups") == []


def test_each_figure_of_lines_is_shown_by_the_filter_beside_it(
    work: OpenWork, files: FileStore, city: City
) -> None:
    ended(work, city)
    with work(city.ines) as w:
        left = w.session.scalars(select(Flag.id).where(Flag.state == "open")).all()
        (flag, *_) = left
        open_follow_ups(w, [flag], Asked(question="Why?", days=5), calendar=CALENDAR)
    content = issued(work, files, city.ines).content
    rows, tried = read(content, "Follow-ups"), 0
    officers = {row["Finding"]: row["Officer"] for row in read(content, "Findings")}
    for line in read(content, "Summary"):
        title, _, rest = line["Rows"].partition(": ")
        if title != "Follow-ups" or line["Figure"] not in {"Lines", "Officers"}:
            continue
        conditions = [part.split(" = ") for part in rest.split("; ") if " = " in part]
        found = [row for row in rows if all(holds(row, *one) for one in conditions)]
        if line["Figure"] == "Officers":
            found = [*{officers[row["Finding"]] for row in found}]
        assert line["Value"] == len(found), line
        tried += 1
    assert tried == 2 * (1 + len(LineOutcome) + 1 + len(LineAction) + 1)


@given(st.integers(0, 2**32))
def test_all_outcomes_together_are_all_lines_whatever_the_register(seed: int) -> None:
    rng = make_random(seed)
    lines = [
        CountedLine(
            rng.randrange(4),
            rng.choice((None, *LineOutcome)),
            rng.sample([*LineAction], rng.randrange(3)),
            rng.randrange(5),
        )
        for _ in range(rng.randrange(30))
    ]
    told = {(f.section, f.group, f.figure): f.value or 0 for f in figures_of_follow_ups(lines)}

    def total(section: str, figure: str) -> float:
        return sum(v for (s, _, f), v in told.items() if (s, f) == (section, figure))

    assert total(BY_OUTCOME, "Lines") == told[FOLLOW_UPS, "All follow-ups", "Lines"] == len(lines)
    assert total(BY_ACTION, "Lines") == sum(max(1, len(line.actions)) for line in lines)
    everybody = told[FOLLOW_UPS, "All follow-ups", "Officers"]
    assert everybody == len({line.who for line in lines}) <= total(BY_OUTCOME, "Officers")


@pytest.mark.parametrize("audience", [Audience.INTERNAL, Audience.COUNCIL])
def test_a_register_without_follow_ups_has_the_sheet_all_the_same(
    work: OpenWork, files: FileStore, city: City, audience: Audience
) -> None:
    content = issued(work, files, city.ines, audience).content
    assert read(content, "Follow-ups") == []
    told = figures(read(content, "Summary"))
    assert told[BY_OUTCOME, "No outcome yet", "Lines"] == 0
