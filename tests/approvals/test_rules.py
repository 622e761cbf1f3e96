from datetime import date, timedelta
from typing import Any

import pytest

from auditor.approvals.rules import (
    Decision,
    bare,
    in_term,
    made_on,
    might_cover,
    pending_on,
    revocation_takes_effect_on,
    would_cover,
)
from auditor.findings.rules import Assignment
from tests.verdicts.registers import (
    GARCIA,
    OKAFOR,
    feb,
    make_confirmed,
    make_facts,
    make_random,
    make_request,
    random_register,
)


def words(*purposes: str) -> frozenset[str]:
    return frozenset(purposes)


def test_a_step_was_made_on_its_document_s_date_else_on_the_day_it_was_recorded() -> None:
    assert made_on(feb(9), None) == feb(9)
    assert made_on(feb(9), feb(5)) == feb(5)


def test_a_revocation_takes_effect_on_the_later_of_what_it_says_and_when_it_was_made() -> None:
    assert revocation_takes_effect_on(feb(5), feb(9)) == feb(9)
    assert revocation_takes_effect_on(feb(12), feb(9)) == feb(12)


def test_words_are_compared_without_case_and_blanks() -> None:
    assert bare(" Missing  Person") == bare("missing person") == bare("MISSINGPERSON")
    assert bare("SIU") != bare("SIU 2")


def test_an_approval_without_scope_covers_everybody_of_its_tool_and_department() -> None:
    unknown = make_facts(officer_id=None, assignments=(), purposes=words())
    assert would_cover(make_request(), unknown, feb(10))
    assert not would_cover(make_request(tool_id=2), unknown, feb(10))
    assert not might_cover(make_request(department_id=11), unknown, feb(10))


@pytest.mark.parametrize(
    ("officer_id", "would", "might"),
    [(GARCIA, True, True), (OKAFOR, False, False), (None, False, True)],
)
def test_an_officer_s_approval_is_for_that_officer(
    officer_id: int | None, *, would: bool, might: bool
) -> None:
    approval, facts = make_request(officer_id=GARCIA), make_facts(officer_id=officer_id)
    assert would_cover(approval, facts, feb(10)) is would
    assert might_cover(approval, facts, feb(10)) is might


@pytest.mark.parametrize(
    ("purposes", "would", "might"),
    [
        (words("warrant"), True, True),
        (words(" WARRANT "), True, True),
        (words("warrant", "training"), True, True),
        (words("warrant", "testing"), False, False),
        (words("testing"), False, False),
        (words(), False, True),
        (words("warrant", "Unknown"), False, True),
        # “Unknown” among them makes all of them not told: they might be others than recorded.
        (words("testing", "unknown"), False, True),
    ],
)
def test_every_purpose_must_be_among_the_approved_ones(
    purposes: frozenset[str], *, would: bool, might: bool
) -> None:
    approval = make_request(purposes=words("Warrant", "training"))
    facts = make_facts(purposes=purposes)
    assert would_cover(approval, facts, feb(10)) is would
    assert might_cover(approval, facts, feb(10)) is might


@pytest.mark.parametrize(
    ("assignments", "would", "might"),
    [
        ((Assignment("S I U", None, None),), True, True),
        ((Assignment("siu", feb(10), feb(10)),), True, True),
        ((Assignment("SIU", feb(11), None),), False, True),
        ((Assignment("SIU", None, feb(9)),), False, True),
        ((Assignment("Homicide", None, feb(10)), Assignment("SIU", feb(10), None)), True, True),
        ((Assignment("Homicide"),), False, False),
        ((Assignment("SIU", None, feb(9)), Assignment("Homicide", feb(10), None)), False, False),
        ((Assignment(" "),), False, True),
        ((), False, True),
    ],
)
def test_the_unit_is_any_that_the_officer_was_assigned_to_on_that_day(
    assignments: tuple[Assignment, ...], *, would: bool, might: bool
) -> None:
    approval, facts = make_request(unit="SIU"), make_facts(assignments=assignments)
    assert would_cover(approval, facts, feb(10)) is would
    assert might_cover(approval, facts, feb(10)) is might


def test_one_part_that_does_not_match_is_enough_whatever_is_not_told() -> None:
    facts = make_facts(officer_id=None, assignments=(), purposes=words("testing"))
    approval = make_request(officer_id=GARCIA, unit="SIU", purposes=words("warrant"))
    assert not might_cover(approval, facts, feb(10))


def test_what_would_cover_a_finding_might_cover_it() -> None:
    covered = 0
    for seed in range(1_000):
        facts, _, approvals = random_register(make_random(seed))
        for approval in approvals:
            if would_cover(approval, facts, approval.valid_from):
                covered += 1
                assert might_cover(approval, facts, approval.valid_from), seed
    assert covered >= 200


def test_a_term_holds_its_first_and_last_day_but_not_the_day_its_revocation_takes_effect() -> None:
    def days_of(**changes: Any) -> list[int]:
        approval = make_confirmed(**changes)
        return [day for day in range(1, 30) if in_term(approval, feb(day))]

    assert days_of(valid_from=feb(5), valid_until=feb(7)) == [5, 6, 7]
    assert days_of(valid_from=feb(27), valid_until=None) == [27, 28, 29]
    assert days_of(valid_from=feb(5), valid_until=feb(9), revoked_on=feb(7)) == [5, 6]
    assert days_of(valid_from=feb(5), valid_until=feb(7), revoked_on=feb(5)) == []


def test_a_request_is_pending_from_the_day_it_was_made_to_the_day_before_its_answer() -> None:
    def days_of(decision: Decision | None, decided_on: date | None) -> list[int]:
        asked = make_request(requested_on=feb(3), decision=decision, decided_on=decided_on)
        return [day for day in range(1, 8) if pending_on(asked, feb(day))]

    assert days_of(None, None) == [3, 4, 5, 6, 7]
    assert days_of(Decision.CONFIRMED, feb(5)) == [3, 4]
    assert days_of(Decision.DENIED, feb(3)) == []


def test_a_decision_and_its_day_belong_together() -> None:
    with pytest.raises(ValueError, match="belong together"):
        make_request(decision=Decision.CONFIRMED)
    with pytest.raises(ValueError, match="belong together"):
        make_request(decided_on=feb(2))


def test_only_what_was_confirmed_can_be_revoked() -> None:
    with pytest.raises(ValueError, match="only what was confirmed"):
        make_request(revoked_on=feb(2) + timedelta(days=1))
