"""The fourteen lines of the table, each with its worked case."""

from datetime import date

from auditor.approvals.rules import Approval
from auditor.findings.rules import Assignment, Facts
from auditor.rulings.rules import Body, Outcome, Ruling
from auditor.verdicts.rules import LINES, Reason, Status, Verdict, status
from tests.verdicts.registers import (
    OKAFOR,
    POLICE,
    feb,
    make_confirmed,
    make_denied,
    make_facts,
    make_request,
    make_ruling,
)

REQUIRED = make_ruling()


def on(day: int, *records: Ruling | Approval, facts: Facts | None = None, month: int = 2) -> Status:
    """The status on a day of 2020, usually of February."""
    return status(
        date(2020, month, day),
        facts or make_facts(),
        [record for record in records if isinstance(record, Ruling)],
        [record for record in records if isinstance(record, Approval)],
    )


def test_the_table_has_fourteen_lines_in_order_and_a_reason_each() -> None:
    assert [line.number for line in LINES] == list(range(1, 15))
    assert {line.reason for line in LINES} == set(Reason) - {Reason.DAYS_UNKNOWN}


def test_line_1_a_prohibition_beats_even_a_confirmed_approval() -> None:
    """The department confirmed on 2 February; the chief's stop order applies from the 6th."""
    stop = make_ruling(
        Outcome.PROHIBITED, id=2, adopted_on=feb(5), effective_from=feb(6), department_id=POLICE
    )
    assert on(5, REQUIRED, stop, make_confirmed()).reason is Reason.APPROVED
    assert on(6, REQUIRED, stop, make_confirmed()) == Status(
        1, Verdict.UNAPPROVED, Reason.PROHIBITED, (), 2
    )


def test_line_2_a_department_cannot_answer_for_the_council() -> None:
    """The council wants to approve itself; that the department confirmed is not enough."""
    council = make_ruling(Outcome.COUNCIL_APPROVAL_REQUIRED, id=2, body=Body.COUNCIL)
    assert on(10, REQUIRED, council, make_confirmed()) == Status(
        2, Verdict.UNAPPROVED, Reason.COUNCIL_APPROVAL_MISSING, (), 2
    )


def test_line_2_the_council_answers_with_a_narrower_ruling() -> None:
    """Having asked to be asked, the council permits one tool to one department from the 8th."""
    asks = make_ruling(Outcome.COUNCIL_APPROVAL_REQUIRED, body=Body.COUNCIL)
    permits = make_ruling(
        Outcome.PERMITTED,
        id=2,
        body=Body.COUNCIL,
        tool_id=1,
        department_id=POLICE,
        effective_from=feb(8),
    )
    assert on(7, asks, permits).line == 2
    assert on(8, asks, permits).line == 4
    # The chief's own demand for an approval is not loosened by it.
    assert on(8, asks, permits, make_ruling(id=3)).line == 14


def test_line_3_a_use_in_the_term_after_the_confirmation_is_approved() -> None:
    """Confirmed on 2 February for 1 to 20 February: approved from the 2nd to the 20th."""
    assert on(2, REQUIRED, make_confirmed()) == Status(
        3, Verdict.APPROVED, Reason.APPROVED, (1,), None
    )
    assert on(20, REQUIRED, make_confirmed()).line == 3
    assert on(21, REQUIRED, make_confirmed()).line != 3


def test_line_3_an_approval_counts_where_no_rule_asks_for_one() -> None:
    assert on(10, make_confirmed()).line == 3


def test_line_4_a_body_permitted_it_and_nobody_has_to_ask() -> None:
    """The only ruling says *permitted*; the department's own denial does not weigh against it."""
    permits = make_ruling(Outcome.PERMITTED)
    assert on(10, permits) == Status(4, Verdict.APPROVED, Reason.PERMITTED, (), 1)
    assert on(10, permits, make_denied()).line == 4


def test_line_5_a_use_after_the_answer_no() -> None:
    """Asked on the 1st, denied on the 2nd, used on the 10th; on the 1st it was still open."""
    assert on(10, REQUIRED, make_denied()) == Status(
        5, Verdict.UNAPPROVED, Reason.DENIED, (1,), None
    )
    assert on(2, REQUIRED, make_denied()).line == 5
    assert on(1, REQUIRED, make_denied()).line == 8


