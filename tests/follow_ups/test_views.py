"""The pages of follow-ups, as those who use them meet them."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from auditor.evidence.model import Evidence
from auditor.flags.contradictions import assess_statements
from auditor.flags.model import Flag
from auditor.follow_ups.model import FollowUp
from auditor.follow_ups.rules import FollowUpState
from auditor.people.model import User
from auditor.statements.rules import Answer
from auditor.trail.acts import Act
from tests.browser import Browser, Page
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, City, make_finding
from tests.follow_ups.factory import ask, ids, make_flags, make_member, row
from tests.statements.factory import make_statement

INES, SAM, TOM = "ines@city.example", "sam@city.example", "tom@city.example"
SAID = {"text": "As the log shows."}


@pytest.fixture
def flags(work: OpenWork, city: City) -> list[int]:
    """Flags on findings of Vega, of Okafor, and of nobody identified."""
    return make_flags(work, city, [city.vega, city.okafor, None])


def signed_in(app: Flask, email: str) -> Browser:
    browser = Browser(app)
    browser.sign_in(email)
    return browser


def buttons(page: Page) -> list[str]:
    return page.texts(".actions a")


def test_ticked_flags_are_shown_before_a_department_is_asked(
    app: Flask, work: OpenWork, flags: list[int]
) -> None:
    ines = signed_in(app, INES)
    assert [box["value"] for box in ines.get("/flags").html.select("[name=flag]")] == [*"321"]
    asking = ines.get("/follow-ups/new?flag=1&flag=2&flag=3")
    assert "1 follow-up with 3 lines" in asking.text
    assert "3 follow-ups, each answered by itself" in asking.text
    assert asking.texts("tbody th") == ["Vega, Ana", "Okafor, Ada", "– not identified"]
    assert asking.texts("#assigned_to option")[1:] == ["Olga Berg", "Sam Hill"]
    refused = ines.submit(asking, "Ask the department", question="", days="0")
    assert refused.status == 422
    assert "Say what the department is asked." in refused.text
    assert "between 1 and 250" in refused.text
    each = ines.submit(asking, "Ask the department", question="Who allowed it?", per="officer")
    assert (each.path, "3 follow-ups are opened: 1 to 3." in each.text) == ("/follow-ups", True)
    again = ines.get("/follow-ups/new?flag=1")
    assert again.status == 409
    assert "Flag 1 is in follow-up" in again.text
    with work(reading=True) as w:
        assert {*w.session.scalars(select(Flag.state))} == {"in follow-up"}


def test_without_a_tick_the_page_says_where_flags_are(app: Flask, flags: list[int]) -> None:
    page = signed_in(app, INES).get("/follow-ups/new")
    assert "Tick the flags to ask about" in page.text
    assert page.html.select_one("main a[href='/flags?state=open']")


def test_a_follow_up_goes_from_page_to_page_until_it_is_closed(
    app: Flask, work: OpenWork, city: City, flags: list[int]
) -> None:
    make_member(work)
    ines, sam, tom = (signed_in(app, email) for email in (INES, SAM, TOM))
    asking = ines.get("/follow-ups/new?flag=1&flag=2")
    page = ines.submit(asking, "Ask the department", question="Who allowed it?", assigned_to="2")
    assert page.path == "/follow-ups/1"
    assert "It waits for the answer of Olga Berg or Sam Hill." in page.text
    assert buttons(page)[0] == "Answer"

    shown = sam.get("/follow-ups/1")
    assert buttons(shown) == ["Answer", "Report actions"]
    answering = sam.get("/follow-ups/1/answer")
    file = (BytesIO(b"Log of the trial"), "../log.txt")
    answered = sam.submit(answering, "Send the answer", **SAID, documents=file)
    assert "Follow-up 1 is answered." in answered.text
    assert "log.txt" in answered.texts("main li bdi")
    assert buttons(answered) == ["Report actions"]
    assert sam.get("/follow-ups/1/answer").status == 409

    page = ines.get("/follow-ups/1")
    assert buttons(page)[:2] == ["Accept the answer", "Return the answer"]
    returned = ines.submit(
        ines.get("/follow-ups/1/return"), "Return it", lines=["2"], reason="Whose was it?", days="5"
    )
    assert "returned Whose was it?" in returned.text
    sam.submit(sam.get("/follow-ups/1/answer"), "Send the answer", text="It was Ada’s.")
    ines.submit(ines.get("/follow-ups/1/accept"), "Accept the answer")

    outcomes = ines.get("/follow-ups/1/outcomes?ticked=all")
    early = ines.submit(outcomes, "Give the outcome", outcome="sustained", **SAID)
    assert early.status == 422
    assert "Lines 1, 2: no notice was given to the officer." in early.text
    noticed = ines.submit(
        ines.get("/follow-ups/1/notice?ticked=all"), "Record the notice", text="By letter."
    )
    assert "may reply until" in noticed.text
    replied = ines.submit(
        ines.get("/follow-ups/1/reply"),
        "Record the reply",
        lines=["1"],
        text="She had leave.",
        document=(BytesIO(b"I had leave."), "reply.txt"),
    )
    assert "Replied on" in replied.text
    for line, outcome in (("1", "sustained"), ("2", "unfounded")):
        page = ines.submit(
            ines.get("/follow-ups/1/outcomes"),
            "Give the outcome",
            lines=[line],
            outcome=outcome,
            **SAID,
        )
    assert row(work, 1).state is FollowUpState.OUTCOMES_GIVEN
    assert "looks at it anew, Tom Reed" in page.text
    assert ines.get("/follow-ups/1/close").status == 403

    reporting = sam.get("/follow-ups/1/actions?ticked=all")
    sam.submit(reporting, "Report them", actions=["training"], text="In May.")
    assert "Close" not in buttons(tom.get("/follow-ups/1"))
    tom.submit(tom.get("/follow-ups/1/verify?ticked=all"), "They were done")
    closed = tom.submit(tom.get("/follow-ups/1/close"), "Close it")
    assert "yes, by somebody who gave none" in closed.text
    assert buttons(closed) == ["Reopen"]
    assert "Replied on" in sam.get("/follow-ups/1").text
    assert "reply" not in [link.get_text() for link in sam.get("/follow-ups/1").html.select("a")]
    opened = tom.submit(tom.get("/follow-ups/1/reopen"), "Reopen it", reason="A log came up.")
    assert "Reopened by the office: A log came up." in opened.text


def test_the_list_is_narrowed_and_tells_what_is_overdue(
    app: Flask, work: OpenWork, city: City, flags: list[int]
) -> None:
    for flag in flags[:2]:
        ask(work, city.ines, [flag])
    with work(city.ines) as w:
        w.session.get_one(FollowUp, 1).due_on = w.today - timedelta(days=9_999)
        w.session.get_one(FollowUp, 2).due_on = w.today + timedelta(days=9_999)
        w.session.get_one(FollowUp, 2).assigned_to_id = city.sam.user_id
        w.record(Act.FOLLOW_UP_ASSIGNED)
    ines = signed_in(app, INES)
    assert ines.get("/follow-ups").texts(".count") == ["2 follow-ups"]
    for narrowed, number in (
        ("overdue=yes", "1"),
        (f"assigned_to={city.sam.user_id}", "2"),
        (f"department={city.hpd}&overdue=yes", "1"),
    ):
        found = ines.get(f"/follow-ups?{narrowed}")
        assert found.texts("tbody th") == [f"Follow-up {number}"]
    assert "overdue by" in ines.get("/follow-ups?overdue=yes").text
    assert ines.get("/follow-ups?state=answered").texts(".count") == ["0 follow-ups"]
    assert signed_in(app, "ruth@city.example").get("/follow-ups").texts(".count") == [
        "0 follow-ups"
    ]


def test_whom_a_line_concerns_sees_only_that_it_exists(
    app: Flask, work: OpenWork, city: City, flags: list[int]
) -> None:
    ask(work, city.ines, flags)
    with work() as w:
        w.session.get_one(User, city.sam.user_id).officer_id = city.vega
        w.record(Act.USER_EDITED)
    sam = signed_in(app, SAM)
    assert "This follow-up concerns you" in sam.get("/follow-ups").text
    page = sam.get("/follow-ups/1")
    assert (page.status, "Who allowed it?" in page.text) == (200, False)
    assert sam.get("/follow-ups?state=open").texts(".count") == ["0 follow-ups"]
    assert "Olga Berg." in signed_in(app, INES).get("/follow-ups/1").text


def test_where_nobody_can_answer_the_page_says_so(
    app: Flask, work: OpenWork, city: City, flags: list[int]
) -> None:
    with work() as w:
        for user_id in (city.sam.user_id, city.olga.user_id):
            w.session.get_one(User, user_id).closed_at = w.now
        w.record(Act.USER_CLOSED)
    ines = signed_in(app, INES)
    assert "Nobody can answer this now" in ines.get("/follow-ups/new?flag=1").text
    ask(work, city.ines, flags[:1])
    assert "Nobody can answer this now" in ines.get("/follow-ups/1").text
    answering = ines.get("/follow-ups/1/answer")
    refused = ines.submit(answering, "Send the answer", **SAID)
    assert "Attach the paper" in refused.text
    paper = (BytesIO(b"Signed by the chief"), "letter.txt")
    assert (
        "from paper of" in ines.submit(answering, "Send the answer", **SAID, documents=paper).text
    )
    with work(reading=True) as w:
        assert w.session.scalars(select(Evidence.shared_at)).one() is not None


def test_what_is_no_line_is_refused_and_keeps_what_was_typed(
    app: Flask, work: OpenWork, city: City, flags: list[int]
) -> None:
    ask(work, city.ines, flags[:2])
    sam = signed_in(app, SAM)
    page = sam.get("/follow-ups/1/actions")
    for odd in ([], ["999"], ["none"], ["9" * 30]):
        refused = sam.submit(page, "Report them", lines=odd, actions=["training"], text="In May.")
        assert refused.status == 422
        assert "Tick at least one line" in refused.text
        assert refused.texts("textarea") == ["In May."]
    refused = sam.submit(page, "Report them", lines=["1"], actions=["none", "training"], text="x")
    assert "“none” stands alone" in refused.text
    assert [box["value"] for box in refused.html.select("[name=lines][checked]")] == ["1"]
    assert ids(work, 1) == [1, 2]


def test_a_flag_on_a_statement_is_asked_about_too_by_nobody_whom_it_concerns(
    app: Flask, work: OpenWork, city: City
) -> None:
    with work(city.ines) as w:
        make_finding(
            w,
            city.tool,
            city.hpd,
            officer_id=city.vega,
            first_used_on=FEB_5,
            purposes=("training",),
        )
        answered_on = FEB_5 + timedelta(days=9)
        make_statement(w, city.tool, city.hpd, Answer.DENIED, answered_on)
        assess_statements(w, because="it was recorded")
        (flag,) = w.session.scalars(select(Flag.id).where(Flag.statement_id == 1))
    with work() as w:
        w.session.get_one(User, city.sam.user_id).officer_id = city.vega
        w.record(Act.USER_EDITED)
    ines = signed_in(app, INES)
    asking = ines.get(f"/follow-ups/new?flag={flag}")
    assert "the department" in asking.texts("tbody th")
    assert asking.texts("#assigned_to option")[1:] == ["Olga Berg"]
    opened = ines.submit(asking, "Ask the department", question="Why did you deny it?")
    assert "statement 1" in opened.text
    assert "Give notice" not in buttons(opened)
    sam = signed_in(app, SAM)
    assert "This follow-up concerns you" in sam.get("/follow-ups/1").text
    assert sam.get("/follow-ups/1/answer").status == 403
    assert signed_in(app, "olga@city.example").get("/follow-ups/1/answer").status == 200
