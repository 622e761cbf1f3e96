"""Rulings are entered, corrected, ended and withdrawn; and what cannot be is refused."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from auditor.access import Actor, Role
from auditor.errors import FieldsRefused, IllegalMove, NotAllowed
from auditor.flags.model import Flag
from auditor.flags.rules.states import FlagState
from auditor.rulings.effect import effect_of
from auditor.rulings.queries import (
    Sought,
    findings_decided_by,
    get_kept_ruling,
    in_force_today,
    rulings,
)
from auditor.rulings.rules import Body, Outcome
from auditor.rulings.service import (
    RulingFacts,
    add_ruling,
    edit_ruling,
    end_ruling,
    facts_named,
    facts_of,
    withdraw_ruling,
)
from auditor.tools.rules import Category
from auditor.trail.queries import history
from auditor.verdicts.model import StoredVerdict
from auditor.work import Work
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, City, make_city, make_finding
from tests.people.factory import make_user

FACTS = RulingFacts(
    body=Body.COUNCIL, outcome=Outcome.PROHIBITED, adopted_on=FEB_5, effective_from=FEB_5
)


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_city(work)


def reason_of(work: Work, finding_id: int) -> str | None:
    wanted = select(StoredVerdict.reason).where(StoredVerdict.finding_id == finding_id)
    reason: str | None = work.session.scalar(wanted)
    return reason


def flags_of(work: Work, finding_id: int) -> dict[str, FlagState]:
    wanted = select(Flag.rule, Flag.state).where(Flag.finding_id == finding_id)
    return {rule: state for rule, state in work.session.execute(wanted)}  # noqa: C416


def test_each_step_assesses_what_it_is_about_in_the_same_work(work: OpenWork, city: City) -> None:
    with work(city.ines) as w:
        used: dict[str, Any] = {"first_used_on": FEB_5, "case_numbers": ("7/2020",)}
        finding = make_finding(w, city.tool, city.hpd, **used)
        other = make_finding(w, city.tool, city.rvs, **used)
        facts = replace(FACTS, department_id=city.hpd, tool_id=city.tool)
        number = add_ruling(w, facts).id
        assert (reason_of(w, finding), reason_of(w, other)) == ("prohibited", "no-approval")
        assert flags_of(w, finding) == {
            "no-approval": FlagState.CLEARED,
            "prohibited": FlagState.OPEN,
        }
        assert findings_decided_by(w, number) == 1
    with work(city.ruth, reading=True) as w:
        assert findings_decided_by(w, number) == 0
    with work(city.ines) as w:
        ruling = get_kept_ruling(w, number)
        assert edit_ruling(w, ruling, replace(facts, department_id=city.rvs))
        assert (reason_of(w, finding), reason_of(w, other)) == ("no-approval", "prohibited")
        assert end_ruling(w, ruling, FEB_5)
        assert reason_of(w, other) == "prohibited"
        withdraw_ruling(w, ruling, "Entered for the wrong department.")
        assert (reason_of(w, other), findings_decided_by(w, number)) == ("no-approval", 0)
        assert flags_of(w, other)["prohibited"] is FlagState.CLEARED
    with work(city.ines, reading=True) as w:
        told = history(w, [("rulings", number)])
        assert [act.says for act in told] == [
            "withdrew the ruling",
            "edited the ruling",
            "edited the ruling",
            "entered the ruling",
        ]
        assert told[2].changes[0][3:] == (
            {"department_id": city.hpd},
            {"department_id": city.rvs},
        )


def test_an_edit_that_changes_nothing_records_nothing(work: OpenWork, city: City) -> None:
    with work(city.ines) as w:
        ruling = add_ruling(w, FACTS)
        assert not edit_ruling(w, ruling, FACTS)
        assert len(history(w, [("rulings", ruling.id)])) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"tool_id": 1, "category": Category.DRONES}, "category"),
        ({"effective_until": FEB_5.replace(day=4)}, "effective_until"),
        ({"effective_from": FEB_5.replace(year=20)}, "effective_from"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    work: OpenWork, city: City, changes: dict[str, Any], field: str
) -> None:
    with work(city.ines) as w:
        ruling, wrong = add_ruling(w, FACTS), replace(FACTS, **changes)
        for step in (
            lambda: add_ruling(w, wrong),
            lambda: edit_ruling(w, ruling, wrong),
            lambda: effect_of(w, ruling, wrong),
        ):
            with pytest.raises(FieldsRefused) as refused:
                step()
            assert list(refused.value.fields) == [field]


def test_tools_and_departments_are_named_as_people_call_them(work: OpenWork, city: City) -> None:
    said = {"body": Body.CHIEF, "outcome": Outcome.PERMITTED}
    days = {"adopted_on": FEB_5, "effective_from": FEB_5}
    with work(city.ines, reading=True) as w:
        found = facts_named(w, tool="facefinder", department="hpd", **said, **days)
        assert (found.tool_id, found.department_id) == (city.tool, city.hpd)
        with pytest.raises(FieldsRefused) as refused:
            facts_named(w, tool="Nothing", department="Nowhere", **said, **days)
    assert refused.value.fields.keys() == {"tool", "department"}
    assert "enter the tool first" in refused.value.fields["tool"]


def test_a_withdrawn_ruling_stays_as_it_is(work: OpenWork, city: City) -> None:
    with work(city.ines) as w:
        ruling = add_ruling(w, FACTS)
        with pytest.raises(FieldsRefused, match="Say why"):
            withdraw_ruling(w, ruling, " ")
        withdraw_ruling(w, ruling, "Never adopted.")
        assert (ruling.withdrawn_reason, ruling.withdrawn_at) == ("Never adopted.", w.now)
        for step in (
            lambda: edit_ruling(w, ruling, replace(FACTS, document="GO 1")),
            lambda: end_ruling(w, ruling, FEB_5),
            lambda: withdraw_ruling(w, ruling, "Again."),
            lambda: effect_of(w, ruling, None),
        ):
            with pytest.raises(IllegalMove, match="has been withdrawn"):
                step()


def test_only_the_office_records_what_bodies_lay_down(work: OpenWork, city: City) -> None:
    with work(city.ines) as w:
        ruling = add_ruling(w, FACTS)
    for actor in (city.sam, Actor("Ada", Role.COUNCIL), Actor("Ada", Role.ADMINISTRATOR)):
        with work(actor) as w:
            for step in (
                lambda w=w: add_ruling(w, FACTS),
                lambda w=w: edit_ruling(w, ruling, replace(FACTS, document="GO 1")),
                lambda w=w: end_ruling(w, ruling, FEB_5),
                lambda w=w: withdraw_ruling(w, ruling, "No."),
                lambda w=w: effect_of(w, None, FACTS),
            ):
                with pytest.raises(NotAllowed):
                    step()


def test_whom_a_finding_concerns_records_no_ruling_about_it(work: OpenWork, city: City) -> None:
    with work() as w:
        ada = make_user(w, Role.OVERSIGHT, "ada@hpd.example", name="Ada Okafor").as_actor()
    with work(city.ines) as w:
        make_finding(w, city.tool, city.hpd, officer_id=city.okafor, first_used_on=FEB_5)
        scoped = replace(FACTS, tool_id=city.tool), replace(FACTS, department_id=city.rvs)
        ids = [add_ruling(w, facts).id for facts in scoped]
    with work(ada) as w:
        own, elsewhere = (get_kept_ruling(w, number) for number in ids)
        for step in (
            lambda: add_ruling(w, replace(FACTS, outcome=Outcome.PERMITTED)),
            lambda: edit_ruling(w, own, replace(facts_of(own), department_id=city.rvs)),
            lambda: edit_ruling(w, elsewhere, FACTS),
            lambda: end_ruling(w, own, FEB_5),
            lambda: withdraw_ruling(w, own, "No."),
        ):
            with pytest.raises(NotAllowed, match="concerns you"):
                step()
        assert end_ruling(w, elsewhere, FEB_5)


def test_the_list_is_narrowed_down_by_what_a_ruling_says(work: OpenWork, city: City) -> None:
    with work(city.ines) as w:
        widest = rulings(w, Sought()).rows[0].id
        drones = add_ruling(w, replace(FACTS, category=Category.DRONES, department_id=city.rvs)).id
        tool = replace(FACTS, tool_id=city.tool, effective_until=FEB_5, document="GO 1")
        ended = add_ruling(w, tool).id
        gone = add_ruling(w, replace(FACTS, adopted_on=FEB_5.replace(day=8)))
        withdraw_ruling(w, gone, "Entered twice.")
    after = FEB_5.replace(day=6)
    sought = {
        Sought(): [ended, drones, widest],
        Sought(tool_id=city.tool): [ended, widest],
        Sought(category=Category.DRONES): [drones, widest],
        Sought(category=Category.OTHER): [ended, widest],
        Sought(department_id=city.hpd): [ended, widest],
        Sought(body=Body.CHIEF): [widest],
        Sought(outcome=Outcome.PROHIBITED): [ended, drones],
        Sought(in_effect_on=FEB_5): [ended, drones, widest],
        Sought(in_effect_on=after, withdrawn=True): [drones, widest],
        Sought(outcome=Outcome.PROHIBITED, withdrawn=True): [gone.id, ended, drones],
    }
    with work(city.sam, reading=True) as w:
        for one, numbers in sought.items():
            assert [row.id for row in rulings(w, one).rows] == numbers, one
        assert (in_force_today(w, city.tool, city.hpd) or gone).id == widest
