"""What follows for verdicts and flags when an upload is undone."""

from datetime import date

from sqlalchemy import select

from auditor.approvals.queries import get_approval
from auditor.approvals.service import confirm_approval
from auditor.flags.model import Flag
from auditor.flags.rules.states import FlagState
from auditor.rulings.model import Ruling
from auditor.verdicts.model import StoredVerdict
from auditor.verdicts.rules import Verdict
from tests.findings.factory import City
from tests.uploads.factory import Desk, counts
from tests.uploads.test_undoing import FINDINGS, all_of, undone


def test_undone_findings_count_nowhere_and_their_flags_are_cleared(desk: Desk, city: City) -> None:
    applied = desk.apply("findings", FINDINGS)
    assert counts(applied) == (2, 0, 0, 0)
    assert [flag for flag in all_of(desk, Flag) if flag.state is FlagState.OPEN]

    undone(desk, applied.upload_id)

    assert not [flag for flag in all_of(desk, Flag) if flag.state is not FlagState.CLEARED]
    with desk.reading() as work:
        assert set(work.session.scalars(select(StoredVerdict.verdict))) == {Verdict.NOT_COUNTED}


def test_findings_of_whoever_is_moved_back_are_assessed_again(desk: Desk, city: City) -> None:
    desk.apply("findings", FINDINGS)
    desk.apply("approvals", "Tool,Department,Unit,Valid from\nFaceFinder,HPD,Harbor,2019-01-01\n")
    with desk.work(city.sam) as work:
        confirm_approval(work, get_approval(work, 1))
    roster = "Department,Employee id,Family name,Given name,Unit,From\n"
    moved = desk.apply("officers", f"{roster}HPD,007,Vega,Ana,Harbor,2020-01-01\n")
    with desk.reading() as work:
        before = work.session.scalar(select(StoredVerdict.reason).filter_by(finding_id=1))

    undone(desk, moved.upload_id)

    with desk.reading() as work:
        after = work.session.scalar(select(StoredVerdict.reason).filter_by(finding_id=1))
    assert (before, after) == ("ratified", "no-approval")


def test_undoing_rulings_assesses_what_they_were_about(desk: Desk, city: City) -> None:
    desk.apply("findings", FINDINGS)
    applied = desk.apply(
        "rulings",
        "Department,Body,Outcome,Adopted on,Effective from\n"
        ",council,prohibited,2019-06-01,2019-06-01\n",
    )
    with desk.reading() as work:
        assert "prohibited" in set(work.session.scalars(select(StoredVerdict.reason)))

    undone(desk, applied.upload_id)

    assert all_of(desk, Ruling)[-1].effective_from == date(2019, 6, 1)
    with desk.reading() as work:
        assert "prohibited" not in set(work.session.scalars(select(StoredVerdict.reason)))
