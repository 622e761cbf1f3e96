"""The main job once, as three people on pages: hand-over in, approval confirmed, workbook out.

The working by hand: three officers of one department signed up for Clearview AI. The chief's
ruling asks for approval from 1 January 2019. The office asks, on 2 March 2026, for an approval
of Homicide from 1 October 2019 on; the supervisor confirms it with a letter of 15 October 2019.
Officer 1001, of Homicide, signed up on 4 November 2019, after the letter: approved. Officer 1002
is of Robbery, and 1003 of no unit on record; 1002 is outside the scope, and 1003's hand-over
names nobody on the roster. The department's own search tool was never asked about: no approval.
"""

import zipfile
from io import BytesIO

from flask import Flask
from openpyxl import load_workbook

from auditor.access import Role
from auditor.departments.queries import department_by_name
from auditor.people.acting import operator
from auditor.people.passwords import hash_password
from auditor.people.service import add_user
from auditor.wiring import current_wiring
from tests.browser import PASSWORD, Browser, Page

DEPARTMENTS = b"Code,Name,Kind,City,State,Email domains\nPD,Police Department,police,,,pd.example\n"
OFFICERS = (
    b"Department,Employee id,Badge,Family name,Given name,Unit\n"
    b"PD,1001,0042,Quillfeather,Ada,Homicide\nPD,1002,0043,Brackenridge,Bo,Robbery\n"
)
TOOLS = b"Name,Vendor,Category,Aliases\nClearview AI,Clearview AI Inc.,face recognition,Clearview\n"
RULINGS = (
    b"Tool,Body,Outcome,Adopted on,Effective from\n"
    b"Clearview AI,chief,approval required,2018-12-01,2019-01-01\n"
)
REQUESTS = b"Tool,Department,Unit,Valid from,Document\nClearview AI,PD,Homicide,2019-10-01,Memo 7\n"
HAND_OVER = (
    b"Department,Officer,Account email,Tool,Stage,Signed up on,First used on,Purposes,"
    b"Case numbers,Source reference,Notes\n"
    b"PD,1001,a.quillfeather@pd.example,Clearview,used,2019-11-04,2019-11-05,warrant,,r1,=SUM(A1)\n"
    b"PD,0043,b.brackenridge@pd.example,Clearview AI,used in a case,2019-11-04,2019-12-01,,"
    b"00119,r2,hidden note\n"
    b"PD,Nobody Known,nobody@mail.example,Clearview AI,signed up,2019-09-01,,,,r3,\n"
)
LETTER = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"

#: Nothing of this may reach the council.
KEPT_FROM_COUNCIL = (
    *("Quillfeather", "Brackenridge", "Nobody Known", "pd.example", "mail.example", "00119"),
    *("hidden note", "0042", "SUM(A1)", "r2"),
)


def open_accounts(app: Flask) -> None:
    with app.app_context():
        wiring = current_wiring()
        hashed = hash_password(wiring.settings, PASSWORD)
        for email, role in (
            ("clerk@city.example", Role.OVERSIGHT),
            ("chief@pd.example", Role.SUPERVISOR),
            ("aide@council.example", Role.COUNCIL),
        ):
            with wiring.open(operator()) as work:
                of = department_by_name(work, "PD") if role is Role.SUPERVISOR else None
                add_user(
                    work,
                    email,
                    name=f"The {role}",
                    role=role,
                    password_hash=hashed,
                    is_one_time=False,
                    department=of,
                )
            if role is Role.OVERSIGHT:
                hand_in(Browser(app), "departments", DEPARTMENTS)


def hand_in(browser: Browser, kind: str, content: bytes) -> Page:
    browser.sign_in("clerk@city.example")
    preview = browser.submit(
        browser.get("/uploads/new"),
        "Show what it would do",
        kind=kind,
        file=(BytesIO(content), f"{kind}.csv"),
    )
    assert "Nothing has been changed yet" in preview.text, preview.text
    return browser.submit(preview, "Apply")


