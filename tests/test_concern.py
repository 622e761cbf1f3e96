"""What concerns an actor: their own findings, and the approvals that name them or cover those."""

from dataclasses import replace
from datetime import date

import pytest

from auditor.access import Actor
from auditor.approvals.checks import refuse_to_decide
from auditor.approvals.queries import as_ruled, get_approval
from auditor.approvals.rules import Purpose
from auditor.approvals.service import confirm_approval
from auditor.concern import concerning_approvals, is_concerned_by_finding
from auditor.errors import NotAllowed
from auditor.officers.model import Officer
from auditor.trail.acts import Act
from tests.approvals.factory import confirm, make_request
from tests.conftest import MORNING, OpenWork
from tests.findings.factory import FEB_5, City, make_city, make_finding


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_city(work)


def refusal(work: OpenWork, actor: Actor, approval_id: int) -> str:
    with pytest.raises(NotAllowed) as refused, work(actor) as w:
        confirm_approval(w, get_approval(w, approval_id))
    return str(refused.value)


@pytest.mark.parametrize("own", ["officer", "account", "elsewhere"])
def test_nobody_decides_what_would_cover_their_own_finding(
    work: OpenWork, city: City, own: str
) -> None:
    """Whatever its dates: this request begins years after the use."""
    sam = replace(city.sam, officer_id=city.okafor) if own != "account" else city.sam
    with work(city.ines) as w:
        if own == "account":
            make_finding(w, city.tool, city.hpd, account_email="sam@city.example")
        elif own == "officer":
            make_finding(w, city.tool, city.hpd, officer_id=city.okafor, first_used_on=FEB_5)
        else:
            # The same person's record before a move within the city.
            one = w.session.get_one(Officer, city.vega)
            one.same_person_id = city.okafor
            w.record(Act.OFFICER_EDITED)
            make_finding(w, city.tool, city.hpd, officer_id=city.vega)
        asked = make_request(w, city.tool, city.hpd, valid_from=date(2025, 1, 1))
        other = make_request(w, city.tool, city.hpd, officer_id=city.ines.officer_id, unit="Bikes")
    assert "concerns you" in refusal(work, sam, asked)
    with work(sam, reading=True) as w:
        refuse_to_decide(w, get_approval(w, other))  # It covers another unit.
    confirm(work, city.olga, asked)


def test_an_approval_that_names_somebody_concerns_them_without_any_finding(
    work: OpenWork, city: City
) -> None:
    with work(city.ines) as w:
        asked = make_request(w, city.tool, city.hpd, officer_id=city.okafor)
    sam = replace(city.sam, email="ada@hpd.example")
    assert "concerns you" in refusal(work, sam, asked)


def test_what_would_cover_nothing_of_theirs_does_not_concern_them(
    work: OpenWork, city: City
) -> None:
    sam = replace(city.sam, officer_id=city.vega)
    with work(city.ines) as w:
        make_finding(w, city.tool, city.hpd, officer_id=city.vega, purposes=("training",))
        make_finding(w, city.tool, city.rvs, account_email=sam.email, withdrawn_at=MORNING)
        asked = {
            "their unit": make_request(w, city.tool, city.hpd, unit=" PATROL"),
            "another unit": make_request(w, city.tool, city.hpd, unit="Bikes"),
            "another purpose": make_request(w, city.tool, city.hpd, purposes=[Purpose.WARRANT]),
            "another officer": make_request(w, city.tool, city.hpd, officer_id=city.okafor),
            "what was withdrawn": make_request(w, city.tool, city.rvs),
        }
        approvals = [as_ruled(get_approval(w, number), w.zone) for number in asked.values()]
        concerning = concerning_approvals(w, approvals, of=sam)
    # What was withdrawn concerns them too: it may have been withdrawn in error.
    found = {what for what, number in asked.items() if number in concerning}
    assert found == {"their unit", "what was withdrawn"}


def test_a_finding_concerns_its_officer_and_the_address_of_its_account(
    work: OpenWork, city: City
) -> None:
    with work(city.ines) as w:
        theirs = make_finding(w, city.tool, city.rvs, account_email="ada@hpd.example")
        other = make_finding(w, city.tool, city.hpd, account_email="someone@hpd.example")
    for actor in (
        replace(city.olga, officer_id=city.okafor),
        replace(city.olga, email="Ada@hpd.example"),
    ):
        with work(actor, reading=True) as w:
            assert is_concerned_by_finding(w, theirs)
            assert not is_concerned_by_finding(w, other)
