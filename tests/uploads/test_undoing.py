"""An upload taken back: what it made, what it changed, and what stays."""

from typing import Any

import pytest
from sqlalchemy import select

from auditor.access import Role
from auditor.approvals.queries import get_approval
from auditor.approvals.service import confirm_approval
from auditor.departments.model import Department
from auditor.errors import IllegalMove, NotAllowed
from auditor.findings.model import Finding
from auditor.officers.model import Assignment, Officer
from auditor.statements.model import Statement
from auditor.tools.model import Tool
from auditor.tools.queries import get_tool
from auditor.tools.service import ToolFacts, edit_tool
from auditor.trail.acts import Act
from auditor.trail.model import Entry
from auditor.trail.replay import faults
from auditor.uploads.model import Upload
from auditor.uploads.reversal import Reversal
from auditor.uploads.rules import UploadState
from auditor.uploads.undoing import undo, undone_of
from tests.conftest import OpenWork
from tests.findings.factory import City
from tests.people.factory import make_user
from tests.tools.factory import make_tool
from tests.uploads.factory import Desk, counts, plan_of

TOOLS = "Name,Vendor\nFaceSeek,Seek Inc.\nHawkEye,Hawk Inc.\n"
FINDINGS = (
    "Department,Officer,Tool,Stage,Signed up on,Case numbers,Notes\n"
    "HPD,0042,FaceFinder,used in a case,2020-02-05,C-1,From the file\n"
    "HPD,ada@hpd.example,FaceFinder,signed up,2020-03,,\n"
)


def undone(desk: Desk, upload_id: int) -> Reversal:
    made = undo(desk, upload_id)
    with desk.reading() as work:
        assert not list(faults(work.session.connection()))
        assert work.session.get_one(Upload, upload_id).state is UploadState.UNDONE
    return made


def all_of(desk: Desk, kind: Any) -> list[Any]:
    with desk.reading() as work:
        return list(work.session.scalars(select(kind).order_by(kind.id)))


def edit_vendor(desk: Desk, vendor: str, tool_id: int = 1) -> None:
    with desk.writing() as work:
        tool = get_tool(work, tool_id)
        edit_tool(work, tool, ToolFacts(name=tool.name, vendor=vendor))


def test_what_an_upload_made_is_withdrawn_and_what_it_changed_is_put_back(desk: Desk) -> None:
    with desk.writing() as work:
        make_tool(work, "FaceSeek", vendor="Before Inc.", aliases=("Seeker",))
    applied = desk.apply("tools", TOOLS, overwrite=True)

    made = undone(desk, applied.upload_id)

    assert made.counts == {"withdrawn": 1, "taken out": 0, "put back": 1}
    assert made.in_words() == "1 record withdrawn, 1 row put back as before"
    seek, hawk = all_of(desk, Tool)
    assert (seek.vendor, seek.withdrawn_at) == ("Before Inc.", None)
    assert seek.folded == "faceseek before inc. seeker"
    assert hawk.withdrawn_at is not None
    assert (
        hawk.withdrawn_reason
        == f"The upload that brought it was undone: number {applied.upload_id}."
    )
    with desk.reading() as work:
        entry = work.session.scalars(select(Entry).where(Entry.act == Act.UPLOAD_UNDONE)).one()
        told = undone_of(work, work.session.get_one(Upload, applied.upload_id))
    assert entry.seq > 0
    assert told is not None
    assert told.stays == ()


def test_the_same_file_brings_the_rows_back(desk: Desk) -> None:
    undone(desk, desk.apply("tools", TOOLS).upload_id)

    again = desk.apply("tools", TOOLS)

    assert counts(again) == (2, 0, 0, 0)
    assert [tool.name for tool in all_of(desk, Tool) if tool.withdrawn_at is None] == [
        "FaceSeek",
        "HawkEye",
    ]
    assert not any("These same bytes" in remark for remark in plan_of(again).remarks)


def test_a_department_whose_code_comes_again_is_itself_brought_back(desk: Desk) -> None:
    text = "Code,Name,City\nHPD,Harbor Police,Harbor\n"
    undone(desk, desk.apply("departments", text).upload_id)
    assert all_of(desk, Department)[0].withdrawn_at is not None

    again = desk.apply("departments", text)

    (harbor,) = all_of(desk, Department)
    assert (harbor.name, harbor.withdrawn_at, harbor.withdrawn_reason) == (
        "Harbor Police",
        None,
        None,
    )
    undone(desk, again.upload_id)
    assert all_of(desk, Department)[0].withdrawn_at is not None


def test_what_was_edited_since_by_hand_or_by_a_later_file_stays_and_is_named(desk: Desk) -> None:
    first = desk.apply("tools", TOOLS)
    second = desk.apply("tools", "Name,Vendor,Risk level\nFaceSeek,Later Inc.,high\nHawkEye,,low\n")
    edit_vendor(desk, "By Hand Inc.")

    made = undone(desk, second.upload_id)

    assert made.counts["put back"] == 1
    assert [tuple(one) for one in made.stays if one.field == "Vendor"] == [
        ("FaceSeek", "Vendor", "By Hand Inc.", "it was set since by the operator, 2026-03-02")
    ]
    seek, hawk = all_of(desk, Tool)
    assert seek.vendor == "By Hand Inc."
    assert hawk.risk_level is None

    kept = undone(desk, first.upload_id)
    assert kept.counts["withdrawn"] == 1
    assert [(one.label, one.field) for one in kept.stays] == [("FaceSeek", "")]


