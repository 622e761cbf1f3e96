"""Text as others write it, through every door and out of every other: unchanged, and never run.

At a door line breaks become line feeds; what no workbook can hold is refused, in a form as in a
file. Only what is looked up, counted or separated by “;” loses the blanks around it.
"""

import csv
from io import StringIO
from typing import Any

import pytest
from sqlalchemy import select

from auditor.exports.rules import Form
from auditor.findings.columns import UPLOADED
from auditor.findings.model import Finding
from auditor.sheets.cells import UNHOLDABLE, plain_lines
from auditor.sheets.reading import read_table
from auditor.sheets.writing import Sheet, write_workbook
from auditor.store import FileStore
from auditor.uploads import service
from auditor.uploads.kinds import KINDS
from auditor.uploads.planning import Sent
from tests.browser import Browser, filled_in
from tests.conftest import OpenWork
from tests.exports.files import file_of
from tests.findings.factory import City, Desk, make_city
from tests.sheets.given import given
from tests.uploads.factory import counts

#: Ours, for where the files of others are not at hand.
OURS = (
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "007", "1e5", "TRUE", "2020-02-05"),
    *("\ttab", "\rreturn", "\nfeed", "\r\n\r\nboth", "  blanks", "\u00a0=1"),
    *("tab\t", "return\r", "feed\n", "both\r\n\r\n", "blanks  ", "\r\t\n = \n\t\r"),
    *(
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "'; DROP TABLE findings;--",
        "_x0041_",
        "x\ty\n\nz",
    ),
    *("“”’é\u0301 🚓 \u202e\u2028", "x" * 32_767, "=" + "🚓" * 16_383),
)

#: Short texts, by the heading under which files bring them.
FIELDS = {column.heading: column.field for column in UPLOADED}

HEADINGS = ("Department", "Name as received", "Tool", "Signed up on", "Source reference", "Notes")


def naughty() -> list[str]:
    theirs = [
        line
        for path in given("text/blns.txt", "text/csv-*.txt")
        for line in path.read_text("utf-8").split("\n")
    ]
    return [text for text in (*OURS, *theirs) if not says_empty(text)]


def kept(text: str) -> str:
    """The text as it stands once it came through a door."""
    return plain_lines(text)


def says_empty(text: str) -> bool:
    """Blanks alone are nothing, and one word takes away what was there."""
    return text.strip().casefold() in ("", "(empty)")


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_city(work)


def rows_with(texts: list[str]) -> list[tuple[str, ...]]:
    """Findings that each have one of the texts as their notes; their references begin with 0."""
    return [
        ("HPD", f"Somebody {n}", "FaceFinder", "2020-02-05", f"{n:07}", text)
        for n, text in enumerate(texts)
    ]


def column_in(content: bytes, heading: str) -> list[str]:
    """What stands below a heading in one of our files."""
    table = read_table(content, "file")
    return [str(row.cells[table.headings.index(heading)]) for row in table.rows]


def notes_in(content: bytes) -> dict[str, str]:
    """By source reference, the notes in one of our files."""
    references = column_in(content, "Source reference")
    return dict(zip(references, column_in(content, "Notes"), strict=True))


def as_csv_of_others(texts: list[str]) -> bytes:
    """As any program writes it: nothing stands before what begins like a formula."""
    out = StringIO(newline="")
    csv.writer(out).writerows([HEADINGS, *rows_with(texts)])
    return out.getvalue().encode()


def as_workbook(texts: list[str]) -> bytes:
    rows = rows_with(texts)
    return write_workbook([Sheet("S", HEADINGS, rows)], title="t", creator="c").content


@pytest.mark.parametrize("write", [as_csv_of_others, as_workbook])
def test_every_text_of_an_upload_comes_out_of_both_files_as_it_went_in(
    browser: Browser, work: OpenWork, city: City, files: FileStore, *, write: Any
) -> None:
    desk = Desk(work, city.ines, files)
    texts = [text for text in naughty() if not UNHOLDABLE.search(plain_lines(text))]

    took = service.apply(desk, files, Sent(KINDS["findings"], "file", write(texts)))

    expected = {f"{n:07}": kept(text) for n, text in enumerate(texts)}
    assert counts(took) == (len(texts), 0, 0, 0)
    with work(reading=True) as w:
        stored = w.session.execute(select(Finding.source_reference, Finding.notes))
        assert {row.source_reference: row.notes for row in stored} == expected
    browser.sign_in("ines@city.example")
    for form in Form:
        content = file_of(browser, f"/findings.{form}")
        assert notes_in(content) == expected
        again = service.preview(desk, files, Sent(KINDS["findings"], "file", content))
        assert counts(again) == (0, 0, len(texts), 0)


def test_every_text_of_a_form_stands_on_its_page_and_in_files_and_is_not_run(
    browser: Browser, city: City
) -> None:
    browser.sign_in("ines@city.example")
    texts = (text for text in naughty() if len(text) < 5_000)
    typed = "\r\t\n".join(text for text in texts if not UNHOLDABLE.search(plain_lines(text)))
    typed = f"\r\t{typed}\t\n"
    expected = kept(typed)
    assert len(expected) < 32_767
    sign_up = {"tool": "face", "department": "hpd", "officer": "0042", "signed_up_on": "2020-02"}
    short = {heading: f"\t= {heading}  \t" for heading in ("Source", "Source reference")}
    short |= {heading: f"\r- {heading}\r\n" for heading in ("On behalf of", "Name as received")}
    named = {FIELDS[heading]: text for heading, text in short.items()}

    page = browser.submit(browser.get("/findings/new"), "Save", notes=typed, **sign_up, **named)

    assert page.path == "/findings/1"
    # The browser of the tests refuses any page with a script inside, or a style.
    told = [dd.get_text() for dd in page.html.select("dd") if "DROP TABLE" in dd.get_text()]
    assert told == [expected]
    shown = [dd.get_text() for dd in page.html.select("dd")]
    assert all(kept(text) in shown for text in short.values())
    assert not page.html.select("dd script, dd img, dd svg:not(.icon), dd iframe, dd a")
    edited = browser.get("/findings/1/edit")
    held = filled_in(edited.form("Save"))
    assert held["notes"] == expected
    assert all(held[FIELDS[heading]] == kept(text) for heading, text in short.items())
    assert "Nothing was different" in browser.submit(edited, "Save").text
    for form in Form:
        content = file_of(browser, f"/findings.{form}")
        assert column_in(content, "Notes") == [expected]
        for heading, text in short.items():
            assert column_in(content, heading) == [kept(text)]


def test_the_longest_text_survives_a_form_and_a_longer_one_is_refused(
    browser: Browser, city: City
) -> None:
    browser.sign_in("ines@city.example")
    sign_up = {"tool": "face", "department": "hpd", "officer": "0042", "signed_up_on": "2020-02"}
    longest = "=" + "x" * 32_766

    refused = browser.submit(browser.get("/findings/new"), "Save", notes="🚓" * 16_384, **sign_up)
    browser.submit(browser.get("/findings/new"), "Save", notes=longest, **sign_up)

    assert refused.status == 422
    assert "Keep it to 32,767 characters" in refused.text
    for form in Form:
        assert list(notes_in(file_of(browser, f"/findings.{form}")).values()) == [longest]
