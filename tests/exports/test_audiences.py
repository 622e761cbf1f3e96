"""What must not appear does not: every column, for every audience, in files and on pages."""

import pytest

from auditor.columns import Audience, Shape
from auditor.exports.rules import Form
from auditor.store import FileStore
from tests.browser import Browser
from tests.conftest import OpenWork
from tests.exports.files import file_of
from tests.exports.linked import whatever_is_linked
from tests.exports.tokens import (
    OWN,
    SHEETS,
    TOKENS,
    Told,
    is_shown,
    make_register,
)
from tests.reports.factory import everything, issued

LISTS = ("approvals", "departments", "findings", "officers", "rulings", "statements", "tools")

#: Sheets of a report, as far as they hold what was typed.
ISSUED = ("approvals", "findings", "flags", "rulings")

READERS = {Audience.INTERNAL: "clerk@city.example", Audience.DEPARTMENT: "sam@city.example"}


@pytest.fixture
def told(work: OpenWork) -> Told:
    return make_register(work)


def text_of(content: bytes, form: Form) -> str:
    """All there is in a file: of a workbook every part, its properties and comments too."""
    return everything(content) if form is Form.XLSX else content.decode("utf-8-sig").casefold()


TEXTS = {Shape.TEXT, Shape.FREE_TEXT, Shape.REFERENCE, Shape.IDENTIFIER, Shape.WORDS}


def test_every_column_that_holds_text_is_looked_for() -> None:
    told = {"department", "department_id", "tool", "category", "purposes", "approval", "flags"}
    told |= {"counted", "follow_up", "outcome", "actions", "reason", "withdrawn_reason"}
    told |= {"same_person_id", "code", "rule"}
    unlooked = [
        f"{record}.{column.field}"
        for record, columns in SHEETS.items()
        for column in columns
        if column.audiences and (record, column.field) not in TOKENS
        if column.vocabulary is None and column.shape in TEXTS
    ]
    assert {one.split(".")[1] for one in unlooked} <= told, unlooked


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("audience", list(READERS))
def test_a_list_as_a_file_holds_the_columns_of_its_reader_and_no_other(
    browser: Browser, told: Told, audience: Audience, form: Form
) -> None:
    browser.sign_in(READERS[audience])
    for record in LISTS:
        text = text_of(file_of(browser, f"/{record}.{form}"), form)
        for (of, field), token in TOKENS.items():
            if of == record:
                assert (token in text) == is_shown(of, field, audience), (of, field)
        assert record == "findings" or OWN not in text


@pytest.mark.parametrize("audience", [*READERS, Audience.COUNCIL])
def test_a_report_holds_the_columns_of_its_audience_and_no_other(
    work: OpenWork, files: FileStore, told: Told, audience: Audience
) -> None:
    of = told.department if audience is Audience.DEPARTMENT else None
    text = everything(issued(work, files, told.clerk, audience, department_id=of).content)

    for (record, field), token in TOKENS.items():
        if record in ISSUED:
            assert (token in text) == is_shown(record, field, audience), (record, field)
    council_sees = {f"{OWN}-agency", f"{OWN}-source"}
    # Who signed a statement is on no sheet, and in the list.
    assert "zqs-signer" not in text
    assert ("zqs-question" in text) == is_shown("statements", "question", audience)
    if audience is Audience.COUNCIL:
        assert {one for one in council_sees if one in text} == council_sees
        assert text.count(OWN) == len(council_sees)


def test_no_page_of_a_supervisor_shows_what_only_the_office_may_see(
    browser: Browser, told: Told
) -> None:
    hidden = [
        TOKENS[of, field] for of, field in TOKENS if not _anywhere(field, Audience.DEPARTMENT)
    ]
    browser.sign_in("sam@city.example")

    pages = dict(whatever_is_linked(browser))

    assert {"zqf-notes", "zqf-source", "zqf-reference", "zqf-recorder"} <= set(hidden)
    assert {
        (address, token) for address in pages for token in hidden if token in pages[address]
    } == (set())
    assert any("zqf-case" in source for source in pages.values())


def test_no_page_of_the_council_or_an_administrator_shows_an_officer_or_what_was_typed_of_one(
    browser: Browser, work: OpenWork, files: FileStore, told: Told
) -> None:
    issued(work, files, told.clerk, Audience.COUNCIL)
    hidden = [
        token
        for (record, field), token in TOKENS.items()
        if record in {"approvals", "findings", "flags", "officers"}
        and not is_shown(record, field, Audience.COUNCIL)
    ]
    for email in ("council@city.example", "administrator@city.example"):
        browser.sign_in(email)
        pages = dict(whatever_is_linked(browser))
        # The administrator opens the accounts, and so reads who has one.
        of_accounts = {"zqa-requester", "zqf-recorder", "zqa-decider", "zqa-revoker"}
        may = of_accounts if email.startswith("administrator") else set()
        shown = {(page, token) for page in pages for token in hidden if token in pages[page]}
        assert {one for one in shown if one[1] not in may} == set()
        browser.submit(browser.get("/"), "Sign out")


def test_who_is_concerned_sees_nothing_of_their_finding_anywhere(
    browser: Browser, told: Told
) -> None:
    browser.sign_in("carl@city.example")

    pages = dict(whatever_is_linked(browser))

    assert f"/findings/{told.own_finding}" in pages
    assert "handled by" in pages[f"/findings/{told.own_finding}"]
    assert [address for address, source in pages.items() if OWN in source] == []
    assert [address for address, source in pages.items() if "13 November 2017" in source] == []
    assert any(address.startswith("/findings.xlsx") for address in pages)


def _anywhere(field: str, audience: Audience) -> bool:
    """Whether a field of this name is shown to an audience on some record."""
    return any(is_shown(record, of, audience) for record, of in TOKENS if of == field)
