"""Every page of the application, whatever its subject: what no door lets through."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import BuildError, Rule

from auditor.access import PERSONS, Role
from auditor.web.access import OPEN_ENDPOINTS
from tests.browser import Browser
from tests.conftest import OpenWork
from tests.people.factory import make_department, make_user

#: What no route of ours is for.
ODD_METHODS = ("OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "BREW")


def rules(app: Flask, method: str) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in OPEN_ENDPOINTS and method in (rule.methods or ()):
            yield rule


def path_of(app: Flask, rule: Rule) -> str:
    """An address of this rule: of the first record, or of some word."""
    adapter = app.url_map.bind("127.0.0.1")
    for value in (1, "findings"):
        try:
            return adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, value))
        except (BuildError, ValueError):
            continue
    raise AssertionError(f"No address for {rule.rule}")


@pytest.fixture
def everybody(app: Flask, work: OpenWork) -> list[Browser]:
    """A browser for each role, signed in."""
    with work() as w:
        department = make_department(w)
        for role in PERSONS:
            make_user(w, role, department=department if role is Role.SUPERVISOR else None)
    browsers = [Browser(app) for _ in PERSONS]
    for role, theirs in zip(PERSONS, browsers, strict=True):
        theirs.sign_in(f"{role.value}@city.example")
    return browsers


def test_no_odd_method_runs_a_view(app: Flask, everybody: list[Browser]) -> None:
    ran = []

    def run(**_: object) -> str:
        ran.append(1)
        return ""

    for endpoint in app.view_functions:
        if endpoint not in OPEN_ENDPOINTS:
            app.view_functions[endpoint] = run
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN_ENDPOINTS:
            continue
        for client in (app.test_client(), everybody[0].client):
            for method in ODD_METHODS:
                answer = client.open(path_of(app, rule), method=method)
                assert answer.status_code == (200 if method == "OPTIONS" else 405)
    assert not ran


def test_what_changes_something_is_not_opened_by_a_link(
    app: Flask, everybody: list[Browser]
) -> None:
    read = {path_of(app, rule) for rule in rules(app, "GET")}
    for rule in rules(app, "POST"):
        if path_of(app, rule) not in read:
            for theirs in everybody:
                answer = theirs.client.get(path_of(app, rule))
                assert answer.status_code == 405, rule.rule
    assert everybody[0].client.get("/sign-out").status_code == 405


def test_a_visitor_is_asked_to_sign_in_wherever_they_knock(app: Flask) -> None:
    client = app.test_client()
    for method in ("GET", "POST"):
        for rule in rules(app, method):
            if rule.endpoint.startswith(("sign_in.", "home.health")):
                continue
            answer = client.open(path_of(app, rule), method=method)
            assert answer.status_code == 302, rule.rule
            assert answer.headers["Location"].startswith("/sign-in"), rule.rule


#: What no list of ours sends, and somebody will.
ODD_QUERIES = (
    "q=%00",
    "q=%ff",
    "after=99999999999999999999&department=99999999999999999999&tool=99999999999999999999",
    "after=-1&department=-1&tool=-1&officer=-1",
    "after=%EF%BC%91&department=%EF%BC%91&tool=1_0&officer=1e1",
    "verdict=x&state=x&severity=x&category=x&rule=x&kind=x",
    "verdict=%00&state=%00&severity=%00&category=%00&rule=%00&tool=%00&department=%00",
)


def test_nothing_odd_in_an_address_is_taken_for_a_fault_of_ours(
    app: Flask, everybody: list[Browser]
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    failed = {
        f"{rule.rule}?{query}"
        for rule in rules(app, "GET")
        if not rule.arguments
        for query in ODD_QUERIES
        for theirs in everybody
        if theirs.client.get(f"{rule.rule}?{query}").status_code >= 500
    }
    assert not failed
