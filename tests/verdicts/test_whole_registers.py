"""What the database keeps agrees with the function of a day, and with its second writing."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, partial
from typing import NamedTuple

import pytest
from sqlalchemy import func, select

from auditor.approvals.model import Approval as ApprovalRow
from auditor.approvals.rules import Approval, Decision
from auditor.findings.model import Finding
from auditor.findings.rules import Facts
from auditor.flags.model import Flag
from auditor.flags.rules.rulebook import flags_on
from auditor.flags.rules.states import FlagState
from auditor.flags.rules.unapproved import BY_REASON
from auditor.flags.rules.untold import UNCLEAR, UNDATED
from auditor.flags.service import assess_next
from auditor.officers.model import Assignment as AssignmentRow
from auditor.rulings.model import Ruling as RulingRow
from auditor.rulings.rules import Body, Outcome, Ruling
from auditor.trail.acts import Act
from auditor.verdicts.assessment import Assessment, ReasonOnKnown, assess
from auditor.verdicts.model import StoredVerdict
from auditor.verdicts.queries import PORTION, Run
from auditor.verdicts.rules import Reason, Verdict
from auditor.work import Work
from tests.conftest import OpenWork
from tests.verdicts import naive
from tests.verdicts.whole_registers import (
    FINDINGS,
    WholeRegister,
    approval_columns,
    keep,
    ruling_columns,
    whole_register,
)

#: How many registers of 2,000 findings are compared on each database: 20 take a minute.
REGISTERS = int(os.environ.get("AUDITOR_TEST_REGISTERS", "4"))

#: The rules on a finding's approval; the others do not look at what a register here holds.
ON_APPROVAL = (*(rule.id for rule in BY_REASON.values()), UNCLEAR.id, UNDATED.id)

#: In the registers before this one every verdict and every reason occurs; of more, a few lack one.
COMPLETE = 20


class Pure(NamedTuple):
    """A finding as the rules of flags see it, from the function of a day alone."""

    facts: Facts
    assessment: Assessment
    approvals: Sequence[Approval]

    @property
    def verdict(self) -> Verdict:
        return self.assessment.verdict

    @property
    def reasons_on_known(self) -> Sequence[ReasonOnKnown]:
        return self.assessment.reasons_on_known


@pytest.fixture(params=range(REGISTERS))
def register(request: pytest.FixtureRequest, work: OpenWork) -> WholeRegister:
    found = whole_register(request.param)
    with work() as w:
        keep(w, found)
    return found


def test_what_is_kept_of_every_finding_is_what_both_writings_say(
    work: OpenWork, register: WholeRegister
) -> None:
    run = Run()
    _assess_all(work, run)
    verdicts = _compare(work, register)
    assert set(verdicts) == EVERY or register.seed >= COMPLETE
    # A going-over that has read everything once sees what was recorded meanwhile.
    with work() as w:
        changed = _change(w, register)
    _assess_all(work, run)
    _compare(work, changed)


def test_all_verdicts_together_equal_the_findings_counted(work: OpenWork) -> None:
    register = whole_register(0)
    with work() as w:
        keep(w, register)
    _assess_all(work, Run())
    with work(reading=True) as w:
        wanted = select(StoredVerdict.verdict, func.count()).group_by(StoredVerdict.verdict)
        by_verdict = {row[0]: row[1] for row in w.session.execute(wanted)}
        counted = select(func.count(Finding.id)).where(
            Finding.withdrawn_at.is_(None),
            Finding.duplicate_of_id.is_(None),
            Finding.certainty != "disproved",
        )
        assert w.session.scalar(counted) == sum(facts.counted for facts in register.facts)
        by_verdict.pop(Verdict.NOT_COUNTED)
        assert sum(by_verdict.values()) == w.session.scalar(counted)


def test_a_turn_takes_at_most_20_000_findings(work: OpenWork) -> None:
    register = whole_register(1, 20_100)
    with work() as w:
        keep(w, register)
    run = Run()
    with work() as w:
        assert assess_next(w, 0, run)[0] == PORTION == 20_000
    with work() as w:
        assert assess_next(w, PORTION, run)[0] == 20_100
    with work() as w:
        assert assess_next(w, 20_100, run) == (None, assess_next(w, 20_100)[1])
        assert w.session.scalar(select(func.count(StoredVerdict.finding_id))) == 20_100


BARE = (Verdict.NOT_COUNTED, Verdict.NOT_USED, Verdict.UNDATED)
VERDICTS = {
    Reason.APPROVED: Verdict.APPROVED,
    Reason.PERMITTED: Verdict.APPROVED,
    Reason.NO_RULE: Verdict.NO_RULE,
    Reason.AWAITING: Verdict.AWAITING,
    Reason.SCOPE_UNKNOWN: Verdict.UNCLEAR,
    Reason.DAYS_UNKNOWN: Verdict.UNCLEAR,
}
VERDICTS |= {reason: Verdict.UNAPPROVED for reason in Reason if reason not in VERDICTS}
EVERY = {(verdict, None) for verdict in BARE} | {(v, reason) for reason, v in VERDICTS.items()}


def _assess_all(work: OpenWork, run: Run) -> None:
    reached: int | None = 0
    while reached is not None:
        with work() as w:
            reached, _ = assess_next(w, reached, run)


def _change(work: Work, register: WholeRegister) -> WholeRegister:
    """One approval confirmed, one more ruling, and one officer's assignments ended."""
    undecided = next(each for each in register.approvals if each.decision is None)
    confirmed = replace(
        undecided, decision=Decision.CONFIRMED, decided_on=undecided.valid_from + timedelta(days=1)
    )
    number = len(register.rulings) + 1
    stop = Ruling(
        id=number,
        tool_id=2,
        body=Body.COURT,
        outcome=Outcome.PROHIBITED,
        adopted_on=undecided.valid_from,
        effective_from=date(2020, 2, 1),
    )
    officer = next(each for each, held in register.assignments.items() if held)
    ended = tuple(each._replace(until=date(2020, 2, 10)) for each in register.assignments[officer])
    work.change_many(ApprovalRow, [{"id": confirmed.id, **approval_columns(confirmed)}])
    work.add_many(RulingRow, [ruling_columns(stop)])
    rows = work.session.scalars(select(AssignmentRow.id).where(AssignmentRow.officer_id == officer))
    work.change_many(AssignmentRow, [{"id": n, "until": date(2020, 2, 10)} for n in rows.all()])
    work.record(Act.UPLOAD_APPLIED)
    return replace(
        register,
        rulings=[*register.rulings, stop],
        approvals=[confirmed if each.id == confirmed.id else each for each in register.approvals],
        facts=[
            replace(facts, assignments=ended) if facts.officer_id == officer else facts
            for facts in register.facts
        ],
    )


