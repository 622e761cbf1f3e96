"""Asking for an approval and deciding about it: who may, who may not, and what it does."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from auditor.access import Actor
from auditor.approvals.model import Approval
from auditor.approvals.queries import deciders, get_approval
from auditor.approvals.requesting import officer_named
from auditor.approvals.rules import Decision, Purpose
from auditor.approvals.service import (
    confirm_approval,
    decide,
    deny_approval,
    effect_of,
)
from auditor.approvals.wording import effect_in_words
from auditor.errors import AuditorError, FieldsRefused, IllegalMove, NotAllowed, NotFound
from auditor.evidence.service import keep_document
from auditor.findings.model import Finding
from auditor.store import FileStore
from auditor.trail.acts import Act
from auditor.trail.model import Entry
from auditor.verdicts.model import StoredVerdict
from auditor.verdicts.rules import Reason, Verdict
from auditor.work import Work
from tests.approvals.conftest import LETTER
from tests.approvals.factory import confirm, make_request
from tests.conftest import MORNING, OpenWork
from tests.findings.factory import FEB_5, City, make_finding


@pytest.fixture
def used(work: OpenWork, city: City) -> int:
    """Officer Vega's use on 5 February 2020."""
    with work(city.ines) as w:
        return make_finding(
            w,
            city.tool,
            city.hpd,
            officer_id=city.vega,
            first_used_on=FEB_5,
            purposes=("training",),
        )


@pytest.fixture
def asked(work: OpenWork, city: City, used: int) -> int:
    """A request of the oversight office to HPD, for everybody from 2020 on."""
    assert used
    with work(city.ines) as w:
        return make_request(w, city.tool, city.hpd)


def verdict(work: OpenWork, finding_id: int) -> tuple[Verdict, Reason | None]:
    with work(reading=True) as w:
        row = w.session.execute(
            select(StoredVerdict.verdict, StoredVerdict.reason).where(
                StoredVerdict.finding_id == finding_id
            )
        ).one()
        return row.verdict, row.reason


def refused(work: OpenWork, actor: Actor, approval_id: int) -> AuditorError:
    with pytest.raises(AuditorError) as refusal, work(actor) as w:
        confirm_approval(w, get_approval(w, approval_id))
    return refusal.value


def test_a_request_is_refused_for_another_department_or_an_impossible_term(
    work: OpenWork, city: City
) -> None:
    with pytest.raises(NotAllowed), work(city.sam) as w:
        make_request(w, city.tool, city.rvs)
    with pytest.raises(FieldsRefused) as wrong, work(city.ines) as w:
        make_request(
            w,
            city.tool,
            city.rvs,
            officer_id=city.vega,
            valid_from=FEB_5,
            valid_until=FEB_5 - timedelta(days=1),
        )
    assert set(wrong.value.fields) == {"officer", "valid_until"}


def test_an_officer_is_named_by_employee_id_badge_or_name(work: OpenWork, city: City) -> None:
    with work(city.sam, reading=True) as w:
        for text in ("007", "0042", "Vega, Ana", "ana vega"):
            assert officer_named(w, city.hpd, text) == city.vega
        with pytest.raises(FieldsRefused, match="No officer of it"):
            officer_named(w, city.rvs, "007")


def test_a_confirmation_is_recorded_with_who_when_and_by_which_way(
    work: OpenWork, city: City, asked: int
) -> None:
    confirm(work, city.sam, asked, reason="Agreed at the staff meeting.")
    with work(city.sam, reading=True) as w:
        found = get_approval(w, asked)
        assert (found.decision, found.decided_by_id) == (Decision.CONFIRMED, city.sam.user_id)
        assert (found.decided_at, found.decided_through) == (MORNING, "page")
        acts = list(w.session.scalars(select(Entry.act).order_by(Entry.seq.desc()).limit(2)))
    assert acts == [Act.FLAGS_ASSESSED, Act.APPROVAL_CONFIRMED]


def test_a_confirmation_of_today_only_ratifies_an_earlier_use(
    work: OpenWork, city: City, used: int, asked: int
) -> None:
    assert verdict(work, used) == (Verdict.UNAPPROVED, Reason.NO_APPROVAL)
    confirm(work, city.sam, asked)
    assert verdict(work, used) == (Verdict.UNAPPROVED, Reason.RATIFIED)


def test_a_letter_dated_before_the_use_shows_that_it_was_approved_already_then(
    work: OpenWork, city: City, used: int, asked: int, tmp_path: Path
) -> None:
    files = FileStore(tmp_path / "files")
    letter = keep_document(files, LETTER, "letter.pdf")
    confirm(work, city.sam, asked, document=letter, document_on=date(2020, 1, 10))
    assert verdict(work, used) == (Verdict.APPROVED, Reason.APPROVED)
    with work(city.sam, reading=True) as w:
        assert get_approval(w, asked).decision_evidence_id is not None


def test_a_documents_date_needs_the_document_and_no_future(
    work: OpenWork, city: City, asked: int, tmp_path: Path
) -> None:
    letter = keep_document(FileStore(tmp_path / "files"), LETTER, "letter.pdf")
    tomorrow = MORNING.date() + timedelta(days=1)
    for said, says in (
        ({"document_on": FEB_5}, "A date alone shows nothing"),
        ({"document_on": tomorrow, "document": letter}, "lies in the future"),
    ):
        with pytest.raises(FieldsRefused, match=says):
            confirm(work, city.sam, asked, **said)
    with pytest.raises(FieldsRefused, match="Say why"), work(city.sam) as w:
        deny_approval(w, get_approval(w, asked), reason=None)
    with work(city.sam, reading=True) as w:
        assert get_approval(w, asked).decision is None