def test_the_main_job_as_three_people(app: Flask) -> None:
    open_accounts(app)
    clerk, supervisor, council = Browser(app), Browser(app), Browser(app)

    # Oversight takes in what is known, and the hand-over.
    for kind, content in (
        ("officers", OFFICERS),
        ("tools", TOOLS),
        ("rulings", RULINGS),
        ("approvals", REQUESTS),
    ):
        hand_in(clerk, kind, content)
    assert "3" in hand_in(clerk, "findings", HAND_OVER).texts(".figures dd")
    assert "No approval on record" in clerk.get("/findings/1").text

    # The supervisor sees what waits, what it would do, and confirms with the letter.
    assert "Clearview AI" in supervisor.sign_in("chief@pd.example").text
    asked = supervisor.get("/approvals/1/confirm")
    decided = supervisor.submit(
        asked, "Confirm", document=(BytesIO(LETTER), "letter.pdf"), document_on="2019-10-15"
    )
    assert decided.status == 200
    assert "approved" in supervisor.get("/findings/1").text.lower()

    # Oversight issues to the council; the council member signs in, opens the list, downloads.
    issued = clerk.submit(clerk.get("/reports/new"), "Issue the report", audience="council")
    assert issued.status == 200
    first = council.sign_in("aide@council.example")
    for name in KEPT_FROM_COUNCIL:
        assert name not in str(first.html)
    reports = council.get("/reports")
    link = reports.html.select_one("a[href$='/download']")
    assert link
    answer = council.client.get(str(link["href"]))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")

    book = load_workbook(BytesIO(answer.data))
    rows = list(book["Findings"].iter_rows(values_only=True))
    told = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert [row["Reason"] for row in told] == ["approved", "outside-scope", "no-approval"]
    assert [row["Verdict"] for row in told] == ["approved", "unapproved", "unapproved"]
    flags = list(book["Flags"].iter_rows(values_only=True))
    by_finding = {row[flags[0].index("Finding")]: row for row in flags[1:]}
    standing = {k: row[flags[0].index("State")] for k, row in by_finding.items()}
    assert {str(k) for k, state in standing.items() if state == "open"} == {"2", "3"}
    with zipfile.ZipFile(BytesIO(answer.data)) as parts:
        whole = b"".join(parts.read(name) for name in parts.namelist()).decode("utf-8", "replace")
    for name in KEPT_FROM_COUNCIL:
        assert name not in whole.replace("Officer ", ""), name

    # All of it is in the trail, which holds.
    result = app.test_cli_runner().invoke(args=["trail", "verify"])
    assert result.exit_code == 0, result.output


def test_the_same_by_command_line(app: Flask, tmp_path: object) -> None:
    open_accounts(app)
    run = app.test_cli_runner()
    for kind, content in (
        ("officers", OFFICERS),
        ("tools", TOOLS),
        ("rulings", RULINGS),
        ("approvals", REQUESTS),
        ("findings", HAND_OVER),
    ):
        file = tmp_path / f"{kind}.csv"  # type: ignore[operator]
        file.write_bytes(content)
        args = ["uploads", "apply", kind, str(file), "--as", "clerk@city.example", "--json"]
        result = run.invoke(args=args)
        assert result.exit_code == 0, result.output
    letter = tmp_path / "letter.pdf"  # type: ignore[operator]
    letter.write_bytes(LETTER)
    decision = ["approvals", "confirm", "1", "--reason", "As agreed."]
    paper = ["--document", str(letter), "--document-date", "2019-10-15"]

    refused = run.invoke(args=[*decision, "--as", "clerk@city.example", *paper])
    confirmed = run.invoke(args=[*decision, "--as", "chief@pd.example", *paper])
    again = run.invoke(args=[*decision, "--as", "chief@pd.example", *paper])
    assessed = run.invoke(args=["flags", "assess", "--json"])
    out = tmp_path / "council.xlsx"  # type: ignore[operator]
    issue = ["reports", "issue", "--audience", "council", "--out", str(out)]
    issued = run.invoke(args=[*issue, "--as", "clerk@city.example"])

    assert refused.exit_code == 1
    assert confirmed.exit_code == 0, confirmed.output
    assert again.exit_code == 1
    assert "decided already" in again.output
    assert '"standing": 1' in assessed.output
    assert issued.exit_code == 0, issued.output
    book = load_workbook(out)
    assert book.sheetnames[:2] == ["About this report", "Summary"]
