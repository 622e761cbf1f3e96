"""The figures on pages: they add up, they are the workbook’s, and each leads to its rows."""

import re
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from auditor.access import Actor, Role
from auditor.approvals.queries import get_approval
from auditor.approvals.service import deny_approval
from auditor.columns import Audience
from auditor.days import Day
from auditor.errors import NotAllowed
from auditor.findings.model import Finding
from auditor.findings.rules import Certainty, Stage
from auditor.flags.service import assess
from auditor.reports.figures.board import Board, Pair, board
from auditor.reports.queries.snapshot import take_snapshot
from auditor.reports.queries.standing import standing_figures
from auditor.reports.rules import Order
from auditor.rulings.rules import Outcome
from auditor.trail.acts import Act
from auditor.verdicts.rules import Verdict
from auditor.work import Work
from tests.approvals.factory import confirm, make_request
from tests.browser import Browser, Page
from tests.conftest import OpenWork
from tests.findings.factory import City, make_city
from tests.people.factory import make_user
from tests.rulings.factory import make_ruling
from tests.tools.factory import make_tool

USED = (Stage.USED, Stage.USED_IN_A_CASE)


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_city(work)


def random_findings(w: Work, city: City, rng: Random, tools: list[int]) -> None:
    """Sixty findings of every kind; some of officers, some of accounts that are not identified."""
    officers: dict[int, list[int | None]] = {
        city.hpd: [city.vega, city.okafor, None],
        city.rvs: [None],
    }
    rows = []
    for _ in range(60):
        department, stage = rng.choice((city.hpd, city.hpd, city.rvs)), rng.choice(list(Stage))
        signed = _day(rng) if stage is not Stage.OFFERED else None
        used = _day(rng) if stage in USED else None
        low = rng.choice((None, 0, 4)) if stage in USED else None
        rows.append(
            {
                "tool_id": rng.choice(tools),
                "department_id": department,
                "officer_id": rng.choice(officers[department]),
                "name_as_received": rng.choice(("A. Moe", "B. Noe", None)),
                "account_email": rng.choice(("a@mail.example", None, None)),
                "stage": stage,
                **_dates("signed_up_on", signed),
                **_dates("first_used_on", used),
                "searches_low": low,
                "searches_high": None if low is None else low + rng.randrange(3),
                "case_numbers": ("C-1", "C-2")[: rng.randrange(3)]
                if stage is Stage.USED_IN_A_CASE
                else (),
                "certainty": rng.choice((Certainty.DOCUMENTED,) * 5 + (Certainty.DISPROVED,)),
                "recorded_at": w.now,
            }
        )
    w.add_many(Finding, rows)
    w.record(Act.UPLOAD_APPLIED)
    assess(w, Finding.id > 0)


def _day(rng: Random) -> Day | None:
    month = Day.of_month(rng.randrange(2019, 2022), rng.randrange(1, 13))
    exact = Day.on(month.first + timedelta(days=rng.randrange(28)))
    return rng.choice((month, exact, exact, None))


def _dates(name: str, day: Day | None) -> dict[str, date | None]:
    return {name: day.first if day else None, f"{name}_last": day.last if day else None}


@pytest.fixture(params=range(3))
def filled(work: OpenWork, city: City, request: pytest.FixtureRequest) -> City:
    """A random register, see `fill`."""
    return fill(work, city, request.param)


@pytest.fixture
def one_filled(work: OpenWork, city: City) -> City:
    """One of them, for what takes longer to look at."""
    return fill(work, city, 0)


def fill(work: OpenWork, city: City, seed: int) -> City:
    """Random findings, with rulings, a confirmed and a denied approval."""
    rng = Random(seed)  # noqa: S311 - a test's register, not a secret
    with work(city.ines) as w:
        tools = [city.tool, make_tool(w, "Honeycomb").id]
        make_ruling(w, Outcome.PROHIBITED, date(2021, 3, 1))
        asked = [make_request(w, city.tool, city.hpd, officer_id=o) for o in (None, city.vega)]
    confirm(work, city.sam, asked[0])
    with work(city.sam) as w:
        deny_approval(w, get_approval(w, asked[1]), reason="Not needed.")
    with work(city.ines) as w:
        random_findings(w, city, rng, tools)
    return city


def told(work: OpenWork, actor: Actor, **narrowed: Any) -> Board:
    with work(actor, reading=True) as w:
        return standing_figures(w, **narrowed).board


def total(pairs: list[Pair]) -> int:
    return sum(pair.findings for pair in pairs)


def named(lines: Any) -> dict[str, int]:
    return {line.name: line.pair.findings for line in lines}


