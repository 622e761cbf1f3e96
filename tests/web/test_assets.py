import gzip
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from auditor.web import assets
from auditor.web.assets import SOURCES, asset, icon


@pytest.fixture
def app() -> Flask:
    app = Flask("tiny", static_folder=None)
    app.register_blueprint(assets.assets)
    return app


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_request_context():
        yield app.test_client()


@pytest.mark.parametrize("name", SOURCES)
def test_each_listed_file_is_served_as_what_it_is(client: FlaskClient, name: str) -> None:
    answer = client.get(asset(name))

    assert answer.status_code == 200
    assert answer.content_type == SOURCES[name].media_type
    assert answer.data


def test_the_toolkit_and_the_fonts_come_whole_out_of_their_packages(client: FlaskClient) -> None:
    assert client.get(asset("bootstrap.min.css")).data.startswith(b'@charset "UTF-8";/*!\n * Boot')
    assert client.get(asset("public-sans.ttf")).data.startswith(b"\x00\x01\x00\x00")
    assert (
        client.get(asset("public-sans.ttf")).data
        != client.get(asset("public-sans-italic.ttf")).data
    )


def test_a_listed_file_may_be_kept_for_good(client: FlaskClient) -> None:
    control = client.get(asset("app.css")).cache_control

    assert control.immutable
    assert control.public
    assert control.max_age == 31_536_000


@pytest.mark.parametrize(
    "address",
    [
        "/assets/0000000000000000/app.css",
        "/assets/0000000000000000/__init__.py",
        "/assets/0000000000000000/..%2f__init__.py",
        "/assets/app.css",
        "/assets/",
    ],
)
def test_nothing_is_served_but_by_its_exact_address(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_name_that_is_not_listed_is_not_served_under_the_hash_of_one_that_is(
    client: FlaskClient,
) -> None:
    assert client.get(asset("app.css").replace("app.css", "enhance.js")).status_code == 404


def test_a_template_cannot_name_a_file_that_is_not_listed(client: FlaskClient) -> None:
    with pytest.raises(KeyError, match=r"app\.scss"):
        asset("app.scss")


def test_a_client_that_takes_gzip_gets_the_same_content_packed(client: FlaskClient) -> None:
    plain = client.get(asset("bootstrap.min.css"))
    packed = client.get(asset("bootstrap.min.css"), headers={"Accept-Encoding": "br, gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) * 4 < len(plain.data)
    assert "Content-Encoding" not in plain.headers
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"


def test_a_client_that_refuses_gzip_gets_it_plain(client: FlaskClient) -> None:
    answer = client.get(asset("app.css"), headers={"Accept-Encoding": "gzip;q=0"})

    assert "Content-Encoding" not in answer.headers


def test_a_client_that_has_the_file_is_told_that_it_still_holds(client: FlaskClient) -> None:
    first = client.get(asset("app.css"))
    again = client.get(asset("app.css"), headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.data == b""
    assert again.cache_control.immutable


def test_our_stylesheet_names_the_fonts_by_their_hashed_addresses(client: FlaskClient) -> None:
    named = re.findall(r'url\("\.\.(/[^"]+)"\)', client.get(asset("app.css")).text)

    assert [f"/assets{address}" for address in named] == [
        asset("public-sans.ttf"),
        asset("public-sans-italic.ttf"),
    ]


def test_our_stylesheet_names_no_other_host(client: FlaskClient) -> None:
    hosts = re.findall(r"https?://[^/'\" ]+", client.get(asset("app.css")).text)

    assert set(hosts) == {"http://www.w3.org"}, "only the name of the SVG format"


def test_an_icon_is_part_of_the_page_and_silent() -> None:
    drawn = icon("person-circle")

    assert drawn.startswith('<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"')
    assert "<path " in drawn
    assert "style=" not in drawn


def test_the_sprite_is_understood_whole() -> None:
    sprite = assets._read(assets._SPRITE).decode()

    assert len(assets._icons()) == sprite.count("<symbol ")


def test_an_icon_that_does_not_exist_is_a_mistake_that_shows() -> None:
    with pytest.raises(KeyError, match="unicorn"):
        icon("unicorn")
