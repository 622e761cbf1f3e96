"""Who sees what of the trail."""

import csv
from io import StringIO

import pytest
from flask import Flask
from sqlalchemy import Engine

from auditor.access import Actor, Role
from auditor.trail.acts import Act
from auditor.trail.listing import entries
from auditor.trail.rules import Sought
from tests.browser import Browser
from tests.conftest import MORNING, OpenWork
from tests.findings.factory import City, make_city, make_finding
from tests.findings.test_views import statements
from tests.people.factory import make_user


@pytest.fixture
def city(work: OpenWork) -> City:
    city = make_city(work)
    with work() as w:
        make_user(w, Role.ADMINISTRATOR)
        make_user(w, Role.OVERSIGHT)
    with work(city.ines) as w:
        make_finding(w, city.tool, city.hpd, officer_id=city.vega, notes="A telling note.")
    return city


def entered(work: OpenWork, city: City) -> int:
    with work(city.ines, reading=True) as w:
        return entries(w, Sought(record="findings", record_id=1)).lines[0].seq


def test_the_office_sees_an_entry_field_by_field_and_the_administrator_without_values(
    work: OpenWork, city: City, app: Flask
) -> None:
    path = f"/trail/{entered(work, city)}"
    office, ada = Browser(app), Browser(app)
    office.sign_in("oversight@city.example")
    ada.sign_in("administrator@city.example")
    told = office.get(path)
    assert "A telling note." in told.text
    assert told.html.select_one('a[href="/findings/1"]')
    assert f'href="{path}"' in str(office.get("/findings/1").html)
    bare = ada.get(path)
    assert "Finding 1" in bare.text
    assert "telling" not in bare.text
    assert "Vega" not in bare.text
    assert not bare.html.select('a[href="/findings/1"]')
    refused = Browser(app)
    refused.sign_in(city.sam.email)
    assert refused.get("/trail").status == refused.get(path).status == 403
    assert office.get("/trail/999999").status == 404


def test_the_list_is_narrowed_by_act_account_record_and_day(work: OpenWork, city: City) -> None:
    place = entered(work, city)
    with work(city.ines, reading=True) as w:
        who = city.ines.user_id
        for sought in (
            Sought(who=who, record="findings"),
            Sought(record="findings"),
            Sought(act=Act.UPLOAD_APPLIED, record="findings"),
            Sought(record="findings", record_id=1),
            Sought(since=w.today, until=w.today, record="findings", record_id=1),
        ):
            assert [line.seq for line in entries(w, sought).lines] == [place]
        day = MORNING.date()
        assert not entries(w, Sought(until=day.replace(year=2000))).lines
        assert not entries(w, Sought(since=day.replace(year=2100))).lines
        assert entries(w, Sought(), after=1).lines[0].seq == 0


def test_what_concerns_the_reader_is_only_said_to_exist(work: OpenWork, city: City) -> None:
    own = Actor("V.", Role.OVERSIGHT, user_id=city.ines.user_id, officer_id=city.vega)
    with work(own, reading=True) as w:
        everything = entries(w, Sought()).lines
        assert everything[0].is_own
        assert (everything[0].says, everything[0].rows, everything[0].at) == ("", (), None)
        assert not entries(w, Sought(who=city.ines.user_id, record="findings")).lines


def test_a_secret_is_not_shown_and_a_wrong_day_is_told(
    city: City, work: OpenWork, app: Flask
) -> None:
    browser = Browser(app)
    browser.sign_in("oversight@city.example")
    account = browser.get("/trail?record=users&record_id=1").html.select_one("tbody th a")
    assert account
    told = browser.get(str(account["href"]))
    assert "Its values are not shown here." in told.text
    assert "argon2" not in told.text
    wrong = browser.get("/trail?since=2026-13-01")
    assert wrong.status == 422
    assert "is no day" in wrong.text


def test_a_download_lists_the_entries_and_is_one_itself(
    city: City, work: OpenWork, app: Flask
) -> None:
    browser = Browser(app)
    browser.sign_in("administrator@city.example")
    answer = browser.client.get("/trail.csv?record=findings&record_id=1")
    rows = list(csv.reader(StringIO(answer.get_data().decode("utf-8-sig"))))
    assert [row[-1] for row in rows] == ["First records", "Finding 1"]
    assert "Downloaded a list" in browser.get("/trail").text


def test_the_list_costs_six_statements(work: OpenWork, city: City, engine: Engine) -> None:
    with work(city.ines, reading=True) as w, statements(engine) as count:
        entries(w, Sought(record="findings", record_id=1))
        assert count() == 6
