"""From the statuses of days to the verdict of a finding."""

from datetime import date

import pytest

from auditor.approvals.rules import Approval
from auditor.days import Day
from auditor.findings.rules import Facts, Stage
from auditor.rulings.rules import Outcome
from auditor.verdicts.assessment import (
    Assessment,
    ReasonOnKnown,
    assess,
    known_dates,
)
from auditor.verdicts.rules import Reason, Status, Verdict
from auditor.verdicts.timelines import Segment, break_points, segments, timeline
from tests.verdicts.registers import (
    FEBRUARY,
    OKAFOR,
    feb,
    make_confirmed,
    make_denied,
    make_facts,
    make_request,
    make_ruling,
)

REQUIRED = make_ruling()


def found(facts: Facts, *approvals: Approval) -> Assessment:
    """The verdict where the chief requires an approval."""
    return assess(facts, [REQUIRED], approvals)


def used(first: Day | None, last: Day | None = None, signed_up: Day | None = None) -> Facts:
    return make_facts(signed_up_on=signed_up, first_used_on=first, last_used_on=last)


def test_a_day_known_exactly_has_its_own_status() -> None:
    assert found(used(Day.on(feb(10))), make_confirmed()) == Assessment(
        Verdict.APPROVED, Reason.APPROVED, feb(10), (), (1,), None, ()
    )


def test_the_worst_of_the_known_dates_is_the_verdict() -> None:
    """Signed up before anybody had asked, used when it was approved."""
    facts = used(Day.on(feb(10)), signed_up=Day.on(date(2020, 1, 15)))
    verdict = found(facts, make_confirmed())
    assert (verdict.verdict, verdict.reason) == (Verdict.UNAPPROVED, Reason.BEFORE_APPROVAL)
    assert verdict.since == date(2020, 1, 15)


def test_the_reason_that_comes_first_in_the_order_is_the_reason_and_the_others_stay() -> None:
    """Signed up before the term, used during a denial, used last after the term."""
    over = make_confirmed(feb(1), valid_from=feb(1), valid_until=feb(3))
    denied = make_denied(feb(6), id=2, valid_from=feb(6), valid_until=feb(12))
    facts = used(Day.on(feb(10)), Day.on(feb(15)), signed_up=Day.on(date(2020, 1, 15)))
    verdict = found(facts, over, denied)
    assert (verdict.reason, verdict.since) == (Reason.DENIED, feb(10))
    assert verdict.approval_ids == (2,)
    assert verdict.other_reasons == (Reason.EXPIRED, Reason.BEFORE_APPROVAL)
    assert verdict.reasons_on_known == (
        ReasonOnKnown(Reason.DENIED, (Day.on(feb(10)),), (2,), ()),
        ReasonOnKnown(Reason.EXPIRED, (Day.on(feb(15)),), (1,), ()),
        ReasonOnKnown(Reason.BEFORE_APPROVAL, (Day.on(date(2020, 1, 15)),), (1,), ()),
    )


def test_an_outside_scope_use_weighs_more_than_one_without_any_approval() -> None:
    """The order of reasons is not that of the table: there line 13 comes near the end."""
    for_okafor = make_confirmed(officer_id=OKAFOR)
    facts = used(Day.on(date(2020, 1, 15)), Day.on(feb(10)))
    verdict = found(facts, for_okafor)
    assert (verdict.reason, verdict.other_reasons) == (
        Reason.OUTSIDE_SCOPE,
        (Reason.NO_APPROVAL,),
    )


def test_since_is_the_first_known_date_with_the_reason_whichever_field_it_is() -> None:
    facts = used(Day.on(feb(12)), Day.on(feb(14)), signed_up=Day.on(feb(13)))
    verdict = found(facts)
    assert (verdict.reason, verdict.since, verdict.ruling_id) == (
        Reason.NO_APPROVAL,
        feb(12),
        REQUIRED.id,
    )
    assert verdict.reasons_on_known[0].ruling_ids == (REQUIRED.id,)


def test_one_day_in_two_fields_is_one_day_of_the_reason() -> None:
    verdict = found(used(Day.on(feb(12)), signed_up=Day.on(feb(12))))
    assert verdict.reasons_on_known[0].days == (Day.on(feb(12)),)


def test_a_month_has_the_status_of_its_mildest_day() -> None:
    """Awaiting from the 1st, approved from the 2nd to the 20th, expired after; none is worse."""
    (known,) = known_dates(used(FEBRUARY), segments(used(FEBRUARY), [REQUIRED], [make_confirmed()]))
    assert (known.status.reason, known.since) == (Reason.APPROVED, feb(2))


def test_a_month_is_unapproved_only_if_all_its_days_are_and_since_its_first_mildest_day() -> None:
    """Denied until the 12th, after which there is simply no approval: the milder of the two."""
    denied = make_denied(date(2020, 1, 31), valid_until=feb(12))
    verdict = found(used(FEBRUARY), denied)
    assert (verdict.verdict, verdict.reason) == (Verdict.UNAPPROVED, Reason.NO_APPROVAL)
    assert verdict.since == feb(13)
    assert verdict.reasons_on_known[0].days == (FEBRUARY,)


def test_among_kinds_of_unapproved_ratified_is_the_mildest() -> None:
    late = make_confirmed(date(2020, 3, 5), requested_on=date(2020, 3, 5))
    verdict = found(used(FEBRUARY), late)
    assert (verdict.reason, verdict.since) == (Reason.RATIFIED, feb(1))


