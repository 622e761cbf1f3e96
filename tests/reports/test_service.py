"""Issuing and handing out reports."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from auditor.access import Actor, Role
from auditor.columns import Audience
from auditor.errors import FieldsRefused, FileRefused, NotAllowed
from auditor.findings.model import Finding
from auditor.reports.model import Pseudonym, Report
from auditor.reports.rules import Order, drawn_pseudonym, order_sentences
from auditor.reports.service import Issued, download
from auditor.store import FileStore
from auditor.trail.acts import Act
from auditor.trail.model import Entry
from auditor.trail.queries import all_faults, position
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, City, make_finding
from tests.reports.factory import Turns, about, issued, read


def acts(work: OpenWork) -> list[str]:
    with work(reading=True) as w:
        return list(w.session.scalars(select(Entry.act).order_by(Entry.seq)))


def officers(report: Issued) -> dict[object, object]:
    return {row["Finding"]: row["Officer"] for row in read(report.content, "Findings")}


def test_a_report_is_kept_byte_for_byte_and_stands_in_the_trail(
    work: OpenWork, files: FileStore, city: City
) -> None:
    before = len(acts(work))
    report = issued(work, files, city.ines)

    with work(reading=True) as w:
        row = w.session.get_one(Report, report.report_id)
        assert all_faults(w, files) == []
        assert files.read(report.sha256) == report.content
        assert (row.audience, row.with_names) == (Audience.COUNCIL, False)
        assert row.data_sha256 == report.data_sha256
        assert row.issued_by_id == city.ines.user_id
    # The pseudonyms, and then the report: what was read is where the trail stood between the two.
    assert acts(work)[before:] == [Act.REPORT_ISSUED, Act.REPORT_ISSUED]
    assert row.position == before + 1
    assert about(report.content)["Entries in the trail"] == row.position
    assert about(report.content)["Newest link of the trail"] == row.head


def test_pseudonyms_stay_when_others_are_drawn_and_follow_from_nothing(
    work: OpenWork, files: FileStore, city: City
) -> None:
    first = officers(issued(work, files, city.ines))
    with work(city.ines) as w:
        make_finding(w, city.tool, city.hpd, officer_id=city.vega, first_used_on=FEB_5)
    second = officers(issued(work, files, city.ines))

    assert second.items() > first.items()
    with work(reading=True) as w:
        drawn = w.session.scalars(select(Pseudonym.pseudonym)).all()
    assert len(set(drawn)) == len(drawn) == 2
    assert len({drawn_pseudonym() for _ in range(1000)}) == 1000


def test_figures_stand_beside_those_of_last_time(
    work: OpenWork, files: FileStore, city: City
) -> None:
    issued(work, files, city.ines)
    issued(work, files, city.ines, Audience.INTERNAL)
    with work(city.ines) as w:
        make_finding(w, city.tool, city.hpd, officer_id=city.vega, first_used_on=FEB_5)
    rows = read(issued(work, files, city.ines).content, "Summary")

    line = next(row for row in rows if row["Figure"] == "Counted, findings")
    assert (line["Value"], line["Last time"], line["Difference"]) == (3, 2, 1)


def test_a_department_reads_its_own_findings_only(
    work: OpenWork, files: FileStore, city: City
) -> None:
    report = issued(work, files, city.ines, Audience.DEPARTMENT, department_id=city.rvs)

    assert [row["Department"] for row in read(report.content, "Findings")] == [
        "RVS Police Department"
    ]
    assert read(report.content, "Approvals") == []
    assert {row["Finding"] for row in read(report.content, "Flags")} == {2}
    assert about(report.content)["Filters"] == "Department = RVS Police Department"


@pytest.mark.parametrize(
    ("order", "field"),
    [
        (Order(audience=Audience.COUNCIL, with_names=True), "reason"),
        (Order(audience=Audience.COUNCIL, reason="Curious"), "reason"),
        (Order(audience=Audience.INTERNAL, with_names=True, reason="Subpoena"), "names"),
        (Order(audience=Audience.DEPARTMENT), "department"),
        (Order(audience=Audience.COUNCIL, department_id=1), "department"),
        (Order(audience=Audience.PUBLIC), "audience"),
    ],
)
def test_what_cannot_be_issued_is_refused_at_its_field(order: Order, field: str) -> None:
    assert set(order_sentences(order)) == {field}


def test_a_refused_order_leaves_nothing_behind(
    work: OpenWork, files: FileStore, city: City
) -> None:
    before = acts(work)
    with pytest.raises(FieldsRefused, match="Say why the council is to see names"):
        issued(work, files, city.ines, with_names=True)

    assert acts(work) == before


def test_nothing_is_half_done_when_the_workbook_cannot_be_made(
    work: OpenWork, files: FileStore, city: City
) -> None:
    with work(city.ines) as w:
        w.session.get_one(Finding, 1).notes = "a bell \x07 rings"
        w.record(Act.UPLOAD_APPLIED)
    before = acts(work)

    with pytest.raises(FileRefused, match="Finding 1, column “Notes”"):
        issued(work, files, city.ines, Audience.INTERNAL)

    assert acts(work) == before
    with work(reading=True) as w:
        assert w.session.scalar(select(func.count()).select_from(Report)) == 0
    assert not [path for path in Path(files.root).rglob("*") if path.is_file()]


def test_only_oversight_issues_and_every_download_is_recorded(
    work: OpenWork, files: FileStore, city: City
) -> None:
    council = Actor("Cosima", Role.COUNCIL)
    for actor in (city.sam, council, Actor("Piet", Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            issued(work, files, actor)
    report = issued(work, files, city.ines)
    with work(reading=True) as w:
        before, _ = position(w)

    name, content = download(Turns(work, council), files, report.report_id)

    assert content == report.content
    assert name == "audit-report-council-2026-03-02-1200.xlsx"
    assert acts(work)[before:] == [Act.REPORT_DOWNLOADED]
