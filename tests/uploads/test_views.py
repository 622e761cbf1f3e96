"""Pages about uploads."""

from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook

from auditor.access import Role
from auditor.departments.model import Department
from auditor.tools.queries import get_tool
from auditor.tools.service import ToolFacts, edit_tool
from auditor.uploads.kinds import KINDS
from tests.browser import Browser, Page
from tests.conftest import OpenWork
from tests.departments.factory import OVERSIGHT, make_department
from tests.people.factory import make_user
from tests.tools.factory import make_tool

TOOLS = "Name,Vendor,Category\nFaceSeek,Seek Inc.,drones\nHawkEye,Hawk Inc.,flying\n"


@pytest.fixture
def office(browser: Browser, work: OpenWork) -> Browser:
    """Somebody of the office at their browser."""
    with work() as w:
        make_user(w)
    browser.sign_in("oversight@city.example")
    return browser


def hand_in(
    office: Browser, kind: str, text: str | bytes, name: str = "file.csv", **said: str
) -> Page:
    page = office.get("/uploads/new")
    content = (BytesIO(text.encode() if isinstance(text, str) else text), name)
    return office.submit(page, "Show what it would do", kind=kind, file=content, **said)


def figures(page: Page) -> dict[str, str]:
    return dict(zip(page.texts(".figures dt"), page.texts(".figures dd"), strict=True))


def test_a_file_is_looked_at_and_then_applied(office: Browser, work: OpenWork) -> None:
    with work(OVERSIGHT) as w:
        make_tool(w, "FaceSeek", description="As it was")

    preview = hand_in(office, "tools", TOOLS, "../tools <b>.csv")

    assert preview.path == "/uploads/1"
    assert figures(preview) == {"New": "0", "Changed": "1", "Unchanged": "0", "Refused": "1"}
    assert "tools <b>.csv" in preview.text
    assert "Vendor: empty → becomes Seek Inc." in preview.text
    assert "“flying” is no word of “Category”" in preview.text
    with work(reading=True) as w:
        assert get_tool(w, 1).vendor is None

    applied = office.submit(preview, "Apply")

    assert "Applied: 0 new, 1 changed rows." in applied.text
    assert figures(applied)["Changed"] == "1"
    assert "“flying” is no word of “Category”" in applied.text
    assert not applied.html.select(".panel form")
    assert "applied" in office.get("/uploads").texts("tbody tr")[0]


def test_what_was_edited_by_hand_is_shown_and_overwritten_only_when_ticked(
    office: Browser, work: OpenWork
) -> None:
    office.submit(hand_in(office, "tools", "Name,Vendor\nFaceSeek,Seek Inc.\n"), "Apply")
    with work(OVERSIGHT) as w:
        edit_tool(w, get_tool(w, 1), ToolFacts(name="FaceSeek", vendor="By Hand Inc."))
    text = "Name,Vendor\nFaceSeek,File Inc.\n"

    kept = office.submit(hand_in(office, "tools", text), "Apply")
    again = hand_in(office, "tools", text)
    office.submit(again, "Apply", overwrite="y")

    assert "By Hand Inc." in kept.text
    assert figures(kept)["Unchanged"] == "1"
    assert "These same bytes were applied" in again.text
    with work(reading=True) as w:
        assert get_tool(w, 1).vendor == "File Inc."


def test_a_preview_that_no_longer_holds_is_not_applied(office: Browser, work: OpenWork) -> None:
    preview = hand_in(office, "tools", TOOLS)
    with work(OVERSIGHT) as w:
        make_tool(w, "FaceSeek")

    stale = office.submit(preview, "Apply")
    fresh = office.submit(office.get("/uploads/1"), "Apply")
    twice = office.submit(preview, "Apply")

    assert stale.status == 409
    assert "look at the new preview" in stale.text
    assert "Applied: 0 new, 1 changed rows." in fresh.text
    assert twice.status == 409


def test_a_column_that_is_not_found_is_chosen_on_the_page(office: Browser) -> None:
    asked = hand_in(office, "tools", "What,Who,Website\nFaceSeek,Seek Inc.,none\n")

    assert "The file has no column “Name”, only “What”, “Who”, “Website”." in asked.text
    lacking = office.submit(asked, "Read it so", **{"column-vendor": "Who"})
    assert "no column “Name”" in lacking.text
    chosen = {"column-name": "What", "column-website": ""}
    preview = office.submit(lacking, "Read it so", **chosen)

    assert figures(preview)["New"] == "1"
    assert "Name=What; Vendor=Who; Website=" in preview.text
    assert figures(office.submit(preview, "Apply"))["New"] == "1"


