"""A follow-up over 12 officers in a real browser, from the tick to the council's workbook."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from auditor.access import Role
from auditor.departments.queries import get_department
from auditor.wiring import current_wiring
from tests.browser import PASSWORD
from tests.conftest import OpenWork
from tests.departments.factory import OVERSIGHT
from tests.findings.factory import City, make_city
from tests.follow_ups.factory import make_flags, make_member
from tests.officers.factory import make_officer
from tests.pages.chromium import Watch, axe_violations, scrolls_sideways, watch
from tests.pages.test_every_page import picture
from tests.people.factory import make_user
from tests.reports.factory import everything, read

pytestmark = pytest.mark.browser

FAMILIES = (
    *("Abbot", "Brandt", "Castel", "Dorsey", "Ellery", "Farnum"),
    *("Garner", "Hobbs", "Irving", "Jarvis", "Keller", "Lomond"),
)


@pytest.fixture
def city(work: OpenWork) -> City:
    """Twelve officers with a finding each, and everybody who has a part in what is asked."""
    city = make_city(work)
    make_member(work)
    with work() as w:
        make_user(w, Role.COUNCIL, "council@city.example", name="Cosima Breckland")
    with work(OVERSIGHT) as w:
        hpd = get_department(w, city.hpd)
        officers = [make_officer(w, hpd, family).id for family in FAMILIES]
    make_flags(work, city, officers)
    return city


def signed_in(context: BrowserContext, live: str, name: str) -> tuple[Page, Watch]:
    page = context.new_page()
    watched = watch(page)
    page.goto(f"{live}/sign-in")
    page.get_by_label("E-mail address").fill(f"{name}@city.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return page, watched


def look_at(page: Page, name: str, *, closely: bool = False) -> None:
    """At both widths nothing is cut off; looked at closely, axe finds nothing either."""
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        picture(page, f"following-up-{name}-{width}")
        assert not scrolls_sideways(page), (name, width)
        assert not closely or axe_violations(page) == [], (name, width)
    page.set_viewport_size({"width": 1280, "height": 900})


def take(page: Page, live: str, step: str, *, lines: str = "?ticked=all") -> None:
    page.goto(f"{live}/follow-ups/1/{step}{lines}")
    look_at(page, step)


def press(page: Page, button: str, then: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text(then)


def asked(ines: Page, live: str) -> None:
    """Twelve flags are ticked, and what would be made is shown first."""
    ines.goto(f"{live}/flags?state=open")
    for box in ines.locator("[name=flag]").all():
        box.check()
    look_at(ines, "flags")
    ines.get_by_role("button", name="Ask the department").click()
    expect(ines.get_by_text("1 follow-up with 12 lines")).to_be_visible()
    expect(ines.get_by_text("12 follow-ups, each answered by itself")).to_be_visible()
    ines.locator("[name=question]").fill("Who allowed them to try it, and for how long?")
    ines.locator("[name=assigned_to]").select_option(label="Sam Hill")
    look_at(ines, "new", closely=True)
    press(ines, "Ask the department", "Follow-up 1 is opened.")
    look_at(ines, "opened")


def answered(ines: Page, sam: Page, live: str, folder: Path) -> None:
    """By the supervisor, with a file; about one line it is returned, and answered again."""
    log = folder / "log.txt"
    log.write_text("A log of the trial.")
    sam.goto(live)
    look_at(sam, "supervisor", closely=True)
    sam.get_by_role("link", name="Follow-up 1").click()
    take(sam, live, "answer", lines="")
    sam.locator("[name=text]").fill("A sergeant had them try it for a month.")
    sam.locator("[name=documents]").set_input_files(log)
    press(sam, "Send the answer", "Follow-up 1 is answered.")
    take(ines, live, "return", lines="")
    ines.get_by_label("Tick line 12").check()
    ines.locator("[name=reason]").fill("She is not in the log: who gave her the account?")
    press(ines, "Return it", "is returned.")
    sam.reload()
    expect(sam.get_by_text("Returned by the office: She is not in the log")).to_be_visible()
    take(sam, live, "answer", lines="")
    sam.locator("[name=text]").fill("A colleague lent her theirs.")
    press(sam, "Send the answer", "Follow-up 1 is answered.")
    take(ines, live, "accept", lines="")
    press(ines, "Accept the answer", "is accepted.")


def heard(ines: Page, live: str, folder: Path) -> None:
    """An outcome against an officer is refused before notice and reply, and then given."""
    reply = folder / "reply.txt"
    reply.write_text("I had the sergeant’s leave.")
    take(ines, live, "outcomes")
    ines.locator("[name=outcome]").select_option("sustained")
    ines.locator("[name=text]").fill("As the log shows.")
    ines.get_by_role("button", name="Give the outcome").click()
    expect(ines.get_by_role("alert")).to_contain_text("no notice was given to the officer")
    look_at(ines, "too-early", closely=True)
    take(ines, live, "notice")
    ines.locator("[name=text]").fill("Each by letter.")
    press(ines, "Record the notice", "Notice is recorded")
    for line in range(1, 13):
        ines.goto(f"{live}/follow-ups/1/reply")
        ines.get_by_label(f"Tick line {line}", exact=True).check()
        ines.locator("[name=text]").fill("Had the sergeant’s leave.")
        ines.locator("[name=document]").set_input_files(reply)
        press(ines, "Record the reply", "A reply is recorded")
    take(ines, live, "outcomes")
    ines.get_by_label("Tick line 12").uncheck()
    ines.locator("[name=outcome]").select_option("sustained")
    ines.locator("[name=text]").fill("As the log shows.")
    press(ines, "Give the outcome", "Outcomes are given")
    take(ines, live, "outcomes", lines="")
    ines.get_by_label("Tick line 12").check()
    ines.locator("[name=outcome]").select_option("policy failure")
    ines.locator("[name=text]").fill("Nobody had told her.")
    press(ines, "Give the outcome", "Outcomes are given")


def done(ines: Page, sam: Page, tom: Page, live: str) -> None:
    """Actions are reported by the department; somebody else of the office closes."""
    take(sam, live, "actions")
    sam.get_by_label("account closed").check()
    sam.get_by_label("training").check()
    sam.locator("[name=text]").fill("All accounts closed on 1 March.")
    press(sam, "Report them", "Actions are reported")
    take(ines, live, "verify")
    press(ines, "They were done", "Actions are verified")
    expect(ines.get_by_text("looks at it anew, Tom Reed")).to_be_visible()
    take(tom, live, "close", lines="")
    press(tom, "Close it", "Follow-up 1 is closed.")
    look_at(tom, "closed", closely=True)
    tom.goto(f"{live}/follow-ups")
    look_at(tom, "list", closely=True)
    take(tom, live, "reopen", lines="")


def told(ines: Page, council: Page, live: str) -> None:
    """The council has it line by line, and without a name."""
    ines.goto(f"{live}/reports/new")
    ines.locator("[name=audience]").select_option("council")
    ines.get_by_role("button", name="Issue").click()
    council.goto(f"{live}/reports/1")
    with council.expect_download() as download:
        council.get_by_role("link", name="Download").first.click()
    content = Path(download.value.path()).read_bytes()
    rows = read(content, "Follow-ups")
    assert [row["Outcome"] for row in rows] == ["sustained"] * 11 + ["policy failure"]
    assert {(row["State"], row["Actions"], row["Answers"]) for row in rows} == {
        ("closed", "account closed; training", 2)
    }
    text = everything(content)
    assert not [name for name in (*FAMILIES, "Sam Hill", "lent her") if name.casefold() in text]


def test_twelve_officers_are_asked_about_heard_judged_and_closed_by_page(
    app: Flask, live: str, real_browser: Browser, city: City, tmp_path: Path
) -> None:
    contexts = [real_browser.new_context(accept_downloads=True) for _ in range(4)]
    people = zip(contexts, ("ines", "sam", "tom", "council"), strict=True)
    (ines, *_), (sam, *_), (tom, *_), (council, *_) = seen = [
        signed_in(context, live, name) for context, name in people
    ]
    asked(ines, live)
    answered(ines, sam, live, tmp_path)
    heard(ines, live, tmp_path)
    done(ines, sam, tom, live)
    told(ines, council, live)
    council.goto(f"{live}/figures")
    look_at(council, "figures")
    assert [(watched.complaints, watched.failed) for _, watched in seen] == [([], [])] * 4
    with app.app_context():
        current_wiring().engine.dispose()
    for context in contexts:
        context.close()
