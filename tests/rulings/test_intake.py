"""Uploads of rulings: what they would do to the findings is shown before they are applied."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, true

from auditor.access import Role
from auditor.store import FileStore
from auditor.uploads.drafts import Fate
from auditor.verdicts.model import StoredVerdict
from auditor.verdicts.service import assess_findings
from tests.browser import Browser
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, City, make_city, make_finding
from tests.people.factory import make_user
from tests.uploads.factory import Desk, plan_of

HEAD = "Tool,Category,Department,Body,Outcome,Adopted on,Effective from,Effective until\n"
FILE = (
    f"{HEAD}FaceFinder,,,chief,permitted,2020-02-05,2020-02-01,\n"
    ",,HPD,court,prohibited,2020-02-01,2020-02-10,\n"
)
EFFECT = [
    "2 of the 2 findings in scope would change:",
    "1 finding: from “No approval on record” (no approval would cover it) to “Approved” "
    "(a ruling permits it).",
    "1 finding: stays “No approval on record”, the reason “no approval would cover it” becomes "
    "“a ruling prohibited it”.",
    "chief, permitted, from 2020-02-05: court, prohibited, from 2020-02-10 is stricter, and in "
    "force where both apply.",
]


@pytest.fixture
def city(work: OpenWork) -> City:
    city = make_city(work)
    with work(city.ines) as w:
        make_finding(w, city.tool, city.hpd, first_used_on=FEB_5)
        make_finding(w, city.tool, city.hpd, first_used_on=FEB_5.replace(day=10))
    return city


@pytest.fixture
def desk(work: OpenWork, city: City, tmp_path: Path) -> Desk:
    """Where Ines Ortega hands files in."""
    return Desk(work, FileStore(tmp_path), city.ines)


def test_page_and_command_show_the_effect_and_applying_has_it(
    app: Flask, browser: Browser, work: OpenWork, city: City, tmp_path: Path
) -> None:
    path = tmp_path / "rulings.csv"
    path.write_text(FILE, encoding="utf-8")
    words = ["uploads", "preview", "rulings", str(path), "--as", city.ines.email]
    runner = app.test_cli_runner()
    assert json.loads(runner.invoke(args=[*words, "--json"]).stdout)["effect"] == EFFECT
    assert EFFECT[2] in runner.invoke(args=words).stdout

    browser.sign_in(city.ines.email)
    page = browser.submit(
        browser.get("/uploads/new"),
        "Show what it would do",
        kind="rulings",
        file=(BytesIO(FILE.encode()), "rulings.csv"),
    )
    assert page.texts("#effect-heading ~ p:first-of-type, #effect-heading ~ ul li") == EFFECT
    assert "it takes effect on 2020-02-05" in page.text
    applied = browser.submit(page, "Apply")
    assert applied.html.select("section[aria-labelledby=effect-heading]") == []
    with work(reading=True) as w:
        reasons = [str(w.session.get_one(StoredVerdict, number).reason) for number in (1, 2)]
    assert reasons == ["permitted", "prohibited"]


def test_a_file_that_changes_a_ruling_tells_what_changes_and_one_that_does_not_tells_nothing(
    desk: Desk,
) -> None:
    desk.apply("rulings", FILE)
    assert plan_of(desk.preview("rulings", FILE)).effect == []
    stricter = FILE.replace("permitted", "prohibited")
    plan = plan_of(desk.preview("rulings", stricter))
    assert plan.effect[:2] == [
        "1 of the 2 findings in scope would change:",
        "1 finding: from “Approved” (a ruling permits it) to “No approval on record” "
        "(a ruling prohibited it).",
    ]
    assert plan.count(Fate.CHANGED) == 1
    wide = plan_of(desk.preview("rulings", f"{HEAD},,,chief,permitted,2020-02-01,2020-02-01,\n"))
    assert wide.effect[-2].endswith(
        "ruling 2, chief, permitted, from 2020-02-05 of the same body still counts within its "
        "own scope."
    )


def test_applying_assesses_what_every_row_is_about(work: OpenWork, city: City, desk: Desk) -> None:
    with work(city.ines) as w:
        make_finding(w, city.tool, city.rvs, first_used_on=FEB_5)
    rows = (f",,{at},court,prohibited,2020-02-01,2020-02-01,\n" for at in ("HPD", "RVS"))
    desk.apply("rulings", HEAD + "".join(rows))
    with work(city.ines) as w:
        assert assess_findings(w, true()) == 0
        assert {row.reason for row in w.session.scalars(select(StoredVerdict))} == {"prohibited"}


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ("FaceFinder,drones,,chief,permitted,2020-02-05,2020-02-05,", "Category", "not both"),
        (
            "FaceFinder,,,chief,permitted,2020-02-05,2020-02-01,2020-02-04",
            "Effective until",
            "before it takes effect on 2020-02-05",
        ),
        ("FaceFinder,,,chief,,2020-02-05,2020-02-05,", "Outcome", "Say what was laid down"),
    ],
)
def test_a_row_that_cannot_be_is_refused_at_its_column(
    desk: Desk, row: str, column: str, says: str
) -> None:
    (refused,) = plan_of(desk.preview("rulings", f"{HEAD}{row}\n")).refused
    assert refused.column == column
    assert says in refused.reason


def test_whom_a_finding_concerns_hands_in_no_ruling_about_it(
    work: OpenWork, city: City, tmp_path: Path
) -> None:
    with work() as w:
        ada = make_user(w, Role.OVERSIGHT, "ada@hpd.example").as_actor()
    with work(city.ines) as w:
        make_finding(w, city.tool, city.hpd, officer_id=city.okafor)
    plan = plan_of(
        Desk(work, FileStore(tmp_path), ada).apply("rulings", FILE.replace("HPD", "RVS"))
    )
    assert [(each.row, each.column) for each in plan.refused] == [(2, "Tool")]
    assert "concerns you" in plan.refused[0].reason
    assert [row.number for row in plan.rows] == [3]
