"""A decision taken with `--as` is mailed; nothing goes in clear, and no officer is named."""

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from auditor.access import Through
from auditor.notices.model import Notice
from auditor.notices.queries import outbox, own_notices
from auditor.notices.rules import TAKEN_FOR
from auditor.notices.sending import send_due
from auditor.notices.service import take_next, write_notice
from auditor.notices.wording import Said
from auditor.officers.model import Officer
from auditor.people.model import User
from auditor.trail.acts import Act
from tests.approvals.factory import confirm, make_request
from tests.conftest import MORNING, OpenWork
from tests.findings.factory import City, make_city
from tests.jobs.factory import At
from tests.notices.sender import mail_to
from tests.notices.server import LOOPBACK, Mailbox, mail_server_of_tests

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(LOOPBACK))


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_city(work)


def decide_by_command(work: OpenWork, city: City, **asked: object) -> int:
    with work(city.ines) as w:
        number = make_request(w, city.tool, city.hpd, **asked)
    by_command = replace(city.sam, through=Through.COMMAND_LINE, system_account="ops")
    confirm(work, by_command, number)
    return number


def text_of(mail: EmailMessage) -> str:
    parts = [str(part.get_content()) for part in mail.iter_parts()]
    return "\n".join([str(mail["Subject"]), *parts])  # Other headers hold digits by chance.


def test_whoever_is_named_and_the_office_are_told_at_once_without_a_name_of_an_officer(
    work: OpenWork, city: City
) -> None:
    with work(city.ines) as w:
        officer = w.session.get_one(Officer, city.vega)
        names = [officer.family_name, officer.given_name, officer.employee_id, officer.email]
    number = decide_by_command(work, city, officer_id=city.vega, unit="Zyxwunit")
    box = Mailbox()
    with mail_server_of_tests(box) as url:
        assert send_due(At(work, MORNING + MINUTE), mail_to(url)) == 2
        assert send_due(At(work, MORNING + 2 * MINUTE), mail_to(url)) == 0

    assert sorted(str(mail["To"]) for mail in box.took) == sorted([city.sam.email, city.ines.email])
    for mail in box.took:
        text = text_of(mail)
        assert [part.get_content_type() for part in mail.iter_parts()] == [
            "text/plain",
            "text/html",
        ]
        assert f"https://audit.city.example/approvals/{number}" in text
        assert "“ops”" in text
        for name in filter(None, [*names, "Zyxwunit"]):
            assert name.lower() not in text.lower().replace(city.sam.email, "")
    assert box.in_clear == 0


def test_whom_an_approval_concerns_is_told_nothing_of_it(work: OpenWork, city: City) -> None:
    with work() as w:
        user = w.session.get_one(User, city.ines.user_id)
        user.officer_id = city.vega
        w.record(Act.USER_EDITED)
    decide_by_command(work, city, officer_id=city.vega)
    with work(city.ines, reading=True) as w:
        assert own_notices(w) == []
    with work(city.sam, reading=True) as w:
        assert len(own_notices(w)) == 1


def test_a_decision_on_a_page_is_told_to_nobody(work: OpenWork, city: City) -> None:
    with work(city.ines) as w:
        number = make_request(w, city.tool, city.hpd)
    confirm(work, city.sam, number)
    with work(reading=True) as w:
        assert outbox(w).unsent == 0


def test_nothing_goes_in_clear_where_tls_is_required(work: OpenWork, city: City) -> None:
    decide_by_command(work, city)
    box = Mailbox()
    with mail_server_of_tests(box, tls=False) as url:
        assert send_due(At(work, MORNING + MINUTE), mail_to(url)) == 0
        assert (box.took, box.told) == ([], [])
        with work(reading=True) as w:
            left = outbox(w)
        assert (left.unsent, left.failing) == (2, 1)
        assert left.failure == (
            "The mail server offers no TLS, or no sign-in, and nothing is sent without."
        )
        assert send_due(At(work, MORNING + 3 * MINUTE), mail_to(f"{url}?starttls=no")) == 2
    assert box.in_clear == 2  # It would have been seen.


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    work: OpenWork, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    decide_by_command(work, city)
    box = Mailbox()
    with mail_server_of_tests(box) as url:
        send_due(At(work, MORNING + MINUTE), mail_to(url))
    assert box.told == []
    with work(reading=True) as w:
        assert "certificate" in (outbox(w).failure or "")


def test_what_a_sender_took_and_never_noted_is_taken_again_and_not_before(
    work: OpenWork, city: City
) -> None:
    decide_by_command(work, city)
    with work(now=MORNING + MINUTE) as w:
        first, other = take_next(w), take_next(w)
        assert first
        assert other
        assert take_next(w) is None
    with work(now=MORNING + MINUTE + TAKEN_FOR) as w:
        again = take_next(w)
    assert again
    assert (again.message_id, again.tries) == (first.message_id, 2)


def test_an_account_that_was_closed_is_sent_nothing(work: OpenWork, city: City) -> None:
    decide_by_command(work, city)
    with work() as w:
        w.session.get_one(User, city.ines.user_id).closed_at = MORNING
        w.record(Act.USER_CLOSED)
    box = Mailbox()
    with mail_server_of_tests(box) as url:
        send_due(At(work, MORNING + MINUTE), mail_to(url))
    assert [str(mail["To"]) for mail in box.took] == [city.sam.email]


ODD = ("a,b@city.example", "chief@[1.2", "(x@y.example", "x;y@b.example", "<a@b.example", "a:;@b.c")


def test_an_address_that_a_header_would_read_otherwise_is_sent_nothing_and_holds_nobody_up(
    work: OpenWork,
) -> None:
    with work() as w:
        for address in (*ODD, "chief@hpd.example"):
            write_notice(w, None, "Overdue", [Said("It is.", "/")], address=address)
    box = Mailbox()
    with mail_server_of_tests(box) as url:
        assert send_due(At(work, MORNING + MINUTE), mail_to(url)) == 1
    assert [str(mail["To"]) for mail in box.took] == ["chief@hpd.example"]
    with work(reading=True) as w:
        failures = set(w.session.scalars(select(Notice.failure).where(Notice.sent_at.is_(None))))
    assert len(failures) == 1
    assert "No mail can go to the address" in str(failures)
