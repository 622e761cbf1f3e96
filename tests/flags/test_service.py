"""Flags: raised, cleared and reopened by what the records say, and never with a name in them."""

import pytest
from sqlalchemy import select

from auditor.access import SYSTEM, Actor, Role
from auditor.approvals.queries import get_approval
from auditor.approvals.service import deny_approval
from auditor.errors import NotAllowed
from auditor.findings.model import Finding
from auditor.findings.rules import Certainty, Stage
from auditor.flags.model import Flag
from auditor.flags.rules.rulebook import RULES
from auditor.flags.rules.states import FlagState
from auditor.flags.service import assess_flags, assess_next
from auditor.rulings.rules import Outcome
from auditor.trail.acts import Act
from auditor.trail.queries import history
from tests.approvals.factory import confirm, make_request
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, City, make_city, make_finding
from tests.rulings.factory import make_ruling


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_city(work)


@pytest.fixture
def used(work: OpenWork, city: City) -> int:
    with work(city.ines) as w:
        return make_finding(
            w,
            city.tool,
            city.hpd,
            officer_id=city.vega,
            first_used_on=FEB_5,
            case_numbers=("7/2020",),
        )


def flags(work: OpenWork, actor: Actor = SYSTEM) -> dict[str, Flag]:
    with work(actor, reading=True) as w:
        return {flag.rule: flag for flag in w.session.scalars(select(Flag).order_by(Flag.id))}


def _correct(work: OpenWork, city: City, finding_id: int, **columns: object) -> None:
    with work(city.ines) as w:
        finding = w.session.get_one(Finding, finding_id)
        for name, value in columns.items():
            setattr(finding, name, value)
        w.record(Act.UPLOAD_APPLIED)
        assess_flags(w, [finding_id], because="the finding was corrected")


def test_a_ruling_that_comes_and_goes_raises_clears_and_reopens_one_flag(
    work: OpenWork, city: City, used: int
) -> None:
    assert set(flags(work)) == {"no-approval"}
    with work(city.ines) as w:
        make_ruling(w, Outcome.PROHIBITED, FEB_5)
        assess_flags(w, [used], because="ruling 2 was recorded")
    raised = flags(work)
    assert raised["prohibited"].state is FlagState.OPEN
    assert raised["no-approval"].state is FlagState.CLEARED
    _correct(work, city, used, certainty=Certainty.DISPROVED)
    cleared = flags(work)
    assert cleared["prohibited"].state is FlagState.CLEARED
    assert cleared["prohibited"].state_reason == "No longer holds: the finding was corrected."
    _correct(work, city, used, certainty=Certainty.DOCUMENTED)
    again = flags(work)
    assert again["prohibited"].state is FlagState.OPEN
    assert again["prohibited"].id == raised["prohibited"].id
    assert again["prohibited"].state_reason == "Holds again since the finding was corrected."


def test_a_confirmation_clears_one_reason_and_raises_another(
    work: OpenWork, city: City, used: int
) -> None:
    with work(city.ines) as w:
        asked = make_request(w, city.tool, city.hpd)
    confirm(work, city.sam, asked)
    found = flags(work)
    assert found["no-approval"].state is FlagState.CLEARED
    assert found["no-approval"].state_reason == f"No longer holds: approval {asked} was confirmed."
    assert found["ratified"].reason == (
        f"On 2020-02-05 approval {asked} had not been confirmed yet; no document shows that it "
        "was so already then."
    )
    assert used


@pytest.mark.parametrize("settled", [FlagState.DISMISSED, FlagState.CLOSED])
def test_a_settled_flag_rests_on_the_same_facts_and_is_reopened_on_others(
    work: OpenWork, city: City, used: int, settled: FlagState
) -> None:
    with work(city.ines) as w:
        flag = w.session.scalars(select(Flag)).one()
        flag.state, flag.state_reason = settled, "A test of the tool."
        w.record(Act.FLAGS_ASSESSED)
        assess_flags(w, [used])
    assert flags(work)["no-approval"].state is settled
    later = FEB_5.replace(day=9)
    _correct(work, city, used, last_used_on=later, last_used_on_last=later)
    assert flags(work)["no-approval"].state is FlagState.OPEN


