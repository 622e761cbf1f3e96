"""Copies of reports: known again, and every change in them named."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import select

from auditor.access import Actor, Role
from auditor.columns import Audience
from auditor.errors import FileRefused, NotAllowed
from auditor.reports.model import Report
from auditor.reports.verifying import Compared, Found, compare
from auditor.sheets.bounds import HANDED_IN
from auditor.store import FileStore
from auditor.trail.acts import Act
from auditor.trail.model import Entry
from tests.browser import Browser
from tests.conftest import OpenWork
from tests.findings.factory import City, make_finding
from tests.reports.copies import OFFICES, by_libreoffice, place, saved_again, set_cell, sheet
from tests.reports.factory import Turns, council_member, issued, read
from tests.sheets.books import data, packed, parts, text

OPERATOR = Actor("Operator", Role.SYSTEM)


def compared(work: OpenWork, files: FileStore, content: bytes, actor: Actor = OPERATOR) -> Compared:
    return compare(Turns(work, actor), files, content)


def test_the_registers_own_bytes_and_the_same_data_saved_again_hold(
    work: OpenWork, files: FileStore, city: City
) -> None:
    issued(work, files, city.ines, Audience.INTERNAL)
    report = issued(work, files, city.ines)

    own = compared(work, files, report.content)
    again = compared(work, files, saved_again(report.content))

    assert (own.found, again.found) == (Found.BYTES, Found.DATA)
    for one in (own, again):
        assert one.is_whole
        assert one.report is not None
        assert one.report.id == report.report_id


def test_a_changed_cell_is_named_by_sheet_row_and_column(
    work: OpenWork, files: FileStore, city: City
) -> None:
    content = issued(work, files, city.ines).content
    at = place(content, "Findings", "Stage", 3)

    told = compared(work, files, set_cell(content, "Findings", at, "used"))

    assert not told.is_whole
    (one,) = told.differences
    assert (one.sheet, one.row, one.column) == ("Findings", "Finding 2", "Stage")
    assert (one.before, one.after) == ("signed up", "used")
    assert one.says == "It was issued with “signed up” there, and has “used”."


def test_rows_in_another_order_and_a_changed_first_sheet_are_named_too(
    work: OpenWork, files: FileStore, city: City
) -> None:
    content = issued(work, files, city.ines).content

    def sort(book: Workbook) -> None:
        sheet(book, "Findings").move_range("A2:AQ2", rows=2)
        sheet(book, "Findings").delete_rows(2)

    def readdress(book: Workbook) -> None:
        rows = sheet(book, "About this report").iter_rows()
        next(row for row in rows if row[0].value == "Audience")[1].value = "the public"

    (order,) = compared(work, files, saved_again(content, sort)).differences
    (line,) = compared(work, files, saved_again(content, readdress)).differences

    assert (order.kind, order.sheet) == ("order", "")
    assert line[:5] == ("cell", "About this report", "Audience", "What it says", "the council")


def test_a_copy_that_says_nothing_true_of_itself_is_still_known_by_its_rows(
    work: OpenWork, files: FileStore, city: City
) -> None:
    issued(work, files, city.ines, Audience.INTERNAL)
    report = issued(work, files, city.ines)
    at = place(report.content, "Findings", "Verdict", 2)

    def falsify(book: Workbook) -> None:
        del book["About this report"]
        sheet(book, "Findings")[at] = "approved"

    told = compared(work, files, saved_again(report.content, falsify))

    assert told.report is not None
    assert told.report.id == report.report_id
    assert {(one.kind, one.sheet, one.row, one.column) for one in told.differences} == {
        ("sheet", "About this report", "", ""),
        ("cell", "Findings", "Finding 1", "Verdict"),
    }


def test_only_the_first_hundred_differences_are_named(
    work: OpenWork, files: FileStore, city: City
) -> None:
    content = issued(work, files, city.ines).content

    def blank(book: Workbook) -> None:
        for row in sheet(book, "Summary").iter_rows(min_row=2, min_col=8, max_col=8):
            row[0].value = "changed"

    told = compared(work, files, saved_again(content, blank))

    assert len(told.differences) == 100
    assert told.more == len(read(content, "Summary")) - 100


def test_what_is_none_of_the_reports_is_said_to_be_none(
    work: OpenWork, files: FileStore, city: City
) -> None:
    report = issued(work, files, city.ines, Audience.INTERNAL)
    strange = packed(parts(data(text("A1", "Finding"), text("A2", "1"))))
    council = Actor("Cosima", Role.COUNCIL)

    for told in (
        compared(work, files, strange),
        compared(work, files, report.content, council),
        compared(work, files, saved_again(report.content), council),
    ):
        assert (told.found, told.is_whole) == (Found.UNKNOWN, False)
        assert [fault.kind for fault in told.faults] == ["unknown"]
    with pytest.raises(FileRefused, match=r"not an \.xlsx workbook"):
        compared(work, files, b"Finding,Stage\n1,used\n")
    with pytest.raises(NotAllowed):
        compared(work, files, report.content, Actor("Piet", Role.ADMINISTRATOR))


def test_a_report_that_shows_a_finding_is_not_compared_for_whom_it_concerns(
    work: OpenWork, files: FileStore, city: City
) -> None:
    with work(city.ines) as w:
        make_finding(w, city.tool, city.hpd, account_email="sam@city.example")
    content = issued(work, files, city.ines, Audience.DEPARTMENT, department_id=city.hpd).content

    with pytest.raises(NotAllowed, match="concerns you"):
        compared(work, files, saved_again(content), city.sam)


def test_the_registers_own_bytes_are_read_however_large_and_a_copy_within_its_bounds(
    work: OpenWork, files: FileStore, city: City
) -> None:
    content = issued(work, files, city.ines).content
    turns, small = Turns(work, OPERATOR), HANDED_IN._replace(cells=3)

    assert compare(turns, files, content, bounds=small).found is Found.BYTES
    with pytest.raises(FileRefused, match="more than 3 cells"):
        compare(turns, files, saved_again(content), bounds=small)


@pytest.mark.parametrize("office", OFFICES)
def test_a_cell_changed_in_libreoffice_is_named_and_one_only_saved_there_holds(
    work: OpenWork, files: FileStore, city: City, tmp_path: Path, office: str
) -> None:
    content = issued(work, files, city.ines, Audience.INTERNAL).content

    same, changed = (
        compared(work, files, copy)
        for copy in by_libreoffice(office, tmp_path, content, old="vendor’s log", new="a rumour")
    )

    assert (same.found, same.is_whole) == (Found.DATA, True)
    assert [one[1:6] for one in changed.differences] == [
        ("Findings", "Finding 1", "Source", "vendor’s log", "a rumour")
    ]


def test_the_command_prints_what_it_found_and_fails_on_a_difference(
    app: Flask, work: OpenWork, files: FileStore, city: City, tmp_path: Path
) -> None:
    content = issued(work, files, city.ines).content
    at = place(content, "Findings", "Stage", 3)
    copy = tmp_path / "copy.xlsx"

    def run(*options: str) -> tuple[int, str]:
        ended = app.test_cli_runner().invoke(args=["reports", "verify", str(copy), *options])
        return ended.exit_code, ended.output

    copy.write_bytes(content)
    assert run() == (0, "It is report 1, byte for byte as it was issued.\n")
    copy.write_bytes(set_cell(content, "Findings", at, "used"))
    code, output = run("--json")
    told = json.loads(output)
    assert (code, told["whole"], told["report"], told["more"]) == (1, False, 1, 0)
    assert told["faults"] == [
        {
            "kind": "cell",
            "entry": None,
            "record": "Finding 2",
            "sheet": "Findings",
            "row": "Finding 2",
            "column": "Stage",
            "before": "signed up",
            "after": "used",
            "says": "It was issued with “signed up” there, and has “used”.",
        }
    ]
    assert "Sheet “Findings”, Finding 2, column “Stage”: It was issued with" in run()[1]


def test_a_council_member_checks_a_copy_on_a_page_and_that_is_recorded(
    work: OpenWork, browser: Browser, files: FileStore, city: City
) -> None:
    council_member(work)
    content = issued(work, files, city.ines).content
    at = place(content, "Findings", "Stage", 3)
    browser.sign_in("council@city.example")
    asked = browser.get("/reports/verify")

    held = browser.submit(asked, "Check it", file=(BytesIO(content), "report.xlsx"))
    changed = set_cell(content, "Findings", at, "used")
    told = browser.submit(held, "Check it", file=(BytesIO(changed), "copy.xlsx"))
    refused = browser.submit(told, "Check it", file=(BytesIO(b"PK not one"), "copy.xlsx"))

    assert "byte for byte" in held.text
    assert "Findings Finding 2 Stage signed up used" in told.text
    assert refused.status == 422
    assert "It is damaged" in refused.text
    with work(reading=True) as w:
        acts = w.session.scalars(select(Entry.act).where(Entry.act == Act.REPORT_COMPARED))
        assert len(acts.all()) == 2


def test_a_withdrawn_report_stays_says_why_and_names_what_takes_its_place(
    work: OpenWork, browser: Browser, files: FileStore, city: City
) -> None:
    first = issued(work, files, city.ines)
    second = issued(work, files, city.ines)
    browser.sign_in("ines@city.example")
    asked = browser.get(f"/reports/{first.report_id}/withdraw")

    refused = browser.submit(asked, "Withdraw", reason="A wrong figure.", instead="1")
    done = browser.submit(refused, "Withdraw", instead=str(second.report_id))

    assert refused.status == 422
    assert "cannot take its place" in refused.text
    assert "A wrong figure." in done.text
    assert "Report 2 takes its place" in done.text
    assert browser.get(f"/reports/{first.report_id}/withdraw").status == 409
    assert browser.client.get(f"/reports/{first.report_id}/download").status_code == 200
    told = browser.submit(
        browser.get("/reports/verify"), "Check it", file=(BytesIO(first.content), "report.xlsx")
    )
    assert "That report was withdrawn: A wrong figure." in told.text
    with work(reading=True) as w:
        assert w.session.get_one(Report, second.report_id).supersedes_id == first.report_id
