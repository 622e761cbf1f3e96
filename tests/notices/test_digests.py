"""Who is told what waits for them, on which day, and how often."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from auditor.access import Role
from auditor.departments.model import Department
from auditor.jobs.model import JobRun
from auditor.jobs.rules import Outcome
from auditor.notices.digests import DIGEST, write_digests
from auditor.notices.model import Notice
from auditor.notices.rules import Before, Kind, Level, Waiting, is_escalated, to_tell
from auditor.parameters import Parameters
from auditor.people.model import User
from auditor.people.rules import Every
from auditor.people.service import choose_mail
from auditor.trail.acts import Act
from tests.approvals.factory import make_request
from tests.browser import Browser
from tests.conftest import OpenWork
from tests.findings.factory import make_city
from tests.follow_ups.factory import ask, make_flags
from tests.jobs.factory import At
from tests.people.factory import make_user
from tests.statements.factory import make_statement

#: Monday, 2 March 2026, at 16:00 in the city.
MONDAY = datetime(2026, 3, 2, 21, tzinfo=UTC)
USUAL = Parameters(holidays=frozenset({date(2026, 3, 9)}))

REQUEST, QUESTION = Kind.REQUEST, Kind.QUESTION


@pytest.mark.parametrize(
    ("kind", "began", "day", "level"),
    [
        # A request of Monday the 2nd; the 9th is a holiday, and no weekend counts.
        (REQUEST, date(2026, 3, 2), date(2026, 3, 10), Level.WAITS),
        (REQUEST, date(2026, 3, 2), date(2026, 3, 11), Level.LATE),
        (REQUEST, date(2026, 2, 28), date(2026, 3, 6), Level.WAITS),
        (REQUEST, date(2026, 2, 28), date(2026, 3, 10), Level.LATE),
        # An answer due on Wednesday the 11th: three business days before is Thursday the 5th.
        (QUESTION, date(2026, 3, 11), date(2026, 3, 4), Level.WAITS),
        (QUESTION, date(2026, 3, 11), date(2026, 3, 5), Level.SOON),
        (QUESTION, date(2026, 3, 11), date(2026, 3, 10), Level.SOON),
        (QUESTION, date(2026, 3, 11), date(2026, 3, 11), Level.DUE),
        (QUESTION, date(2026, 3, 11), date(2026, 3, 12), Level.LATE),
    ],
)
def test_what_presses_is_counted_in_business_days(
    kind: Kind, began: date, day: date, level: Level
) -> None:
    due_on = began if kind is QUESTION else None
    assert _waiting(kind, asked_on=began, due_on=due_on).level(day, USUAL) is level


@pytest.mark.parametrize(
    ("today", "holds"),
    [(date(2026, 3, 13), False), (date(2026, 3, 17), False), (date(2026, 3, 18), True)],
)
def test_a_head_is_told_from_the_eleventh_business_day_on(today: date, *, holds: bool) -> None:
    assert is_escalated(date(2026, 3, 2), today, USUAL) is holds


@pytest.mark.parametrize(
    ("every", "today", "told"),
    [
        (Every.BUSINESS_DAY, date(2026, 3, 3), ["new", "due", "soon"]),
        (Every.WEEK, date(2026, 3, 3), ["due"]),
        (Every.NEVER, date(2026, 3, 3), ["due"]),
        (Every.BUSINESS_DAY, date(2026, 3, 10), ["old", "new", "due", "soon", "late"]),
        (Every.WEEK, date(2026, 3, 10), ["old", "new", "due", "soon", "late"]),
        (Every.NEVER, date(2026, 3, 10), ["due", "soon", "late"]),
    ],
)
def test_the_week_begins_with_all_of_it_and_what_is_due_is_always_told(
    every: Every, today: date, told: list[str]
) -> None:
    before = MONDAY - timedelta(hours=1)
    rows = {
        "old": _waiting(QUESTION, due_on=date(2026, 5, 1)),
        "new": _waiting(QUESTION, due_on=date(2026, 5, 1), came_at=MONDAY),
        "due": _waiting(QUESTION, due_on=date(2026, 3, 3)),
        "soon": _waiting(QUESTION, due_on=date(2026, 3, 6)),
        "late": _waiting(QUESTION, due_on=date(2026, 2, 20)),
    }
    found = to_tell(
        rows.values(),
        every,
        today=today,
        before=Before(before.date(), before),
        parameters=Parameters(),
    )
    assert [name for name, row in rows.items() if row in found] == told


def _waiting(
    kind: Kind,
    *,
    asked_on: date = date(2026, 1, 5),
    due_on: date | None = None,
    came_at: datetime = datetime(2026, 1, 5, 12, tzinfo=UTC),
) -> Waiting:
    return Waiting(
        kind=kind, department="HPD", tool="T", came_at=came_at, asked_on=asked_on, due_on=due_on
    )


def test_everybody_is_told_once_what_waits_for_them(work: OpenWork, browser: Browser) -> None:
    city = make_city(work)
    (asked,) = ask(work, city.ines, make_flags(work, city, [city.vega]))
    with work(city.ines) as w:
        make_request(w, city.tool, city.hpd, officer_id=city.vega)
        make_statement(w, city.tool, city.rvs, due_on=date(2026, 2, 20))
        w.session.get_one(Department, city.hpd).head_email = "chief@hpd.example"
        w.record(Act.DEPARTMENT_EDITED)
        choose_mail(w, w.session.get_one(User, city.ines.user_id), Every.NEVER)
    with work(city.olga) as w:
        choose_mail(w, w.session.get_one(User, city.olga.user_id), Every.NEVER)

    assert _run(work, MONDAY - timedelta(days=1)) == 0, "a Sunday"
    assert _run(work, MONDAY) == 3
    assert _run(work, MONDAY) == 0, "each is told once"
    told = _told(work)
    assert told["sam@city.example"] == [
        "HPD Police Department: 1 request about “FaceFinder” waits for your decision.",
        "HPD Police Department: 1 follow-up waits for an answer.",
    ]
    assert (
        told["ruth@city.example"]
        == told["ines@city.example"]
        == ["RVS Police Department: 1 question about “FaceFinder” waits for an answer: 1 overdue."]
    )
    assert "olga@city.example" not in told, "nothing is due yet, and they want nothing else"

    assert _run(work, MONDAY + timedelta(days=1)) == 0, "nothing is new, and nothing falls due"
    late = MONDAY + timedelta(days=8)  # The sixth business day after the request, and a Tuesday.
    assert _run(work, MONDAY + timedelta(days=7)) == 3, "a Monday"
    assert _run(work, late) == 3, "of the request both supervisors and the office, in any case"
    assert ": 1 for more than 5 business days." in _told(work)["olga@city.example"][0]

    long = datetime(2026, 4, 1, 21, tzinfo=UTC)
    _run(work, long)
    told = _told(work)
    assert told["chief@hpd.example"][0].startswith(
        f"The answer of HPD Police Department to follow-up {asked}"
    )
    assert [each for each in told["ines@city.example"] if "head of the department was told" in each]
    _run(work, long + timedelta(days=1))
    with work(reading=True) as w:
        wanted = select(Notice.id).where(Notice.address == "chief@hpd.example")
        assert len(w.session.scalars(wanted).all()) == 1, "a head is told once"
        everything = str(w.session.execute(select(Notice.subject, Notice.sentences)).all())
        paths = {path for paths in w.session.scalars(select(Notice.paths)) for path in paths}
    assert not [word for word in ("Vega", "0042", "007", "Okafor") if word in everything]
    browser.sign_in(city.sam.email)
    for path in paths:
        assert browser.get(path).status == 200, path


def test_no_head_is_told_of_a_follow_up_that_concerns_them_under_whatever_address(
    work: OpenWork,
) -> None:
    city = make_city(work)
    ask(work, city.ines, make_flags(work, city, [city.vega]))
    with work() as w:
        make_user(w, Role.COUNCIL, "chief@hpd.example", officer_id=city.vega)
        w.session.get_one(Department, city.hpd).head_email = "Chief@HPD.example"
        w.record(Act.DEPARTMENT_EDITED)
    _run(work, datetime(2026, 4, 1, 21, tzinfo=UTC))
    told = _told(work)
    assert not {address.lower() for address in told} & {"chief@hpd.example"}
    assert [each for each in told["ines@city.example"] if "Nobody was told" in each]


def _run(work: OpenWork, now: datetime) -> int:
    """As the job does it, with a run on record."""
    written = write_digests(At(work, now))
    with work(now=now) as w:
        attempt = len(w.session.scalars(select(JobRun.id)).all())
        w.session.add(
            JobRun(
                job=DIGEST,
                ran_for=w.today,
                attempt=attempt,
                started_at=now,
                finished_at=now,
                outcome=Outcome.DONE,
            )
        )
    return written


def _told(work: OpenWork) -> dict[str, list[str]]:
    """By address the sentences of the newest notice."""
    with work(reading=True) as w:
        told: dict[tuple[datetime, str], list[str]] = {}
        for notice in w.session.scalars(select(Notice).order_by(Notice.id)):
            user = w.session.get(User, notice.user_id) if notice.user_id else None
            address = notice.address or (user.email if user else "")
            told.setdefault((notice.written_at, address), []).extend(notice.sentences)
        return {address: said for (_, address), said in sorted(told.items())}
