import pytest
from flask import Flask
from werkzeug.test import TestResponse

from auditor.web.assets import asset, assets
from auditor.web.headers import HEADERS, init_headers


def broken() -> str:
    raise RuntimeError("A bug of ours.")


def make_app(*, https: bool) -> Flask:
    app = Flask("tiny", static_folder=None)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.register_blueprint(assets)
    init_headers(app, https=https)
    app.add_url_rule("/", "page", lambda: "A page.")
    app.add_url_rule("/broken", "broken", broken)
    return app


def answer_to(address: str, *, https: bool = False) -> TestResponse:
    return make_app(https=https).test_client().get(address)


def policy_of(answer: TestResponse) -> dict[str, str]:
    directives = answer.headers["Content-Security-Policy"].split("; ")
    return dict(directive.split(" ", 1) for directive in directives)


def post_to_a_page() -> TestResponse:
    return make_app(https=False).test_client().post("/")


@pytest.fixture(params=[200, 404, 405, 500])
def answer(request: pytest.FixtureRequest) -> TestResponse:
    """One answer of each kind; the status is made sure of, so that no kind is tried twice."""
    status = request.param
    addresses = {200: "/", 404: "/nowhere", 500: "/broken"}
    answer = post_to_a_page() if status == 405 else answer_to(addresses[status])
    assert answer.status_code == status
    return answer


def test_every_answer_carries_every_header(answer: TestResponse) -> None:
    assert {name: answer.headers.get(name) for name in HEADERS} == dict(HEADERS)


def test_no_answer_is_kept_by_anybody(answer: TestResponse) -> None:
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]


def test_a_page_may_load_nothing_but_its_own_files(answer: TestResponse) -> None:
    policy = policy_of(answer)

    assert policy["default-src"] == "'none'"
    for kind in ("script-src", "style-src", "font-src", "connect-src", "form-action"):
        assert policy[kind] == "'self'"
    assert policy["img-src"] == "'self' data:"
    for kind in ("base-uri", "frame-ancestors", "object-src"):
        assert policy[kind] == "'none'"


def test_nothing_inside_a_page_is_run(answer: TestResponse) -> None:
    policy = answer.headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "nonce" not in policy


def test_the_server_is_not_described(answer: TestResponse) -> None:
    assert answer.headers["Server"] == "auditor"


def test_browsers_send_the_address_to_ourselves_alone() -> None:
    assert answer_to("/").headers["Referrer-Policy"] == "same-origin"


def test_over_tls_browsers_are_told_to_stay_there_for_a_year() -> None:
    told = answer_to("/", https=True).headers["Strict-Transport-Security"]

    assert told == "max-age=31536000"


def test_without_tls_nothing_is_said_of_it(answer: TestResponse) -> None:
    assert "Strict-Transport-Security" not in answer.headers


def test_a_hashed_file_may_be_kept_and_carries_the_other_headers() -> None:
    app = make_app(https=False)
    with app.test_request_context():
        address = asset("app.css")

    answer = app.test_client().get(address)

    assert "immutable" in answer.headers["Cache-Control"]
    assert "Cookie" not in answer.headers["Vary"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_hashed_file_that_is_not_there_is_not_remembered_as_missing() -> None:
    answer = answer_to("/assets/0000000000000000/app.css")

    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"