def test_all_sums_hold_on_random_registers(work: OpenWork, filled: City) -> None:
    all_ = told(work, filled.ines)
    assert all_.counted.findings + all_.not_counted == 60
    verdicts = [line for line in all_.verdicts if not line.is_part]
    assert len(verdicts) == len(Verdict) - 1
    assert total([line.pair for line in verdicts]) == all_.counted.findings
    parts = named(line for line in all_.verdicts if line.is_part)
    whole = named(verdicts)["No approval on record"]
    assert parts["used"] + parts["signed up only"] == whole > 0
    assert parts["ratified: confirmed only afterwards"] <= whole
    alone = [line for _, lines in all_.by_stage for line in lines]
    assert total([line.pair for line in alone]) == all_.counted.findings
    for verdict in verdicts:
        at = [line.pair for line in alone if line.name == verdict.name]
        assert total(at) == verdict.pair.findings
    beyond = [line.pair.findings for line in all_.stages]
    assert beyond[0] == all_.counted.findings
    assert beyond == sorted(beyond, reverse=True)
    by_year = [sum(year.pairs[column].findings for year in all_.years) for column in (0, 1)]
    assert by_year == beyond[1:3]
    for groups in (all_.tools, all_.departments):
        for column in range(5):
            assert total([group.pairs[column] for group in groups]) == _of(all_, column)
    rules = [sum(line.states.values()) for line in all_.rules]
    assert sum(rules) == sum(all_.flags.states.values()) == sum(y.flags for y in all_.years)


def _of(all_: Board, column: int) -> int:
    (signed_up, used), unapproved = all_.stages[1:3], named(all_.verdicts)["No approval on record"]
    return (
        all_.counted.findings,
        signed_up.pair.findings,
        used.pair.findings,
        unapproved,
        all_.flagged.findings,
    )[column]


def test_the_pages_state_what_the_workbook_states(work: OpenWork, filled: City) -> None:
    with work(filled.ines, reading=True) as w:
        issued = take_snapshot(w, Order(audience=Audience.INTERNAL))
        assert standing_figures(w).board == board(issued.figures)


def test_departments_and_tools_by_themselves_are_parts_of_the_whole(
    work: OpenWork, filled: City
) -> None:
    all_ = told(work, filled.ines)
    parts = [told(work, filled.ines, department_id=at) for at in (filled.hpd, filled.rvs)]
    assert sum(part.counted.findings for part in parts) == all_.counted.findings
    assert sum(part.cases for part in parts) == all_.cases
    assert sum(part.low for part in parts) == all_.low
    assert told(work, filled.sam) == parts[0]
    assert told(work, filled.ruth) == parts[1]
    narrowed = told(work, filled.ines, tool_id=filled.tool)
    assert [group.name for group in narrowed.tools] == ["FaceFinder"]


def rows_behind(browser: Browser, address: str) -> int:
    (count,) = browser.get(address).texts(".count")
    found = re.match(r"[\d,]+", count)
    assert found, count
    return int(found[0].replace(",", ""))


@pytest.mark.parametrize("who", ["ines@city.example", "sam@city.example"])
def test_every_linked_figure_is_the_number_of_rows_behind_it(
    one_filled: City, browser: Browser, who: str
) -> None:
    browser.sign_in(who)
    tried = 0
    for path in ("/figures", f"/figures?tool={one_filled.tool}"):
        for link in browser.get(path).html.select("#results a[href^='/f']"):
            address = str(link["href"])
            if address.startswith(("/findings", "/flags")):
                assert rows_behind(browser, address) == int(link.get_text()), address
                tried += 1
    assert tried > 40


def test_what_concerns_the_reader_is_in_no_figure(work: OpenWork, filled: City) -> None:
    with work() as w:
        vega = make_user(w, Role.OVERSIGHT, "v@city.example", officer_id=filled.vega).as_actor()
    all_, seen = told(work, filled.ines), told(work, vega)
    with work(filled.ines, reading=True) as w:
        wanted = select(func.count()).where(Finding.officer_id == filled.vega)
        own = w.session.scalar(wanted)
    assert own
    left = all_.counted.findings + all_.not_counted - seen.counted.findings - seen.not_counted
    assert left == own


def test_figures_are_for_those_who_may_read_them(work: OpenWork, city: City) -> None:
    with pytest.raises(NotAllowed), work(Actor("A", Role.ADMINISTRATOR), reading=True) as w:
        standing_figures(w)


def test_findings_not_assessed_yet_are_named_and_in_no_figure(
    work: OpenWork, city: City, browser: Browser
) -> None:
    with work(city.ines) as w:
        w.session.add(
            Finding(tool_id=city.tool, department_id=city.hpd, stage=Stage.USED, recorded_at=w.now)
        )
        w.record(Act.UPLOAD_APPLIED)
    browser.sign_in("ines@city.example")
    page = browser.get("/figures")
    assert page.texts(".count") == ["0 findings counted, 0 officers; 0 findings not counted"]
    assert "1 finding not assessed yet" in page.text


def links(page: Page) -> set[str]:
    return {str(link["href"]).partition("?")[0] for link in page.html.select("main a")}


def test_the_council_is_shown_figures_without_rows_and_downloads_in_three_clicks(
    app: Flask, work: OpenWork, one_filled: City
) -> None:
    with work() as w:
        make_user(w, Role.COUNCIL)
    office = Browser(app)
    office.sign_in("ines@city.example")
    issued = office.submit(office.get("/reports/new"), "Issue", audience="council")
    assert issued.status == 200
    council = Browser(app)
    first = council.sign_in("council@city.example")  # The first click.
    assert first.path == "/"
    (download,) = first.html.select("a.download")  # The second.
    answer = council.client.get(str(download["href"]))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    figures = council.get("/figures")
    assert "All together" in figures.text
    assert links(first) | links(figures) == {
        *("/figures", "/reports", "/reports/1", "/reports/1/download"),
    }
    for name in ("Vega", "Okafor", "Moe"):
        assert name not in first.text + figures.text
    assert one_filled.tool
