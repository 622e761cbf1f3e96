"""What an approval is said to cover agrees with the rules; its points are few, and all counted."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from auditor.approvals.rules import concerns
from auditor.days import Day
from auditor.findings.rules import Facts
from auditor.rulings.rules import Outcome
from auditor.verdicts.columns import COVERING_READS
from auditor.verdicts.covering import NAMED, coverage
from auditor.verdicts.drawing import Scale
from auditor.verdicts.leave import answers, days_answered
from auditor.verdicts.points import MOST_GROUPS, Point, grouped
from auditor.verdicts.rules import Reason, status
from tests.verdicts.registers import (
    GARCIA,
    OKAFOR,
    feb,
    make_confirmed,
    make_facts,
    make_random,
    make_ruling,
    random_register,
)

#: What the ruling in force alone says, or the lack of anything else.
SAYS_NOTHING_OF_IT = {Reason.PERMITTED, Reason.NO_RULE, Reason.NO_APPROVAL}


@given(seed=st.integers(0, 20_000))
def test_of_each_day_an_approval_says_what_the_rules_say_of_it_alone(seed: int) -> None:
    found, rulings, approvals = random_register(make_random(seed))
    for approval in (each for each in approvals if concerns(each, found)):
        said = days_answered(approval, found.category, rulings)
        assert (said[0].from_on, said[-1].until_on) == (date.min, date.max)
        for before, after in pairwise(said):
            assert before.until_on + timedelta(days=1) == after.from_on
            assert before.status != after.status
        days = [date(2020, 1, 25) + timedelta(days=n) for n in range(45)]
        by_day = {day: answers(approval, use_on(found, Day.on(day)), said)[0] for day in days}
        for day in days:
            truth = status(day, found, rulings, [approval]).reason
            reason = by_day[day].status.reason
            assert by_day[day].covers == (truth is Reason.APPROVED)
            assert truth in SAYS_NOTHING_OF_IT or reason is truth
            assert reason in COVERING_READS
        (told,) = answers(approval, use_on(found, Day.of_month(2020, 2)), said)
        of_month = [by_day[day] for day in days if day.month == feb(1).month]
        assert told.covers == any(each.covers for each in of_month)
        assert told.status == by_day[told.since].status


def use_on(facts: Facts, day: Day) -> Facts:
    return replace(facts, signed_up_on=None, first_used_on=day, last_used_on=None)


def test_what_is_covered_and_what_is_not_is_counted_by_why_the_latest_first() -> None:
    approval = make_confirmed(
        feb(5), officer_id=GARCIA, requested_on=feb(5), valid_until=date(2031, 1, 1)
    )
    prohibited = make_ruling(Outcome.PROHIBITED, id=2, effective_from=feb(15))
    used = [feb(3), feb(6), feb(10), feb(16), feb(17)]
    findings = [(n, use_on(make_facts(), Day.on(day))) for n, day in enumerate(used, 1)]
    findings += [
        (6, use_on(make_facts(officer_id=OKAFOR), Day.on(feb(9)))),
        (7, use_on(make_facts(officer_id=None), Day.on(feb(9)))),
        (8, make_facts(first_used_on=None)),
        (9, make_facts(signed_up_on=Day.on(feb(1)), first_used_on=Day.on(feb(7)))),
    ]
    rulings = [make_ruling(), prohibited]
    found = coverage(approval, findings, category=None, rulings=rulings)
    assert [each.finding_id for each in found.covered] == [3, 9, 2]
    assert [each.finding_id for each in found.others] == [5, 4, 7, 6, 1]
    assert dict(found.reasons) == {
        Reason.PROHIBITED: 2,
        Reason.SCOPE_UNKNOWN: 1,
        Reason.OUTSIDE_SCOPE: 1,
        Reason.RATIFIED: 1,
    }
    assert (found.partly, found.undated) == (1, 1)
    assert [piece.status.reason for piece in found.pieces] == [
        Reason.RATIFIED,
        Reason.APPROVED,
        Reason.PROHIBITED,
    ]
    assert (found.from_on, found.until_on) == (feb(1), date(2021, 2, 16))
    assert found.leave is not None
    assert found.leave.from_on == feb(5)
    assert sum(sum(group.numbers) for group in found.groups) == 9


def test_of_many_findings_the_latest_are_named() -> None:
    facts = [(n, use_on(make_facts(), Day.on(feb(1 + n % 20)))) for n in range(1, 100)]
    found = coverage(make_confirmed(), facts, category=None, rulings=())
    assert len(found.named) == NAMED + len(found.others)
    assert found.covered[0].last_on == feb(20)


@given(years=st.integers(0, 9_000), step=st.integers(1, 400), count=st.integers(1, 300))
def test_points_are_few_in_order_and_all_counted(years: int, step: int, count: int) -> None:
    begin = date(1 + years, 1, 1)
    room = (date.max - begin).days // count
    days = [begin + timedelta(days=n * min(step, room)) for n in range(count)]
    points = [Point(n % 2, Day.on(day)) for n, day in enumerate(days)]
    points.append(Point(0, Day.of_month(begin.year, 1), 10))
    scale = Scale(begin, max(days[-1], points[-1].day.last))
    groups = grouped(points, scale, rows=2)
    assert len(groups) <= MOST_GROUPS
    assert sum(sum(group.numbers) for group in groups) == count + 10
    assert groups == sorted(groups)
    for group in groups:
        assert all(0 < size < 3 for _, size in group.marks)
        assert group.day is None or group.day.first == group.from_on


def test_a_group_is_called_a_day_a_month_or_its_days() -> None:
    scale = Scale(date(2000, 1, 1), date(2020, 12, 31))
    few = grouped([Point(0, Day.on(feb(5))), Point(0, Day.of_month(2020, 2))], scale, rows=1)
    assert [group.day for group in few] == [Day.of_month(2020, 2), Day.on(feb(5))]
    days = [date(2000, 1, 5) + timedelta(days=50 * n) for n in range(150)]
    years = grouped([Point(0, Day.on(day)) for day in days], scale, rows=1)
    assert (years[0].from_on, years[0].until_on) == (date(2000, 1, 1), date(2000, 12, 31))
    assert years[0].day is None