def test_a_flag_in_follow_up_stays_there_and_says_when_it_no_longer_holds(
    work: OpenWork, city: City, used: int
) -> None:
    with work(city.ines) as w:
        w.session.scalars(select(Flag)).one().state = FlagState.IN_FOLLOW_UP
        w.record(Act.FLAGS_ASSESSED)
    _correct(work, city, used, certainty=Certainty.DISPROVED)
    marked = flags(work)["no-approval"]
    assert marked.state is FlagState.IN_FOLLOW_UP
    assert (marked.state_reason or "").startswith("No longer holds since 2026-03-02")
    _correct(work, city, used, certainty=Certainty.DOCUMENTED)
    assert flags(work)["no-approval"].state_reason is None


def test_what_is_not_told_is_asked_for(work: OpenWork, city: City) -> None:
    with work(city.ines) as w:
        asked = make_request(w, city.tool, city.hpd, officer_id=city.vega)
        undated = make_finding(w, city.tool, city.hpd, stage=Stage.SIGNED_UP)
    confirm(work, city.sam, asked)
    today = FEB_5.replace(year=2026, month=3, day=2)
    with work(city.ines) as w:
        make_finding(w, city.tool, city.hpd, name_as_received="A. Vega", first_used_on=today)
    found = flags(work)
    assert found["unclear"].reason == (
        f"Whether approval {asked} covered 2026-03-02 is not told: ask for the officer."
    )
    assert found["undated"].finding_id == undated
    assert found["undated"].reason.endswith("ask for the dates.")


def test_no_sentence_holds_a_name_an_address_or_a_badge(
    work: OpenWork, city: City, used: int
) -> None:
    with work(city.ines) as w:
        asked = [
            make_request(w, city.tool, city.hpd, officer_id=who)
            for who in (city.vega, city.okafor, None)
        ]
        make_finding(w, city.tool, city.hpd, account_email="vega@hpd.example", first_used_on=FEB_5)
    confirm(work, city.sam, asked[0], reason="Ana Vega, badge 0042, asked for it.")
    with work(city.sam) as w:
        deny_approval(w, get_approval(w, asked[2]), reason="Ada Okafor asked.")
    with work(city.ines) as w:
        told = [f"{flag.reason} {flag.state_reason}" for flag in w.session.scalars(select(Flag))]
    assert len(told) > 2
    for word in ("Vega", "Ana", "0042", "007", "Okafor", "@", "FaceFinder"):
        assert not any(word in sentence for sentence in told)
    assert used


def test_the_trail_tells_what_assessing_changed(work: OpenWork, city: City, used: int) -> None:
    flag_id = flags(work)["no-approval"].id
    _correct(work, city, used, certainty=Certainty.DISPROVED)
    with work(city.ines, reading=True) as w:
        told = history(w, [("flags", flag_id)])
    assert [act.says for act in told] == ["assessed the flags", "assessed the flags"]
    assert told[0].changes[0][3]["state"] == "open"


def test_assessing_everything_counts_by_rule_and_needs_leave(
    work: OpenWork, city: City, used: int
) -> None:
    with work(city.ines) as w:
        reached, tally = assess_next(w, 0)
        assert reached == used
        assert assess_next(w, used)[0] is None
    assert set(tally.rules) == {rule.id for rule in RULES}
    standing = tally.rules["no-approval"]
    assert (standing.raised, standing.cleared, standing.standing) == (0, 0, 1)
    with pytest.raises(NotAllowed), work(city.sam) as w:
        assess_next(w, 0)
    with pytest.raises(NotAllowed), work(Actor("Ada", Role.ADMINISTRATOR)) as w:
        assess_next(w, 0)
