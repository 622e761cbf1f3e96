"""What stands in a workbook, and what must not."""

import re
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from auditor.columns import Audience
from auditor.findings.model import Finding
from auditor.findings.rules import Stage
from auditor.sheets.digest import digest_of_workbook
from auditor.store import FileStore
from auditor.verdicts.model import StoredVerdict
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, City, make_finding
from tests.reports.factory import (
    CANARY,
    about,
    canaries,
    everything,
    headings,
    issued,
    make_finding_that_does_not_count,
    read,
    titles,
)

SHEETS = [
    "About this report",
    "Summary",
    "Findings",
    "Flags",
    "Follow-ups",
    "Approvals",
    "Rulings",
    "Statements",
    "Changes",
    "Data dictionary",
]

#: As the product’s page gives them.
FINDINGS = """
Finding, Department, Unit, Officer, Name as received, Badge, Tool, Vendor, Category, Stage, Licence,
Account email, Account kind, Account state, Obtained through, Offered on, Signed up on,
First used on, Last used on, Closed on, Searches low, Searches high, Purposes, Case numbers, Cases,
On behalf of, Verdict, Reason, Reason since, Other reasons, Approval, Flags, Follow-up, Outcome,
Actions, Counted, Duplicate of, Source, Source reference, Certainty, Notes, Recorded by,
Recorded at (UTC)
"""
FLAGS = """
Flag, Finding, Statement, Rule, Rule version, Severity, Reason, Raised on, State, State reason,
Follow-up
"""
FOLLOW_UPS = """
Follow-up, Line, Flag, Finding, Department, State, Question, Opened on, Due on, Days overdue,
Answers, Last answer on, Outcome, Actions, Verified on
"""
APPROVALS = """
Approval, Tool, Department, Unit, Officer, Purposes, Valid from, Valid until, Conditions, Status,
Requested by, Requested on, Decided by, Decided on, Decided through, Decision reason,
Decision document date, Revoked by, Revoked from, Revocation reason, Document, Document date
"""
STATEMENTS = """
Statement, Department, Tool, Question, Asked on, Due on, Answer, Answered on, Units asked,
Units in all, Aware before asked, Complete list, Supersedes, Remark
"""
SUMMARY = "Section, Group, Figure, Value, Value high, Last time, Difference, Rows"

HIDDEN = {
    Audience.INTERNAL: set(),
    Audience.DEPARTMENT: {"Notes", "Source", "Source reference", "Recorded by"},
    Audience.COUNCIL: {
        *("Name as received", "Badge", "Account email", "Case numbers", "Notes"),
        *("Source reference", "Recorded by", "State reason", "Conditions", "Decision reason"),
        *("Revocation reason", "Question"),
    },
}


@pytest.mark.parametrize("audience", HIDDEN)
def test_an_audience_has_exactly_the_columns_that_are_for_it(
    work: OpenWork, files: FileStore, city: City, audience: Audience
) -> None:
    department = city.hpd if audience is Audience.DEPARTMENT else None
    content = issued(work, files, city.ines, audience, department_id=department).content

    assert titles(content) == SHEETS
    for title, columns in (
        ("Summary", SUMMARY),
        ("Findings", FINDINGS),
        ("Flags", FLAGS),
        ("Follow-ups", FOLLOW_UPS),
        ("Approvals", APPROVALS),
        ("Statements", STATEMENTS),
    ):
        hidden = HIDDEN[audience]
        assert headings(content, title) == [
            name for name in " ".join(columns.split()).split(", ") if name not in hidden
        ]
    told = {(row["Sheet"], row["Column"]) for row in read(content, "Data dictionary")}
    assert told == {(title, name) for title in SHEETS[1:] for name in headings(content, title)}


