"""The rules on what findings tell besides their approval, and those that count many findings."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from auditor.days import Day
from auditor.findings.marking import withdraw_finding
from auditor.findings.model import Finding
from auditor.findings.rules import AccountState, Licence, Stage
from auditor.flags.model import Flag
from auditor.flags.rules.counting import case_reused, high_volume, rank_of
from auditor.flags.rules.rulebook import RULES
from auditor.flags.rules.states import FlagState
from auditor.flags.rules.told import Told, is_personal, is_without_case, raised_by_what_is_told
from auditor.flags.service import assess_next
from auditor.officers.model import Officer
from auditor.parameters import Parameters
from auditor.trail.acts import Act
from auditor.work import Work
from tests.approvals.factory import confirm, make_request
from tests.conftest import MORNING, OpenWork
from tests.findings.factory import FEB_5, City, make_city, make_finding


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_city(work)


def standing(work: OpenWork) -> dict[str, set[int]]:
    """By rule, the findings on which it stands."""
    found = defaultdict(set)
    with work(reading=True) as w:
        for flag in w.session.scalars(select(Flag).where(Flag.state == FlagState.OPEN)):
            assert flag.finding_id
            found[flag.rule].add(flag.finding_id)
    return found


def assess_all(work: OpenWork, now: datetime = MORNING, **parameters: Any) -> None:
    reached: int | None = 0
    while reached is not None:
        with work(now=now, parameters=Parameters(**parameters)) as w:
            reached, _ = assess_next(w, reached)


@pytest.mark.parametrize(
    ("email", "domains", "holds"),
    [
        ("ana@hpd.example", ("hpd.example",), False),
        ("ana@Mail.HPD.example", ("hpd.example",), False),
        ("ana@nothpd.example", ("hpd.example",), True),
        ("ana@hpd.example.net", ("hpd.example",), True),
        ("ana@b.example", ("hpd.example", "B.example"), False),
        ("ana@post.example", (), False),
        (None, ("hpd.example",), False),
    ],
)
def test_an_address_is_personal_under_no_domain_that_is_known(
    email: str | None, domains: tuple[str, ...], *, holds: bool
) -> None:
    assert is_personal(email, domains) is holds


@pytest.mark.parametrize(
    ("stage", "purposes", "cases", "holds"),
    [
        (Stage.SIGNED_UP, (), (), False),
        (Stage.USED, (), (), True),
        (Stage.USED, ("unknown", "Personal"), (" ",), True),
        (Stage.USED, ("unknown", "training"), (), False),
        (Stage.USED, (), ("C-1",), False),
        (Stage.USED_IN_A_CASE, ("personal",), (), True),
    ],
)
def test_a_use_without_case_or_purpose_of_police_work(
    stage: Stage, purposes: tuple[str, ...], cases: tuple[str, ...], *, holds: bool
) -> None:
    assert is_without_case(stage, purposes, cases) is holds


def test_an_account_is_open_after_departure_from_the_day_after_the_last_one() -> None:
    told = Told(account_state=AccountState.OPEN, left_on=FEB_5)
    assert raised_by_what_is_told(told, FEB_5) == []
    (raised,) = raised_by_what_is_told(told, FEB_5 + timedelta(days=1))
    assert (raised.rule.id, raised.rule.severity) == ("open-after-departure", "serious")
    unknown = Told(account_state=AccountState.UNKNOWN, left_on=FEB_5)
    assert raised_by_what_is_told(unknown, date(2026, 1, 1)) == []


@pytest.mark.parametrize(
    ("count", "percent", "rank"), [(20, 95, 19), (21, 95, 20), (100, 95, 95), (40, 95, 38)]
)
def test_the_rank_is_rounded_up(count: int, percent: int, rank: int) -> None:
    assert rank_of(count, percent) == rank


def test_no_sentence_tells_who_it_was_or_under_which_number() -> None:
    told = Told(
        stage=Stage.USED,
        account_email="ana@post.example",
        domains=("hpd.example",),
        on_behalf_of="The Bureau",
        account_state=AccountState.OPEN,
        left_on=FEB_5,
    )
    raised = [
        *raised_by_what_is_told(told, date(2026, 1, 1)),
        case_reused({officer: [officer] for officer in range(1, 15)}),
        high_volume(1_200, 95),
    ]
    assert len({each.rule for each in raised}) == 6
    said = " ".join(each.reason for each in raised)
    assert not [word for word in ("ana", "post", "Bureau") if word in said]
    assert "findings 1, 2, 3, 4, 5, 6, 7, 8, 9 and 10 and 4 more" in said


def test_a_request_waits_too_long_from_the_eleventh_business_day(
    work: OpenWork, city: City
) -> None:
    with work(city.ines) as w:
        make_request(w, city.tool, city.hpd)
        used = make_finding(w, city.tool, city.hpd, first_used_on=MORNING.date())
    for days, holidays, holds in (
        (14, (), False),
        (15, (), True),
        (15, {date(2026, 3, 10)}, False),
        (16, {date(2026, 3, 10)}, True),
    ):
        assess_all(work, MORNING + timedelta(days=days), holidays=frozenset(holidays))
        assert (used in standing(work)["unconfirmed"]) is holds, days
    with work(reading=True) as w:
        flag = w.session.scalars(select(Flag).where(Flag.rule == "unconfirmed")).one()
        assert flag.reason == "Approval 1 waits for a decision since 2026-03-02."
    confirm(work, city.sam, 1)
    assert not standing(work)["unconfirmed"]


def test_a_trial_is_flagged_where_signing_up_was_not_approved(work: OpenWork, city: City) -> None:
    with work(city.ines) as w:
        trial, paid, month = (
            make_finding(
                w,
                city.tool,
                city.hpd,
                stage=Stage.SIGNED_UP,
                licence=licence,
                signed_up_on=day,
            )
            for licence, day in (
                (Licence.TRIAL, FEB_5),
                (Licence.PAID, FEB_5),
                (Licence.BORROWED, Day.of_month(2020, 3)),
            )
        )
        make_request(w, city.tool, city.hpd)
    assert standing(work)["free-trial"] == {trial, month}
    assert paid
    confirm(work, city.sam, 1)
    assert standing(work)["free-trial"] == {trial, month}  # Ratified is not approved.


def test_a_case_number_shared_by_four_officers_is_flagged_on_all_until_one_is_withdrawn(
    work: OpenWork, city: City
) -> None:
    numbers = ("A 1", "a1", "A1", "A1 ")
    with work(city.ines) as w:
        officers = list(officers_of(w, city.hpd, 4))
        made = [
            make_finding(w, city.tool, city.hpd, officer_id=officer, case_numbers=(number, "B"[n:]))
            for n, (officer, number) in enumerate(zip(officers, numbers, strict=True))
        ]
        make_finding(w, city.tool, city.hpd, case_numbers=("A1",))
        make_finding(w, city.tool, city.rvs, officer_id=None, case_numbers=("A1",))
    assess_all(work)
    assert standing(work)["case-reused"] == set(made)
    assess_all(work, case_reused_officers=4)
    assert not standing(work)["case-reused"]
    assess_all(work)
    with work(city.ines) as w:
        withdraw_finding(w, w.session.get_one(Finding, made[0]), "Entered twice.")
    assert not standing(work)["case-reused"]


def test_twenty_findings_with_a_number_are_enough_to_tell_high_volume(
    work: OpenWork, city: City
) -> None:
    with work(city.ines) as w:
        made = [
            make_finding(w, city.tool, city.hpd, searches_low=low, case_numbers=("1",))
            for low in (*range(1, 19), 18)
        ]
    assess_all(work)
    assert not standing(work)["high-volume"]
    with work(city.ines) as w:
        made.append(make_finding(w, city.tool, city.rvs, searches_low=19, case_numbers=("1",)))
    assess_all(work)
    assert standing(work)["high-volume"] == {made[-1]}


def officers_of(work: Work, department_id: int, count: int) -> Iterator[int]:
    for n in range(count):
        officer = Officer(
            department_id=department_id, given_name="A", family_name=f"F{n}", folded=f"a f{n}"
        )
        work.session.add(officer)
        work.record(Act.OFFICER_ADDED)
        yield officer.id


def test_every_rule_of_the_book_has_an_id_and_a_sentence_of_its_own() -> None:
    assert len(RULES) == 20
    assert max(Counter(rule.id for rule in RULES).values()) == 1
    assert max(Counter(rule.explains for rule in RULES).values()) == 1