def test_line_5_a_denial_holds_before_the_term_and_until_its_end() -> None:
    """What was denied for 12 to 20 February was denied on the 5th already, and not on the 21st."""
    denied = make_denied(valid_from=feb(12))
    assert on(5, REQUIRED, denied).line == 5
    assert on(20, REQUIRED, denied).line == 5
    assert on(21, REQUIRED, denied).line == 14
    assert on(21, REQUIRED, make_denied(valid_until=None)).line == 5


def test_line_5_a_denial_weighs_even_where_no_rule_is_on_record() -> None:
    assert on(10, make_denied()).line == 5


def test_line_5_a_later_confirmation_answers_the_denial() -> None:
    """Denied on the 2nd, confirmed on the 6th for 6 to 8 February: on the 10th it has expired."""
    second = make_confirmed(feb(6), id=2, valid_from=feb(6), valid_until=feb(8))
    assert on(5, REQUIRED, make_denied(), second).line == 5
    assert on(6, REQUIRED, make_denied(), second).line == 3
    assert on(10, REQUIRED, make_denied(), second).line == 11


def test_line_5_of_one_day_the_denial_stands() -> None:
    """Days have no hours: nobody knows which came last, so nothing is excused wrongly."""
    same_day = make_confirmed(feb(2), id=2, valid_until=feb(8))
    assert on(10, REQUIRED, make_denied(feb(2)), same_day).line == 5
    assert on(10, REQUIRED, make_denied(feb(1)), same_day).line == 11
    # While the confirmation holds, line 3 comes first.
    assert on(8, REQUIRED, make_denied(feb(2)), same_day).line == 3


def test_line_5_a_confirmation_that_would_not_cover_it_answers_nothing() -> None:
    for_okafor = make_confirmed(feb(6), id=2, officer_id=OKAFOR)
    assert on(10, REQUIRED, make_denied(), for_okafor).line == 5


def test_line_5_a_denial_for_somebody_else_is_no_denial() -> None:
    assert on(10, REQUIRED, make_denied(officer_id=OKAFOR)).line == 14


def test_line_6_a_use_after_the_permission_was_taken_back() -> None:
    """Revoked from 8 February: approved on the 7th, revoked from the 8th to the end of the term."""
    revoked = make_confirmed(revoked_on=feb(8))
    assert on(7, REQUIRED, revoked).line == 3
    assert on(8, REQUIRED, revoked) == Status(6, Verdict.UNAPPROVED, Reason.REVOKED, (1,), None)
    assert on(20, REQUIRED, revoked).line == 6
    assert on(21, REQUIRED, revoked).line == 11


def test_line_6_a_second_approval_still_holds() -> None:
    assert on(8, REQUIRED, make_confirmed(revoked_on=feb(8)), make_confirmed(id=2)) == Status(
        3, Verdict.APPROVED, Reason.APPROVED, (2,), None
    )


def test_line_7_no_rule_is_on_record_for_that_day() -> None:
    """The first ruling takes effect on 11 February; on the 10th there was none."""
    later = make_ruling(adopted_on=feb(9), effective_from=feb(11))
    assert on(10, later) == Status(7, Verdict.NO_RULE, Reason.NO_RULE, (), None)
    assert on(11, later).line == 14


def test_line_7_no_rule_comes_before_a_pending_request() -> None:
    assert on(10, make_request()).line == 7


def test_line_8_asked_in_time_and_not_answered() -> None:
    """Asked on 3 February for 5 to 20 February: awaiting within the term, from the asking on."""
    request = make_request(requested_on=feb(3), valid_from=feb(5))
    assert on(4, REQUIRED, request).line == 14
    assert on(5, REQUIRED, request) == Status(8, Verdict.AWAITING, Reason.AWAITING, (1,), None)
    assert on(20, REQUIRED, request).line == 8
    assert on(21, REQUIRED, request).line == 14


def test_line_8_asked_afterwards_is_not_awaiting() -> None:
    request = make_request(requested_on=feb(11))
    assert on(10, REQUIRED, request).line == 14
    assert on(11, REQUIRED, request).line == 8


def test_line_8_what_was_open_on_that_day_stays_awaiting_whatever_the_answer() -> None:
    """Asked on the 1st, used on the 10th, answered on the 12th: on the 10th nobody had answered."""
    assert on(10, REQUIRED, make_confirmed(feb(12))).line == 8
    assert on(10, REQUIRED, make_denied(feb(12))).line == 8
    assert on(12, REQUIRED, make_confirmed(feb(12))).line == 3


