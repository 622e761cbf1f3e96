"""Findings from a file: recognised again, never guessed, and assessed in the same work."""

from pathlib import Path

import pytest
from sqlalchemy import select

from auditor.departments.queries import get_department
from auditor.findings.model import Finding
from auditor.flags.model import Flag
from auditor.store import FileStore
from auditor.uploads.drafts import Fate
from auditor.verdicts.model import StoredVerdict
from auditor.verdicts.rules import Reason, Verdict
from tests.conftest import OpenWork
from tests.departments.factory import OVERSIGHT
from tests.findings.factory import City, Desk, make_city
from tests.officers.factory import make_officer


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_city(work)


@pytest.fixture
def desk(work: OpenWork, city: City, tmp_path: Path) -> Desk:
    return Desk(work, city.ines, FileStore(tmp_path / "files"))


HEAD = "Department,Officer,Tool,Stage,Sign-up date,First used on,Searches,Source reference"
VEGA = "HPD,007,FaceFinder,used,2020-01,2020-02-05,11-50,"


def findings(desk: Desk) -> list[Finding]:
    with desk.reading() as w:
        return list(w.session.scalars(select(Finding).order_by(Finding.id)))


def test_from_a_file_to_verdict_and_flag_in_one_work(desk: Desk, city: City) -> None:
    plan = desk.take("findings", HEAD, VEGA)
    assert [row.fate for row in plan.rows] == [Fate.NEW]
    (found,) = findings(desk)
    assert (found.officer_id, found.recorded_by_id) == (city.vega, city.ines.user_id)
    assert str(found.day("signed_up_on")) == "2020-01"
    assert (found.searches_low, found.searches_high) == (11, 50)
    with desk.reading() as w:
        verdict = w.session.scalars(select(StoredVerdict)).one()
        flag, without_case = w.session.scalars(select(Flag).order_by(Flag.id))
    assert (verdict.verdict, verdict.reason) == (Verdict.UNAPPROVED, Reason.NO_APPROVAL)
    assert (flag.rule, without_case.rule) == ("no-approval", "no-case")
    assert flag.reason == (
        "On 2020-01 and 2020-02-05 an approval was required by ruling 1, and none is on record."
    )


def test_a_file_taken_in_twice_changes_nothing(desk: Desk) -> None:
    desk.take("findings", HEAD, VEGA)
    plan = desk.take("findings", HEAD, VEGA)
    assert [row.fate for row in plan.rows] == [Fate.UNCHANGED]
    assert len(findings(desk)) == 1


@pytest.mark.parametrize("officer", ["Nobody, Ned", "Vega, Ana"])
def test_an_officer_not_found_or_found_twice_makes_an_unidentified_finding(
    work: OpenWork, desk: Desk, city: City, officer: str
) -> None:
    with work(OVERSIGHT) as w:
        make_officer(w, get_department(w, city.hpd))  # A second Ana Vega.
    plan = desk.take("findings", HEAD, f'HPD,"{officer}",FaceFinder,signed up,2020-01-09,,,')
    assert "nobody is identified" in plan.rows[0].remark
    (found,) = findings(desk)
    assert (found.officer_id, found.name_as_received) == (None, officer)
    again = desk.take("findings", HEAD, f'HPD,"{officer}",FaceFinder,signed up,2020-01-09,,,')
    assert again.rows[0].fate is Fate.UNCHANGED


def test_an_accounts_finding_is_recognised_when_its_officer_becomes_known(
    desk: Desk, city: City
) -> None:
    head = "Department,Officer,Account email,Tool,Stage,Signed up on"
    desk.take("findings", head, "HPD,,A.Vega@HPD.example,FaceFinder,signed up,2020-01-09")
    plan = desk.take("findings", head, "HPD,007,a.vega@hpd.example,FaceFinder,,2020-01-09")
    assert [(row.fate, [change[0] for change in row.changes]) for row in plan.rows] == [
        (Fate.CHANGED, ["officer_id"])
    ]
    (found,) = findings(desk)
    assert (found.officer_id, found.account_email) == (city.vega, "a.vega@hpd.example")