def test_who_asked_for_it_does_not_decide_and_neither_does_another_department(
    work: OpenWork, city: City
) -> None:
    with work(city.sam) as w:
        asked = make_request(w, city.tool, city.hpd)
    assert isinstance(refused(work, city.sam, asked), NotAllowed)
    assert isinstance(refused(work, city.ruth, asked), NotFound)
    assert isinstance(refused(work, city.ines, asked), NotAllowed)
    with work(city.sam, reading=True) as w:
        assert [each.name for each in deciders(w, get_approval(w, asked))] == ["Olga Berg"]
    confirm(work, city.olga, asked)


def test_a_decided_request_is_not_decided_again_and_says_who_decided_it(
    work: OpenWork, city: City, asked: int
) -> None:
    confirm(work, city.sam, asked)
    refusal = refused(work, city.olga, asked)
    assert isinstance(refusal, IllegalMove)
    assert "Sam Hill confirmed it on 2026-03-02 at 09:00" in str(refusal)


def test_who_was_closed_or_moved_meanwhile_does_not_decide(
    work: OpenWork, city: City, asked: int
) -> None:
    moved = replace(city.ruth, department_id=city.hpd)
    assert "changed meanwhile" in str(refused(work, moved, asked))


def _both_decide(work: OpenWork, city: City, asked: int) -> list[str]:
    """Two supervisors decide at the same moment; gives what the refused ones were told."""
    heard: list[str] = []
    start = Barrier(2)

    def one(actor: Actor, decision: Decision) -> None:
        start.wait()
        try:
            with work(actor) as w:
                approval = get_approval(w, asked)
                if decision is Decision.CONFIRMED:
                    confirm_approval(w, approval)
                else:
                    deny_approval(w, approval, reason="No need.")
        except IllegalMove as refusal:
            heard.append(str(refusal))

    threads = [
        Thread(target=one, args=(city.sam, Decision.CONFIRMED)),
        Thread(target=one, args=(city.olga, Decision.DENIED)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return heard


def test_two_who_decide_at_once_are_not_both_heard(work: OpenWork, city: City) -> None:
    rounds = 200
    for _ in range(rounds):
        with work(city.ines) as w:
            asked = make_request(w, city.tool, city.hpd)
        (refusal,) = _both_decide(work, city, asked)
        with work(city.ines, reading=True) as w:
            found = get_approval(w, asked)
            first = {city.sam.user_id: "Sam Hill", city.olga.user_id: "Olga Berg"}
            assert f"{first[found.decided_by_id]} {found.decision} it on" in refusal
    with work(reading=True) as w:
        assert _decisions(w) == rounds


def _decisions(work: Work) -> int:
    acts = (Act.APPROVAL_CONFIRMED.value, Act.APPROVAL_DENIED.value)
    return work.session.scalar(select(func.count()).where(Entry.act.in_(acts))) or 0


def test_the_effect_is_told_before_anything_is_saved(work: OpenWork, city: City, used: int) -> None:
    with work(city.ines) as w:
        for month in (1, 2, 3):
            make_finding(
                w, city.tool, city.hpd, officer_id=city.vega, first_used_on=date(2026, 3, 2)
            )
            assert month
        asked = make_request(w, city.tool, city.hpd)
    with work(city.sam, reading=True) as w:
        approval = get_approval(w, asked)
        told = effect_in_words(effect_of(w, approval, Decision.CONFIRMED), made_on=w.today)
        denied = effect_in_words(effect_of(w, approval, Decision.DENIED), made_on=w.today)
        assert w.session.get_one(Approval, asked).decision is None
    assert told == (
        "3 findings change from “Awaiting” to “Approved”.",
        "1 finding lies before 2 March 2026, and no earlier document is attached: it becomes "
        "ratified, not approved: from “No approval on record” (no approval would cover it) to “No "
        "approval on record” (confirmed only afterwards).",
    )
    assert denied == (
        "3 findings change from “Awaiting” to “No approval on record” (the request had been "
        "denied).",
        "1 finding stays as it is.",
    )
    assert used


def test_page_and_command_line_decide_by_one_path_with_one_set_of_refusals(
    work: OpenWork, city: City, asked: int, tmp_path: Path
) -> None:
    files = FileStore(tmp_path / "files")

    def deciding(actor: Actor, attached: tuple[bytes, str] | None) -> None:
        decide(
            lambda **how: work(actor, **how),
            files,
            asked,
            decision=Decision.CONFIRMED,
            reason=None,
            attached=attached,
            document_on=None,
        )

    with pytest.raises(NotAllowed):
        deciding(city.ines, (LETTER, "letter.pdf"))
    assert not list(files.root.rglob("*"))  # Nothing is kept for who may not decide.
    with pytest.raises(FieldsRefused, match="none of the kinds"):
        deciding(city.sam, (b"<html><script>", "letter.pdf"))
    deciding(city.sam, (LETTER, "letter.pdf"))


def test_a_request_is_for_known_purposes_once_each(work: OpenWork, city: City) -> None:
    with work(city.ines) as w:
        twice = [Purpose.TRAINING, Purpose.TRAINING]
        asked = make_request(w, city.tool, city.hpd, purposes=twice)
        assert get_approval(w, asked).purposes == ("training",)
        assert w.session.scalar(select(func.count()).select_from(Finding)) == 0
