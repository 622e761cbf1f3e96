"""Every page and command there is, tried by those who must not decide: none moves a thing."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO

import pytest
from bs4 import BeautifulSoup

from auditor.wiring import current_wiring
from tests.architecture.asking import address, commands, fields, routes
from tests.architecture.register import COLUMNS, CONCERNED, OWN, Register, Who
from tests.architecture.test_access_matrix import arguments
from tests.browser import filled_in

OVERSIGHT, SUPERVISOR, AGGRIEVED = COLUMNS[1], COLUMNS[2], COLUMNS[4]

#: The tables of follow-ups; of the last three rows are only ever added.
FOLLOWED = (
    *("follow_ups", "follow_up_lines"),
    *("follow_up_answers", "follow_up_notes", "follow_up_judgements"),
)

#: Every step of a follow-up, by its address.
STEPS = {
    f"POST /follow-ups/<int:follow_up_id>/{word}"
    for word in (
        *("accept", "actions", "answer", "assign", "close", "notice", "outcomes", "reopen"),
        *("reply", "return", "verify"),
    )
}

#: The pages and commands by which what stands of an approval or a ruling can be changed at all.
#: Whoever adds one adds it here, and is asked by this whether those who must not find no way by it.
WAYS = {
    "POST /approvals/<int:approval_id>/confirm",
    "POST /approvals/<int:approval_id>/deny",
    "POST /approvals/<int:approval_id>/entered-in-error",
    "POST /approvals/<int:approval_id>/narrow",
    "POST /approvals/<int:approval_id>/revoke",
    "POST /approvals/<int:approval_id>/withdraw",
    "POST /approvals/waiting/confirm",
    "POST /approvals/waiting/deny",
    "POST /rulings/<int:ruling_id>/edit",
    "POST /rulings/<int:ruling_id>/end",
    "POST /rulings/<int:ruling_id>/withdraw",
    "POST /uploads/<int:upload_id>/apply",
    "flask approvals confirm",
    "flask approvals deny",
    "flask approvals narrow",
    "flask approvals revoke",
    "flask uploads apply",
}

#: By which new ones are recorded; a request decides nothing.
BESIDE = {
    "POST /approvals/from-findings",
    "POST /approvals/new",
    "POST /rulings/new",
}

#: By which a narrower one is recorded, confirmed, in the place of one that is revoked.
NARROWING = {"POST /approvals/<int:approval_id>/narrow", "flask approvals narrow"}

#: By which what is to be reviewed counts as reviewed.
REVIEWS = {"POST /approvals/<int:approval_id>/keep", "flask approvals keep"} | NARROWING

RULINGS = (
    "Tool,Body,Outcome,Adopted on,Effective from,Effective until,Document\n"
    "Facefinder,council,approval required,{day},{day},2026-12-31,\n"
    "Facefinder,chief,permitted,2020-01-01,2020-01-01,,\n"
)


Row = tuple[str, int]


@dataclass(frozen=True)
class Try:
    """One way, and what it did: the rows that it changed and added."""

    way: str
    changed: frozenset[Row]
    added: frozenset[Row]


def rows(register: Register) -> dict[Row, tuple[object, ...]]:
    with closing(sqlite3.connect(register.var / "auditor.db")) as database:
        return {
            (table, row[0]): row
            for table in ("approvals", "approval_reviews", "rulings", *FOLLOWED)
            for row in database.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own names
        }


def run(register: Register, sentence: str, *values: object) -> None:
    with closing(sqlite3.connect(register.var / "auditor.db")) as database:
        database.execute(sentence, values)
        database.commit()


def oversight_is_concerned(register: Register) -> None:
    """The account of oversight is that of the officer whom the concerned supervisor is."""
    officer_id = register.records["officer_id"][CONCERNED]
    email = OVERSIGHT.email
    run(register, "UPDATE users SET officer_id = NULL WHERE officer_id = ?", officer_id)
    run(register, "UPDATE users SET officer_id = ? WHERE email = ?", officer_id, email)


def supervisor_asked(register: Register) -> None:
    """The supervisor recorded every request there is."""
    run(
        register,
        "UPDATE approvals SET requested_by_id = (SELECT id FROM users WHERE email = ?)",
        SUPERVISOR.email,
    )


@pytest.fixture(scope="module")
def with_uploads(register: Register) -> Iterator[dict[str, int]]:
    """Files that would change a ruling and a request, looked at by oversight; id by kind."""
    made = (register.var / "made.db").read_bytes()
    files = {"rulings": rulings_file(register), "approvals": approvals_file(register)}
    ids = {}
    client = register.client(OVERSIGHT.email)
    for kind, text in files.items():
        sent = {
            "kind": kind,
            "file": (BytesIO(text.encode()), f"{kind}.csv"),
            "csrf_token": register.token(client),
        }
        answer = client.post("/uploads/new", data=sent, content_type="multipart/form-data")
        assert answer.status_code == 302, answer.get_data(as_text=True)
        ids[kind] = int(answer.headers["Location"].rstrip("/").rsplit("/", 1)[1])
    with register.app.app_context():
        current_wiring().engine.dispose()  # So that all of it stands in the file.
    (register.var / "made.db").write_bytes((register.var / "auditor.db").read_bytes())
    yield ids
    (register.var / "made.db").write_bytes(made)
    register.put_back()


def rulings_file(register: Register) -> str:
    with closing(sqlite3.connect(register.var / "auditor.db")) as database:
        (day,) = database.execute("SELECT effective_from FROM rulings").fetchone()
    return RULINGS.format(day=day)


def approvals_file(register: Register) -> str:
    """Other conditions for the request that concerns an officer, and for one’s own."""
    with closing(sqlite3.connect(register.var / "auditor.db")) as database:
        found = database.execute(
            "SELECT departments.code, officers.employee_id, approvals.valid_from FROM approvals "
            "JOIN departments ON departments.id = approvals.department_id "
            "JOIN officers ON officers.id = approvals.officer_id WHERE approvals.decision IS NULL"
        ).fetchall()
    lines = [f"Facefinder,{code},{employee},{day},Other.\n" for code, employee, day in found]
    return "Tool,Department,Officer,Valid from,Conditions\n" + "".join(lines)


def tries(
    register: Register, who: Who, uploads: dict[str, int], given: Callable[[Register], object]
) -> Iterator[Try]:
    """Every way there is, each tried on the register as it was made and `given` left it."""

    def tried(way: str, act: Callable[[], object]) -> Try:
        register.put_back()
        given(register)
        before = rows(register)
        act()
        after = rows(register)
        assert before.keys() <= after.keys()
        changed = {row for row in before if before[row] != after[row]}
        return Try(way, frozenset(changed), frozenset(after.keys() - before.keys()))

    for way, rule in routes(register.app).items():
        if way.startswith("POST"):
            path = address(register, rule, who)
            yield tried(way, partial(post, register, who, path, rule.endpoint))
    for upload_id in uploads.values():
        path, endpoint = f"/uploads/{upload_id}/apply", "uploads.apply_upload"
        way = "POST /uploads/<int:upload_id>/apply"
        yield tried(way, partial(post, register, who, path, endpoint))
    for way, command in commands(register.app).items():
        if any("--as" in option.opts for option in command.params):
            yield tried(way, partial(invoke, register, who, [way, *arguments(register, way, who)]))
    for kind, text in (("rulings", rulings_file), ("approvals", approvals_file)):
        (register.var / f"{kind}.csv").write_text(text(register))
        words = ["flask uploads apply", kind, str(register.var / f"{kind}.csv")]
        yield tried(words[0], partial(invoke, register, who, words))
    register.put_back()


def post(register: Register, who: Who, path: str, endpoint: str) -> None:
    client = register.client(who.email)
    sent = fields(register, client, path, endpoint)
    answer = client.post(path, data=sent, content_type="multipart/form-data")
    if answer.status_code == 200:  # Its effect is shown, and it is to be sent once more.
        html = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
        if form := html.select_one(f'form[action="{path}"]'):
            client.post(path, data=filled_in(form), content_type="multipart/form-data")


def invoke(register: Register, who: Who, words: list[str]) -> None:
    way, *rest = words
    args = [*way.split()[1:], *rest, "--as", who.email or ""]
    ended = register.app.test_cli_runner().invoke(args=args)
    assert "Traceback" not in ended.output, ended.output


def test_these_are_all_the_ways_by_which_whoever_may_changes_one(
    register: Register, with_uploads: dict[str, int]
) -> None:
    found = [
        one
        for who in (OVERSIGHT, SUPERVISOR)
        for one in tries(register, who, with_uploads, lambda _: None)
    ]
    # Several at once are every request there is; that of another department is not found.
    asked = register.records["approval_id"]
    together = {one.way: one.changed for one in found if "/waiting/" in one.way and one.changed}
    expected = frozenset({("approvals", asked[OWN]), ("approvals", asked[CONCERNED])})
    assert set(together.values()) == {expected}
    of_decisions = {"approvals", "rulings"}
    assert ways(found, of_decisions) == WAYS
    assert ways(found, of_decisions, added=True) == BESIDE | NARROWING | {
        "POST /uploads/<int:upload_id>/apply",
        "flask uploads apply",
    }
    assert ways(found, {"approval_reviews"}, added=True) == REVIEWS
    touched = ways(found, {*FOLLOWED}) | ways(found, {*FOLLOWED}, added=True)
    assert touched == STEPS | {"POST /follow-ups/new"}


def ways(found: list[Try], tables: set[str], *, added: bool = False) -> set[str]:
    """The ways by which a row of these tables was changed, or added."""
    return {
        one.way
        for one in found
        if any(table in tables for table, _ in (one.added if added else one.changed))
    }


@pytest.mark.parametrize("who", [AGGRIEVED, replace(OVERSIGHT, whose=CONCERNED)], ids=str)
def test_who_is_concerned_changes_nothing_that_concerns_them(
    register: Register, with_uploads: dict[str, int], who: Who
) -> None:
    given = oversight_is_concerned if who.name == "oversight" else lambda _: None
    theirs = {
        ("approvals", register.records["approval_id"][CONCERNED]),
        ("approvals", register.records["confirmed_approval_id"][CONCERNED]),
        *(("rulings", number) for number in register.records["ruling_id"].values()),
        *asked_about(register),
    }
    found = list(tries(register, who, with_uploads, given))
    assert len(found) > 40
    assert not {one.way: one.changed & theirs for one in found if one.changed & theirs}
    # A ruling about them decides as well, as a review does; asking for an approval does not.
    assert not ways(found, {"approval_reviews", "rulings", *FOLLOWED[2:]}, added=True)


def asked_about(register: Register) -> set[Row]:
    """The follow-ups that concern somebody, and their lines."""
    ids = {by[CONCERNED] for name, by in register.records.items() if "follow_up_id" in name}
    assert len(ids) == 5
    with closing(sqlite3.connect(register.var / "auditor.db")) as database:
        found = database.execute("SELECT id, follow_up_id FROM follow_up_lines").fetchall()
    lines = {("follow_up_lines", line_id) for line_id, asked in found if asked in ids}
    return lines | {("follow_ups", number) for number in ids}


def test_who_asked_only_takes_back_what_they_asked_for(
    register: Register, with_uploads: dict[str, int]
) -> None:
    found = list(tries(register, SUPERVISOR, with_uploads, supervisor_asked))
    assert ways(found, {"approvals", "rulings"}) == {"POST /approvals/<int:approval_id>/withdraw"}
    assert not ways(found, {"approval_reviews"}, added=True)
