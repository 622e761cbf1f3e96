"""Dismissing a flag: by whom, when, and what brings it back."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from auditor.access import Actor, Role
from auditor.errors import FieldsRefused, IllegalMove, NotAllowed, NotFound
from auditor.findings.model import Finding
from auditor.findings.rules import Certainty
from auditor.flags.dismissal import dismiss_flag
from auditor.flags.model import Flag
from auditor.flags.rules.states import FlagState
from auditor.flags.service import assess_flags
from auditor.people.model import User
from auditor.trail.acts import Act
from auditor.trail.queries import history
from tests.browser import Browser
from tests.conftest import MORNING, OpenWork
from tests.findings.factory import FEB_5, City, make_city, make_finding
from tests.people.factory import make_user

WHY = "The trial ran on a test image."


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_city(work)


@pytest.fixture
def tom(work: OpenWork, city: City) -> Actor:
    """A second member of the office."""
    with work() as w:
        return make_user(w, Role.OVERSIGHT, "tom@city.example", name="Tom Reed").as_actor()


@pytest.fixture
def used(work: OpenWork, city: City) -> int:
    """A finding of Vega's that Ines recorded, with one open flag."""
    with work(city.ines) as w:
        return make_finding(
            w,
            city.tool,
            city.hpd,
            officer_id=city.vega,
            first_used_on=FEB_5,
            case_numbers=("7/2020",),
            recorded_by_id=city.ines.user_id,
        )


def flag_of(work: OpenWork, finding_id: int) -> Flag:
    with work(reading=True) as w:
        return w.session.scalars(select(Flag).where(Flag.finding_id == finding_id)).one()


def correct(work: OpenWork, city: City, finding_id: int, **columns: object) -> None:
    with work(city.ines, MORNING + timedelta(days=1)) as w:
        finding = w.session.get_one(Finding, finding_id)
        for name, value in columns.items():
            setattr(finding, name, value)
        w.record(Act.UPLOAD_APPLIED)
        assess_flags(w, [finding_id], because="the finding was corrected")


def dismiss(work: OpenWork, actor: Actor, finding_id: int, reason: str = WHY) -> None:
    flag_id = flag_of(work, finding_id).id
    with work(actor) as w:
        dismiss_flag(w, flag_id, reason=reason)


def test_a_dismissed_flag_keeps_its_reason_and_the_trail_names_who_dismissed_it(
    work: OpenWork, used: int, tom: Actor
) -> None:
    given = f"\t {WHY} \n"
    dismiss(work, tom, used, given)
    flag = flag_of(work, used)
    assert (flag.state, flag.state_reason, flag.state_at) == (FlagState.DISMISSED, given, MORNING)
    with work(reading=True) as w:
        newest = history(w, [("flags", flag.id)])[0]
    assert (newest.says, newest.who) == ("dismissed the flag", "Tom Reed")


def test_it_stays_dismissed_on_the_same_facts_and_comes_back_on_others(
    work: OpenWork, city: City, used: int, tom: Actor
) -> None:
    dismiss(work, tom, used)
    correct(work, city, used, notes="Looked at again.")
    assert flag_of(work, used).state is FlagState.DISMISSED
    later = FEB_5 + timedelta(days=4)
    correct(work, city, used, last_used_on=later, last_used_on_last=later)
    back = flag_of(work, used)
    assert back.state is FlagState.OPEN
    assert back.state_reason == "Holds again since the finding was corrected."


def test_one_that_ceased_to_hold_says_why_it_had_been_dismissed_and_can_come_back(
    work: OpenWork, city: City, used: int, tom: Actor
) -> None:
    dismiss(work, tom, used)
    correct(work, city, used, certainty=Certainty.DISPROVED)
    cleared = flag_of(work, used)
    assert cleared.state is FlagState.CLEARED
    assert (cleared.state_reason or "").endswith(f"It had been dismissed before: {WHY}")
    correct(work, city, used, certainty=Certainty.DOCUMENTED)
    assert flag_of(work, used).state is FlagState.OPEN
    dismiss(work, tom, used)
    assert flag_of(work, used).state is FlagState.DISMISSED