def test_a_roster_without_a_department_is_given_one_on_the_page(
    office: Browser, work: OpenWork
) -> None:
    with work(OVERSIGHT) as w:
        make_department(w, "HPD")
    asked = hand_in(office, "officers", "Serial,Name\n1,Ana Vega\n", as_of="2026-01-05")

    preview = office.submit(asked, "Read it so", department="1")

    assert figures(preview)["New"] == "1"
    assert "5 January 2026" in preview.text


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        ("", "Name\nA\n", "Choose what the file holds."),
        ("tools", "", "It is empty."),
        ("tools", "%PDF-1.7", "PDF"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(
    office: Browser, kind: str, text: str, says: str
) -> None:
    page = hand_in(office, kind, text)

    assert page.status == 422
    assert says in page.text


def test_text_in_the_place_of_the_file_is_refused(office: Browser) -> None:
    page = office.submit(office.get("/uploads/new"), "Show", kind="tools", file="Name")

    assert page.status == 422
    assert "Choose the file." in page.text


def test_the_file_is_given_back_as_it_was_received_and_never_as_a_page(
    office: Browser, app: Flask
) -> None:
    text = "Name,Vendor\n<script>alert(1)</script>,=1+1\n"
    hand_in(office, "tools", text, "evil\u202eñame.html")

    answer = office.client.get("/uploads/1/file")

    assert answer.get_data() == text.encode()
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].isascii()
    assert "filename*=UTF-8''evil%C3%B1ame.html" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert office.get("/uploads/2/file").status == 404


def test_a_template_has_the_canonical_headings_of_its_kind(office: Browser) -> None:
    for name, kind in KINDS.items():
        text = office.client.get(f"/uploads/template/{name}").get_data().decode("utf-8-sig")
        assert text.strip().split(",") == [c.heading for c in kind.columns if c.uploaded]
    for address in ("/uploads/template/nothing", "/uploads/template/nothing.xlsx"):
        assert office.get(address).status == 404


def test_a_workbook_to_be_filled_in_is_taken_as_it_is_and_says_what_to_write(
    office: Browser,
) -> None:
    filled = BytesIO()
    for name, kind in KINDS.items():
        content = office.client.get(f"/uploads/template/{name}.xlsx").get_data()
        book = load_workbook(BytesIO(content))
        brought = [column for column in kind.columns if column.uploaded]
        blank, told = book.worksheets
        assert [cell.value for cell in blank[1]] == [column.heading for column in brought]
        assert [cell.value for cell in told["A"]][1:] == [column.heading for column in brought]
        assert [cell.value for cell in told["C"]][1:] == [column.meaning for column in brought]
        if name == "tools":
            blank.append(["Honeycomb", "Bee Ltd", "drones"])
            book.save(filled)
    page = hand_in(office, "tools", filled.getvalue(), "tools.xlsx")
    assert figures(page)["New"] == "1"
    assert "Only the sheet “Tools” was read, not “What to write”." in page.text


def test_nobody_but_oversight_sees_uploads(office: Browser, app: Flask, work: OpenWork) -> None:
    hand_in(office, "tools", TOOLS)
    with work(OVERSIGHT) as w:
        make_department(w)
    with work() as w:
        department = w.session.get_one(Department, 1)
        make_user(w, Role.SUPERVISOR, department=department)
        make_user(w, Role.COUNCIL)

    for role in (Role.SUPERVISOR, Role.COUNCIL):
        other = Browser(app)
        other.sign_in(f"{role.value}@city.example")
        for path in ("/uploads", "/uploads/new", "/uploads/1", "/uploads/1/file"):
            assert other.get(path).status == 403, path
        assert other.client.post("/uploads/1/apply").status_code == 403


def test_an_applied_upload_is_undone_once_it_was_seen_what_that_does(office: Browser) -> None:
    applied = office.submit(hand_in(office, "tools", TOOLS), "Apply")

    asked = office.get("/uploads/1/undo")

    assert applied.html.select_one("a[href='/uploads/1/undo']")
    assert asked.heading == "Undo upload 1, tools"
    assert "This would happen: 1 record withdrawn." in asked.text
    done = office.submit(asked, "Undo the upload")
    assert done.path == "/uploads/1"
    assert "Undone: 1 record withdrawn." in done.text
    assert "Undone by Some Oversight, " in done.text
    assert not done.html.select_one("a[href='/uploads/1/undo']")
    assert "was undone already" in office.get("/uploads/1/undo").text
    assert "Hand the same file in" not in office.get("/uploads/1/undo").text
