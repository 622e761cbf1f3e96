"""Requests from a file: recognised again, made on their document's day, and never decided."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from auditor.approvals.model import Approval
from auditor.people.model import User
from auditor.store import FileStore
from auditor.trail.acts import Act
from auditor.uploads.drafts import Fate
from auditor.verdicts.model import StoredVerdict
from auditor.verdicts.rules import Reason, Verdict
from tests.approvals.factory import confirm
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, City, Desk, make_finding

HEAD = "Tool,Department,Officer,Purposes,Valid from,Valid until,Conditions,Document,Document date"
MEMO = "FaceFinder,HPD,0042,training; warrant,2020-01-01,,With a log.,Memo 7,2020-01-10"


@pytest.fixture
def desk(work: OpenWork, city: City, tmp_path: Path) -> Desk:
    return Desk(work, city.ines, FileStore(tmp_path / "files"))


def requests(desk: Desk) -> list[Approval]:
    with desk.reading() as w:
        return list(w.session.scalars(select(Approval).order_by(Approval.id)))


def test_a_row_asks_and_the_days_since_its_document_are_awaiting(desk: Desk, city: City) -> None:
    with desk.writing() as w:
        make_finding(
            w,
            city.tool,
            city.hpd,
            officer_id=city.vega,
            first_used_on=FEB_5,
            purposes=("training",),
        )
    desk.take("approvals", HEAD, MEMO)
    (asked,) = requests(desk)
    assert (asked.officer_id, asked.purposes) == (city.vega, ("training", "warrant"))
    assert (asked.document, asked.document_on) == ("Memo 7", date(2020, 1, 10))
    assert (asked.decision, asked.requested_by_id) == (None, city.ines.user_id)
    with desk.reading() as w:
        verdict = w.session.scalars(select(StoredVerdict)).one()
    assert (verdict.verdict, verdict.reason) == (Verdict.AWAITING, Reason.AWAITING)


def test_a_request_is_recognised_and_a_decided_one_is_never_changed(
    work: OpenWork, desk: Desk, city: City
) -> None:
    desk.take("approvals", HEAD, MEMO)
    assert desk.take("approvals", HEAD, MEMO).rows[0].fate is Fate.UNCHANGED
    other = MEMO.replace("With a log.", "With two logs.")
    changed = desk.take("approvals", HEAD, other)
    assert changed.rows[0].changes == (("conditions", "With a log.", "With two logs."),)
    confirm(work, city.sam, requests(desk)[0].id)
    assert desk.take("approvals", HEAD, other).rows[0].fate is Fate.UNCHANGED
    refused = desk.take("approvals", HEAD, MEMO).refused[0]
    assert (refused.column, refused.value) == ("Conditions", "With a log.")
    assert "was confirmed already" in refused.reason
    assert requests(desk)[0].conditions == "With two logs."


def test_a_row_is_refused_rather_than_asking_for_more_than_it_says(desk: Desk) -> None:
    plan = desk.take(
        "approvals",
        HEAD,
        MEMO.replace("0042", "9999"),
        MEMO.replace("training; warrant", "unknown"),
        MEMO.replace("2020-01-01,,", "2020-01-01,2019-12-31,"),
        MEMO.replace("Memo 7", ""),
        MEMO.replace("2020-01-10", "2031-01-10"),
    )
    assert [(refusal.row, refusal.column) for refusal in plan.refused] == [
        (2, "Officer"),
        (3, "Purposes"),
        (4, "Valid until"),
        (5, "Document date"),
        (6, "Document date"),
    ]
    assert not requests(desk)


def test_who_is_concerned_neither_changes_a_request_by_a_file_nor_dates_one_back(
    work: OpenWork, desk: Desk, city: City
) -> None:
    desk.take("approvals", HEAD, MEMO.replace("2020-01-10", ""))
    with work() as w:
        w.session.get_one(User, city.ines.user_id).officer_id = city.vega
        w.record(Act.USER_EDITED)
    own = Desk(work, replace(city.ines, officer_id=city.vega), desk.files)
    with own.writing() as w:
        make_finding(w, city.tool, city.hpd, officer_id=city.vega, first_used_on=FEB_5)
    whole = MEMO.replace("0042,training; warrant", ",").replace("Memo 7", "Memo 8")
    plan = own.take("approvals", HEAD, MEMO, whole)
    assert [(each.row, each.column) for each in plan.refused] == [
        (2, "Document date"),
        (3, "Document date"),
    ]
    assert "This request concerns you, so that you do not change it" in plan.refused[0].reason
    assert "for you it counts from today" in plan.refused[1].reason
    assert requests(desk)[0].document_on is None
    # From today on anybody may ask, for themselves too, as on the page.
    undated = own.take("approvals", HEAD, whole.replace("2020-01-10", ""))
    assert (undated.rows[0].fate, undated.refused) == (Fate.NEW, [])
    with desk.reading() as w:
        stored = w.session.scalars(select(StoredVerdict)).one()
    assert stored.reason is Reason.NO_APPROVAL