def test_the_council_reads_no_name_badge_address_case_number_or_free_text(
    work: OpenWork, files: FileStore, city: City
) -> None:
    council = everything(issued(work, files, city.ines).content)
    internal = everything(issued(work, files, city.ines, Audience.INTERNAL).content)

    assert canaries(council) == set()
    for name in ("Ines Ortega", "Sam Hill", "Vega", "Okafor"):
        assert name.casefold() not in council
    assert {found.strip() for found in canaries(internal)} >= {
        f"{CANARY}{rest}"
        for rest in (
            *(" family", " given", "-badge", " as received", "-case-1", "-case-2", " notes"),
            *("-reference", " conditions", " decision reason", " state reason", " asking"),
            *(" decider", " unidentified", " question"),
        )
    }
    assert f"account@{CANARY}.example" in internal


def test_the_council_reads_pseudonyms_roles_and_numbers_of_accounts(
    work: OpenWork, files: FileStore, city: City
) -> None:
    content = issued(work, files, city.ines).content

    one, other = read(content, "Findings")
    assert re.fullmatch(r"Officer [2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{2}", one["Officer"])
    assert other["Officer"] == "Unidentified account 2"
    assert one["Cases"] == 2
    (approval,) = read(content, "Approvals")
    assert approval["Officer"] == one["Officer"]
    assert approval["Requested by"] == "oversight"
    assert approval["Decided by"] == "supervisor, HPD Police Department"


def test_a_row_says_what_the_database_says(work: OpenWork, files: FileStore, city: City) -> None:
    content = issued(work, files, city.ines, Audience.INTERNAL).content

    one, other = read(content, "Findings")
    with work(city.ines, reading=True) as w:
        stored = {v.finding_id: v for v in w.session.scalars(select(StoredVerdict))}
        finding = w.session.get_one(Finding, 1)
    assert one["Officer"] == f"{CANARY} family, {CANARY} given"
    assert (one["Unit"], one["Badge"]) == ("Patrol", f"{CANARY}-badge")
    assert (one["First used on"], one["Last used on"]) == ("2020-02", date(2020, 3, 4))
    assert (one["Searches low"], one["Searches high"]) == (11, 50)
    assert one["Case numbers"] == "; ".join(finding.case_numbers)
    assert one["On behalf of"] == "=1+1"
    assert one["Recorded at (UTC)"] == finding.recorded_at.replace(tzinfo=None)
    for row in (one, other):
        verdict = stored[int(row["Finding"])]
        assert row["Verdict"] == verdict.verdict
        assert row["Reason"] == (verdict.reason or "")
        assert row["Reason since"] == (verdict.reason_since or "")
        assert row["Other reasons"] == "; ".join(verdict.other_reasons)
    assert other["Flags"] == "no-approval"
    assert other["Approval"] == "ruling 1"
    assert read(content, "Approvals")[0]["Document"] == "=HYPERLINK(memo)"
    assert {row["Rule"] for row in read(content, "Flags")} >= {"no-approval"}


def test_identifiers_keep_their_zeros_and_text_never_becomes_a_formula(
    work: OpenWork, files: FileStore, city: City
) -> None:
    with work(city.ines) as w:
        make_finding(w, city.tool, city.hpd, officer_id=city.vega, first_used_on=FEB_5)
    content = issued(work, files, city.ines, Audience.INTERNAL).content

    sheet = load_workbook(BytesIO(content))["Findings"]
    at = {cell.value: number for number, cell in enumerate(sheet[1], start=1)}
    badge, on_behalf_of = sheet.cell(4, at["Badge"]), sheet.cell(2, at["On behalf of"])
    assert (badge.value, badge.data_type) == ("0042", "s")
    assert (on_behalf_of.value, on_behalf_of.data_type) == ("=1+1", "s")
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:AQ4"
    assert not sheet.merged_cells.ranges