def test_one_officer_may_have_several_findings_which_are_named_as_possible_duplicates(
    desk: Desk,
) -> None:
    desk.take("findings", HEAD, VEGA)
    plan = desk.take(
        "findings",
        HEAD,
        "HPD,007,FaceFinder,signed up,2020-03-01,,,",
        "HPD,007,FaceFinder,signed up,,,,A-17",
    )
    assert [row.remark for row in plan.rows] == [
        "Possible duplicate of finding 1.",
        "Possible duplicate of finding 1 or row 2.",
    ]


def test_a_row_that_cannot_be_is_refused_with_what_would_fit(desk: Desk) -> None:
    plan = desk.take(
        "findings",
        HEAD,
        "HPD,007,FaceFinder,offered,2020-01-09,,,",
        "HPD,007,FaceFinder,used,2020-01-10,2031-01-01,,",
        "HPD,,FaceFinder,used,2020-01-11,,,",
        "HPD,007,No such tool,used,2020-01-12,,,",
        "HPD,007,FaceFinder,,,,,",
    )
    assert [(refusal.row, refusal.column) for refusal in plan.refused] == [
        (2, "Stage"),
        (3, "First used on"),
        (4, "Officer"),
        (5, "Tool"),
        (6, "Stage"),
    ]
    assert "“signed up” would fit" in plan.refused[0].reason
    assert not findings(desk)


def test_two_rows_about_one_finding_agree_or_the_second_is_refused(desk: Desk) -> None:
    plan = desk.take("findings", HEAD, VEGA, VEGA, VEGA.replace("11-50", "51+"))
    assert [row.fate for row in plan.rows] == [Fate.NEW, Fate.UNCHANGED]
    assert "Row 2 is about the same record" in plan.refused[0].reason


def test_a_month_that_becomes_a_day_and_a_word_that_is_taken_away(desk: Desk) -> None:
    head = HEAD + ",Licence,Purposes"
    desk.take("findings", head, "HPD,007,FaceFinder,used,2020-01-09,2020-02,12,,trial,training")
    desk.take("findings", head, "HPD,007,FaceFinder,,2020-01-09,2020-02-05,,,(empty),(empty)")
    (found,) = findings(desk)
    assert str(found.day("first_used_on")) == "2020-02-05"
    assert (found.licence, found.purposes, found.searches_low) == ("unknown", (), 12)


RULINGS = "Tool,Body,Outcome,Adopted on,Effective from,Effective until,Document"


def test_a_ruling_from_a_file_changes_verdicts_at_once_and_needs_what_it_needs(desk: Desk) -> None:
    desk.take("findings", HEAD, VEGA)
    plan = desk.take(
        "rulings",
        RULINGS,
        "FaceFinder,council,prohibited,2020-02-01,2020-02-04,,Ordinance 7",
        "FaceFinder,court,,2020-02-01,2020-02-04,,",
        "FaceFinder,mayor,permitted,2020-02-01,2020-02-04,2020-02-01,",
    )
    assert [(refusal.row, refusal.column) for refusal in plan.refused] == [
        (3, "Outcome"),
        (4, "Effective until"),
    ]
    of_verdict = select(Flag).where(Flag.rule != "no-case")
    with desk.reading() as w:
        rules = {(flag.rule, flag.state) for flag in w.session.scalars(of_verdict)}
        verdict = w.session.scalars(select(StoredVerdict)).one()
    assert rules == {("no-approval", "open"), ("prohibited", "open")}
    assert (verdict.reason, verdict.other_reasons) == (Reason.PROHIBITED, ("no-approval",))
    again = desk.take("rulings", RULINGS, "FaceFinder,council,permitted,,2020-02-04,,")
    assert again.rows[0].changes == (("outcome", "prohibited", "permitted"),)
    with desk.reading() as w:
        states = {flag.rule: flag.state for flag in w.session.scalars(of_verdict)}
    assert states == {"no-approval": "open", "prohibited": "cleared"}
