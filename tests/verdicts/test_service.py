"""What is kept of verdicts agrees with the function, and only differences are written."""

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import event, select, true

from auditor.approvals.model import Approval as ApprovalRow
from auditor.approvals.queries import get_approval, standing_approvals
from auditor.approvals.rules import Decision, Purpose
from auditor.approvals.service import confirm_approval, deny_approval
from auditor.days import Day
from auditor.findings.model import Finding
from auditor.findings.rules import Stage
from auditor.flags.service import assess
from auditor.officers.model import Assignment
from auditor.rulings.queries import standing_rulings
from auditor.rulings.rules import Body, Outcome
from auditor.trail.acts import Act
from auditor.verdicts.assessment import assess as assess_one
from auditor.verdicts.model import StoredVerdict
from auditor.verdicts.queries import stated
from auditor.verdicts.service import assess_findings
from auditor.work import Work
from tests.approvals.factory import confirm, make_request
from tests.conftest import MORNING, OpenWork
from tests.findings.factory import FEB_5, City, make_city, make_finding
from tests.rulings.factory import make_ruling


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_city(work)


def _fill(work: Work, city: City, random: Random) -> None:
    """Findings, requests and rulings whose days, units and purposes meet one another."""
    for _ in range(4):
        make_ruling(
            work,
            random.choice(list(Outcome)),
            FEB_5 + timedelta(days=random.randrange(-40, 40)),
            body=random.choice([Body.CHIEF, Body.COUNCIL]),
            tool_id=random.choice([None, city.tool]),
            department_id=random.choice([None, city.hpd]),
        )
    for _ in range(8):
        make_request(
            work,
            city.tool,
            city.hpd,
            unit=random.choice([None, None, "patrol", "Bikes"]),
            officer_id=random.choice([None, None, city.vega, city.okafor]),
            purposes=random.choice([(), (), (Purpose.TRAINING,), (Purpose.WARRANT,)]),
            valid_from=FEB_5 + timedelta(days=random.randrange(-60, 20)),
            valid_until=random.choice([None, FEB_5 + timedelta(days=random.randrange(20, 60))]),
        )
    work.session.add(Assignment(officer_id=city.okafor, unit="Bikes", since=FEB_5))
    work.record(Act.OFFICER_EDITED)
    for _ in range(40):
        first = FEB_5 + timedelta(days=random.randrange(-50, 50))
        make_finding(
            work,
            city.tool,
            random.choice([city.hpd, city.rvs]),
            stage=random.choice(list(Stage)),
            officer_id=random.choice([None, city.vega, city.okafor]),
            purposes=random.choice([(), ("training",), ("unknown",), ("warrant", "training")]),
            first_used_on=random.choice([None, first, Day.of_month(first.year, first.month)]),
            last_used_on=first + timedelta(days=random.randrange(60)),
        )


@pytest.mark.parametrize("seed", range(3))
def test_what_is_kept_is_what_the_function_says(work: OpenWork, city: City, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - the same register in every run
    with work(city.ines) as w:
        _fill(w, city, random)
    earlier = MORNING.replace(year=2020, month=2)
    with work(city.sam, now=earlier) as w:
        for number in list(w.session.scalars(select(ApprovalRow.id)))[:6]:
            if random.random() < 0.7:
                confirm_approval(w, get_approval(w, number))
            else:
                deny_approval(w, get_approval(w, number), reason="No.")
    with work(city.ines, reading=True) as w:
        kept = {row.finding_id: row for row in w.session.scalars(select(StoredVerdict))}
        rulings = standing_rulings(w)
        approvals = standing_approvals(w, [city.tool], [city.hpd, city.rvs])
        assert sum(each.decision is Decision.CONFIRMED for each in approvals) > 0
        for each in stated(w, true()):
            finding_id, facts = each.finding_id, each.facts
            found, row = assess_one(facts, rulings, approvals), kept[finding_id]
            assert (row.verdict, row.reason, row.reason_since, row.other_reasons) == (
                found.verdict,
                found.reason,
                found.since,
                tuple(reason.value for reason in found.other_reasons),
            )
            assert row.approval_ids == tuple(str(each) for each in found.approval_ids)
            assert row.ruling_id == found.ruling_id
            assert (row.span_from, row.span_until) == (facts.span() or (None, None))
        assert len(kept) == 40


def test_assessing_again_writes_nothing_and_a_lost_table_is_made_anew(
    work: OpenWork, city: City
) -> None:
    with work(city.ines) as w:
        for _ in range(3):
            make_finding(w, city.tool, city.hpd, officer_id=city.vega, first_used_on=FEB_5)
    with work(city.ines) as w:
        assert assess_findings(w, true()) == 0
        w.session.execute(StoredVerdict.__table__.delete())  # type: ignore[attr-defined]
        assert assess_findings(w, true()) == 3


def test_what_was_withdrawn_disproved_or_is_a_duplicate_is_not_counted(
    work: OpenWork, city: City
) -> None:
    with work(city.ines) as w:
        first = make_finding(w, city.tool, city.hpd, first_used_on=FEB_5)
        second = make_finding(w, city.tool, city.hpd, first_used_on=FEB_5, duplicate_of_id=first)
        third = make_finding(w, city.tool, city.hpd, first_used_on=FEB_5, withdrawn_at=MORNING)
        verdicts = w.session.execute(
            select(StoredVerdict.finding_id, StoredVerdict.verdict, StoredVerdict.reason)
        ).all()
    assert [tuple(row) for row in sorted(verdicts)] == [
        (first, "unapproved", "no-approval"),
        (second, "not counted", None),
        (third, "not counted", None),
    ]


def test_one_decision_reads_in_few_statements_whatever_it_touches(
    work: OpenWork, city: City
) -> None:
    with work(city.ines) as w:
        for _ in range(30):
            make_finding(w, city.tool, city.hpd, officer_id=city.vega, first_used_on=FEB_5)
        asked = make_request(w, city.tool, city.hpd)
    confirm(work, city.sam, asked)
    with work(city.ines) as w:
        statements: list[str] = []
        engine = w.session.get_bind()
        event.listen(engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
        assess(w, Finding.tool_id == city.tool)
        reading = [text for text in statements if text.lstrip().startswith("SELECT")]
    # One portion and the empty one behind it: findings, units, rulings, approvals, kept, flags.
    # Behind that what the findings tell besides: domains, addresses, cases, agencies, departures.
    assert len(reading) <= 16