def test_the_first_sheet_says_what_it_is_and_agrees_with_the_others(
    work: OpenWork, files: FileStore, city: City
) -> None:
    report = issued(work, files, city.ines)

    told = about(report.content)
    text = everything(report.content)
    assert told["Audience"] == "the council"
    assert told["As of"] == "2026-03-02 12:00:00 in America/New_York (UTC-0500)"
    assert told["As of (UTC)"] == datetime(2026, 3, 2, 17, 0)  # noqa: DTZ001 - cells have no zone
    assert told["Issued by"] == "a member of the oversight staff"
    assert told["SHA-256 of the data"] == report.data_sha256
    assert digest_of_workbook(report.content, {"About this report"}) == report.data_sha256
    for sentence in (
        "it says nothing about misconduct",
        "no rule is on record for that day",
        "only members of the council, their aides",
    ):
        assert sentence in text
    for title in SHEETS[1:]:
        assert told[title] == len(read(report.content, title)) == report.rows[title]


def test_named_reports_are_marked_on_every_sheet_and_keep_their_headings(
    work: OpenWork, files: FileStore, city: City
) -> None:
    content = issued(work, files, city.ines, with_names=True, reason="Subpoena 7").content

    marked = [f"{title}, CONTAINS NAMES" for title in SHEETS[1:]]
    assert titles(content) == ["About this report", *marked]
    assert about(content)["Names of officers"] == "yes, because: Subpoena 7"
    assert about(content)["CONTAINS NAMES"]
    assert headings(content, marked[1])[:4] == ["Finding", "Department", "Unit", "Officer"]
    rows = read(content, marked[1])
    assert [row["Officer"] for row in rows] == [
        f"{CANARY} family, {CANARY} given",
        "Unidentified account 2",
    ]
    assert "Badge" not in rows[0]
    for sheet in load_workbook(BytesIO(content)).worksheets:
        head = sheet.HeaderFooter.oddHeader
        assert head is not None
        assert head.center.text == "CONTAINS NAMES"


def test_what_does_not_count_stays_visible_and_is_in_no_figure(
    work: OpenWork, files: FileStore, city: City
) -> None:
    with work(city.ines) as w:
        number = make_finding_that_does_not_count(w, city)
    content = issued(work, files, city.ines).content

    (row,) = [row for row in read(content, "Findings") if row["Finding"] == number]
    assert (row["Counted"], row["Verdict"]) == ("no: disproved", "not counted")
    lines = read(content, "Summary")
    told = {row["Figure"]: row["Value"] for row in lines if row["Section"] == "All"}
    assert told["Counted, findings"] == 2
    assert told["Not counted, findings"] == 1


def test_each_figure_is_shown_by_the_filter_beside_it(
    work: OpenWork, files: FileStore, city: City
) -> None:
    with work(city.ines) as w:
        for stage in Stage:
            day = None if stage is Stage.OFFERED else FEB_5
            for officer in (city.vega, city.okafor):
                make_finding(
                    w, city.tool, city.hpd, stage=stage, officer_id=officer, signed_up_on=day
                )
        make_finding_that_does_not_count(w, city)
    content = issued(work, files, city.ines).content

    rows = {title: read(content, title) for title in ("Findings", "Flags", "Follow-ups")}
    tried = 0
    for line in read(content, "Summary"):
        if line["Section"] == "Statements by tool":
            continue
        title, _, rest = line["Rows"].partition(": ")
        conditions = [part.split(" = ") for part in rest.split("; ") if " = " in part]
        found = [row for row in rows[title] if all(holds(row, *one) for one in conditions)]
        if line["Figure"].endswith((", findings", ", flags")) or line["Figure"] == "Lines":
            assert line["Value"] == len(found), line
            tried += 1
        if line["Figure"].endswith(", officers"):
            assert line["Value"] == len({row["Officer"] for row in found}), line
            tried += 1
    assert tried > 100


def holds(row: dict[str, Any], column: str, wanted: str) -> bool:
    if wanted in {"not empty", "empty"}:
        return bool(row[column]) == (wanted == "not empty")
    if wanted.startswith("holds "):
        return wanted.removeprefix("holds ") in str(row[column]).split("; ")
    if wanted.startswith("in "):
        return str(row[column]).startswith(wanted.removeprefix("in "))
    return row[column] in re.split(r", | or ", wanted)