def test_whoever_recorded_the_finding_leaves_it_to_somebody_else_if_there_is_one(
    work: OpenWork, city: City, used: int, tom: Actor
) -> None:
    with pytest.raises(NotAllowed, match=f"You recorded finding {used} yourself"):
        dismiss(work, city.ines, used)
    with work() as w:
        w.session.get_one(User, tom.user_id).closed_at = w.now
        w.record(Act.USER_CLOSED)
    dismiss(work, city.ines, used)
    assert flag_of(work, used).state is FlagState.DISMISSED


def test_a_second_account_of_the_same_person_is_no_way_around_it(
    work: OpenWork, city: City, used: int, tom: Actor
) -> None:
    with work() as w:
        for user_id in (city.ines.user_id, tom.user_id):
            w.session.get_one(User, user_id).officer_id = city.okafor
        w.record(Act.USER_EDITED)
        tom = w.session.get_one(User, tom.user_id).as_actor()
    with pytest.raises(NotAllowed, match="You recorded"):
        dismiss(work, tom, used)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.COUNCIL, Role.ADMINISTRATOR, Role.SYSTEM])
def test_nobody_else_dismisses_a_flag(
    work: OpenWork, city: City, used: int, tom: Actor, role: Role
) -> None:
    somebody = Actor("Somebody", role, 99, city.hpd if role is Role.SUPERVISOR else None)
    with pytest.raises(NotAllowed):
        dismiss(work, somebody, used)
    with pytest.raises(NotFound), work(tom) as w:
        dismiss_flag(w, 999, reason=WHY)


def test_whom_it_concerns_does_not_dismiss_it(work: OpenWork, city: City, used: int) -> None:
    with work() as w:
        vega = make_user(w, Role.OVERSIGHT, "vega@city.example", officer_id=city.vega).as_actor()
    with pytest.raises(NotAllowed, match="This flag concerns you"):
        dismiss(work, vega, used)


@pytest.mark.parametrize("state", [state for state in FlagState if state is not FlagState.OPEN])
def test_only_an_open_flag_is_dismissed(
    work: OpenWork, city: City, used: int, tom: Actor, state: FlagState
) -> None:
    with work(city.ines) as w:
        w.session.scalars(select(Flag)).one().state = state
        w.record(Act.FLAGS_ASSESSED)
    with pytest.raises(IllegalMove, match=r"^Flag 1 "):
        dismiss(work, tom, used)


def test_a_reason_of_blanks_is_none(work: OpenWork, used: int, tom: Actor) -> None:
    with pytest.raises(FieldsRefused, match="Say why"):
        dismiss(work, tom, used, " \n ")


def test_the_page_asks_for_the_reason_and_offers_nothing_that_would_be_refused(
    app: Flask, work: OpenWork, used: int, tom: Actor
) -> None:
    assert tom.user_id
    ines, other = Browser(app), Browser(app)
    ines.sign_in("ines@city.example")
    page = ines.get("/flags/1")
    assert "Dismiss" not in page.texts(".actions a")
    assert f"You recorded finding {used} yourself" in page.text
    assert ines.get("/flags/1/dismiss").status == 403
    other.sign_in("tom@city.example")
    assert other.get("/flags/1").texts(".actions a") == ["Ask the department", "Dismiss"]
    asked = other.get("/flags/1/dismiss")
    refused = other.submit(asked, "Dismiss the flag", reason=" ")
    assert refused.status == 422
    assert "Say why it is dismissed" in refused.text
    shown = other.submit(refused, "Dismiss the flag", reason=WHY)
    assert (shown.path, shown.status) == ("/flags/1", 200)
    assert WHY in shown.text
    assert "Dismiss" not in shown.texts(".actions a")
    assert other.get("/flags/1/dismiss").status == 409
    assert flag_of(work, used).state is FlagState.DISMISSED
