"""Approvals and deputies: what binds both, and whose names stand on what was decided."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from auditor.approvals.columns import SHEET
from auditor.approvals.model import Approval
from auditor.approvals.queries import deciders, described, get_approval
from auditor.approvals.revoking import revoke_approval
from auditor.approvals.service import confirm_approval
from auditor.approvals.waiting import free_to_decide
from auditor.columns import Audience
from auditor.errors import NotAllowed
from auditor.people.deputies import name_deputy
from auditor.people.model import User
from auditor.reports.queries.naming import Naming
from auditor.reports.queries.records import approval_rows
from auditor.reports.rules import Order
from auditor.trail.acts import Act
from auditor.work import Work
from tests.approvals.factory import make_request
from tests.conftest import MORNING, OpenWork
from tests.findings.factory import City

LEAVE = MORNING + timedelta(1)
BACK = MORNING + timedelta(8)


@pytest.fixture(autouse=True)
def leave(work: OpenWork, city: City) -> None:
    """Sam is away from tomorrow on for a week, and Olga stands in."""
    assert city.olga.user_id
    with work(city.sam) as w:
        days = {"since": LEAVE.date(), "until": LEAVE.date() + timedelta(6)}
        name_deputy(w, city.olga.user_id, **days)


def test_a_deputy_decides_what_the_absent_one_asked_for_only_before_and_after_the_days(
    work: OpenWork, city: City
) -> None:
    with work(city.sam) as w:
        asked = make_request(w, city.tool, city.hpd)
    for now, may in ((MORNING, True), (LEAVE, False), (BACK, True)):
        with work(city.olga, now, reading=True) as w:
            approval = get_approval(w, asked)
            assert [one.name for one in deciders(w, approval)] == ["Olga Berg"] * may
            assert [row.id for row in free_to_decide(w, limit=9)] == [asked] * may
    with work(city.olga, LEAVE) as w, pytest.raises(NotAllowed, match="whom you stand in for"):
        confirm_approval(w, get_approval(w, asked))
    with work(city.olga, BACK) as w:
        confirm_approval(w, get_approval(w, asked))


def test_a_deputy_does_not_decide_what_concerns_the_absent_one(work: OpenWork, city: City) -> None:
    with work() as w:
        w.session.get_one(User, city.sam.user_id).officer_id = city.vega
        w.record(Act.USER_EDITED)
    with work(city.ines) as w:
        asked = make_request(w, city.tool, city.hpd, officer_id=city.vega)
    with work(city.olga, LEAVE) as w, pytest.raises(NotAllowed, match="concerns you, or whom"):
        confirm_approval(w, get_approval(w, asked))


def test_both_names_stand_on_what_a_deputy_decided_and_stay_after_the_days(
    work: OpenWork, city: City
) -> None:
    with work(city.ines) as w:
        asked = make_request(w, city.tool, city.hpd)
    with work(city.olga, LEAVE) as w:
        confirm_approval(w, get_approval(w, asked))
    with work(city.olga, BACK) as w:
        revoke_approval(w, get_approval(w, asked), reason="The trial is over.")
        kept = w.session.execute(select(Approval.decided_for_id, Approval.revoked_for_id)).one()
    assert tuple(kept) == (city.sam.user_id, None)
    with work(city.ines, BACK, reading=True) as w:
        row = described(w, asked)
        assert row.decided_by == "Olga Berg, deputy of Sam Hill"
        assert row.revoked_by == "Olga Berg"
        assert "Olga Berg, deputy of Sam Hill" in _cells(w)


def _cells(work: Work) -> tuple[object, ...]:
    """The approval's row on the sheet of a report to the office."""
    return next(approval_rows(work, SHEET, Naming.of(work, Order(audience=Audience.INTERNAL))))
