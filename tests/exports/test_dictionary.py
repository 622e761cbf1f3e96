"""The data dictionary: every column there is, read from where it is declared."""

from enum import StrEnum
from itertools import chain

from auditor.access import Role
from auditor.exports.columns import LISTS, RECORDS
from auditor.reports.columns import SHEETS
from auditor.uploads.kinds import KINDS
from tests.browser import Browser
from tests.conftest import OpenWork
from tests.people.factory import make_user


def test_every_column_of_every_list_sheet_and_upload_is_in_the_dictionary() -> None:
    told = set(chain.from_iterable(RECORDS.values()))
    kinds = {f"columns of {name}": kind.columns for name, kind in KINDS.items()}
    sheets = {name: columns for name, columns in SHEETS.items() if name != "Data dictionary"}

    assert {
        (name, column.heading)
        for name, columns in chain(LISTS.items(), kinds.items(), sheets.items())
        for column in columns
        if column not in told
    } == set()


def test_everybody_signed_in_reads_what_a_column_means_and_who_is_shown_it(
    browser: Browser, work: OpenWork
) -> None:
    with work() as w:
        make_user(w, Role.COUNCIL)
    browser.sign_in("council@city.example")

    page = browser.get("/data-dictionary")

    assert page.heading == "Data dictionary"
    rows = {row.th.get_text(strip=True): row for row in page.html.select("tbody tr") if row.th}
    assert set(rows) == {column.heading for columns in RECORDS.values() for column in columns}
    case_numbers = " ".join(rows["Case numbers"].get_text(" ").split())
    assert "never what a case is about" in case_numbers
    assert "office, department" in case_numbers
    assert "council" not in case_numbers
    assert "also called Case number" in case_numbers
    assert "not read" in rows["Recorded by"].get_text()
    for column in chain.from_iterable(RECORDS.values()):
        words: type[StrEnum] | None = column.vocabulary
        assert words is None or all(word.value in page.text for word in words), column.heading