def test_some_day_of_the_span_is_unapproved_but_no_known_date() -> None:
    """Used at some time in February, approved until the 20th: possible, not shown."""
    assert found(used(FEBRUARY), make_confirmed()) == Assessment(
        Verdict.UNCLEAR, Reason.DAYS_UNKNOWN
    )


def test_days_between_the_first_and_the_last_use_belong_to_the_span() -> None:
    """Approved when it began and when it ended, revoked and approved anew in between."""
    first = make_confirmed(valid_until=feb(9))
    second = make_confirmed(id=2, valid_from=feb(11))
    facts = used(Day.on(feb(9)), Day.on(feb(11)))
    assert found(facts, first, second).reason is Reason.DAYS_UNKNOWN
    assert found(facts, first, make_confirmed(id=2, valid_from=feb(10))).reason is Reason.APPROVED


def test_an_unclear_known_date_is_not_explained_by_unknown_days() -> None:
    facts = make_facts(officer_id=None, assignments=(), first_used_on=FEBRUARY)
    for_okafor = make_confirmed(feb(1), officer_id=OKAFOR)
    verdict = found(facts, for_okafor)
    assert (verdict.reason, verdict.since) == (Reason.SCOPE_UNKNOWN, feb(1))


def test_an_unclear_day_in_the_span_alone_makes_nothing_unclear() -> None:
    """Only *unapproved* days between the known dates matter."""
    facts = make_facts(officer_id=None, assignments=(), first_used_on=Day.on(feb(9)))
    anybody = [make_confirmed(valid_until=feb(9)), make_confirmed(id=2, valid_from=feb(11))]
    for_okafor = make_confirmed(id=3, officer_id=OKAFOR)
    both = found(make_facts(last_used_on=Day.on(feb(11)), first_used_on=Day.on(feb(9))), *anybody)
    assert both.reason is Reason.DAYS_UNKNOWN
    unclear = make_facts(
        officer_id=None,
        assignments=(),
        first_used_on=facts.first_used_on,
        last_used_on=Day.on(feb(11)),
    )
    assert found(unclear, *anybody, for_okafor).verdict is Verdict.APPROVED


def test_awaiting_is_worse_than_no_rule_and_unclear_worse_than_awaiting() -> None:
    later = make_ruling(adopted_on=feb(5), effective_from=feb(5))
    facts = used(Day.on(feb(4)), Day.on(feb(10)), signed_up=Day.on(feb(12)))
    request = make_request()
    assert assess(used(Day.on(feb(4))), [later], [request]).verdict is Verdict.NO_RULE
    assert assess(facts, [later], [request]).verdict is Verdict.AWAITING
    assert assess(facts, [later], [request]).since == feb(10)
    maybe = make_confirmed(feb(11), id=2, purposes=frozenset({"training"}), valid_from=feb(11))
    unknown = make_facts(
        purposes=frozenset(), first_used_on=Day.on(feb(10)), last_used_on=Day.on(feb(12))
    )
    short = make_request(valid_until=feb(11))
    assert assess(unknown, [later], [short, maybe]).reason is Reason.SCOPE_UNKNOWN


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"counted": False, "stage": Stage.OFFERED, "first_used_on": None}, Verdict.NOT_COUNTED),
        ({"counted": False}, Verdict.NOT_COUNTED),
        ({"stage": Stage.OFFERED, "first_used_on": None}, Verdict.NOT_USED),
        ({"stage": Stage.OFFERED}, Verdict.NOT_USED),
        ({"first_used_on": None}, Verdict.UNDATED),
        ({"first_used_on": None, "stage": Stage.SIGNED_UP}, Verdict.UNDATED),
    ],
)
def test_three_verdicts_have_no_reason_and_not_counted_goes_before_the_others(
    changes: dict[str, object], verdict: Verdict
) -> None:
    prohibited = [make_ruling(Outcome.PROHIBITED)]
    assert assess(make_facts(**changes), prohibited, []) == Assessment(verdict)


def test_the_segments_are_the_span_cut_where_the_status_changes() -> None:
    drawn = segments(used(Day.on(date(2020, 1, 30)), FEBRUARY), [REQUIRED], [make_confirmed()])
    approved = Status(3, Verdict.APPROVED, Reason.APPROVED, (1,))
    assert drawn == [
        Segment(
            date(2020, 1, 30),
            date(2020, 1, 31),
            Status(12, Verdict.UNAPPROVED, Reason.BEFORE_APPROVAL, (1,)),
        ),
        Segment(feb(1), feb(1), Status(8, Verdict.AWAITING, Reason.AWAITING, (1,))),
        Segment(feb(2), feb(20), approved),
        Segment(feb(21), feb(29), Status(11, Verdict.UNAPPROVED, Reason.EXPIRED, (1,))),
    ]


def test_a_finding_without_dates_has_no_segments() -> None:
    assert segments(used(None), [REQUIRED], []) == []


def test_a_timeline_reaches_over_the_whole_calendar_even_to_its_last_day() -> None:
    forever = make_confirmed(valid_until=date.max)
    drawn = timeline(make_facts(), [make_ruling(effective_until=date.max)], [forever])
    assert (drawn[0].from_on, drawn[-1].until_on) == (date.min, date.max)
    assert date.max not in break_points(make_facts(), [REQUIRED], [forever])
