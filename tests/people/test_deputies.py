"""Naming a deputy for dated days, and ending them."""

from datetime import date, timedelta

import pytest
from flask import Flask

from auditor.access import Actor
from auditor.errors import FieldsRefused, IllegalMove, NotAllowed, NotFound
from auditor.people.deputies import end_deputation, name_deputy, own_deputations, stands_in_for
from tests.browser import Browser
from tests.conftest import MORNING, OpenWork
from tests.findings.factory import City, make_city

TODAY = MORNING.date()
WEEK = {"since": TODAY + timedelta(1), "until": TODAY + timedelta(7)}


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_city(work)


def name(work: OpenWork, actor: Actor, deputy: Actor, **days: date) -> int:
    assert deputy.user_id
    with work(actor) as w:
        named = name_deputy(w, deputy.user_id, **{**WEEK, **days})
        return named.id


def test_a_deputy_stands_in_from_the_first_day_to_the_last_and_no_longer_once_it_is_ended(
    work: OpenWork, city: City
) -> None:
    named = name(work, city.sam, city.olga)

    def standing_in(after: int) -> list[int]:
        found = []
        for days in range(9):
            with work(reading=True, now=MORNING + timedelta(days)) as w:
                absent = stands_in_for(w, city.olga.user_id)
                if absent is not None and days >= after:
                    assert absent.id == city.sam.user_id
                    found.append(days)
        return found

    assert standing_in(0) == [1, 2, 3, 4, 5, 6, 7]
    with work(city.sam, MORNING + timedelta(3)) as w:
        end_deputation(w, named)
    assert standing_in(3) == []


def test_only_another_supervisor_of_the_department_is_named_and_only_by_a_supervisor(
    work: OpenWork, city: City
) -> None:
    for deputy in (city.sam, city.ruth, city.ines):
        with pytest.raises(FieldsRefused, match="another supervisor of your department"):
            name(work, city.sam, deputy)
    with pytest.raises(NotAllowed):
        name(work, city.ines, city.olga)


def test_the_days_lie_ahead_and_in_order_and_nobody_stands_in_twice_or_for_a_deputy(
    work: OpenWork, city: City
) -> None:
    with pytest.raises(FieldsRefused, match="is over"):
        name(work, city.sam, city.olga, since=TODAY - timedelta(1))
    with pytest.raises(FieldsRefused, match="before the first"):
        name(work, city.sam, city.olga, until=TODAY)
    name(work, city.sam, city.olga)
    for actor, deputy in ((city.sam, city.olga), (city.olga, city.sam)):
        with pytest.raises(FieldsRefused, match="a deputy or standing in"):
            name(work, actor, deputy, since=WEEK["until"], until=WEEK["until"])
    later = {"since": WEEK["until"] + timedelta(1), "until": WEEK["until"] + timedelta(1)}
    assert name(work, city.olga, city.sam, **later)


def test_whoever_named_the_deputy_ends_it_once_and_the_deputy_does_not(
    work: OpenWork, city: City
) -> None:
    named = name(work, city.sam, city.olga)
    with work(city.olga) as w, pytest.raises(NotFound):
        end_deputation(w, named)
    with work(city.sam) as w:
        end_deputation(w, named)
    with work(city.sam) as w, pytest.raises(IllegalMove):
        end_deputation(w, named)


def test_it_is_named_and_ended_on_the_account_and_both_see_it(
    app: Flask, work: OpenWork, city: City
) -> None:
    sam, olga = Browser(app), Browser(app)
    sam.sign_in("sam@city.example")
    olga.sign_in("olga@city.example")
    assert "Your deputies" in sam.get("/account").text
    shown = sam.get("/account/deputies")
    refused = sam.submit(shown, "Name this deputy", deputy=str(city.olga.user_id), since="2098-01")
    assert refused.status == 422
    assert "is no day" in refused.text
    sent = {"deputy": str(city.olga.user_id), "since": "2098-01-01", "until": "2098-01-31"}
    named = sam.submit(refused, "Name this deputy", **sent)
    assert "Olga Berg" in named.texts("td")
    assert "You stand in; Sam Hill ends it" in olga.get("/account/deputies").text
    assert "have ended" in sam.submit(named, "End it").text
    with work(city.olga, reading=True) as w:
        assert [row.absent for row in own_deputations(w) if row.ended_at] == ["Sam Hill"]