def _compare(work: OpenWork, register: WholeRegister) -> Counter[tuple[Verdict, Reason | None]]:
    """Compare every verdict and flag that is kept; how often each verdict and reason is said."""
    kept, flags = _kept(work)
    verdicts: Counter[tuple[Verdict, Reason | None]] = Counter()
    differing: list[tuple[object, ...]] = []
    for number, (pure, said) in enumerate(_said(register), 1):
        found, row = pure.assessment, kept[number]
        span = pure.facts.span() or (None, None)
        told = (found.verdict, found.reason, found.since, list(found.other_reasons))
        if (*told, found.approval_ids, found.ruling_id) != said:
            differing.append((number, found, said))
        if row != (*told, [str(each) for each in found.approval_ids], found.ruling_id, *span):
            differing.append((number, found, row))
        standing = {raised.rule.id: raised.reason for raised in flags_on(pure)}
        if flags.get(number, {}) != standing:
            differing.append((number, standing, flags.get(number)))
        verdicts[found.verdict, found.reason] += 1
    assert differing == []
    assert verdicts.total() == len(kept) == FINDINGS
    return verdicts


def _kept(work: OpenWork) -> tuple[dict[int, tuple[object, ...]], dict[int, dict[str, str]]]:
    with work(reading=True) as w:
        verdicts: dict[int, tuple[object, ...]] = {
            row.finding_id: (
                *(row.verdict, row.reason, row.reason_since, list(row.other_reasons)),
                *(list(row.approval_ids), row.ruling_id, row.span_from, row.span_until),
            )
            for row in w.session.scalars(select(StoredVerdict))
        }
        standing = select(Flag.finding_id, Flag.rule, Flag.reason).where(
            Flag.state != FlagState.CLEARED, Flag.rule.in_(ON_APPROVAL)
        )
        flags: dict[int, dict[str, str]] = {}
        for finding_id, rule, reason in w.session.execute(standing):
            assert finding_id
            flags.setdefault(finding_id, {})[rule] = reason
    return verdicts, flags


def _said(register: WholeRegister) -> Iterator[tuple[Pure, tuple[object, ...]]]:
    """Each finding by the function of a day, and by its second writing."""
    rulings, approvals = register.rulings, register.approvals

    @cache
    def say(alike: Facts, day: date) -> naive.Said:
        return naive.say(day, alike, rulings, approvals)

    for facts in register.facts:
        about = [
            each
            for each in approvals
            if (each.tool_id, each.department_id) == (facts.tool_id, facts.department_id)
        ]
        alike = replace(facts, signed_up_on=None, first_used_on=None, last_used_on=None)
        said = naive.find(facts, partial(say, alike))
        yield Pure(facts, assess(facts, rulings, about), about), said
