"""Entering, editing, withdrawing findings and marking duplicates: refusals, and what follows."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from auditor.access import Actor, Role
from auditor.days import Day
from auditor.errors import FieldsRefused, IllegalMove, NotAllowed, NotFound
from auditor.findings.marking import mark_duplicate, unmark_duplicate, withdraw_finding
from auditor.findings.queries import Shown, finding_row, get_finding
from auditor.findings.rules import Certainty, Stage
from auditor.findings.service import (
    FindingFacts,
    PossibleDuplicates,
    add_finding,
    edit_finding,
)
from auditor.trail.queries import history
from auditor.verdicts.rules import Verdict
from auditor.work import Work
from tests.conftest import OpenWork
from tests.departments.factory import OVERSIGHT, make_department
from tests.findings.factory import FEB_5, City, make_city
from tests.officers.factory import make_officer

FEBRUARY = Day.of_month(2020, 2)


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_city(work)


def facts_of(city: City, **facts: Any) -> FindingFacts:
    used = {"officer_id": city.vega, "days": {"first_used_on": Day.on(FEB_5)}}
    return FindingFacts(tool_id=city.tool, **{**used, **facts})


def enter(work: OpenWork, city: City, *, by: Actor | None = None, **facts: Any) -> int:
    with work(by or city.ines) as w:
        return add_finding(w, facts_of(city, **facts), department_id=city.hpd).id


def shown(w: Work, finding_id: int) -> Shown:
    found = get_finding(w, finding_id)
    assert isinstance(found, Shown)
    return found


def refused(work: OpenWork, city: City, **facts: Any) -> dict[str, str]:
    with pytest.raises(FieldsRefused) as refusal:
        enter(work, city, **facts)
    return refusal.value.fields


def test_what_is_entered_is_assessed_and_flagged_in_the_same_work(
    work: OpenWork, city: City
) -> None:
    entered = enter(work, city, account_email=" Ana@HPD.example", days={"last_used_on": FEBRUARY})
    with work(city.ines, reading=True) as w:
        found = shown(w, entered)
        assert found.row.account_email == "ana@hpd.example"
        assert found.row.stage is Stage.USED
        assert found.day("last_used_on") == FEBRUARY
        assert found.row.recorded_by == "Ines Ortega"
        assert [flag.rule for flag in found.flags] == ["no-case", "no-approval"]
        told = history(w, [("findings", entered)])
        assert [act.says for act in told] == ["entered the finding"]


@pytest.mark.parametrize(
    ("facts", "field", "says"),
    [
        ({"stage": Stage.SIGNED_UP}, "stage", "“used” would fit"),
        ({"days": {}}, "stage", "Say how far it went"),
        ({"days": {"signed_up_on": Day.of_month(2026, 4)}}, "signed_up_on", "in the future"),
        (
            {"days": {"first_used_on": Day.on(FEB_5), "last_used_on": Day.of_month(2020, 1)}},
            "last_used_on",
            "lies before",
        ),
        ({"searches_high": 3}, "searches_high", "no least number and at most 3"),
        ({"searches_low": 4, "searches_high": 3}, "searches_high", "at least 4 and at most 3"),
        ({"account_email": "nobody"}, "account_email", "is no e-mail address"),
        ({"officer_id": None}, "officer", "Nothing says whose access"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    work: OpenWork, city: City, facts: dict[str, Any], field: str, says: str
) -> None:
    fields = refused(work, city, **facts)
    assert list(fields) == [field]
    assert says in fields[field]


def test_an_officer_of_another_department_is_refused(work: OpenWork, city: City) -> None:
    with work(OVERSIGHT) as w:
        other = make_officer(w, make_department(w, "SPD"), "Moss").id
    assert "another department’s" in refused(work, city, officer_id=other)["officer"]


def test_nobody_enters_or_edits_a_finding_that_concerns_them(work: OpenWork, city: City) -> None:
    vega = replace(city.ines, officer_id=city.vega)
    with work(vega) as w, pytest.raises(FieldsRefused, match="would concern you"):
        add_finding(w, facts_of(city), department_id=city.hpd)
    entered = enter(work, city)
    steps: list[Callable[[Work, Any], object]] = [
        lambda w, row: edit_finding(w, row, facts_of(city, notes="Mine.")),
        lambda w, row: withdraw_finding(w, row, "Mine."),
        lambda w, row: mark_duplicate(w, row, 2),
        unmark_duplicate,
    ]
    for step in steps:
        with work(vega) as w, pytest.raises(NotAllowed, match="concerns you"):
            step(w, finding_row(w, entered))
    own_address = facts_of(city, officer_id=None, account_email="INES@city.example")
    with work(city.ines) as w, pytest.raises(FieldsRefused) as refusal:
        edit_finding(w, finding_row(w, entered), own_address)
    assert list(refusal.value.fields) == ["account_email"]


def test_only_the_office_keeps_findings(work: OpenWork, city: City) -> None:
    entered = enter(work, city)
    for role in Role:
        if role is Role.OVERSIGHT:
            continue
        actor = Actor("Somebody", role, department_id=city.hpd)
        with work(actor) as w, pytest.raises(NotAllowed):
            add_finding(w, facts_of(city), department_id=city.hpd)
        with work(actor) as w, pytest.raises(NotAllowed):
            withdraw_finding(w, finding_row(w, entered), "No.")
        with work(actor) as w, pytest.raises(NotAllowed):
            mark_duplicate(w, finding_row(w, entered), 2)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {"account_email": "ana@mail.example"}),
        (
            {"officer_id": None, "account_email": "night@mail.example"},
            {"account_email": "NIGHT@mail.example"},
        ),
        (
            {"officer_id": None, "name_as_received": "Luis Muñoz"},
            {"officer_id": None, "name_as_received": "LUIS MUNOZ", "source_reference": "9"},
        ),
    ],
    ids=["officer", "account", "name"],
)
def test_what_may_be_the_same_is_saved_only_as_another(
    work: OpenWork, city: City, first: dict[str, Any], second: dict[str, Any]
) -> None:
    one = enter(work, city, **first)
    with work(city.ines) as w, pytest.raises(PossibleDuplicates) as refusal:
        add_finding(w, facts_of(city, **second), department_id=city.hpd)
    assert refusal.value.ids == (one,)
    with work(city.ines) as w:
        other = add_finding(w, facts_of(city, **second), department_id=city.hpd, others={one}).id
        withdraw_finding(w, finding_row(w, one), "Entered twice.")
    with work(city.ines) as w, pytest.raises(PossibleDuplicates) as refusal:
        add_finding(w, facts_of(city, **second), department_id=city.hpd, others={one})
    assert refusal.value.ids == (other,)


def test_an_edit_is_assessed_anew_and_one_that_changes_nothing_leaves_no_trace(
    work: OpenWork, city: City
) -> None:
    entered = enter(work, city)
    same = facts_of(city, stage=Stage.USED)
    with work(city.ines) as w:
        assert not edit_finding(w, finding_row(w, entered), same)
    disproved = replace(same, certainty=Certainty.DISPROVED)
    with work(city.ines) as w:
        assert edit_finding(w, finding_row(w, entered), disproved)
    with work(city.ines, reading=True) as w:
        found = shown(w, entered)
        assert found.assessment.verdict is Verdict.NOT_COUNTED
        assert {(flag.state, flag.state_reason) for flag in found.flags} == {
            ("cleared", "No longer holds: the finding was edited.")
        }
        assert len(history(w, [("findings", entered)])) == 2


def test_a_finding_is_withdrawn_once_with_a_reason_and_stays(work: OpenWork, city: City) -> None:
    entered = enter(work, city)
    with work(city.ines) as w:
        row = finding_row(w, entered)
        with pytest.raises(FieldsRefused, match="Say why"):
            withdraw_finding(w, row, "  ")
        withdraw_finding(w, row, "Another city's officer.")
    with work(city.ines) as w:
        row = finding_row(w, entered)
        steps: list[Callable[[], object]] = [
            lambda: withdraw_finding(w, row, "Again."),
            lambda: edit_finding(w, row, facts_of(city, notes="More.")),
            lambda: mark_duplicate(w, row, 9),
            lambda: unmark_duplicate(w, row),
        ]
        for step in steps:
            with pytest.raises(IllegalMove, match="has been withdrawn"):
                step()
        found = shown(w, entered)
        assert found.counted == "no: withdrawn"
        assert found.flags[0].state == "cleared"


def test_a_duplicate_is_marked_and_the_mark_taken_back(work: OpenWork, city: City) -> None:
    first = enter(work, city)
    second = enter(work, city, officer_id=city.okafor)
    with work(city.ines) as w:
        mark_duplicate(w, finding_row(w, second), first)
    with work(city.ines) as w:
        assert shown(w, second).counted == f"no: a duplicate of finding {first}"
        assert shown(w, second).flags[0].state == "cleared"
        with pytest.raises(IllegalMove, match="already"):
            mark_duplicate(w, finding_row(w, second), first)
        with pytest.raises(IllegalMove, match="would count nowhere"):
            withdraw_finding(w, finding_row(w, first), "Wrong.")
        with pytest.raises(IllegalMove, match="would count nowhere"):
            mark_duplicate(w, finding_row(w, first), second)
        unmark_duplicate(w, finding_row(w, second))
    with work(city.ines) as w:
        assert shown(w, second).flags[0].state == "open"
        with pytest.raises(IllegalMove, match="is not marked"):
            unmark_duplicate(w, finding_row(w, second))


def test_a_finding_repeats_only_one_that_counts_for_the_same_tool_and_department(
    work: OpenWork, city: City
) -> None:
    first, third = enter(work, city), enter(work, city, officer_id=city.okafor)
    with work(city.ines) as w:
        foreign = add_finding(
            w, facts_of(city, officer_id=None, name_as_received="X"), department_id=city.rvs
        ).id
    other = enter(work, city, officer_id=None, name_as_received="Y")
    gone = enter(work, city, officer_id=None, name_as_received="Z")
    with work(city.ines) as w:
        mark_duplicate(w, finding_row(w, third), first)
        withdraw_finding(w, finding_row(w, gone), "Wrong.")
    refusals = {
        None: "Give the number",
        999: "There is no finding 999",
        other: "cannot repeat itself",
        third: f"repeats finding {first} itself",
        gone: "has been withdrawn",
        foreign: "about another tool or department",
    }
    with work(city.ines) as w:
        for number, says in refusals.items():
            with pytest.raises(FieldsRefused, match=says):
                mark_duplicate(w, finding_row(w, other), number)


def test_what_is_not_on_record_is_not_found(work: OpenWork, city: City) -> None:
    with work(city.ines) as w:
        for facts in (facts_of(city, officer_id=999), replace(facts_of(city), tool_id=999)):
            with pytest.raises(NotFound):
                add_finding(w, facts, department_id=city.hpd)
        with pytest.raises(NotFound):
            finding_row(w, 999)
