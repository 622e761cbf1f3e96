"""What was edited by hand is taken out of a plan, with what belongs to it."""

from datetime import UTC, date, datetime

from auditor.uploads.drafts import Fate, Held, Kept, Options, Plan, Row
from auditor.uploads.keeping import keep_edited
from auditor.uploads.kinds import KINDS

FINDINGS = KINDS["findings"]
ADA = Held("Ada King", datetime(2026, 3, 2, 14, tzinfo=UTC))
TODAY = date(2026, 3, 2)


def planned(*changes: tuple[str, object, object]) -> Plan:
    """One finding, number 5, changed by row 2."""
    plan = Plan(rows=[Row(2, Fate.CHANGED, "Vega, Ana", changes, record_id=5)])
    plan.change("findings", 5, {name: value for name, _, value in changes})
    return plan


def kept(plan: Plan, *by_hand: str) -> Plan:
    def held(record: str, record_id: int, field: str) -> Held | None:
        return ADA if (record, record_id) == ("findings", 5) and field in by_hand else None

    keep_edited(plan, FINDINGS, Options(TODAY, held=held))
    return plan


def test_a_row_of_which_nothing_is_left_is_unchanged() -> None:
    plan = kept(planned(("notes", "mine", "theirs")), "notes")

    assert plan.count(Fate.UNCHANGED) == 1
    assert plan.changes["findings"] == []
    assert plan.kept == [Kept(2, "Notes", "mine", "theirs", "Ada King, 2026-03-02")]


def test_the_other_changes_of_the_row_stand() -> None:
    plan = kept(planned(("notes", "mine", "theirs"), ("on_behalf_of", None, "FBI")), "notes")

    assert plan.changes["findings"] == [{"id": 5, "on_behalf_of": "FBI"}]
    assert [row.changes for row in plan.rows] == [(("on_behalf_of", None, "FBI"),)]


def test_the_two_ends_of_a_month_are_kept_together_and_named_once() -> None:
    first, last = date(2020, 2, 1), date(2020, 2, 29)
    plan = kept(
        planned(("offered_on", None, first), ("offered_on_last", None, last)), "offered_on_last"
    )

    assert plan.changes["findings"] == []
    assert [one.column for one in plan.kept] == ["Offered on"]


def test_what_must_agree_is_kept_together() -> None:
    day = date(2020, 2, 3)
    plan = kept(planned(("stage", "signed up", "used"), ("first_used_on", None, day)), "stage")

    assert plan.changes["findings"] == []
    assert {one.column for one in plan.kept} == {"Stage", "First used on"}
