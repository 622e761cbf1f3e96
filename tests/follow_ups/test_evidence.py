"""Files handed in with a follow-up: which are kept, what browsers are told, and who opens them."""

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select

from auditor.access import Role
from auditor.evidence.model import Evidence, StoredFile
from auditor.people.model import User
from auditor.trail.acts import Act
from tests.browser import Browser, Page
from tests.conftest import OpenWork
from tests.findings.factory import City, make_city
from tests.follow_ups.factory import ask, make_flags, make_member
from tests.people.factory import make_user

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
HTML = b"<!doctype html><title>Log</title><script>alert(1)</script>"


@pytest.fixture
def city(work: OpenWork) -> City:
    city = make_city(work)
    ask(work, city.ines, make_flags(work, city, [city.vega, city.okafor]))
    return city


def signed_in(app: Flask, email: str) -> Browser:
    browser = Browser(app)
    browser.sign_in(email)
    return browser


def answer(app: Flask, content: bytes, name: str, email: str = "sam@city.example") -> Page:
    sam = signed_in(app, email)
    asked = sam.get("/follow-ups/1/answer")
    sent = (BytesIO(content), name)
    return sam.submit(asked, "Send the answer", text="See the log.", documents=sent)


def files(work: OpenWork) -> int:
    with work(reading=True) as w:
        return w.session.scalar(select(func.count()).select_from(StoredFile)) or 0


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\x00 a program", "log.pdf"),
        (HTML, "log.png"),
        (HTML, "log.html"),
        (SVG, "seal.svg"),
        (SVG, "seal.jpg"),
        (b"%!PS-Adobe", "a/b/c"),
        (b"", "empty.pdf"),
    ],
)
def test_what_is_no_document_is_refused_by_its_bytes_whatever_it_is_called(
    app: Flask, work: OpenWork, city: City, content: bytes, name: str
) -> None:
    if name == "a/b/c":
        content += b"\x00"  # Not even a text.
    refused = answer(app, content, name)
    assert refused.status == 422
    (sentence,) = refused.texts("#documents-error")
    assert "none of the kinds of document" in sentence or "empty" in sentence
    assert refused.texts("textarea") == ["See the log."]
    assert files(work) == 0


def test_a_file_of_60_mb_is_refused_with_a_sentence_and_nothing_of_it_is_kept(
    app: Flask, work: OpenWork, city: City
) -> None:
    sam = signed_in(app, "sam@city.example")
    token = str(sam.get("/follow-ups/1/answer").html.select("[name=csrf_token]")[-1]["value"])
    parts = (
        b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n' + token.encode(),
        b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nSee the log.',
        b'--x\r\nContent-Disposition: form-data; name="documents"; filename="log.pdf"\r\n\r\n'
        b"%PDF-" + b"\x00" * (60 * 1024 * 1024),
        b"--x--\r\n",
    )
    refused = sam.client.post(
        "/follow-ups/1/answer",
        data=b"\r\n".join(parts),
        content_type="multipart/form-data; boundary=x",
    )
    assert refused.status_code == 413
    assert "larger than this page takes (20 MB)" in refused.get_data(as_text=True)
    assert files(work) == 0
    assert "has not answered yet" in sam.get("/follow-ups/1").text


def test_a_file_is_kept_by_its_digest_and_only_ever_downloaded(
    app: Flask, work: OpenWork, city: City
) -> None:
    content = b"A log that says <b>nothing</b> that could run."
    answered = answer(app, content, "..\\..\\etc/../pass\u202ewd.txt")
    assert answered.texts("main li bdi")[-1] == "passwd.txt"
    response = signed_in(app, "sam@city.example").client.get("/files/1")
    assert response.data == content
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    with work(reading=True) as w:
        file = w.session.scalars(select(StoredFile)).one()
        assert (file.size_bytes, file.media_type) == (len(content), "text/plain")


def reads(app: Flask, number: int) -> dict[str, int]:
    """How each account is answered that asks for the file."""
    names = ("ines", "tom", "sam", "olga", "ruth", "council", "administrator")
    return {
        name: signed_in(app, f"{name}@city.example").client.get(f"/files/{number}").status_code
        for name in names
    }


def test_nobody_opens_a_file_but_the_office_and_the_department_that_handed_it_in(
    app: Flask, work: OpenWork, city: City
) -> None:
    make_member(work)
    with work() as w:
        make_user(w, Role.COUNCIL)
        make_user(w, Role.ADMINISTRATOR)
    answer(app, b"A log.", "log.txt")
    named = {"ines": 200, "tom": 200, "sam": 200, "olga": 200}
    others = {"ruth": 404, "council": 403, "administrator": 403}
    assert reads(app, 1) == named | others
    with work() as w:  # A line of it concerns a supervisor, and a member of the office.
        for user_id, officer in ((city.olga.user_id, city.vega), (city.ines.user_id, city.okafor)):
            w.session.get_one(User, user_id).officer_id = officer
        w.record(Act.USER_EDITED)
    assert reads(app, 1) == named | others | {"ines": 404, "olga": 404}


@pytest.mark.parametrize("shared", [True, False])
def test_an_officers_reply_is_the_offices_unless_it_is_shared(
    app: Flask, work: OpenWork, city: City, *, shared: bool
) -> None:
    make_member(work)
    with work() as w:
        make_user(w, Role.COUNCIL)
        make_user(w, Role.ADMINISTRATOR)
    ines = signed_in(app, "ines@city.example")
    ines.submit(ines.get("/follow-ups/1/notice?ticked=all"), "Record the notice", text="By mail.")
    said = {"shared": "y"} if shared else {}
    reply = (BytesIO(b"I had leave."), "reply.txt")
    ines.submit(
        ines.get("/follow-ups/1/reply"),
        "Record the reply",
        lines=["1"],
        text="She had leave.",
        document=reply,
        **said,
    )
    with work(reading=True) as w:
        number = w.session.scalars(select(Evidence.id)).one()
    theirs = 200 if shared else 404
    found = reads(app, number)
    assert [found[name] for name in ("ines", "tom", "sam", "olga", "ruth")] == [
        *(200, 200),
        *(theirs, theirs),
        404,
    ]
    shown = signed_in(app, "sam@city.example").get("/follow-ups/1")
    links = shown.html.select("a[href*='/files/']")
    assert len(links) == (1 if shared else 0)
