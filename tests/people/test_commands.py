"""`flask users …`."""

import json

from flask import Flask
from flask.testing import FlaskCliRunner

from auditor.access import Role
from tests.browser import PASSWORD, Browser
from tests.conftest import OpenWork
from tests.people.factory import make_department, make_user
from tests.people.test_user_views import one_time_password

ADD = ["users", "add", "ada@city.example", "--name", "Ada King", "--role"]


def test_an_account_is_opened_with_a_password_good_for_one_sign_in(
    app: Flask, work: OpenWork
) -> None:
    with work() as w:
        make_department(w)
    run = app.test_cli_runner()

    added = run.invoke(args=[*ADD, "supervisor", "--department", "PHPD"])

    assert added.exit_code == 0, added.output
    assert Browser(app).sign_in("ada@city.example", one_time_password(added.output)).path == (
        "/account"
    )


def test_a_password_is_read_from_standard_input_and_not_shown(app: Flask) -> None:
    run = app.test_cli_runner()

    weak = run.invoke(args=[*ADD, "administrator", "--password-stdin"], input="short\n")
    added = run.invoke(args=[*ADD, "administrator", "--password-stdin"], input=f"{PASSWORD}\r\n")

    assert weak.exit_code == 1
    assert "at least 15" in weak.output
    assert added.exit_code == 0
    assert PASSWORD not in added.output
    assert Browser(app).sign_in("ada@city.example").path == "/"


def test_accounts_are_listed_closed_and_given_another_password(app: Flask, work: OpenWork) -> None:
    with work() as w:
        make_user(w, Role.ADMINISTRATOR, "boss@city.example")
        make_user(w, Role.COUNCIL, "aide@city.example", name="Some Aide")
    run = app.test_cli_runner()

    reset = run.invoke(args=["users", "reset", "AIDE@city.example"])
    assert one_time_password(reset.output)
    assert run.invoke(args=["users", "close", "aide@city.example"]).exit_code == 0
    listed = run.invoke(args=["users", "list"]).output.splitlines()
    figures = json.loads(run.invoke(args=["users", "list", "--json"]).output)

    assert [line.split()[0] for line in listed] == ["boss@city.example", "aide@city.example"]
    assert "closed" in listed[1]
    assert [user["role"] for user in figures["users"]] == ["administrator", "council"]


def refused(run: FlaskCliRunner, *args: str) -> str:
    ended = run.invoke(args=list(args))
    assert ended.exit_code == 1, ended.output
    assert "Traceback" not in ended.output
    return ended.output


def test_what_cannot_be_is_refused_with_a_sentence(app: Flask, work: OpenWork) -> None:
    with work() as w:
        make_user(w, Role.ADMINISTRATOR, "boss@city.example")
    run = app.test_cli_runner()

    assert "last administrator" in refused(run, "users", "close", "boss@city.example")
    assert "flask users list" in refused(run, "users", "reset", "nobody@city.example")
    assert "called" in refused(run, *ADD, "supervisor", "--department", "NONE")
    assert "employee id" in refused(run, *ADD, "oversight", "--officer", "7")
    assert "already" in refused(
        run, "users", "add", "Boss@City.example", "--name", "X", "--role", "council"
    )
