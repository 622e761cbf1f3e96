"""What was found in order is left, and nothing that verdict or flags rest on changes unseen."""

from datetime import date
from typing import Any

from sqlalchemy import delete, select, update

from auditor.approvals.model import Approval
from auditor.base import Base
from auditor.departments.model import Department
from auditor.findings.model import Finding
from auditor.findings.rules import AccountState, Certainty, Licence, Stage
from auditor.flags.fingerprints import Fingerprints
from auditor.flags.model import Flag
from auditor.flags.rules.states import FlagState
from auditor.flags.telling import tellings
from auditor.officers.model import Assignment
from auditor.parameters import Parameters
from auditor.rulings.model import Ruling
from auditor.rulings.rules import Body, Outcome
from auditor.tools.model import Tool
from auditor.tools.rules import Category
from auditor.trail.acts import Act
from auditor.verdicts.model import StoredVerdict
from auditor.verdicts.queries import Run
from auditor.verdicts.service import Keeping
from auditor.work import Work
from tests.approvals.factory import confirm, make_request
from tests.conftest import MORNING, OpenWork
from tests.findings.factory import FEB_5, City, make_city, make_finding
from tests.flags.test_told import assess_all
from tests.rulings.factory import make_ruling

LATER = date(2020, 3, 9)

Kept = tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]


def test_no_change_passes_unseen(work: OpenWork) -> None:
    """Each of these changes something, and the same comes out where no fingerprint is known."""
    city = make_city(work)
    _fill(work, city)
    assess_all(work)
    before = _kept(work)
    for table, what, values, act in (
        (Finding, 1, {"stage": Stage.SIGNED_UP}, Act.FINDING_EDITED),
        (Finding, 1, {"stage": Stage.USED, "purposes": ("personal",)}, Act.FINDING_EDITED),
        (Finding, 1, {"case_numbers": ("C-1",)}, Act.FINDING_EDITED),
        (Finding, 1, {"on_behalf_of": "The Bureau"}, Act.FINDING_EDITED),
        (Department, city.hpd, {"email_domains": ("hpd.example",)}, Act.DEPARTMENT_EDITED),
        (Finding, 1, {"account_email": "x@hpd.example"}, Act.FINDING_EDITED),
        (Department, city.hpd, {"email_domains": ("other.example",)}, Act.DEPARTMENT_EDITED),
        (Finding, 1, {"first_used_on": LATER, "first_used_on_last": LATER}, Act.FINDING_EDITED),
        (Finding, 1, {"signed_up_on": FEB_5, "signed_up_on_last": FEB_5}, Act.FINDING_EDITED),
        (Finding, 1, {"licence": Licence.TRIAL}, Act.FINDING_EDITED),
        (Assignment, 1, {"until": date(2020, 6, 30)}, Act.OFFICER_EDITED),
        (Finding, 2, {"account_state": AccountState.CLOSED}, Act.FINDING_EDITED),
        (Approval, 2, {"unit": "Gangs"}, Act.APPROVAL_IN_ERROR),
        (Assignment, 1, {"unit": "Gangs"}, Act.OFFICER_EDITED),
        (Approval, 1, {"valid_until": date(2020, 1, 31)}, Act.APPROVAL_IN_ERROR),
        (Finding, 2, {"officer_id": city.okafor}, Act.FINDING_EDITED),
        (Ruling, 1, {"outcome": Outcome.PERMITTED}, Act.RULING_EDITED),
        (Tool, city.tool, {"category": Category.DRONES}, Act.TOOL_EDITED),
        (Ruling, 2, {"effective_until": date(2020, 3, 1)}, Act.RULING_EDITED),
        (Finding, 3, {"certainty": Certainty.DISPROVED}, Act.FINDING_EDITED),
    ):
        with work() as w:
            row: Any = w.session.get_one(table, what)
            for name, value in values.items():
                setattr(row, name, value)
            w.record(act)
        assess_all(work)
        after = _kept(work)
        assert after != before, (table, values)
        _forget(work)
        assess_all(work)
        assert _kept(work) == after, (table, values)
        before = after


