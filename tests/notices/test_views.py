"""Without a mail server people are told on their first page; with one, the administrator of it."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from auditor.access import Role, Through
from auditor.app import create_app
from auditor.approvals.queries import get_approval
from auditor.approvals.service import confirm_approval
from auditor.settings import Settings, SettingsIncomplete
from config import from_environ
from tests.approvals.factory import make_request
from tests.browser import Browser
from tests.conftest import OpenWork
from tests.findings.factory import City, make_city
from tests.people.factory import make_user


@pytest.fixture
def city(work: OpenWork, app: Flask) -> City:
    city = make_city(work)
    with work(city.ines) as w:
        number = make_request(w, city.tool, city.hpd)
    by_command = replace(city.sam, through=Through.COMMAND_LINE, system_account="ops")
    with app.extensions["auditor"].open(by_command) as w:  # Today, as the page is read today.
        confirm_approval(w, get_approval(w, number))
    return city


def test_without_mail_it_stands_on_the_first_page(city: City, browser: Browser) -> None:
    for actor in (city.sam, city.ines):
        browser.sign_in(actor.email)
        assert "was confirmed on the command line" in browser.get("/").text
    browser.sign_in(city.olga.email)
    assert "What you are told" not in browser.get("/").text


def test_with_mail_the_administrator_sees_what_waits(
    city: City, work: OpenWork, settings: Settings
) -> None:
    with work() as w:
        make_user(w, Role.ADMINISTRATOR, "root@city.example")
    app: Flask = create_app(replace(settings, smtp_url="smtp://127.0.0.1:9?starttls=no"))
    try:
        ended = app.test_cli_runner().invoke(args=["notices", "send"])
        assert ended.exit_code == 1
        assert "0 sent, 2 still to send" in ended.output
        browser = Browser(app)
        browser.sign_in("root@city.example")
        assert "could not be reached" in browser.get("/").text
        browser.sign_in(city.sam.email)
        assert "What you are told" not in browser.get("/").text
        assert app.test_client().get("/healthz").get_json()["mail"] == "on"
    finally:
        app.extensions["auditor"].engine.dispose()


def test_settings_refuse_mail_in_clear_and_show_no_password(tmp_path: Path) -> None:
    given = {"AUDITOR_VAR": str(tmp_path), "AUDITOR_SECRET_KEY": "x" * 32}
    url = "smtp://ada:hunter2@mail.city.example"
    assert "hunter2" not in repr(from_environ({**given, "AUDITOR_SMTP_URL": url}))
    with pytest.raises(SettingsIncomplete, match="in clear") as refused:
        from_environ({**given, "AUDITOR_SMTP_URL": f"{url}?starttls=no"})
    assert "hunter2" not in str(refused.value)
