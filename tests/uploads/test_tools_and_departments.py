"""Uploads of tools and departments: what is recognised, and what becomes of each row."""

from sqlalchemy import select

from auditor.departments.model import Department
from auditor.departments.rules import DepartmentKind
from auditor.departments.service import withdraw_department
from auditor.tools.model import Tool
from auditor.tools.rules import Category
from auditor.trail.acts import Act
from auditor.uploads.drafts import Fate
from tests.departments.factory import make_department
from tests.tools.factory import make_tool
from tests.uploads.factory import DEPARTMENTS, Desk, changes, counts, plan_of, reasons


def tools(desk: Desk) -> list[Tool]:
    with desk.reading() as work:
        return list(work.session.scalars(select(Tool).order_by(Tool.id)))


def test_tools_are_new_once_and_unchanged_afterwards(desk: Desk) -> None:
    text = "Product,Manufacturer,Technology,Aliases\nFaceSeek,Seek Inc.,Face-Recognition,FS;Seek\n"

    assert counts(desk.apply("tools", text)) == (1, 0, 0, 0)
    assert counts(desk.apply("tools", text)) == (0, 0, 1, 0)

    (tool,) = tools(desk)
    assert (tool.vendor, tool.category) == ("Seek Inc.", Category.FACE_RECOGNITION)
    assert tool.aliases == ("FS", "Seek")
    assert tool.folded == "faceseek seek inc. fs seek"


def test_only_what_the_file_brings_is_changed_and_empty_cells_change_nothing(desk: Desk) -> None:
    desk.apply(
        "tools", "Name,Vendor,Category,Website\nFaceSeek,Old Inc.,drones,https://x.example\n"
    )

    outcome = desk.apply("tools", "Name,Vendor,Category,Website\nfaceseek,New Inc.,,(empty)\n")

    assert changes(outcome) == {
        2: (("vendor", "Old Inc.", "New Inc."), ("website", "https://x.example", None))
    }
    (tool,) = tools(desk)
    assert (tool.name, tool.vendor, tool.category) == ("FaceSeek", "New Inc.", Category.DRONES)
    assert tool.website is None
    assert tool.folded == "faceseek new inc."


def test_the_name_of_a_row_that_is_a_tools_alias_means_that_tool(desk: Desk) -> None:
    desk.apply("tools", "Name,Aliases\nFaceSeek,Seeker\n")

    outcome = desk.apply("tools", "Name,Vendor\nSEEKER,Seek Inc.\n")

    assert counts(outcome) == (0, 1, 0, 0)
    assert [tool.name for tool in tools(desk)] == ["FaceSeek"]


def test_rows_of_one_tool_are_joined_and_one_that_contradicts_is_refused(desk: Desk) -> None:
    outcome = desk.apply(
        "tools",
        "Name,Vendor,Domains\n"
        "FaceSeek,,a.example\n"
        "FACESEEK,Seek Inc.,b.example\n"
        "FaceSeek,Seek Inc.,a.example\n"
        "FaceSeek,Other Inc.,c.example\n",
    )

    assert counts(outcome) == (1, 1, 1, 1)
    assert reasons(outcome) == [(5, "Vendor", "Other Inc.")]
    assert "Row 3" in plan_of(outcome).refused[0].reason
    (tool,) = tools(desk)
    assert (tool.vendor, tool.domains) == ("Seek Inc.", ("a.example", "b.example"))


def test_an_alias_that_is_another_tools_name_is_refused(desk: Desk) -> None:
    with desk.writing() as work:
        make_tool(work, "Seeker")

    outcome = desk.apply("tools", "Name,Aliases\nNew,Newer\nFaceSeek,Seeker\nThird,newer\n")

    assert reasons(outcome) == [(3, "Aliases", "Seeker"), (4, "Aliases", "newer")]
    assert counts(outcome) == (1, 0, 0, 2)


def test_a_tool_that_several_are_called_is_not_guessed(desk: Desk) -> None:
    with desk.writing() as work:
        # Before the office refused to let two tools share a name, they could.
        one, two = make_tool(work, "One", aliases=("Scout",)), make_tool(work, "Two")
        work.session.refresh(two)
        two.aliases = one.aliases
        work.record(Act.TOOL_EDITED)

    outcome = desk.preview("tools", "Name,Vendor\nScout,Any\n")

    assert "Several tools are called “Scout”: One, Two" in plan_of(outcome).refused[0].reason


def test_departments_are_recognised_by_their_code(staffed: Desk) -> None:
    assert counts(staffed.preview("departments", DEPARTMENTS)) == (0, 0, 2, 0)

    outcome = staffed.apply(
        "departments", "Code,Name,Kind,Email domains\nhpd,Harbor City Police,(empty),hpd.example\n"
    )

    assert [change[0] for change in changes(outcome)[2]] == ["name", "kind", "email_domains"]
    with staffed.reading() as work:
        department = work.session.scalars(select(Department).order_by(Department.id)).first()
    assert department is not None
    assert (department.code, department.name) == ("HPD", "Harbor City Police")
    assert (department.kind, department.email_domains) == (DepartmentKind.OTHER, ("hpd.example",))
    assert department.folded == "hpd harbor city police"


def test_a_new_department_needs_a_name_and_a_known_one_keeps_it(staffed: Desk) -> None:
    outcome = staffed.apply("departments", "Code,Name,City\nNEW,,Elsewhere\nHPD,(empty),\n")

    assert reasons(outcome) == [(2, "Name", ""), (3, "Name", "")]
    assert not outcome.taken


def test_the_name_may_stand_in_a_later_row_but_not_in_one_that_is_refused(desk: Desk) -> None:
    outcome = desk.apply(
        "departments", "Code,Name,City\nA,,Here\nA,Alpha,\nB,,Here\nB,Beta,There\n"
    )

    assert counts(outcome) == (1, 1, 0, 2)
    assert reasons(outcome) == [(4, "Name", ""), (5, "City", "There")]


def test_the_code_of_a_withdrawn_department_is_not_taken_again(desk: Desk) -> None:
    with desk.writing() as work:
        withdraw_department(work, make_department(work, "OLD"), "Entered twice.")

    outcome = desk.preview("departments", "Code,Name\nOLD,Old Police\n")

    assert "was withdrawn. Give another code" in plan_of(outcome).refused[0].reason
    assert plan_of(outcome).count(Fate.NEW) == 0


def test_what_a_page_refuses_an_upload_refuses_too(staffed: Desk) -> None:
    tools = staffed.preview(
        "tools", "Name,Website,Domains\nA,javascript:alert(1),not a domain\nB,,OK.example\n"
    )
    departments = staffed.preview(
        "departments",
        "Code,Name,Email domains\nHPD,,x.example\nNEW,Harbor police,\nOTH,Other,X.example\n",
    )

    assert reasons(tools) == [
        (2, "Website", "javascript:alert(1)"),
        (2, "Domains", "not a domain"),
    ]
    assert reasons(departments) == [
        (3, "Name", "Harbor police"),
        (4, "Email domains", "X.example"),
    ]