def test_line_9_the_finding_does_not_tell_whether_the_approval_is_for_it() -> None:
    """The approval is Garcia's; the account has not been identified yet."""
    facts = make_facts(officer_id=None, assignments=())
    for_garcia = make_confirmed(officer_id=100)
    assert on(10, REQUIRED, for_garcia, facts=facts) == Status(
        9, Verdict.UNCLEAR, Reason.SCOPE_UNKNOWN, (1,), None
    )
    assert on(1, REQUIRED, for_garcia, facts=facts).line == 14
    assert on(21, REQUIRED, for_garcia, facts=facts).line == 14


def test_line_9_the_unit_is_not_known_on_a_day_without_assignment() -> None:
    """Garcia was with Homicide until the 9th; nothing says where after that."""
    facts = make_facts(assignments=(Assignment("Homicide", None, feb(9)),))
    for_siu = make_confirmed(unit="SIU")
    assert on(9, REQUIRED, for_siu, facts=facts).line == 13
    assert on(10, REQUIRED, for_siu, facts=facts).line == 9


def test_line_10_approved_only_afterwards() -> None:
    """Used on the 10th, asked on the 11th, confirmed on the 12th with a term from the 1st."""
    late = make_confirmed(feb(12), requested_on=feb(11))
    assert on(10, REQUIRED, late) == Status(10, Verdict.UNAPPROVED, Reason.RATIFIED, (1,), None)
    assert on(11, REQUIRED, late).line == 8
    assert on(12, REQUIRED, late).line == 3


def test_line_11_the_term_was_over() -> None:
    """Valid until 20 February, used on the 21st."""
    assert on(21, REQUIRED, make_confirmed()) == Status(
        11, Verdict.UNAPPROVED, Reason.EXPIRED, (1,), None
    )
    # Confirming a term that is over takes nothing back, whenever that was done.
    assert on(25, REQUIRED, make_confirmed(date(2020, 3, 1))).line == 11


def test_line_12_the_term_had_not_begun() -> None:
    """Confirmed on the 2nd for the time from the 11th, used on the 10th."""
    assert on(10, REQUIRED, make_confirmed(valid_from=feb(11))) == Status(
        12, Verdict.UNAPPROVED, Reason.BEFORE_APPROVAL, (1,), None
    )


def test_lines_10_to_12_stand_in_the_order_of_the_table() -> None:
    """One term is over, one has not begun, and one that fits was confirmed too late."""
    over = make_confirmed(id=1, valid_until=feb(5))
    later = make_confirmed(id=2, valid_from=feb(15))
    late = make_confirmed(feb(25), id=3, requested_on=feb(25))
    assert on(10, REQUIRED, over, later, late).line == 10
    assert on(10, REQUIRED, over, later).line == 11
    assert on(10, REQUIRED, later, make_confirmed(id=4, officer_id=OKAFOR)).line == 12


def test_line_13_somebody_else_was_allowed_to() -> None:
    """The approval is for Okafor, for another unit, or for training; Garcia served a warrant."""
    for scope in ({"officer_id": OKAFOR}, {"unit": "SIU"}, {"purposes": frozenset({"training"})}):
        assert on(10, REQUIRED, make_confirmed(**scope)) == Status(
            13, Verdict.UNAPPROVED, Reason.OUTSIDE_SCOPE, (1,), None
        )
    assert on(1, REQUIRED, make_confirmed(officer_id=OKAFOR)).line == 14
    assert on(21, REQUIRED, make_confirmed(officer_id=OKAFOR)).line == 14


def test_line_14_nobody_had_approved_anything() -> None:
    """An approval is required and there is none: the ruling that asks for it is named."""
    assert on(10, REQUIRED) == Status(14, Verdict.UNAPPROVED, Reason.NO_APPROVAL, (), 1)


def test_line_14_another_tool_s_approval_and_another_department_s_are_none() -> None:
    assert on(10, REQUIRED, make_confirmed(tool_id=2)).line == 14
    assert on(10, REQUIRED, make_confirmed(department_id=11)).line == 14


def test_all_approvals_that_make_a_line_true_are_named_in_order() -> None:
    assert on(10, REQUIRED, make_confirmed(id=7), make_confirmed(id=3)).approval_ids == (3, 7)