def test_what_a_hand_had_set_before_the_upload_is_the_hands_again(desk: Desk) -> None:
    desk.apply("tools", TOOLS)
    edit_vendor(desk, "By Hand Inc.")
    over = desk.apply("tools", TOOLS, overwrite=True)

    undone(desk, over.upload_id)

    again = desk.preview("tools", TOOLS)
    assert counts(again) == (0, 0, 2, 0)
    assert [kept.value for kept in plan_of(again).kept] == ["By Hand Inc."]


def test_values_that_belong_together_stay_together(desk: Desk, city: City) -> None:
    desk.apply("findings", FINDINGS.replace("used in a case", "used").replace("C-1", ""))
    second = desk.apply("findings", FINDINGS)
    with desk.writing() as work:
        finding = work.session.get_one(Finding, 1)
        finding.case_numbers = ("C-1", "C-2")
        work.record(Act.FINDING_EDITED)

    with pytest.raises(IllegalMove, match="Nothing of upload 2 can be undone"):
        undo(desk, second.upload_id)

    assert all_of(desk, Finding)[0].stage == "used in a case"


def test_an_approval_that_was_decided_stays(desk: Desk, city: City) -> None:
    applied = desk.apply(
        "approvals",
        "Tool,Department,Valid from,Purposes\nFaceFinder,HPD,2026-01-01,training\n"
        "FaceFinder,HPD,2026-01-01,warrant\n",
    )
    with desk.work(city.sam) as work:
        confirm_approval(work, get_approval(work, 1))

    made = undone(desk, applied.upload_id)

    assert made.counts["withdrawn"] == 1
    assert [(one.label, one.why) for one in made.stays] == [
        ("Approval 1", "it was confirmed already, and what is decided stays")
    ]


def test_what_other_records_name_stays(desk: Desk, city: City) -> None:
    applied = desk.apply("tools", "Name\nFaceSeek\nHawkEye\n")
    desk.apply("findings", FINDINGS.replace("FaceFinder", "FaceSeek"))

    made = undone(desk, applied.upload_id)

    assert [tuple(one) for one in made.stays] == [("FaceSeek", "", "", "a finding names it")]
    assert made.counts["withdrawn"] == 1


def test_a_move_that_a_roster_told_of_is_taken_out_again(desk: Desk, city: City) -> None:
    roster = "Department,Employee id,Family name,Given name,Unit,From\n"
    applied = desk.apply(
        "officers",
        f"{roster}HPD,007,Vega,Ana,Harbor,2025-01-01\nHPD,008,Moe,Ruth,Harbor,2025-01-01\n",
    )
    assert len(all_of(desk, Assignment)) == 3

    made = undone(desk, applied.upload_id)

    assert made.counts == {"withdrawn": 1, "taken out": 2, "put back": 1}
    (patrol,) = all_of(desk, Assignment)
    assert (patrol.unit, patrol.since, patrol.until) == ("Patrol", None, None)
    assert [officer.family_name for officer in all_of(desk, Officer) if officer.withdrawn_at] == [
        "Moe"
    ]


def test_statements_are_withdrawn_and_an_earlier_value_is_put_back(desk: Desk, city: City) -> None:
    heading = "Department,Tool,Asked on,Answer,Answered on,Question\n"
    desk.apply("statements", f"{heading}HPD,FaceFinder,2020-01-02,denied,2020-01-09,Who?\n")
    second = desk.apply(
        "statements",
        f"{heading}HPD,FaceFinder,2020-01-02,denied,2020-01-09,Who uses it?\n"
        "HPD,FaceFinder,2020-01-02,confirmed,2020-02-09,\n",
    )

    made = undone(desk, second.upload_id)

    assert made.counts == {"withdrawn": 1, "taken out": 0, "put back": 1}
    first, later = all_of(desk, Statement)
    assert (first.question, first.withdrawn_at) == ("Who?", None)
    assert later.withdrawn_at is not None


def test_what_concerns_whoever_undoes_it_is_left_to_somebody_else(
    desk: Desk, work: OpenWork, city: City
) -> None:
    applied = desk.apply("findings", FINDINGS)
    with work() as w:
        ana = make_user(w, Role.OVERSIGHT, "ana@city.example", officer_id=city.vega).as_actor()

    made = undone(Desk(work, desk.files, ana), applied.upload_id)

    assert made.counts["withdrawn"] == 1
    assert [one.label for one in made.stays] == ["Finding 1"]
    assert "concerns you" in made.stays[0].why


def test_undoing_is_refused_in_a_sentence_where_there_is_nothing_to_undo(
    desk: Desk, city: City
) -> None:
    previewed = desk.preview("tools", TOOLS)
    with pytest.raises(IllegalMove, match="was never applied"):
        undo(desk, previewed.upload_id)
    applied = desk.apply("tools", TOOLS)
    again = desk.apply("tools", TOOLS)
    with pytest.raises(IllegalMove, match="changed nothing"):
        undo(desk, again.upload_id)
    with pytest.raises(NotAllowed):
        undo(Desk(desk.work, desk.files, city.sam), applied.upload_id)
    undone(desk, applied.upload_id)
    with pytest.raises(IllegalMove, match="was undone already"):
        undo(desk, applied.upload_id)