def test_what_somebody_did_to_verdicts_and_flags_is_put_right(work: OpenWork) -> None:
    city = make_city(work)
    _fill(work, city)
    assess_all(work)
    before = _kept(work)
    with work() as w:
        w.session.execute(
            update(StoredVerdict).where(StoredVerdict.finding_id == 1).values(ruling_id=9)
        )
        w.session.execute(delete(StoredVerdict).where(StoredVerdict.finding_id == 2))
        wrong = select(Flag.id).where(Flag.finding_id == 3, Flag.state == FlagState.OPEN)
        w.change_many(Flag, [{"id": n, "reason": "Other."} for n in w.session.scalars(wrong).all()])
        w.record(Act.FLAGS_ASSESSED)
    assert _kept(work) != before
    assess_all(work)
    assert _kept(work) == before


def test_what_is_in_order_is_left_but_for_requests_that_wait(work: OpenWork) -> None:
    city = make_city(work)
    _fill(work, city)
    assert not _left(work)  # Nobody has gone over all of them yet.
    assess_all(work)
    assert _left(work) == {1, 2, 3, 4}
    with work(city.ines) as w:
        make_request(w, city.tool, city.rvs)
    assess_all(work)
    assert _left(work) == {1, 2, 3}, "the flag on a finding whose request waits comes with time"
    assert not _left(work, Parameters(holidays=frozenset({FEB_5})))


def _fill(work: OpenWork, city: City) -> None:
    with work(city.ines) as w:
        make_ruling(w, Outcome.PROHIBITED, category=Category.DRONES, body=Body.COUNCIL)
        first = make_request(w, city.tool, city.hpd, valid_from=date(2020, 1, 1))
        second = make_request(w, city.tool, city.hpd, officer_id=city.vega)
        for each in (city.vega, city.vega, city.okafor):
            told: Any = {"officer_id": each, "account_email": "x@post.example"}
            told["account_state"] = AccountState.OPEN
            make_finding(w, city.tool, city.hpd, first_used_on=FEB_5, **told)
        make_finding(w, city.tool, city.rvs, first_used_on=MORNING.date())
    confirm(work, city.sam, first)
    confirm(work, city.sam, second)


def _left(work: OpenWork, parameters: Parameters | None = None) -> set[int]:
    with work(parameters=parameters or Parameters()) as w:
        found = Run().portion(w, Finding.id > 0, after=0)
        told = tellings(w, found.finding_ids)
        taken, kept = Fingerprints(found, told, w.parameters), Keeping(w, found).kept
        flags = {n: _stored(w, n) for n in found.finding_ids}
        return {row[0] for row in found.rows if taken.holds(row, kept[row[0]], flags[row[0]])}


def _stored(work: Work, finding_id: int) -> list[Any]:
    names = ("finding_id", "rule", "id", "rule_version", "reason", "state", "state_reason")
    columns = [Flag.__table__.c[name] for name in names]
    return list(work.session.execute(select(*columns).where(Flag.finding_id == finding_id)))


def _forget(work: OpenWork) -> None:
    with work() as w:
        w.session.execute(update(StoredVerdict).values(fingerprint=None))


def _kept(work: OpenWork) -> Kept:
    """All verdicts and flags, but for the fingerprints and for when flags were raised."""
    with work(reading=True) as w:
        return (
            _rows(w, StoredVerdict, without={"fingerprint"}),
            _rows(w, Flag, without={"id", "state_at", "raised_at", "state_reason"}),
        )


def _rows(work: Work, table: type[Base], without: set[str]) -> list[tuple[Any, ...]]:
    columns = [column for column in table.__table__.c if column.name not in without]
    return sorted((tuple(row) for row in work.session.execute(select(*columns))), key=str)
